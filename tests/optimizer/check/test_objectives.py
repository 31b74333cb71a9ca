"""The objectives recomputed: equal to an independent judge's on any plan at all."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from models.objectives import OBJECTIVES
from optimizer.check import audit
from optimizer.check.objectives import PARAMETRIC, VALUES
from tests.reference import judge
from tests.reference.cases import add_village, chain, town
from tests.reference.strategies import territories
from tests.reference.tables import Tables
from tests.support import audit_of, dataset_of, plan_of


def values(tables: Tables, **into: str) -> dict[str, Any]:
    """Return the usual objectives' values of a plan."""
    found = audit_of(tables, {}, into).objectives
    return {name: found[name] for name in ("units", "share", "travel", "disruption")}


def test_worked_out_by_hand() -> None:
    """Two units of which one is a town; 10 km for 700 people and 1.5 km for 9 who stay."""
    tables = chain(town("A", 700), town("B", 300, kind="镇"), town("C", 50))
    add_village(tables, "b2", "B", km=1.5, people=9)
    assert values(tables, A="B") == {
        "units": 2,
        "share": Fraction(1, 2),
        "travel": 700 * 10_000 + 9 * 1_500,
        "disruption": 700,
    }


def test_the_status_quo_disrupts_nobody() -> None:
    """Travel is what it was."""
    tables = chain(town("A"), town("B"))
    assert values(tables) == {"units": 2, "share": 0, "travel": 0, "disruption": 0}


def test_travel_is_unknown_where_there_is_no_way() -> None:
    """No number stands for a distance that nobody knows."""
    tables = chain(town("A"), town("B"), town("C"))
    tables.roads[:] = tables.roads[:1]
    assert values(tables, C="B")["travel"] is None
    found = audit_of(tables, {}, {"C": "B"}).objectives
    assert found["worse_off"] is None and found["worst"] is None
    assert values(tables, A="B")["travel"] == 10_000_000


def test_villages_left_out_count_for_nothing() -> None:
    """Only the villages that the plan places travel, or change."""
    tables = chain(town("A"), town("B"))
    assert values(tables, a="") == {"units": 1, "share": 0, "travel": 0, "disruption": 0}


def test_every_objective_is_recomputed() -> None:
    """None is reported that the checker does not know."""
    assert set(VALUES) | set(PARAMETRIC) == set(OBJECTIVES)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data(), territories(max_townships=6, finer=True))
def test_equal_to_the_reference(data: st.DataObject, tables: Tables) -> None:
    """Any assignment of villages to units, sound or not."""
    dataset = dataset_of(tables)
    codes = list(dataset.territory.township_codes)
    villages = [row["code"] for row in tables.villages]
    into = {v: data.draw(st.sampled_from(codes)) for v in villages}
    found = audit(plan_of(dataset.territory, into), dataset.scenario)
    expected = judge.values(tables, into)
    assert {name: found.objectives[name] for name in expected} == expected
