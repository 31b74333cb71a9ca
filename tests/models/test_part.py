"""Counties by themselves: the same ground, the same distances, nothing of the others."""

from __future__ import annotations

import numpy as np
import pytest

from models.facilities import Facility
from models.part import part_of
from models.services import service_table
from models.territory import Territory
from tests.reference.cases import chain, town
from tests.support import dataset_of


def two_counties() -> Territory:
    """Return X with A, B and Y with C, D, in a row of 10 km steps; a hospital in C."""
    towns = [town("A", 10), town("B", 20), town("C", 40, county="Y"), town("D", 80, county="Y")]
    whole = dataset_of(chain(*towns), {}, [{"name": "units"}]).territory
    at = whole.townships[whole.township_codes["C"]].seat
    fields = {**vars(whole), "facilities": (Facility("h", "H", "hospital", at),)}
    names = Territory.__dataclass_fields__
    return Territory(**{key: value for key, value in fields.items() if key in names})


@pytest.mark.parametrize("code", ["X", "Y"])
def test_a_county_alone_is_what_it_was(code: str) -> None:
    """Villages, pairs, distances and services are those of the county in the whole."""
    whole = two_counties()
    county = whole.county_codes[code]
    part = part_of(whole, [county])
    here = whole.villages_in(county)
    assert [c.code for c in part.counties] == [code]
    assert list(part.villages.codes) == [whole.villages.codes[v] for v in here]
    assert part.villages.population.tolist() == whole.villages.population[here].tolist()
    names = {
        tuple(sorted(whole.villages.codes[v] for v in pair)) for pair in whole.pairs_in(county)
    }
    assert {tuple(sorted(part.villages.codes[v] for v in pair)) for pair in part.pairs} == names
    assert np.array_equal(part.metres_in(0), whole.metres_in(county))
    hospital = service_table(part, 0, "hospital", "nearest")
    assert np.array_equal(hospital, service_table(whole, county, "hospital", "nearest"))
    others = [t.code for t in whole.townships if t.county != county]
    assert set(others) < part.left_out and not set(part.villages.codes) & part.left_out


def test_all_counties_are_the_whole() -> None:
    """Nothing is left out, and nothing changes its place."""
    whole = two_counties()
    part = part_of(whole, range(len(whole.counties)))
    assert not part.left_out
    assert part.villages.codes == whole.villages.codes
    assert part.townships == whole.townships
    assert np.array_equal(part.pairs, whole.pairs)
