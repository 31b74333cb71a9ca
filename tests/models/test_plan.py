"""What a plan makes of the units: figures and the terms of the notice."""

from __future__ import annotations

from models.kinds import Kind
from models.plan import Operation, Plan, Unit
from tests.reference.cases import add_village, chain, town
from tests.support import plan_of, territory_of

TABLES = chain(
    town("A", 100, 1.5), town("B", 200, 2.5, kind="镇"), town("C", 400), town("D", 800, county="Y")
)
add_village(TABLES, "a2", "A", km=2, people=7)
GROUND = territory_of(TABLES)


def units(**into: str) -> dict[str, Unit]:
    """Return the units of a plan by code."""
    plan = plan_of(GROUND, into)
    return {GROUND.townships[unit.township].code: unit for unit in plan.units}


def operations(**into: str) -> dict[str, Operation]:
    """Return what happened to each unit."""
    return {code: unit.operation for code, unit in units(**into).items()}


def test_status_quo() -> None:
    """Every township is its own unit, unchanged."""
    plan = Plan.status_quo(GROUND)
    assert plan.kept.tolist() == [0, 1, 2, 3]
    assert {unit.operation for unit in plan.units} == {Operation.UNCHANGED}
    assert all(unit.townships == (unit.township,) for unit in plan.units)


def test_status_quo_is_a_copy() -> None:
    """A change to a plan does not change the territory."""
    Plan.status_quo(GROUND).unit[0] = 3
    assert GROUND.villages.township[0] == 0


def test_figures_of_a_unit() -> None:
    """Added up over its villages, distances to the seat that it keeps."""
    unit = units(A="B")["B"]
    assert (unit.kind, unit.county, GROUND.villages.codes[unit.seat]) == (Kind.TOWN, 0, "b")
    assert [GROUND.townships[t].code for t in unit.townships] == ["A", "B"]
    assert [GROUND.villages.codes[v] for v in unit.villages] == ["a", "b", "a2"]
    assert (unit.area_ha, unit.population) == (150 + 250 + 100, 307)
    assert unit.worst_m == 12_000
    assert unit.person_m == 100 * 10_000 + 7 * 12_000


def test_whole_merger() -> None:
    """A township goes entirely into another unit."""
    expected = {"B": Operation.WHOLE, "C": Operation.UNCHANGED, "D": Operation.UNCHANGED}
    assert operations(A="B") == expected


def test_split_merger() -> None:
    """A dissolved township's villages go to two units."""
    found = operations(A="B", a2="C")
    assert (found["B"], found["C"]) == (Operation.SPLIT, Operation.SPLIT)


def test_village_transfer() -> None:
    """A village changes unit, nobody is dissolved: both units are concerned."""
    found = operations(a2="B")
    assert (found["A"], found["B"]) == (Operation.TRANSFER, Operation.TRANSFER)
    assert found["C"] is Operation.UNCHANGED
