"""Whether atoms leave a plan: each county is asked once, for a time, and only where needed."""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest

from optimizer.data.dataset import Dataset
from optimizer.decide.explain import feasible
from optimizer.decide.explain.atoms import Atom
from optimizer.decide.explain.feasible import Oracle, UnprovedError
from optimizer.report.explanation import explanation_lines, explanation_record
from optimizer.solve.clock import Clock, Effort
from tests.optimizer.decide.explain.support import (
    CUT,
    UNITS,
    clock,
    explained,
    three,
)
from tests.reference.cases import chain, town
from tests.support import dataset_of


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
    data = dataset_of(three(), {"area_cap": {"max_km2": 150}, "count": CUT}, UNITS)
    (conflict,) = explained(data).conflicts
    assert conflict.unheld == ()
