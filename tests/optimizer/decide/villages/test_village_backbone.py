"""The backbone of the village modes equals what all near-optimal plans show, one by one."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from optimizer.data.dataset import Dataset
from optimizer.decide.alternatives import alternatives
from optimizer.decide.backbone import Backbone, Standing, backbone
from optimizer.decide.frontier import frontier
from optimizer.solve.clock import Clock, Effort
from optimizer.solve.decomposition.pool import InProcess, Pool
from tests.reference import choosing
from tests.reference.cases import add_village, chain, detour, town
from tests.reference.figures import Figures, read
from tests.reference.strategies import problems
from tests.reference.tables import Tables
from tests.support import INSTANCES, Away, dataset_of, write_folder

RELAXED = [HealthCheck.too_slow, HealthCheck.data_too_large]
SMALL: Any = {"max_townships": 5, "villages_per_township": (1, 2)}
Named = set[tuple[str, str]]


def found(dataset: Dataset, within: float, pool: Pool | None = None, **effort: Any) -> Backbone:
    """Return a dataset's backbone, found with one worker."""
    clock = Clock(Effort(**{"workers": 1, **effort}))
    return backbone(dataset, within, clock, pool)


def goings(dataset: Dataset, got: Backbone, *standings: Standing) -> Named:
    """Return the villages and units that stand so, by codes."""
    territory = dataset.territory
    codes = territory.villages.codes
    shown = (g for g in got.goings if g.standing in standings)
    return {(codes[g.village], territory.townships[g.unit].code) for g in shown}


def mergers(dataset: Dataset, got: Backbone, *standings: Standing) -> Named:
    """Return the townships that go whole to units, and that stand so, by codes."""
    codes = [t.code for t in dataset.territory.townships]
    return {(codes[p.a], codes[p.b]) for p in got.pairs if p.standing in standings}


def gone(figures: Figures, plan: choosing.Plan) -> Named:
    """Return each village beside its unit, where that is not its own township's."""
    return {(v, unit) for v, unit in plan.items() if unit != figures.township_of[v]}


def gone_whole(figures: Figures, plan: choosing.Plan) -> Named:
    """Return each township beside the unit of another that all of its villages are in."""
    units = {t: {plan[v] for v in figures.members[t]} for t in figures.townships}
    return {(t, *held) for t, held in units.items() if len(held) == 1 and held != {t}}


@pytest.mark.parametrize("mode", ["split", "redraw"])
@settings(max_examples=8, deadline=None, suppress_health_check=RELAXED)
@given(problems(**SMALL), st.sampled_from([0.0, 0.1, 0.5]))
def test_equals_brute_force(
    mode: str, problem: tuple[Tables, dict[str, Any], list[Any]], within: float
) -> None:
    """Villages and whole townships, in every, in some, in no plan; ties over counties too."""
    tables, rules, _ = problem
    dataset, figures = dataset_of(tables, rules, mode=mode), read(tables)
    plans = list(choosing.every_plan(tables, rules, mode))
    got = found(dataset, within)
    assert got.proved
    if not plans:
        assert got.near.best is None
        return
    near = [judged.plan for judged in choosing.near(plans, within)]
    asked: Iterable[Any] = ((goings, gone), (mergers, gone_whole))
    for named, shown_by in asked:
        shown = [shown_by(figures, plan) for plan in near]
        assert named(dataset, got, Standing.OPEN) == set()
        assert named(dataset, got, Standing.EVERY) == set.intersection(*shown)
        assert named(dataset, got, Standing.EVERY, Standing.SOME) == set.union(*shown)


