"""Measures, likeness and differences against figures worked out by hand."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from models.plan import Plan
from optimizer.check import Status
from optimizer.decide.compare import Comparison, Entry, compare
from optimizer.decide.measures import MEASURES
from optimizer.decide.similarity import likeness, pairs_within
from tests.reference.cases import add_village, chain, town
from tests.reference.tables import Tables
from tests.support import dataset_of, plan_of, territory_of


def ground() -> Tables:
    """Return A - B - C in a row, 10 km apart; B has a second village 2 km away."""
    tables = chain(town("A", 100, 50.0, kind="镇"), town("B", 300, 260.0), town("C", 200, 40.0))
    add_village(tables, "b2", "B", km=2, people=30)
    return tables


def two_plans() -> Comparison:
    """Compare B into A with B's villages divided between A and C."""
    dataset = dataset_of(ground(), {"area_cap": {"max_km2": 300}, "access": {"max_km": 11}})
    whole = plan_of(dataset.territory, {"B": "A"})
    divided = plan_of(dataset.territory, {"b": "A", "b2": "C"})
    entries = [Entry("whole", whole), Entry("divided", divided, {"mode": "redraw"})]
    return compare(dataset, entries)


def test_measures_by_hand() -> None:
    """Status quo: 3 units, 30 people travel 2 km. Whole: 300 people 10 km, 30 people 12 km."""
    quo, whole, divided = (c.measures for c in two_plans().contenders)
    assert (quo["units"], quo["travel"], quo["vacated"]) == (3, 60_000, 0)
    assert (quo["area_mean"], quo["area_median"]) == (Fraction(35_100, 3), 5_000)
    assert (whole["units"], whole["cut_share"], whole["share"]) == (
        2,
        Fraction(1, 3),
        Fraction(1, 2),
    )
    assert whole["travel"] == 300 * 10_000 + 30 * 12_000
    assert (whole["worse_off"], whole["better_off"], whole["disruption"]) == (330, 0, 330)
    assert (whole["area_max"], whole["over_cap"]) == (31_100, 1)
    assert (whole["mean_m"], whole["worst_m"]) == (Fraction(3_360_000, 630), 12_000)
    assert (whole["p95_m"], divided["p95_m"]) == (10_000, 10_000)
    assert (divided["villages_moved"], divided["area_max"]) == (2, 31_000)


def test_broken_rules_are_each_plans_own() -> None:
    """The whole plan passes the cap and the distance; the record's mode judges the other."""
    broken = [{f.clause for f in c.audit.broken} for c in two_plans().contenders]
    assert broken[0] == set()
    assert broken[1] == {"P3.area", "P3.access"}
    assert broken[2] == {"P3.area", "P3.access", "P2.contiguity"}


def test_best_of_a_row() -> None:
    """The status quo travels least, the plans have fewest units; areas have no better end."""
    best = two_plans().best
    assert (best["units"], best["travel"], best["share"]) == (2, 60_000, Fraction(1, 2))
    assert best["area_mean"] is None
    assert best["better_off"] is None, "all alike"
    assert set(best) == {row.key for row in MEASURES}


def test_differences_by_township_and_village() -> None:
    """B alone is treated differently; b2 is nowhere the same."""
    found = two_plans()
    codes = found.territory.villages.codes
    assert [codes[v] for v in found.contested] == ["b", "b2"]
    ((township, under),) = found.destinations()
    assert township == 1
    assert under == [{1: 2}, {0: 2}, {0: 1, 2: 1}]


def test_losers_come_first_by_loss() -> None:
    """Every village of B loses 10 km under the whole plan; C's seat is 10 km nearer to none."""
    moves = two_plans().contenders[1].travellers
    assert moves.farthest(5).tolist() == [1, 3]
    assert moves.added[[1, 3]].tolist() == [10_000, 10_000]


def test_likeness_by_hand() -> None:
    """4 villages, 6 pairs: {a b b2}{c} against {a b}{b2 c} agree on ab, ac and bc."""
    found = two_plans().likeness[1, 2]
    assert found.alike == Fraction(3, 6)
    assert found.mergers == Fraction(1, 3), "ab of ab, a-b2, b2-c"
    assert (found.villages, found.people) == (1, 30)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), min_size=2, max_size=12))
def test_likeness_equals_counting_pairs(units: list[tuple[int, int]]) -> None:
    """The closed form equals the definition over all pairs, also for villages left out (-1)."""
    rows = [town("A"), town("B"), town("C")]
    tables = chain(*rows)
    for k in range(len(units)):
        add_village(tables, f"a{k}", "A", km=1)
    ground_ = territory_of(tables)
    one, two = (np.array([0, 1, 2] + [u[k] - 1 for u in units]) for k in (0, 1))
    alike = [(one[i] == one[j]) == (two[i] == two[j]) for i, j in combinations(range(len(one)), 2)]
    found = likeness(Plan(ground_, one), Plan(ground_, two))
    assert found.alike == Fraction(sum(alike), len(alike))
    assert pairs_within(one) == sum(a == b for a, b in combinations(one.tolist(), 2))
    assert found.villages == int((one != two).sum())


def test_rules_that_ask_for_change_do_not_apply_to_the_status_quo() -> None:
    """It breaks nothing; a plan that changes as little is broken all the same."""
    rules = {"count": {"city": {"max": 2}}, "dissolve": ["C"], "population": {"min": 250}}
    dataset = dataset_of(ground(), rules)
    same = Entry("same", plan_of(dataset.territory, {}))
    quo, plan = compare(dataset, [same]).contenders
    asked = {f.key: f.status for f in quo.audit.findings if f.key in rules}
    assert set(asked.values()) == {Status.NOT_APPLICABLE}
    assert not quo.audit.broken and quo.measures["broken"] is None
    assert {f.key for f in plan.audit.broken} == set(rules)
    assert plan.measures["broken"] == 3
