"""A county's problem cut loose costs what it costs in its territory."""

from __future__ import annotations

import pytest

from models.merge.local import localised
from models.merge.restricted import restricted_problem
from models.objectives.inertia import Inertia
from optimizer.data.dataset import read_dataset
from tests.support import INSTANCES


@pytest.mark.parametrize("earth", ["sphere", "wgs84"])
def test_moments_of_a_county_that_is_not_the_first(earth: str) -> None:
    """Straight lines are those of its own villages, over the same Earth."""
    data = read_dataset(INSTANCES / "changzhi", {"territory.earth": earth})
    problem = restricted_problem(data, 5)
    here, there = Inertia.assigning(problem), Inertia.assigning(localised(problem))
    assert here.max() > 0 and (here == there).all()
