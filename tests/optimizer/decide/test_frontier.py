"""Frontiers equal brute force, and every value comes with a plan that the checker agrees with."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from models.merge.restricted import restricted_problem
from models.merge.whole import WholeModel
from optimizer.data.dataset import Dataset, read_dataset
from optimizer.decide.frontier import Found, Frontier, frontier
from optimizer.decide.space import Space, make_space
from optimizer.solve.clock import Clock, Effort
from tests.reference import choosing
from tests.reference.cases import chain, town
from tests.reference.strategies import problems
from tests.reference.tables import Tables
from tests.support import INSTANCES, dataset_of

RELAXED = [HealthCheck.too_slow, HealthCheck.data_too_large]
ASKED = ("units,travel", "units,travel,disruption", "units,travel,share", "travel,disruption")


def found(dataset: Dataset, names: str, **more: Any) -> Frontier:
    """Return a dataset's frontier, found with one worker."""
    clock = Clock(Effort(workers=1))
    return frontier(dataset, names.split(","), clock, **more)


@settings(max_examples=30, deadline=None, suppress_health_check=RELAXED)
@given(problems(max_townships=7), st.sampled_from(ASKED))
def test_equals_brute_force(problem: tuple[Tables, dict[str, Any], list[Any]], names: str) -> None:
    """Rules of all kinds, counties tied together or not, infeasible alike."""
    tables, rules, _ = problem
    plans = list(choosing.every_plan(tables, rules))
    got = found(dataset_of(tables, rules), names)
    assert got.proved
    assert {p.values for p in got.points} == choosing.frontier(plans, names.split(","))
    assert len(got.points) == len({p.values for p in got.points})
    for point in got.points:
        got.plan(point)


@settings(max_examples=30, deadline=None, suppress_health_check=RELAXED)
@given(problems(max_townships=6), st.sampled_from(ASKED))
def test_townships_at_seats_equal_brute_force(
    problem: tuple[Tables, dict[str, Any], list[Any]], names: str
) -> None:
    """The same where no candidate may be held, so that townships are assigned to seats."""
    tables, rules, _ = problem
    dataset = dataset_of(tables, rules)
    counties = range(len(dataset.territory.counties))
    assume(all(restricted_problem(dataset, c).fragments().trivial for c in counties))
    plans = list(choosing.every_plan(tables, rules))
    got = frontier(dataset, names.split(","), Clock(Effort(workers=1, candidates=0)))
    assert got.space.assigned and got.proved
    assert {p.values for p in got.points} == choosing.frontier(plans, names.split(","))
    for point in got.points:
        got.plan(point)


def test_a_chain_by_hand() -> None:
    """Of three in a row, 10 km apart, the two smaller ones merge, then all into the middle."""
    tables = chain(town("A", 100), town("B", 300), town("C", 200))
    got = found(dataset_of(tables), "units,travel")
    assert [p.values for p in got.points] == [(1, 3_000_000), (2, 1_000_000), (3, 0)]


def test_stopped_says_what_is_unexplored() -> None:
    """Two values of three: the count of the third is named, and nothing is called proved."""
    tables = chain(town("A", 100), town("B", 300), town("C", 200))
    got = found(dataset_of(tables), "units,travel", most=2)
    assert [p.values for p in got.points] == [(1, 3_000_000), (2, 1_000_000)]
    assert got.open_counts == (3,)
    assert not got.proved


def test_without_time_a_quick_plan_is_the_one_value() -> None:
    """Small units alone are no plan here: every two together have too few people."""
    tables = chain(*(town(code, 100) for code in "ABCDEF"))
    rules = {"population": {"min": 300}}
    got = frontier(dataset_of(tables, rules), ["units", "travel"], Clock(Effort(seconds=0)))
    (point,) = got.points
    assert point.values[0] in (1, 2) and not point.proved and not got.proved
    got.plan(point)


def test_a_county_with_units_that_are_not_listed_has_no_proved_value(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """What the other county alone has is proved; nothing of the city is."""
    towns = [*(town(code) for code in "ABC"), *(town(code, county="Y") for code in "DEF")]

    def missing(*args: Any) -> Space:
        space = make_space(*args)
        first, *others = space.models
        assert isinstance(first, WholeModel)
        made = replace(first.partition, source=first.columns)
        cut = (replace(first, partition=made), *others)
        return replace(space, models=cut, complete=False)

    monkeypatch.setattr("optimizer.decide.frontier.make_space", missing)
    got = found(dataset_of(chain(*towns)), "units,travel")
    assert [{point.proved for point in own} for own in got.counties] == [{False}, {True}]
    assert not got.proved and not any(point.proved for point in got.points)


def test_too_many_sums_are_refused() -> None:
    """Travel and disruption are two sums; the same name twice is one too many."""
    with pytest.raises(ValueError, match="travel, travel"):
        found(dataset_of(chain(town("A"))), "travel,travel")


class Notes(dict[str, Any]):
    """A memory in a dictionary that counts what it could answer."""

    answered = 0

    def get(self, name: str, key: str) -> Any:  # type: ignore[override]
        """Return what was kept for the same question."""
        kept = super().get((name, key))
        self.answered += kept is not None
        return kept

    def put(self, name: str, key: str, value: Any) -> None:
        """Keep it."""
        self[name, key] = value  # type: ignore[index]


def test_resumed_from_memory() -> None:
    """The second run answers every county from memory, another question none."""
    dataset, notes = read_dataset(INSTANCES / "one-county"), Notes()
    first = found(dataset, "units,travel", store=notes)
    again = found(dataset, "units,travel", store=notes)
    assert notes.answered == 1
    assert [p.values for p in again.points] == [p.values for p in first.points]
    found(dataset, "units,travel", store=notes, identity="other")
    assert notes.answered == 1


def test_values_are_told_as_they_are_found() -> None:
    """Each of the three once, the fewest units first, with the county's name."""
    tables = chain(town("A", 100), town("B", 300), town("C", 200))
    told: list[Found] = []
    found(dataset_of(tables), "units,travel", told=told.append)
    assert [(one.values["units"], one.values["travel"], one.proved) for one in told] == [
        (1, 3_000_000, True),
        (2, 1_000_000, True),
        (3, 0, True),
    ]
    assert len({one.county for one in told}) == 1
