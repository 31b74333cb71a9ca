"""Models small enough for every plan to be listed."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from functools import cache
from itertools import product
from pathlib import Path

import numpy as np

from models.merge.restricted import all_ties
from models.merge.villages import VillageModel
from models.quantities import IntArray
from optimizer.data import generate
from optimizer.data.dataset import read_dataset
from optimizer.solve.branch_and_cut.problem import VillageProblem
from optimizer.solve.clock import Clock
from optimizer.solve.decomposition.county import county_model


def small_model(
    folder: Path, seed: int, mode: str, townships: int = 3, villages: int = 8
) -> VillageModel:
    """Return the model of a small county."""
    generate.write_dataset(generate.generate_county(townships, villages, seed), folder)
    dataset = read_dataset(folder, {"mode": mode})
    ties = all_ties(dataset)
    choices = county_model(dataset, 0, ties, Clock()).choices
    assert isinstance(choices, VillageProblem)
    return choices.model


@cache
def listed(seed: int, mode: str) -> tuple[VillageModel, tuple[IntArray, ...]]:
    """Return a small model and all its plans, listed once."""
    with tempfile.TemporaryDirectory() as folder:
        model = small_model(Path(folder) / "made", seed, mode)
    return model, tuple(every_plan(model))


LISTED = [(1, "split"), (1, "redraw"), (2, "redraw")]
"""Seeds and modes of the models whose plans are listed."""


def every_plan(model: VillageModel) -> Iterator[IntArray]:
    """Yield every plan: all options of all villages, by brute force."""
    options = [
        [o for o, s in enumerate(model.option_seat) if model.column[v, s] >= 0]
        for v in range(model.villages)
    ]
    for chosen in product(*options):
        plan = np.array(chosen)
        if model.accepts(plan):
            yield plan
