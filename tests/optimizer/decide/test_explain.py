"""Conflicts hold the planted cause and are irreducible; relaxations are the smallest."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import pytest

from models.plan import Outcome
from models.rules.access import Access
from optimizer.data.dataset import Dataset
from optimizer.decide.explain import feasible
from optimizer.decide.explain.atoms import Atom, atoms_of, ground_atoms, reduced
from optimizer.decide.explain.data_limits import DataLimit
from optimizer.decide.explain.explain import Difference, Explanation, explain, why, why_not
from optimizer.decide.explain.feasible import Oracle, UnprovedError
from optimizer.decide.explain.numbers import STEPS, UP, Number, numbers_of
from optimizer.report.explanation import explanation_lines, explanation_record
from optimizer.solve.clock import Clock, Effort
from optimizer.solve.decomposition.source import Listed
from optimizer.solve.run import solve
from tests.reference.cases import add_village, chain, town
from tests.reference.tables import Tables
from tests.support import dataset_of

UNITS = [{"name": "units"}]


@dataclass(frozen=True)
class Case:
    """A scenario without a plan, the rules planted against one another, and relaxations."""

    tables: Tables
    rules: dict[str, Any]
    planted: set[str]
    needed: dict[str, str | None] = field(default_factory=dict)


def three(**kinds: str) -> Tables:
    """Return three townships of 100 km2 and 1,000 people in a row."""
    return chain(*(town(code, kind=kinds.get(code, "乡")) for code in "ABC"))


def barred() -> Tables:
    """Return the three with a barrier between B and C."""
    tables = three()
    tables.barriers.append({"a": "b", "b": "c"})
    return tables


def gaps() -> Tables:
    """Return A and B of two villages each, without a road between them."""
    tables = chain(town("A"), town("B"))
    tables.roads.clear()
    for code in ("a2", "b2"):
        add_village(tables, code, code[0].upper(), km=1)
    return tables


CUT = {"county": {"min_cut": 1}}
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


def explained(data: Dataset) -> Explanation:
    """Explain with one worker."""
    return explain(data, clock())


def clock() -> Clock:
    """Return a clock of one worker."""
    return Clock(Effort(workers=1))


def outcome(data: Dataset, rules: Mapping[str, Any]) -> Outcome:
    """Solve with some rules replaced."""
    scenario = data.scenario
    for key, rule in rules.items():
        scenario = scenario.with_rule(key, rule)
    return solve(data.with_scenario(scenario), clock()).outcome


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


def served(km: float = 1) -> Tables:
    """Return A and B without a way between them; hospital and school in A, b2 is km from b."""
    tables = gaps()
    tables.roads[-1]["km"] = km
    tables.facilities.extend({"village": "a", "kind": kind} for kind in ("hospital", "school"))
    for road in tables.roads:
        road["minutes"] = road["km"]
    return tables


SERVICES = [key for key in STEPS["access"] if not key.startswith("max_")]


@pytest.mark.parametrize("mode", ["whole", "redraw"])
@pytest.mark.parametrize("basis", ["seat", "nearest"])
@pytest.mark.parametrize("key", SERVICES)
def test_no_way_at_all_is_no_distance(key: str, basis: str, mode: str) -> None:
    """Where a village has no way, no number of kilometres or minutes restores a plan."""
    rules = {"access": {key: 5, "scope": "all", "services": basis}}
    found = explained(dataset_of(served(), rules, UNITS, mode))
    assert [(r.number.name, r.steps, r.proved) for r in found.relaxations] == [
        (f"access.{key}", None, True)
    ]
    assert {d.rule.key: d.suffices for d in found.drops}["access"]


def test_minutes_are_shown_as_the_rule_reads_them_back() -> None:
    """Of 80 s, 1.333333333 min would be 79."""
    rules = {"access": {"max_minutes": 1, "scope": "all"}}
    data = dataset_of(served(km=4 / 3), rules, UNITS)
    (relaxed,) = explained(data).relaxations
    shown = relaxed.number.shown(80)
    assert (relaxed.steps, shown) == (80, "1.3334")
    (number,) = numbers_of(data.scenario)
    for seconds in range(3600):
        rule = number.at(seconds)
        assert isinstance(rule, Access) and rule.max_s == seconds
        assert Access(max_minutes=float(number.shown(seconds))).max_s == seconds


def test_a_number_reaches_as_far_as_a_scenario_may_hold() -> None:
    """Upwards 1e12, downwards 0, a unit, or the smallest share above 0."""
    rules = {
        "access": dict.fromkeys(STEPS["access"], 1),
        "burden": dict.fromkeys(STEPS["burden"], 1),
        "area_cap": {"max_km2": 1},
        "population": {"min": 1, "max": 2},
        "prudent": dict.fromkeys(STEPS["prudent"], 1),
        "count": {"city": dict.fromkeys(STEPS["count"], 1)},
        "share": {"districts_target": 0.5},
        "transfers": {"max_villages": 1},
    }
    data = dataset_of(served(), rules, UNITS)
    numbers = {number.name: number for number in numbers_of(data.scenario)}
    down = {name: n.loosest for name, n in numbers.items() if n.direction != UP}
    least = {"population.rows[1].min": 0, "count.city.min": 1, "count.city.min_cut": 0}
    assert down == {**least, "share.districts_target": 1}
    for number in numbers.values():
        assert number.at(number.loosest) is not None
        if number.direction == UP:
            assert number.loosest == 10**12 * number.size


def test_a_target_above_nothing_is_no_target_of_nothing() -> None:
    """Districts without towns keep no target at all: 0 is no value of it."""
    rules = {"share": {"districts_target": 0.9}}
    found = explained(dataset_of(three(), rules, UNITS))
    assert [(r.number.name, r.steps) for r in found.relaxations] == [
        ("share.districts_target", None)
    ]


def test_a_rule_that_opens_is_not_lifted_by_leaving_it_out() -> None:
    """Without `kinds` no unit rises at all: only its number restores the target's plan."""
    kinds = {"grounds": [{"kind": "镇"}], "max_conversions": 0}
    rules = {"kinds": kinds, "share": {"districts_target": 1}}
    data = dataset_of(three(), rules, UNITS)
    found = explained(data)
    needed = {r.number.name: r.steps for r in found.relaxations}
    assert needed["kinds.max_conversions"] == 1
    assert [d.rule.key for d in found.drops] == ["share"]
    assert outcome(data, {"kinds": None}) is Outcome.INFEASIBLE


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


