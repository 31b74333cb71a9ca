"""Conflicts hold the planted cause and are irreducible; relaxations are the smallest."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pytest

from models.plan import Outcome
from optimizer.data.dataset import Dataset
from optimizer.decide.explain.atoms import atoms_of, ground_atoms, reduced
from optimizer.decide.explain.data_limits import DataLimit
from optimizer.decide.explain.explain import Difference, Explanation, explain, why, why_not
from optimizer.decide.explain.numbers import Number
from optimizer.solve.clock import Clock, Effort
from optimizer.solve.decomposition.source import Listed
from tests.optimizer.decide.explain.support import (
    CUT,
    UNITS,
    clock,
    explained,
    gaps,
    outcome,
    three,
)
from tests.reference.cases import chain, town
from tests.reference.tables import Tables
from tests.support import dataset_of


@dataclass(frozen=True)
class Case:
    """A scenario without a plan, the rules planted against one another, and relaxations."""

    tables: Tables
    rules: dict[str, Any]
    planted: set[str]
    needed: dict[str, str | None] = field(default_factory=dict)


def barred() -> Tables:
    """Return the three with a barrier between B and C."""
    tables = three()
    tables.barriers.append({"a": "b", "b": "c"})
    return tables


CASES = {
    "cap against count": Case(
        three(),
        {"area_cap": {"max_km2": 150}, "count": CUT},
        {"area_cap", "count"},
        {"area_cap.max_km2": "200", "count.county.min_cut": "0"},
    ),
    "access against count": Case(
        three(),
        {"access": {"max_km": 9.5}, "count": CUT},
        {"access", "count"},
        {"access.max_km": "10"},
    ),
    "burden against count": Case(
        three(),
        {"burden": {"max_added_km": 4}, "count": CUT},
        {"burden", "count"},
        {"burden.max_added_km": "10"},
    ),
    "protection against count": Case(
        three(),
        {"protected": {"townships": ["A", "B", "C"]}, "count": CUT},
        {"protected", "count"},
        {"count.county.min_cut": "0"},
    ),
    "people against apart": Case(
        three(),
        {"population": {"min": 1500}, "apart": [["A", "B"]]},
        {"population", "apart"},
        {"population.rows[1].min": "1000"},
    ),
    "together against apart": Case(
        three(), {"together": [["A", "B"]], "apart": [["A", "B"]]}, {"together", "apart"}
    ),
    "most people": Case(
        three(),
        {"population": {"max": 999}},
        {"population"},
        {"population.rows[1].max": "1000"},
    ),
    "share against count": Case(
        three(A="镇", B="镇", C="镇"),
        {
            "share": {"districts_target": 1},
            "count": CUT,
            "together": [["A", "B"]],
            "protected": {"townships": ["A", "B"]},
        },
        {"together", "protected"},
    ),
    "target of the districts": Case(
        three(A="镇"),
        {"share": {"districts_target": 0.9}, "count": {"county": {"max_cut": 1}}},
        {"share", "count"},
        {"share.districts_target": "0.5", "count.county.max_cut": "2"},
    ),
    "city against counties": Case(
        chain(town("A"), town("B"), town("C", county="Y"), town("D", county="Y")),
        {"count": {"city": {"max": 2}, "county": {"max_cut": 0}}},
        {"count"},
        {"count.city.max": "4"},
    ),
    "prudence against count": Case(
        three(),
        {"prudent": {"max_people": 999}, "count": CUT},
        {"prudent", "count"},
        {"prudent.max_people": "1000"},
    ),
    "equal demands of the city and its one county": Case(
        three(),
        {"area_cap": {"max_km2": 150}, "count": {"city": {"min_cut": 1}, "county": {"max": 2}}},
        {"area_cap", "count"},
        {"area_cap.max_km2": "200", "count.city.min_cut": None},
    ),
    "prudence in each of two counties": Case(
        chain(town("A"), town("B"), town("C", county="Y"), town("D", county="Y")),
        {"prudent": {"max_people": 999, "scope": "county"}, "count": {"city": {"max": 2}}},
        {"prudent", "count"},
        {"prudent.max_people": "1000", "count.city.max": "4"},
    ),
    "villages in each of two counties": Case(
        chain(town("A"), town("B"), town("C", county="Y"), town("D", county="Y")),
        {"prudent": {"max_villages": 0, "scope": "county"}, "count": {"city": {"max": 3}}},
        {"prudent", "count"},
        {"prudent.max_villages": "1", "count.city.max": "4"},
    ),
    "people against townships that do not touch": Case(
        three(), {"together": [["A", "C"]], "apart": [["A", "B"]]}, {"together", "contact", "apart"}
    ),
    "barriers against count": Case(
        barred(),
        {"barriers": {}, "count": {"county": {"max": 1}}},
        {"barriers", "count", "contact"},
    ),
    "missing distances against people": Case(
        gaps(), {"population": {"min": 1500}}, {"distances", "population"}
    ),
    "zones against count": Case(
        three(),
        {"zones": [{"column": "basin", "no_merge": True}], "count": CUT},
        {"zones", "count"},
    ),
}


def dataset(case: Case) -> Dataset:
    """Return the case; its townships lie in different basins."""
    for row in case.tables.villages:
        row["basin"] = row["code"]
    return dataset_of(case.tables, case.rules, UNITS)


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_a_conflict_holds_the_planted_cause(case: Case) -> None:
    """The first conflict names the rules that were set against one another, and it is proved."""
    found = explained(dataset(case))
    assert found.feasible is False
    assert any({a.key for a in c.atoms} == case.planted for c in found.conflicts)
    assert all(c.verified for c in found.conflicts)


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_a_conflict_is_irreducible(case: Case) -> None:
    """Its atoms have no plan; without any one of them there is one. Solved anew."""
    data = dataset(case)
    ground = ground_atoms(data)
    for conflict in explained(data).conflicts:
        whole = reduced(data.scenario, conflict.atoms, ground)
        assert solve_plainly(data, whole) is Outcome.INFEASIBLE
        for gone in conflict.atoms:
            left = [a for a in conflict.atoms if a is not gone]
            rest = reduced(data.scenario, left, ground)
            assert solve_plainly(data, rest) is Outcome.OPTIMAL


def solve_plainly(data: Dataset, scenario: Any) -> Outcome:
    """Return the outcome of demands that are no rules: without the checker."""
    from models.merge.restricted import all_ties
    from optimizer.solve.decomposition.bottleneck import solve_stages
    from optimizer.solve.decomposition.county import county_model
    from optimizer.solve.results import Verdict

    instance = data.with_scenario(scenario)
    ties = all_ties(instance)
    counties = range(len(data.territory.counties))
    models = [county_model(instance, c, ties, clock()) for c in counties]
    answer = solve_stages(Listed.of(m.choices for m in models), scenario, ties, clock())
    return Outcome.INFEASIBLE if answer.verdict is Verdict.INFEASIBLE else Outcome.OPTIMAL


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_a_relaxation_is_the_smallest(case: Case) -> None:
    """A plan exists at it and none one step short of it; where there is none, none helps."""
    data = dataset(case)
    found = {r.number.name: r for r in explained(data).relaxations}
    for name, value in case.needed.items():
        steps = found[name].steps
        assert (None if steps is None else found[name].number.shown(steps)) == value
    for relaxation in found.values():
        number: Number = relaxation.number
        key = number.rule.key
        if relaxation.steps is None:
            assert outcome(data, {key: number.at(number.loosest)}) is Outcome.INFEASIBLE
            continue
        short = relaxation.steps - number.direction
        assert outcome(data, {key: number.at(relaxation.steps)}) is Outcome.OPTIMAL
        assert outcome(data, {key: number.at(short)}) is Outcome.INFEASIBLE


def test_two_counties_have_two_disjoint_conflicts() -> None:
    """No relaxation of one alone helps; the rule that both need, loosened for both, does."""
    tables = chain(town("A"), town("B", km2=150), town("C", county="Y"), town("D", county="Y"))
    rules = {"area_cap": {"max_km2": 150}, "count": CUT}
    found = explained(dataset_of(tables, rules, UNITS))
    assert len(found.conflicts) == 2
    first, second = (set(c.atoms) for c in found.conflicts)
    assert not first & second
    assert {c.counties for c in found.conflicts} == {(0,), (1,)}
    needed = {r.number.name: r.steps for r in found.relaxations}
    assert needed["area_cap.max_km2"] == 25_000


def test_nothing_to_explain_where_there_is_a_plan() -> None:
    """It says that a plan exists."""
    found = explained(dataset_of(three(), {"area_cap": {"max_km2": 150}}, UNITS))
    assert found.feasible and not found.conflicts


def test_without_time_nothing_is_claimed() -> None:
    """Neither a plan nor its absence."""
    data = dataset(CASES["cap against count"])
    found = explain(data, Clock(Effort(seconds=0, workers=1)))
    assert found.feasible is None or found.feasible is False


def test_why_not_names_the_rule_that_forbids_a_merger() -> None:
    """A and B are too large together."""
    data = dataset_of(three(), {"area_cap": {"max_km2": 150}}, UNITS)
    found = why_not(data, ("A", "B"), clock())
    assert isinstance(found, Explanation) and found.feasible is False
    assert {a.key for c in found.conflicts for a in c.atoms} == {"area_cap", "together"}


def test_why_not_weighs_a_merger_that_is_allowed() -> None:
    """Merging A with C takes B along: 2,000 people move, instead of 1,000 for one unit fewer."""
    rules = {"count": {"county": {"min_cut": 1}}}
    data = dataset_of(three(), rules, [{"name": "disruption"}])
    found = why_not(data, ("A", "C"), clock())
    assert isinstance(found, Difference)
    assert [found.base.reached[0].value, found.other.reached[0].value] == [1000, 2000]


def test_why_says_what_a_merger_buys() -> None:
    """Keeping A beside the seat of B costs one unit."""
    rules = {"protected": {"townships": ["B"]}}
    data = dataset_of(chain(town("A"), town("B")), rules, UNITS)
    found = why(data, "A", clock())
    assert isinstance(found, Difference)
    assert [found.base.reached[0].value, found.other.reached[0].value] == [1, 2]


def test_equal_demands_are_one() -> None:
    """The city's range and its one county's ask for the same; so do a pair and its like."""
    rules = {"count": {"city": {"max": 1}, "county": {"max": 1}}, "apart": [["A", "B"]] * 2}
    data = dataset_of(three(), rules)
    assert sorted(a.key for a in atoms_of(data)) == ["apart", "count"]


@pytest.mark.parametrize("mode", ["whole", "split", "redraw"])
def test_a_limit_of_one_county_beside_a_rule_of_the_city_is_explained(mode: str) -> None:
    """A county that a limit on people does not speak of has nothing to add to it."""
    tables = chain(town("A"), town("B"), town("C", county="Y"), town("D", county="Y"))
    rules = {"prudent": {"max_people": 5, "scope": "county"}, "count": {"city": {"max": 2}}}
    found = explained(dataset_of(tables, rules, UNITS, mode))
    assert found.feasible is False and len(found.conflicts) == 1
    assert found.conflicts[0].verified
    assert {a.key for a in found.conflicts[0].atoms} == {"prudent", "count"}


def test_atoms_together_ask_for_what_the_rules_ask() -> None:
    """Each side of a range, each township, each pair, each limit is an atom of its own."""
    rules = {
        "count": {"county": {"min": 1, "max": 3}},
        "protected": {"townships": ["A", "B"]},
        "apart": [["A", "B"], ["B", "C"]],
        "population": {"min": 1, "max": 9000},
    }
    data = dataset_of(three(), rules)
    keys = [a.key for a in atoms_of(data)]
    assert sorted(keys) == sorted(["count", "protected", "apart", "population"] * 2)


def relabelled(found: Explanation) -> list[tuple[str, ...]]:
    """Return what each conflict's members say of places, those of rules left out."""
    members = ([a for a in c.atoms if isinstance(a.rule, DataLimit)] for c in found.conflicts)
    return [tuple(a.label.en for a in held) for held in members]


