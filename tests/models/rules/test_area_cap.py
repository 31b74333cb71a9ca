"""P3.area in the models: which units that grow are candidates."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from models.kinds import Kind
from models.quantities import NO_LIMIT
from models.rules.area_cap import AreaCap
from tests.reference.cases import chain, town
from tests.reference.tables import Tables
from tests.support import candidate_units, complaints_of, dataset_of, territory_of


def units(tables: Tables, max_km2: float, **rule: Any) -> set[str]:
    """Return the candidate units under a cap."""
    return candidate_units(dataset_of(tables, {"area_cap": {"max_km2": max_km2, **rule}}))


def pair(**more: Any) -> Tables:
    """Return A with 100 km2 and B with 150 km2."""
    return chain(town("A", km2=100), town("B", km2=150, **more))


def test_feasible() -> None:
    """Either seat may be kept."""
    assert units(pair(), 300) == {"A", "B", "AB", "BA"}


def test_forced_violation() -> None:
    """No union is left; single townships stay, be they larger than the cap."""
    assert units(pair(), 120) == {"A", "B"}


@pytest.mark.parametrize(("cap", "joined"), [(250, True), (249.99, False), (249.999, False)])
def test_edge(cap: float, joined: bool) -> None:
    """A unit of exactly the cap is allowed."""
    assert ("AB" in units(pair(), cap)) is joined


def test_kind_of_the_seat_decides() -> None:
    """A subdistrict's seat lifts a cap on 乡 and 镇; unless subdistricts are named."""
    assert units(pair(kind="街道"), 120) == {"A", "B", "BA"}
    assert units(pair(kind="街道"), 120, kinds=["街道", "乡"]) == {"A", "B"}
    assert units(pair(kind="街道"), 120, kinds=["街道"]) == {"A", "B", "AB"}


def test_kinds_may_be_named_in_english() -> None:
    """Both words mean the same kind."""
    assert AreaCap(max_km2=1, kinds=("town", "镇")).kinds == (Kind.TOWN, Kind.TOWN)


def test_exception_is_for_the_seat_that_is_named() -> None:
    """The unit that keeps A's seat is free, the one that keeps B's is not."""
    exceptions = [{"township": "A", "reason": "山区"}]
    assert units(pair(), 120, exceptions=exceptions) == {"A", "B", "AB"}


def test_a_supersets_part_over_the_cap_does_not_hide_it() -> None:
    """Sets grow only while under the cap of some seat: A B C is found for the free seat C."""
    tables = chain(town("A", km2=400), town("B", km2=400), town("C", km2=400, kind="街道"))
    assert units(tables, 300) == {"A", "B", "C", "CB", "CAB"}


def test_cap_in_hectares() -> None:
    """Rounded down; none for exceptions and other kinds."""
    a, b = territory_of(pair(kind="街道")).townships
    assert AreaCap(max_km2=1.239).cap_ha(a) == 123
    assert AreaCap(max_km2=1.239).cap_ha(b) == NO_LIMIT
    excepted = AreaCap(max_km2=1, exceptions=({"township": "A", "reason": "r"},))
    assert excepted.cap_ha(a) == NO_LIMIT


def test_complaints() -> None:
    """An exception for a township that is not there."""
    rule = AreaCap(max_km2=1, exceptions=({"township": "Q", "reason": "r"},))
    found = complaints_of(dataset_of(pair()), rule)
    assert found == [("unknown-township", "exceptions.township", "Q")]


@pytest.mark.parametrize(
    "wrong",
    [
        {},
        {"max_km2": 0},
        {"max_km2": 1, "kinds": ["村"]},
        {"max_km2": 1, "exceptions": [{"township": "A", "reason": ""}]},
        {"max_km2": 1, "exceptions": [{"township": "A"}]},
        {"max_km2": 1, "min_km2": 1},
        {"max_km2": float("nan")},
    ],
)
def test_refused(wrong: dict[str, Any]) -> None:
    """A cap is needed, kinds are known, an exception has its reason, no other key is known."""
    with pytest.raises(ValidationError):
        AreaCap(**wrong)
