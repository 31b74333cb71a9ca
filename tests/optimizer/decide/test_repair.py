"""A repaired plan is the nearest of all that keep the rules."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from click.testing import Result
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from models.merge.restricted import restricted_problem
from models.plan import Plan
from optimizer.check import audit
from optimizer.data.dataset import read_dataset
from optimizer.data.plan_file import read_plan
from optimizer.decide.repair import Repair, repair
from optimizer.solve.clock import Clock, Effort
from optimizer.solve.results import Verdict
from tests.reference import choosing
from tests.reference.cases import add_village, chain, town
from tests.reference.figures import read
from tests.reference.strategies import problems
from tests.reference.tables import Tables
from tests.support import INSTANCES, codes_of, dataset_of, plan_of

RELAXED = [HealthCheck.too_slow, HealthCheck.data_too_large]
CLOCK = Effort(workers=1)


@pytest.mark.parametrize("candidates", [CLOCK.candidates, 0])
@settings(max_examples=30, deadline=None, suppress_health_check=RELAXED)
@given(problem=problems(max_townships=7), seed=st.integers(0, 2**16))
def test_equals_brute_force(
    candidates: int, problem: tuple[Tables, dict[str, Any], list[Any]], seed: int
) -> None:
    """Fewest people, then fewest villages, from any map of villages to units, -1 included.

    Units are listed, and where no candidate may be held townships are assigned to seats.
    """
    tables, rules, _ = problem
    dataset, figures = dataset_of(tables, rules), read(tables)
    counties = range(len(dataset.territory.counties))
    trivial = (restricted_problem(dataset, c).fragments().trivial for c in counties)
    assume(candidates or all(trivial))
    chance = random.Random(seed)
    places = range(-1, len(dataset.territory.townships))
    unit = np.array([chance.choice(places) for _ in dataset.territory.villages.codes])
    home = dataset.territory.villages.township
    stays = np.array([chance.random() < 0.5 for _ in unit])
    hand = Plan(dataset.territory, np.where(stays, home, unit))
    got = repair(hand, dataset.scenario, Clock(replace(CLOCK, candidates=candidates)))
    plans = list(choosing.every_plan(tables, rules))
    if not plans:
        assert (got.verdict, got.plan) == (Verdict.INFEASIBLE, None)
        return
    codes = {v: u for v, u in codes_of(hand).items() if hand.unit[_at(hand, v)] >= 0}
    nearest = min(choosing.differing(figures, p.plan, codes) for p in plans)
    assert got.verdict is Verdict.SOLVED
    assert (got.people, got.villages) == nearest
    assert got.plan is not None
    assert choosing.differing(figures, codes_of(got.plan), codes) == nearest
    assert codes_of(got.plan) in [p.plan for p in plans]


def _at(plan: Plan, village: str) -> int:
    return plan.territory.villages.codes.index(village)


def mended() -> Repair:
    """Return the repair of B divided between A and C, where B is to go whole."""
    tables = chain(town("A", 100), town("B", 300), town("C", 110))
    add_village(tables, "b2", "B", km=1, people=10)
    dataset = dataset_of(tables, {"count": {"city": {"max": 2}}, "area_cap": {"max_km2": 250}})
    hand = plan_of(dataset.territory, {"b": "A", "b2": "C"})
    return repair(hand, dataset.scenario, Clock(CLOCK))


def test_by_hand() -> None:
    """The 10 people of b2 follow the 300 of b; why: the township was divided, b2 cut off."""
    got = mended()
    assert (got.people, got.villages) == (10, 1)
    (change,) = got.changes()
    assert (change.township, change.before, change.after, change.people) == (1, 2, 0, 10)
    assert {f.clause for f in got.judged.broken} == {"mode", "P2.contiguity"}


def test_a_plan_without_fault_stays() -> None:
    """Nothing changes where nothing is broken."""
    dataset = dataset_of(chain(town("A"), town("B")))
    quo = Plan.status_quo(dataset.territory)
    got = repair(quo, dataset.scenario, Clock(CLOCK))
    assert (got.people, list(got.changes())) == (0, [])


def test_the_command(run: Callable[..., Result], tmp_path: Path) -> None:
    """The status quo of one county cuts too little: one merger, the cheapest in people."""
    one = INSTANCES / "one-county"
    rows = [line.split(",") for line in (one / "villages.csv").read_text("utf-8").splitlines()]
    where = rows[0].index("township")
    hand = tmp_path / "hand.csv"
    lines = [f"{row[0]},{row[where]}\n" for row in rows[1:]]
    hand.write_text("village,unit\n" + "".join(lines), encoding="utf-8")
    output = tmp_path / "out"
    shown = run("repair", one, hand, "-o", output, "--workers", 1, "--lang", "en").stdout
    assert "P2.count" in shown
    assert "proved" in shown
    dataset = read_dataset(one)
    plan = read_plan(output, dataset.territory).plan
    assert not audit(plan, dataset.scenario).broken
    assert len(plan.kept) == 12


def test_no_plan_at_all(
    run: Callable[..., Result], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where no plan keeps all rules it says so and exits 3, although time ended a search."""
    folder = INSTANCES / "infeasible"
    text = (folder / "villages.csv").read_text("utf-8").splitlines()
    where = text[0].split(",").index("township")
    rows = [line.split(",") for line in text[1:]]
    hand = tmp_path / "hand.csv"
    hand.write_text("village,unit\n" + "".join(f"{r[0]},{r[where]}\n" for r in rows), "utf-8")
    monkeypatch.setattr("optimizer.Search.cut", True)
    told = run("repair", folder, hand, "--workers", 1, "--lang", "en", code=3).stderr
    assert "That no plan keeps the rules is proved" in told and "another" not in told