def test_a_divided_township_by_hand() -> None:
    """The village p goes to A in every plan; v and d to A or C."""
    dataset = dataset_of(detour(), {"count": {"city": {"min": 2}}}, mode="split")
    strict, loose = found(dataset, 0.5), found(dataset, 0.53)
    assert goings(dataset, strict, Standing.EVERY) == {("p", "A"), ("v", "A"), ("d", "C")}
    assert mergers(dataset, strict, Standing.EVERY, Standing.SOME) == set()
    assert goings(dataset, loose, Standing.EVERY) == {("p", "A")}
    some = {("v", "A"), ("v", "C"), ("d", "A"), ("d", "C")}
    assert goings(dataset, loose, Standing.SOME) == some
    assert mergers(dataset, loose, Standing.SOME) == {("D", "A")}, "all at once: 1,450 person-km"
    assert loose.alone() == []
    assert loose.settled
    open_ = replace(loose.goings[0], standing=Standing.OPEN)
    assert not replace(loose, goings=(open_, *loose.goings[1:])).settled


@pytest.mark.parametrize("rules", [{}, {"count": {"city": {"min": 3}}}])
def test_elsewhere_as_here(rules: dict[str, Any]) -> None:
    """Counties asked about one by one in other processes, or together where a rule binds them."""
    other = town("C", 110, county="Y"), town("D", 200, county="Y")
    tables = chain(town("A", 100), town("B", 300), *other)
    add_village(tables, "b2", "B", km=3)
    add_village(tables, "d2", "D", km=5)
    dataset = dataset_of(tables, rules, mode="redraw")
    here, away = (found(dataset, 0.5, pool) for pool in (InProcess(), Away()))
    assert here.proved
    assert (here.pairs, here.goings) == (away.pairs, away.goings)
    points, several = [], []
    for pool in (InProcess(), Away()):
        clock = Clock(Effort(workers=1))
        shown = frontier(dataset, ["units", "travel"], clock, pool=pool)
        points.append([(p.values, p.proved) for p in shown.points])
        other_plans = alternatives(dataset, 3, 0.5, 1, "people", clock, pool)
        several.append([(a.least, a.bound) for a in other_plans.plans])
    assert points[0] == points[1]
    assert several[0][:2] == several[1][:2], "which of equal plans comes first may differ"


def test_without_time_nothing_is_claimed() -> None:
    """Nothing is called settled when the search was cut short."""
    dataset = dataset_of(detour(), {"count": {"city": {"min": 2}}}, mode="split")
    got = found(dataset, 0.5, seconds=0)
    assert not got.proved
    assert not got.settled
    assert not [x for x in (*got.pairs, *got.goings) if x.standing in ("every", "none")]


@pytest.mark.parametrize("mode", ["split", "redraw"])
def test_the_command(run: Callable[..., Result], mode: str) -> None:
    """The same on the screen in both languages, as CSV and for programs."""
    words = ("backbone", INSTANCES / "three-townships", "--mode", mode, "--within", 0.3)
    words = (*words, "--workers", 1)
    assert "every entry is proved" in run(*words, "--lang", "en").stdout
    assert "近优方案中各乡镇村（居）的去向" in run(*words, "--lang", "zh").stdout
    record = json.loads(run(*words, "--json").stdout)
    rows = list(csv.DictReader(io.StringIO(run(*words, "--csv").stdout.lstrip("\ufeff"))))
    listed = [(row["village"], row["unit"], row["standing"]) for row in rows if row["village"]]
    assert listed == [(v["village"], v["unit"], v["standing"]) for v in record["villages"]]
    whole = [(row["township"], row["unit"], row["standing"]) for row in rows if not row["village"]]
    assert whole == [(p["a"], p["b"], p["standing"]) for p in record["pairs"]]
    assert record["proved"]


def test_units_with_any_village_as_their_seat(run: Callable[..., Result], tmp_path: Path) -> None:
    """Units are named by the villages of their seats; only former townships are listed as alone."""
    rules = {"count": {"city": {"min": 2}}}
    write_folder(tmp_path, detour(), rules, mode="redraw", seats="any")
    words = ("backbone", tmp_path, "--within", 0.5, "--workers", 1, "--json")
    record = json.loads(run(*words).stdout)
    every = {(v["village"], v["unit"]) for v in record["villages"] if v["standing"] == "every"}
    assert every == {("p", "a"), ("v", "a"), ("d", "c")}
    assert record["alone"] == []
    assert {pair["a"] for pair in record["pairs"]} == {"A", "C", "D"}
