"""In the village modes too a repaired plan is the nearest of all that keep the rules."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from click.testing import Result
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from models.plan import Plan
from optimizer.check import audit
from optimizer.data.dataset import read_dataset
from optimizer.data.plan_file import read_plan
from optimizer.decide.repair import repair
from optimizer.solve.clock import Clock, Effort
from optimizer.solve.results import Verdict
from tests.reference import choosing
from tests.reference.cases import detour
from tests.reference.figures import read
from tests.reference.strategies import problems
from tests.reference.tables import Tables
from tests.support import INSTANCES, codes_of, dataset_of, plan_of

RELAXED = [HealthCheck.too_slow, HealthCheck.data_too_large]
SMALL: Any = {"max_townships": 5, "villages_per_township": (1, 2)}
CLOCK = Effort(workers=1)


@pytest.mark.parametrize("mode", ["split", "redraw"])
@settings(max_examples=10, deadline=None, suppress_health_check=RELAXED)
@given(problems(**SMALL), st.integers(0, 2**16))
def test_equals_brute_force(
    mode: str, problem: tuple[Tables, dict[str, Any], list[Any]], seed: int
) -> None:
    """Fewest people, then fewest villages, from any map of villages to units, -1 included."""
    tables, rules, _ = problem
    dataset, figures = dataset_of(tables, rules, mode=mode), read(tables)
    chance, codes = random.Random(seed), dataset.territory.villages.codes
    places = range(-1, len(dataset.territory.townships))
    home = dataset.territory.villages.township
    unit = [h if chance.random() < 0.5 else chance.choice(places) for h in home]
    hand = Plan(dataset.territory, np.array(unit, dtype=np.int64))
    got = repair(hand, dataset.scenario, Clock(CLOCK))
    plans = list(choosing.every_plan(tables, rules, mode))
    if not plans:
        assert (got.verdict, got.plan) == (Verdict.INFEASIBLE, None)
        return
    given = {v: u for v, u in codes_of(hand).items() if unit[codes.index(v)] >= 0}
    nearest = min(choosing.differing(figures, p.plan, given) for p in plans)
    assert got.verdict is Verdict.SOLVED
    assert (got.people, got.villages) == nearest
    assert got.plan is not None
    assert choosing.differing(figures, codes_of(got.plan), given) == nearest
    assert codes_of(got.plan) in [p.plan for p in plans]


def test_a_village_cut_off_by_hand() -> None:
    """D dissolved, v (100) to A, p (50) to C: p is cut off from C, and goes to A as well."""
    dataset = dataset_of(detour(), {"count": {"city": {"max": 2}}}, mode="split")
    hand = plan_of(dataset.territory, {"p": "C", "v": "A", "d": "C"})
    got = repair(hand, dataset.scenario, Clock(CLOCK))
    assert got.verdict is Verdict.SOLVED
    assert (got.people, got.villages) == (50, 1)
    (change,) = got.changes()
    codes = dataset.territory.villages.codes
    assert [codes[v] for v in change.villages] == ["p"]
    assert {f.clause for f in got.judged.broken} == {"P2.contiguity"}
    whole = dataset_of(detour(), {"count": {"city": {"max": 2}}})
    assert repair(hand, whole.scenario, Clock(CLOCK)).people > 50, "in mode whole D stays one"


def test_a_plan_without_fault_stays_without_time() -> None:
    """What keeps the rules is its own repair, and no plan is nearer."""
    dataset = dataset_of(detour(), mode="split")
    quo = Plan.status_quo(dataset.territory)
    got = repair(quo, dataset.scenario, Clock(Effort(0, workers=1)))
    assert (got.people, list(got.changes())) == (0, [])


def test_the_command(run: Callable[..., Result], tmp_path: Path) -> None:
    """The repaired plan is written with its mode and keeps the rules."""
    three = INSTANCES / "three-townships"
    dataset = read_dataset(three, {"mode": "split"})
    quo = Plan.status_quo(dataset.territory)
    hand = tmp_path / "hand.csv"
    lines = [f"{village},{unit}\n" for village, unit in codes_of(quo).items()]
    hand.write_text("village,unit\n" + "".join(lines), encoding="utf-8")
    output = tmp_path / "out"
    words = ("repair", three, hand, "--mode", "split", "-o", output, "--workers", 1)
    assert "proved" in run(*words, "--lang", "en").stdout
    plan = read_plan(output, dataset.territory).plan
    assert not audit(plan, dataset.scenario).broken
    assert json.loads((output / "plan.json").read_text("utf-8"))["mode"] == "split"
