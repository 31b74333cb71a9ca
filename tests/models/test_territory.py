"""The ground as arrays."""

from __future__ import annotations

import numpy as np

from tests.reference.cases import add_village, chain, town
from tests.support import territory_of

TABLES = chain(
    town("C", county="Y", kind="街道"), town("A"), town("B", county="Y"), town("D", kind="镇")
)
add_village(TABLES, "c2", "C", km=1)
TABLES.contiguity.extend([{"a": "c", "b": "b"}, {"a": "a", "b": "d"}])
GROUND = territory_of(TABLES)


def test_positions_by_code() -> None:
    """Counties and townships are known by their places in the tables."""
    assert dict(GROUND.county_codes) == {"Y": 0, "X": 1}
    assert dict(GROUND.township_codes) == {"C": 0, "A": 1, "B": 2, "D": 3}


def test_counties_and_what_is_in_them() -> None:
    """Also where a county's townships and villages do not stand together."""
    assert GROUND.townships_in(0).tolist() == [0, 2]
    assert GROUND.villages_in(0).tolist() == [0, 2, 4]
    assert GROUND.townships_in(1).tolist() == [1, 3]
    assert GROUND.villages_in(1).tolist() == [1, 3]


def test_seats_and_kinds() -> None:
    """By township."""
    assert [GROUND.villages.codes[v] for v in GROUND.seats] == ["c", "a", "b", "d"]
    assert GROUND.urban.tolist() == [1, 0, 0, 1]
    assert GROUND.urban_share_counts(np.array([0])) == (1, 2)
    assert GROUND.urban_share_counts(np.array([0, 1])) == (2, 4)


def test_adjacency_is_symmetric() -> None:
    """Each pair in both directions, nothing beside itself."""
    dense = GROUND.adjacency.toarray()
    assert (dense == dense.T).all()
    assert dense.sum() == 2 * len(TABLES.contiguity)
    assert not dense.diagonal().any()