def test_a_county_border_is_a_cause_with_its_pair() -> None:
    """To merge across counties is forbidden by P5.county, whatever else is asked."""
    tables = chain(town("A"), town("B"), town("C", county="Y"), town("D", county="Y"))
    data = dataset_of(tables, {"area_cap": {"max_km2": 1000}}, UNITS)
    found = why_not(data, ("A", "D"), clock())
    assert isinstance(found, Explanation) and found.feasible is False
    (conflict,) = found.conflicts
    assert [a.clause for a in conflict.atoms] == ["P2.cohesion", "P5.county"], "one demand is one"
    assert conflict.counties == (0, 1)
    assert conflict.verified and set(conflict.counties) == {0, 1}
    assert relabelled(found) == [("county border between A (A) (X) and D (D) (Y)",)]


def test_missing_distances_are_named_with_their_pairs() -> None:
    """The floor of people is not blamed alone; with the distances there could be a plan."""
    found = explained(dataset(CASES["missing distances against people"]))
    (conflict,) = found.conflicts
    assert {a.key for a in conflict.atoms} == {"population", "distances"}
    assert relabelled(found) == [
        (
            "no distance from b (b), b2 (b2) of B (B) to the seat of A (A)",
            "no distance from a (a), a2 (a2) of A (A) to the seat of B (B)",
        )
    ]
    assert {d.rule.key: d.suffices for d in found.drops} == {"population": True, "distances": True}


def test_townships_that_do_not_touch_are_named() -> None:
    """A and C touch by B only, which must not be with A."""
    case = CASES["people against townships that do not touch"]
    data = dataset(case)
    found = why_not(data, ("A", "C"), clock())
    assert isinstance(found, Explanation)
    assert relabelled(found) == [("A (A) and C (C) do not touch",)]
    assert {d.rule.key: d.suffices for d in found.drops} == {
        "together": True,
        "apart": True,
        "contact": True,
    }


@pytest.mark.parametrize("mode", ["split", "redraw"])
def test_the_ground_is_a_cause_in_the_village_modes_too(mode: str) -> None:
    """Missing contact and missing distances, as in mode whole."""
    rules = {"together": [["A", "C"]], "apart": [["A", "B"]]}
    found = explained(dataset_of(three(), rules, UNITS, mode))
    assert {a.key for c in found.conflicts for a in c.atoms} == {"together", "contact", "apart"}
    assert all(c.verified for c in found.conflicts)
