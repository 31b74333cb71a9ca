"""Alternatives are as different as brute force finds possible."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any, Literal

import pytest
from click.testing import Result
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from models.merge.restricted import restricted_problem
from optimizer.data.dataset import Dataset, read_dataset
from optimizer.data.plan_file import read_plan
from optimizer.decide.alternatives import Alternatives, alternatives
from optimizer.report.alternatives import claims
from optimizer.report.words.choosing import Terms
from optimizer.solve.clock import Clock, Effort
from tests.reference import choosing
from tests.reference.cases import chain, town
from tests.reference.figures import Figures, read
from tests.reference.strategies import problems
from tests.reference.tables import Tables
from tests.support import INSTANCES, codes_of, dataset_of

RELAXED = [HealthCheck.too_slow, HealthCheck.data_too_large]
By = Literal["people", "mergers"]


def found(dataset: Dataset, by: By, least: int = 1, within: float = 0.1) -> Alternatives:
    """Return at most four plans, found with one worker."""
    clock = Clock(Effort(workers=1))
    return alternatives(dataset, 4, within, least, by, clock)


def difference(figures: Figures, by: By, a: choosing.Plan, b: choosing.Plan) -> int:
    """Return how much two plans differ, by the definition."""
    if by == "people":
        return choosing.differing(figures, a, b)[0]
    return len(choosing.together(figures, a) ^ choosing.together(figures, b))


def test_without_time_a_quick_plan_is_the_first() -> None:
    """What `solve` has at once, alternatives have too; that there is no other is not known."""
    tables = chain(*(town(code, 100) for code in "ABCDEF"))
    data = dataset_of(tables, {"population": {"min": 300}})
    got = alternatives(data, 3, 0.1, 1, "people", Clock(Effort(seconds=0)))
    assert len(got.plans) == 1 and not got.settled and got.next_bound is None


@settings(max_examples=20, deadline=None, suppress_health_check=RELAXED)
@given(problems(max_townships=6, max_counties=1))
def test_the_first_is_the_best_where_candidates_are_not_listed(
    problem: tuple[Tables, dict[str, Any], list[Any]],
) -> None:
    """With room for one candidate; nothing is claimed of others that were not looked at."""
    tables, rules, _ = problem
    dataset = dataset_of(tables, rules)
    assume(restricted_problem(dataset, 0).fragments().trivial)
    plans = list(choosing.every_plan(tables, rules))
    got = alternatives(dataset, 9, 0.0, 1, "mergers", Clock(Effort(workers=1, candidates=1)))
    if not plans:
        assert got.plans == ()
        return
    near = [judged.plan for judged in choosing.near(plans, 0.0)]
    chosen = [codes_of(a.plan) for a in got.plans]
    assert chosen and all(plan in near for plan in chosen)
    assert not got.exhausted or len(chosen) == len(near)


@settings(max_examples=30, deadline=None, suppress_health_check=RELAXED)
@given(
    problems(max_townships=6),
    st.sampled_from(["people", "mergers"]),
    st.sampled_from([0.0, 0.1, 0.5]),
)
def test_equals_brute_force(
    problem: tuple[Tables, dict[str, Any], list[Any]], by: By, within: float
) -> None:
    """Each plan is near-optimal and differs as much from those before as any does; then none."""
    dataset = dataset_of(*problem[:2])
    compare_with_brute_force(problem, found(dataset, by, within=within), by, within)


@settings(max_examples=30, deadline=None, suppress_health_check=RELAXED)
@given(problems(max_townships=6), st.sampled_from([0.0, 0.1, 0.5]))
def test_townships_at_seats_equal_brute_force(
    problem: tuple[Tables, dict[str, Any], list[Any]], within: float
) -> None:
    """The same where no candidate may be held, so that townships are assigned to seats."""
    dataset = dataset_of(*problem[:2])
    counties = range(len(dataset.territory.counties))
    assume(all(restricted_problem(dataset, c).fragments().trivial for c in counties))
    clock = Clock(Effort(workers=1, candidates=0))
    got = alternatives(dataset, 4, within, 1, "people", clock)
    assert got.near.space.assigned
    compare_with_brute_force(problem, got, "people", within)


def compare_with_brute_force(
    problem: tuple[Tables, dict[str, Any], list[Any]], got: Alternatives, by: By, within: float
) -> None:
    """Look at up to four plans and what is said of others."""
    tables, rules, _ = problem
    figures = read(tables)
    plans = list(choosing.every_plan(tables, rules))
    if not plans:
        assert got.plans == ()
        return
    near = [judged.plan for judged in choosing.near(plans, within)]
    chosen = [codes_of(a.plan) for a in got.plans]
    assert all(plan in near for plan in chosen)
    for k, alternative in enumerate(got.plans[1:], 1):
        most = max(min(difference(figures, by, p, b) for b in chosen[:k]) for p in near)
        assert (alternative.least, alternative.bound) == (most, most)
    if len(chosen) < 4:
        left = max(min(difference(figures, by, p, b) for b in chosen) for p in near)
        assert (left, got.next_bound) == (0, 0)


def test_a_chain_by_hand() -> None:
    """Two units of A, B, C: A+B at A or B, B+C at B or C; 110 people of C against 100 of A."""
    tables = chain(town("A", 100), town("B", 300), town("C", 110))
    dataset = dataset_of(tables, {"area_cap": {"max_km2": 250}})
    got = found(dataset, "mergers", within=0.2)
    assert [a.least for a in got.plans] == [0, 2]
    assert got.next_bound == 0
    assert [a.audit.objectives["travel"] for a in got.plans] == [1_000_000, 1_100_000]


def test_least_ends_the_list() -> None:
    """A plan that differs by less than wanted is not listed, and the bound says why."""
    tables = chain(town("A", 100), town("B", 300), town("C", 110))
    dataset = dataset_of(tables, {"area_cap": {"max_km2": 250}})
    got = found(dataset, "people", least=211, within=0.2)
    assert len(got.plans) == 1
    assert got.next_bound == 210, "100 of A stay, 110 of C move"


def test_the_command(run: Callable[..., Result], tmp_path: Path) -> None:
    """Plans in folders keep every rule; what is not possible is printed."""
    one = INSTANCES / "one-county"
    words = ("alternatives", one, "--by", "mergers", "--workers", 1)
    shown = run(*words, "-o", tmp_path, "--lang", "en").stdout
    assert "no plan 3 differs from all before it in more than 4 pairs" in shown
    dataset = read_dataset(one)
    for n in ("01", "02", "03"):
        plan = read_plan(tmp_path / "plans" / n, dataset.territory).plan
        assert len(plan.kept) == 10
    record = json.loads((tmp_path / "alternatives.json").read_text("utf-8"))
    assert [plan["least_difference"] for plan in record["plans"]] == [0, 5, 4]


def test_none_and_not_found_are_told_apart() -> None:
    """Proved that there is no further plan: said so, and settled; else it stays open."""
    tables = chain(town("A", 100), town("B", 300), town("C", 110))
    dataset = dataset_of(tables, {"area_cap": {"max_km2": 250}})
    got = found(dataset, "people", least=211, within=0.2)
    assert got.exhausted and got.settled
    (said,) = claims(Terms("en"), got)
    assert said.startswith("proved: there is no plan 2") and "211 people" in said
    for bound in (None, 300):
        open_ = replace(got, next_bound=bound)
        assert not open_.exhausted and not open_.settled
        texts = [claims(Terms(lang), open_) for lang in ("en", "zh")]
        assert "not known" in texts[0][0] and len(texts[0]) == 1 + (bound is not None)
        assert not [line for lines in texts for line in lines if "no plan" in line]
    assert replace(open_, wanted=1).settled


@pytest.mark.parametrize(("seconds", "code"), [(None, 0), (0, 4)])
def test_fewer_than_asked_exit_0_only_when_there_are_no_more(
    run: Callable[..., Result], seconds: int | None, code: int
) -> None:
    """Without time nothing is found and nothing is proved: 4."""
    words = ["alternatives", INSTANCES / "three-townships", "-k", 9, "--workers", 1]
    words += [] if seconds is None else ["--time-limit", seconds]
    assert run(*words, code=code).exit_code == code


def test_however_many_are_wanted_each_gets_its_time(run: Callable[..., Result]) -> None:
    """A limit that ended no search is not said to have: the time is not cut into slivers."""
    words = ("alternatives", INSTANCES / "three-townships", "-k", 100_000, "--workers", 1)
    shown = run(*words, "--time-limit", 100, "--lang", "en")
    assert "proved: there is no plan" in shown.stdout
    assert "time limit" not in shown.stderr


def test_near_may_be_however_far() -> None:
    """A tolerance beyond every sum is none."""
    tables = chain(town("A", 100), town("B", 300), town("C", 110))
    dataset = dataset_of(tables, {"area_cap": {"max_km2": 250}})
    wide, wider = (found(dataset, "people", within=within) for within in (1e6, 1e300))
    assert len(wide.plans) > 1
    assert [a.least for a in wide.plans] == [a.least for a in wider.plans]
