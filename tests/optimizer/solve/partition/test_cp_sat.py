"""CP-SAT over the columns of a partition: what it says is whole."""

from __future__ import annotations

import numpy as np
import pytest
from ortools.sat.python import cp_model

import optimizer.solve.partition.cp_sat as module
from models.cp_sat import solver
from models.merge.partition import Partition
from models.quantities import BoolArray, IntArray
from optimizer.solve.clock import Clock, Effort
from optimizer.solve.lp.witness import Witnessed
from optimizer.solve.partition.cp_sat import search
from optimizer.solve.results import Verdict
from tests.partitions import partition_of


def _partition() -> tuple[Partition, IntArray, BoolArray]:
    problem = partition_of([{0}, {1}, {0, 1}], 2, [0] * 3, [1, 3, 1])
    return problem, problem.costs["travel"], np.ones(3, dtype=bool)


def _says(monkeypatch: pytest.MonkeyPatch, status: object) -> None:
    """Let CP-SAT do its work and then say something else."""
    true = solver.ask

    def ask(asked: cp_model.CpSolver, model: cp_model.CpModel) -> object:
        true(asked, model)
        return status

    monkeypatch.setattr(solver, "ask", ask)


def test_a_bound_of_a_search_cut_short_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    """What CP-SAT alone bounds is not proved; the bound that was known before stays."""
    _says(monkeypatch, cp_model.FEASIBLE)
    found = search(*_partition(), 0, None, Clock(Effort(workers=1)))
    assert (found.verdict, found.value, found.bound) == (Verdict.OPEN, 1, 0)


def test_a_claim_that_is_borne_out_is_proved() -> None:
    clock = Clock(Effort(workers=1))
    found = search(*_partition(), 0, None, clock)
    assert (found.verdict, found.value, found.bound) == (Verdict.SOLVED, 1, 1)
    assert not clock.evidence.faults


def test_a_false_claim_that_there_is_no_plan_is_a_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    """The witness's point is the plan; CP-SAT is asked no more."""
    _says(monkeypatch, cp_model.INFEASIBLE)
    clock = Clock(Effort(workers=1))
    problem, cost, every = _partition()
    found = search(problem, cost, every, 0, None, clock)
    assert found.verdict is Verdict.OPEN
    assert found.chosen is not None
    assert problem.accepts(found.chosen)
    assert found.value == int(cost[found.chosen].sum())
    assert len(clock.evidence.faults) == 1
    assert not clock.evidence.trusts("CP-SAT")
    again = search(problem, cost, every, 0, None, clock)
    assert (again.verdict, again.chosen, again.bound) == (Verdict.OPEN, None, 0)


def test_a_claim_that_a_known_plan_contradicts_is_a_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    """No witness is needed: the plan is at hand."""
    _says(monkeypatch, cp_model.INFEASIBLE)
    monkeypatch.setattr(module, "second_witness", None)
    clock = Clock(Effort(workers=1))
    found = search(*_partition(), 0, np.array([0, 1]), clock)
    assert (found.verdict, found.claimed) == (Verdict.OPEN, False)
    assert not clock.evidence.trusts("CP-SAT")


def test_a_claim_without_a_witness_is_only_a_claim(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "second_witness", lambda *_: Witnessed())
    found = search(*_partition(), 0, None, Clock(Effort(workers=1)))
    assert (found.verdict, found.value, found.bound, found.claimed) == (Verdict.OPEN, 1, 0, True)


def test_a_claim_that_settles_nothing_asks_no_witness(monkeypatch: pytest.MonkeyPatch) -> None:
    """With other columns a plan may cost less: the claim only leads to them."""
    monkeypatch.setattr(module, "second_witness", None)
    found = search(*_partition(), 0, None, Clock(Effort(workers=1)), beyond=0)
    assert (found.verdict, found.value, found.bound, found.claimed) == (Verdict.OPEN, 1, 0, True)