def test_a_number_is_shown_as_the_scenario_has_it() -> None:
    """4.004 km2 in the conflict and in the relaxation alike."""
    rules = {"area_cap": {"max_km2": 150.004}, "count": CUT}
    found = explained(dataset_of(three(), rules, UNITS))
    labels = [a.label.en for c in found.conflicts for a in c.atoms if a.key == "area_cap"]
    assert labels and all("150.004 km2" in label for label in labels)
    (relaxed,) = [r for r in found.relaxations if r.number.rule.key == "area_cap"]
    assert relaxed.number.given == "150.004"


def two_counties() -> tuple[Oracle, list[Atom]]:
    """Return what answers about two counties of three townships each, and all atoms."""
    towns = [town(code, county=county) for county, codes in (("X", "ABC"), ("Y", "DEF"))
             for code in codes]  # fmt: skip
    data = dataset_of(chain(*towns), {"area_cap": {"max_km2": 250}, "count": CUT})
    oracle = Oracle(data, clock())
    return oracle, oracle.atoms(data.scenario)


def test_a_county_that_is_quickly_known_does_not_wait_for_one_that_is_hard(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The first gives no answer; the second is proved without a plan, and that settles it."""
    oracle, atoms = two_counties()

    def answer(county: int, _atoms: Any, _clock: Clock) -> bool:
        if county == 0:
            raise UnprovedError
        return False

    monkeypatch.setattr(oracle, "feasible_in", answer)
    assert not oracle.feasible(atoms)
    with pytest.raises(UnprovedError):
        list(oracle.each([0], atoms))
    # A conflict that was found is told although another county stays open.
    found = oracle.each([0, 1], atoms)
    assert next(found) == (1, False)


def test_a_county_cut_short_is_asked_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """At first for a part of its share, then for all of it; the other one is asked once."""
    oracle, atoms = two_counties()
    oracle.clock = Clock(Effort(seconds=1000, workers=1))
    asked: list[tuple[int, int]] = []

    def answer(county: int, _atoms: Any, own: Clock) -> bool:
        seconds = own.left
        asked.append((county, round(seconds)))
        if county == 0 and len(asked) == 1:
            # The clock that was granted is used up.
            monkeypatch.setattr(type(own), "over", property(lambda clock: clock is own))
            raise UnprovedError
        return True

    monkeypatch.setattr(oracle, "feasible_in", answer)
    assert list(oracle.each([0, 1], atoms)) == [(1, True), (0, True)]
    assert [county for county, _ in asked] == [0, 1, 0]
    assert asked[0][1] < asked[2][1]


def test_without_time_no_model_is_made(monkeypatch: pytest.MonkeyPatch) -> None:
    """To make the models of many counties takes longer than a limit may be passed by."""
    oracle, atoms = two_counties()
    oracle.clock = Clock(Effort(seconds=0))
    made: list[int] = []
    monkeypatch.setattr(feasible, "county_model", lambda _data, county, *_: made.append(county))
    for ask in (oracle.feasible, oracle.infeasible_counties, partial(oracle.feasible_in, 0)):
        with pytest.raises(UnprovedError):
            ask(atoms)
    assert not made


def test_what_keeps_its_plan_is_not_asked_again() -> None:
    """Without its cap a county loses no plan: a looser question is one of the other alone."""
    oracle, atoms = two_counties()
    assert oracle.kept(atoms) == []
    assert oracle.feasible(atoms) and oracle.kept(atoms) == [0, 1]
    before = oracle.solved
    looser = [atom for atom in atoms if atom.key != "area_cap"]
    assert oracle.feasible(looser, oracle.kept(atoms))
    assert oracle.solved == before


def exclave() -> Dataset:
    """Return three townships in a row and, behind another county, a fourth of 400 people."""
    towns = [*(town(code) for code in "ABC"), town("E", county="Y"), town("D", people=400)]
    tables = chain(*towns)
    for row in tables.townships:
        row["exclave"] = int(row["code"] == "D")
    return dataset_of(tables, {"population": {"min": 900}}, UNITS)


def test_a_township_that_no_unit_can_hold_is_named_in_both_languages() -> None:
    """It alone makes the rule impossible; what it has is the smallest relaxation."""
    data = exclave()
    found = explained(data)
    (conflict,) = found.conflicts
    assert [data.territory.townships[t].code for t in conflict.unheld] == ["D"]
    (eased,) = found.relaxations
    assert (eased.number.name, eased.steps) == ("population.rows[1].min", 400)
    lines = list(explanation_lines(found, data.territory))
    assert any("no unit" in line.en and "D" in line.en for line in lines)
    assert any("没有符合" in line.zh and "D" in line.zh for line in lines)
    (record,) = explanation_record(found, data.territory)["conflicts"]
    assert record["unheld"] == ["D"]


def test_a_quick_plan_or_a_township_without_a_unit_needs_no_model(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Each number that is tried is judged by one of the two."""
    made: list[int] = []
    monkeypatch.setattr(feasible, "county_model", lambda _data, county, *_: made.append(county))
    assert explained(exclave()).relaxations[0].steps == 400
    assert not made


def test_no_township_is_named_where_rules_conflict_over_all() -> None:
    """By itself each keeps the cap; there are only too many units then."""
    (conflict,) = explained(dataset(CASES["cap against count"])).conflicts
    assert conflict.unheld == ()
