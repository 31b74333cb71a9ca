"""Every method answers for a tiny grid in the same form; every plan passes the checker."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from benchmarks import ladder_runs
from benchmarks.judged import Judge
from benchmarks.ladder import times_up_to
from benchmarks.ladder_runs import METHODS, grid
from benchmarks.peers import PEERS, PeerResult
from benchmarks.peers.maxp_sweep import solve as maxp
from models.merge.milp_county import Assignment
from models.merge.problem import Problem
from models.merge.restricted import all_ties, restricted_problem

COLUMNS = {
    "case", "k", "method", "at", "status", "value", "bound", "gap", "seconds", "load_1_min",
}  # fmt: skip


@pytest.fixture(autouse=True)
def _here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Run in this process: what is asked here ends by itself."""

    def rows(function: object, *arguments: object, seconds: float, row: object) -> object:
        return function(*arguments)  # type: ignore[operator]

    monkeypatch.setattr(ladder_runs, "rows_or_reason", rows)


def asked(k: int) -> tuple[Problem, Judge]:
    data = grid(k)
    problem = restricted_problem(data, 0)
    return problem, Judge(data, problem, data.scenario.objectives[0])


@pytest.mark.parametrize("method", METHODS)
def test_each_method_in_one_form(method: str) -> None:
    """9 cells: two units; who proves says so, who does not has no bound."""
    if method != "tool" and PEERS[method].missing:
        pytest.skip(PEERS[method].missing or "")
    proves = method not in ("gerrychain", "maxp")
    times = [1, 20] if proves else [0.5, 1]
    rows = ladder_runs.measure(3, method, times)
    assert [row["at"] for row in rows] == times
    assert all(set(row) == COLUMNS for row in rows)
    last = rows[-1]
    if not proves:
        assert last["value"] in (None, 2, 3) and last["bound"] is None
    else:
        assert (last["value"], last["bound"], last["status"]) == (2, 2, "optimal")


def test_values_never_get_worse_with_time() -> None:
    rows = ladder_runs.measure(4, "plain-cpsat", [0.2, 1])
    values = [row["value"] for row in rows if row["value"] is not None]
    assert values == sorted(values, reverse=True)


def test_a_plan_above_the_cap_has_no_value() -> None:
    """One unit of everything: the checker names the cap."""
    problem, judge = asked(3)
    option = np.full(problem.parts, -1)
    option[0] = 0
    everything = Assignment(np.zeros(problem.parts, dtype=np.int64), option)
    found = judge.judged(PeerResult("open", 1, None, 1.0, plan=everything))
    assert (found.status, found.value, found.plan) == ("breaks the cap", None, None)


def test_a_wrong_claim_has_no_value() -> None:
    """The status quo of the cells breaks the floor; a claim of other units is named."""
    problem, judge = asked(3)
    alone = Assignment(np.arange(problem.parts), np.arange(problem.parts))
    assert judge.judged(PeerResult("open", 9, None, 1.0, plan=alone)).status == (
        "breaks the rule population"
    )
    rules = type(judge.data.scenario.rules)()
    free = judge.data.scenario.model_copy(update={"rules": rules})
    lax = replace(judge, data=replace(judge.data, scenario=free))
    assert lax.judged(PeerResult("open", 8, None, 1.0, plan=alone)).status == "claims 8, is 9"


def test_maxp_is_for_units_without_ties() -> None:
    """A floor of area is no answer to another question."""
    pytest.importorskip("spopt")
    problem, judge = asked(3)
    problem.transfers = 0
    ties = all_ties(judge.data)
    assert maxp(problem, ties, judge.objective, 1.0).status == "unsuited"


def test_a_missing_package_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    """In the row, with how to install it; nothing else stops."""
    gone = replace(PEERS["maxp"], needs="no_such_package")
    monkeypatch.setattr(ladder_runs, "PEERS", {**PEERS, "maxp": gone})
    (row,) = ladder_runs.measure(3, "maxp", [1])
    assert "not installed: no_such_package" in row["status"] and "benchmarks" in row["status"]


def test_times() -> None:
    """1, 10, 60, 120 s as far as the limit goes, and the limit."""
    assert times_up_to(120.0) == (1, 10, 60, 120)
    assert times_up_to(30.0) == (1, 10, 30)
    assert times_up_to(0.5) == (0.5,)
