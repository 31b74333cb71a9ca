"""What is timed: one function a phase, over data that are ready.

A phase is `make(case) -> function`; only the function is timed. Adding a phase is one
function under `@phase`.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import Any

from benchmarks.cases import CASES
from benchmarks.cases import Case as Territory
from benchmarks.record import ROOT
from benchmarks.village_cases import OBJECTIVES
from models.merge.candidates import enumerate_candidates
from models.merge.expressions import UNITS, cost_of
from models.merge.problem import Problem, village_problem
from models.merge.restricted import all_ties, restricted_problem
from models.merge.villages import VillageModel, village_model
from models.merge.whole import WholeModel, whole_model
from models.plan import Plan
from optimizer.check import audit
from optimizer.data.dataset import Dataset, read_dataset
from optimizer.data.generate import generate_county, generate_grid, write_dataset
from optimizer.solve.branch_and_cut.problem import VillageProblem
from optimizer.solve.clock import Clock, Effort
from optimizer.solve.decomposition.city import solve_city
from optimizer.solve.decomposition.source import Listed
from optimizer.solve.lp.partition_bound import lp_bound
from optimizer.solve.partition.problem import PartitionProblem

Timed = Callable[[], Any]
BUDGET = 1_000_000
_TRAVEL = {"objectives": OBJECTIVES}
CHANGZHI = ROOT / "instances" / "changzhi"
VILLAGES = {
    "villages-400": Territory("", lambda: generate_county(25, 400, seed=1), _TRAVEL),
    "villages-1000": Territory("", lambda: generate_county(40, 1000, seed=1), _TRAVEL),
}
GRIDS = {f"grid-{k}": Territory("", partial(generate_grid, k), {}) for k in (7, 10)}


@dataclass(frozen=True)
class Phase:
    """A phase and the cases that it is timed on."""

    name: str
    words: str
    cases: tuple[str, ...]
    make: Callable[[str], Timed]


PHASES: dict[str, Phase] = {}


def phase(words: str, *cases: str) -> Callable[[Callable[[str], Timed]], Callable[[str], Timed]]:
    """Register a phase under its function's name."""

    def register(make: Callable[[str], Timed]) -> Callable[[str], Timed]:
        name = make.__name__.strip("_")
        PHASES[name] = Phase(name, words, cases, make)
        return make

    return register


@cache
def data(case: str) -> Dataset:
    """Return a case's dataset."""
    if case == "changzhi":
        return read_dataset(CHANGZHI)
    return ({**GRIDS, **VILLAGES, **CASES})[case].read()


def problem(case: str, mode: str = "whole") -> Problem:
    """Return the restricted problem of a case's first county."""
    scenario = data(case).scenario.model_copy(update={"mode": mode})
    return restricted_problem(data(case).with_scenario(scenario), 0)


@cache
def whole(case: str) -> WholeModel:
    """Return a case's candidates and their partition."""
    ties = all_ties(data(case))
    return whole_model(problem(case), data(case).scenario, ties, BUDGET)


def villages(case: str) -> VillageModel:
    """Return a case's village model, mode `redraw`."""
    ties = all_ties(data(case))
    return village_model(problem(case, "redraw"), data(case).scenario, ties)


@phase("tables from the disk to a checked dataset", "villages-1000", "changzhi")
def _reading(case: str) -> Timed:
    if case == "changzhi":
        return lambda: read_dataset(CHANGZHI)
    folder = Path(tempfile.mkdtemp()) / case
    write_dataset(generate_county(40, 1000, seed=1), folder)
    return lambda: read_dataset(folder)


@phase("the graph of contiguous villages of one county", "villages-400", "villages-1000")
def _contiguity(case: str) -> Timed:
    territory = data(case).territory
    return lambda: village_problem(territory, 0).adjacency()


@phase("every connected set that can be a unit", "grid-7", "grid-10", "county-25-wide")
def _candidates(case: str) -> Timed:
    restricted = problem(case)
    return lambda: enumerate_candidates(restricted, BUDGET)


@phase("the LP bound of the partition, in whole numbers", "grid-7", "grid-10", "county-25-wide")
def _bound(case: str) -> Timed:
    partition = whole(case).partition
    return lambda: lp_bound(partition, UNITS, Clock())


@phase("the partition to the proved optimum", "grid-7", "county-25-wide")
def _partition(case: str) -> Timed:
    found, scenario = whole(case).partition, data(case).scenario
    ties = all_ties(data(case))
    problems = Listed.of([PartitionProblem.of(found)])
    return lambda: solve_city(problems, scenario, ties, Clock(Effort(seconds=60)))


@phase("the model of mode redraw with its rows", "villages-400", "villages-1000")
def _villages(case: str) -> Timed:
    return lambda: villages(case)


@phase("the LP bound of travel, mode redraw", "villages-400")
def _villages_bound(case: str) -> Timed:
    state = VillageProblem.of(villages(case))
    cost = state.model.coefficients(cost_of("travel"))
    program = state.pool.program(state.model, cost, []).propagated()
    return lambda: program.lp_bound(Clock(Effort(seconds=60)))


@phase("the checker on the status quo", "villages-1000", "changzhi")
def _checker(case: str) -> Timed:
    territory, scenario = data(case).territory, data(case).scenario
    return lambda: audit(Plan.status_quo(territory), scenario)
