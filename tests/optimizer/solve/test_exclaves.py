"""Exclaves: their links count in the unit that keeps the seat, in solver, twin and checker."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from models.plan import Outcome
from optimizer.check import Status, audit
from optimizer.data.faults import InputError
from tests.optimizer.solve import test_villages_brute_force as villages
from tests.optimizer.solve import test_whole_brute_force as whole
from tests.optimizer.solve.certify import test_twin_brute_force as twin
from tests.reference import judge
from tests.reference.strategies import problems
from tests.reference.tables import Row, Tables
from tests.support import codes_of, dataset_of, finding_of, plan_of, solution_of

RELAXED = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]
Drawn = tuple[Tables, dict[str, Any], list[Any]]


@st.composite
def exclaved(draw: st.DrawFn, **sizes: Any) -> Drawn:
    """Draw a problem in which a township or two are exclaves, most often in pieces."""
    tables, rules, objectives = draw(problems(**sizes))
    home = {row["code"]: row["township"] for row in tables.villages}
    codes = [row["code"] for row in tables.townships]
    marked = draw(st.lists(st.sampled_from(codes), min_size=1, max_size=2, unique=True))
    for row in tables.townships:
        row["exclave"] = int(row["code"] in marked)
    ends = [(row, home[row["a"]], home[row["b"]]) for row in tables.contiguity]
    inner = [row for row, a, b in ends if a == b and a in marked]
    gone = [row for row in inner if draw(st.integers(0, 3))]
    tables.contiguity[:] = [row for row in tables.contiguity if row not in gone]
    assume(tables.contiguity)
    try:
        dataset_of(tables, rules, objectives)
    except InputError:
        assume(False)
    return tables, rules, objectives


@settings(max_examples=20, deadline=None, suppress_health_check=RELAXED)
@given(drawn=exclaved(max_townships=6))
def test_whole_mode_equals_brute_force(drawn: Drawn) -> None:
    """Townships in pieces are merged whole; each piece has to be joined."""
    whole.agree(*drawn)


@settings(max_examples=10, deadline=None, suppress_health_check=RELAXED)
@given(drawn=exclaved(max_townships=5, max_counties=1))
def test_candidates_on_demand_know_the_pieces(drawn: Drawn) -> None:
    """What is made on demand hangs together too: no plan is better than the best."""
    tables, rules, _ = drawn
    objectives = [{"name": "units"}]
    expected = whole.best(tables, rules, objectives)
    solution = whole.solved(tables, rules, objectives, candidates=2)
    if expected is None:
        assert solution.plan is None
    elif solution.plan is not None:
        assert solution.reached[0].value >= expected.values[0]
        bound = solution.reached[0].bound
        assert bound is None or bound <= expected.values[0]


@pytest.mark.parametrize("mode", ["split", "redraw"])
@settings(max_examples=12, deadline=None, suppress_health_check=RELAXED)
@given(
    drawn=exclaved(max_townships=4, villages_per_township=(1, 4)).filter(
        lambda d: len(d[0].villages) <= 9
    )
)
def test_village_modes_equal_brute_force(mode: str, drawn: Drawn) -> None:
    """Villages go one by one; a link outlives no seat."""
    villages.agree(drawn, mode)


@pytest.mark.parametrize("mode", ["whole", "split"])
@settings(max_examples=10, deadline=None, suppress_health_check=RELAXED)
@given(drawn=exclaved(max_townships=3).filter(lambda d: len(d[0].villages) <= 8))
def test_the_twin_equals_brute_force(mode: str, drawn: Drawn) -> None:
    """The second model sends flow through pieces, seat by seat."""
    tables, rules, objectives = drawn
    twin.agree((tables, rules, objectives or [{"name": "units"}]), mode)


@settings(max_examples=30, deadline=None, suppress_health_check=RELAXED)
@given(st.data(), exclaved(max_townships=4, max_counties=1))
def test_the_checker_equals_the_judge(data: st.DataObject, drawn: Drawn) -> None:
    """Of any plan that holds its seats, in one piece or not."""
    tables, rules, _ = drawn
    dataset = dataset_of(tables, rules, mode="redraw")
    seat = {row["code"]: row["seat"] for row in tables.townships}
    kept = data.draw(st.lists(st.sampled_from(sorted(seat)), min_size=1, unique=True))
    names = [row["code"] for row in tables.villages]
    into = {village: data.draw(st.sampled_from(kept)) for village in names}
    into |= {seat[code]: code for code in kept}
    found = audit(plan_of(dataset.territory, into), dataset.scenario)
    expected = judge.broken(tables, rules, into, mode="redraw")
    assert (finding_of(found, "P2.contiguity").status is Status.BROKEN) == (
        "contiguity" in expected
    )
    assert {f.key for f in found.broken} & set(rules) == expected & set(rules)


def ground() -> Tables:
    """Return b4 - A - C - B - D in a row; b4 is an exclave of B, whose seat is b2."""
    rows = [("b4", "B"), *((f"a{k}", "A") for k in (1, 2, 3)), *((f"c{k}", "C") for k in (1, 2, 3))]
    rows += [*((f"b{k}", "B") for k in (1, 2, 3)), *((f"d{k}", "D") for k in (1, 2, 3))]
    codes = [code for code, _ in rows]
    steps = [{"a": a, "b": b} for a, b in pairwise(codes)]
    seats: list[Row] = [
        {"code": t, "name": t, "kind": "乡", "county": "X", "seat": f"{t.lower()}2"} for t in "ABCD"
    ]
    return Tables(
        counties=[{"code": "X", "name": "X", "is_district": 0}],
        townships=[row | {"exclave": int(row["code"] == "B")} for row in seats],
        villages=[
            {"code": c, "name": c, "township": t, "population": 1000, "area_km2": 20}
            for c, t in rows
        ],
        contiguity=steps,
        roads=[step | {"km": 5} for step in steps],
    )


@pytest.mark.parametrize(
    ("into", "apart"),
    [
        ({}, ""),
        ({"B": "A"}, "b1 (b1), b2 (b2), b3 (b3)"),
        ({"A": "B"}, ""),
        ({"b1": "C", "b2": "A", "b3": "D", "b4": "A"}, "b2 (b2)"),
        ({"b1": "C", "b3": "D", "b2": "D", "b4": "A"}, ""),
        ({"b1": "A", "b2": "D", "b3": "A", "b4": "A"}, "b1 (b1) | b3 (b3)"),
    ],
)
def test_the_pieces_are_named(into: dict[str, str], apart: str) -> None:
    """Kept, the seat and its exclave are one; dissolved, the exclave is on its own."""
    data = dataset_of(ground(), mode="redraw")
    found = finding_of(audit(plan_of(data.territory, into), data.scenario), "P2.contiguity")
    assert found.status is (Status.BROKEN if apart else Status.MET)
    assert not apart or f"not connected with the seat: {apart}" in found.detail.en


@pytest.mark.parametrize(("mode", "travel"), [("whole", 150), ("split", 120), ("redraw", 110)])
def test_a_dissolved_seat_links_nothing(mode: str, travel: int) -> None:
    """Two units of at most 145 km2: no unit of A holds b2 and b4 with nothing between."""
    objectives = [{"name": "units"}, {"name": "travel"}]
    solution = solution_of(dataset_of(ground(), {"area_cap": {"max_km2": 145}}, objectives, mode))
    assert solution.outcome is Outcome.OPTIMAL and solution.plan is not None
    assert [r.value for r in solution.reached] == [2, travel * 1_000_000]
    unit = codes_of(solution.plan)
    assert not judge.broken(ground(), {}, unit, mode=mode)
