"""The peer solves the same problem: its optimum is the tool's on small territories."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import highspy
import numpy as np
import pytest

from benchmarks.peers import PEERS
from benchmarks.peers import solve as solve_by
from models.merge.restricted import all_ties, restricted_problem
from models.plan import Outcome
from optimizer.data.dataset import Dataset, read_dataset
from optimizer.data.generate import generate_county, generate_grid, write_dataset
from optimizer.solve.clock import Clock
from optimizer.solve.run import solve

INSTANCES = Path(__file__).resolve().parents[2] / "instances"
UNITS = {"objectives": [{"name": "units"}]}
NO_SCIP = PEERS["flow-scip"].missing
EVERY_PEER = pytest.mark.parametrize(
    "peer_name",
    [
        *("flow-cbc", "flow-cbc-ordered", "flow-highs", "flow-highs-ordered"),
        pytest.param("flow-scip", marks=pytest.mark.skipif(bool(NO_SCIP), reason=str(NO_SCIP))),
    ],
)


@pytest.fixture(autouse=True)
def _fresh_threads() -> Iterator[None]:
    """Let the tool and the peer each start HiGHS with threads of its own."""
    yield
    highspy.Highs.resetGlobalScheduler(True)


def tool(data: Dataset) -> int | None:
    """Return the tool's fewest units, None when it proves that there is no plan."""
    solution = solve(data, Clock())
    assert solution.outcome in (Outcome.OPTIMAL, Outcome.INFEASIBLE)
    return None if solution.plan is None else len(np.unique(solution.plan.unit))


def peer(data: Dataset, name: str) -> int | None:
    """Return the peer's fewest units, None when it proves that there is no plan."""
    problem = restricted_problem(data, 0)
    ties = all_ties(data)
    result = solve_by(name, problem, ties, data.scenario.objectives[0], 60)
    assert result.status in ("optimal", "infeasible")
    return result.value


def generated(folder: Path, tables: Any, **overrides: Any) -> Dataset:
    """Write generated tables and read them back with some rules changed."""
    write_dataset(tables, folder / "case")
    rules = {key.replace("__", "."): value for key, value in overrides.items()}
    return read_dataset(folder / "case", UNITS | rules)


@EVERY_PEER
def test_grid(tmp_path: Path, peer_name: str) -> None:
    """On a grid every seat is alike: what the order of seats leaves out is not missed."""
    data = generated(tmp_path, generate_grid(3))
    assert tool(data) == peer(data, peer_name) == 2


@EVERY_PEER
def test_county_with_every_rule(tmp_path: Path, peer_name: str) -> None:
    """Area, population, access, protection, pairs, count and share all bind in one county."""
    tables = generate_county(12, 60, seed=3)
    codes = tables.tables["townships.csv"]["code"].tolist()
    data = generated(
        tmp_path,
        tables,
        rules__area_cap__max_km2=500,
        rules__population={"min": 5_000, "max": 60_000},
        rules__access={"max_km": 20},
        rules__count={"county": {"min_cut": 1, "max_cut": 8}},
        rules__share={"floor": "status_quo"},
        rules__apart=[[codes[0], codes[1]]],
    )
    assert tool(data) == peer(data, peer_name)


@EVERY_PEER
def test_three_townships(peer_name: str) -> None:
    """On the territory that is solved by hand in its README."""
    data = read_dataset(INSTANCES / "three-townships", UNITS)
    assert tool(data) == peer(data, peer_name)


@EVERY_PEER
def test_infeasible(peer_name: str) -> None:
    """Both prove that there is no plan."""
    data = read_dataset(INSTANCES / "infeasible", UNITS)
    assert tool(data) is None
    assert peer(data, peer_name) is None
