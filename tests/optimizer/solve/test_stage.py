"""One objective to proof: equal to every choice, with and without the narrow path."""

from __future__ import annotations

import pytest
from ortools.sat.python import cp_model

from models.merge.sums import cost_of
from optimizer.solve.clock import Clock, Effort
from optimizer.solve.stage import Verdict, solve_stage
from tests.partitions import partition_of


def test_a_bound_is_never_a_rounded_float(monkeypatch: pytest.MonkeyPatch) -> None:
    """CP-SAT's floating bound may lie a hair above the true one; rounded up it would be false."""
    found = cp_model.CpSolver.solve
    noisy = property(lambda _: 1.0000000000000002)
    monkeypatch.setattr(cp_model.CpSolver, "best_objective_bound", noisy)

    def unfinished(solver: cp_model.CpSolver, model: cp_model.CpModel) -> object:
        return cp_model.FEASIBLE if found(solver, model) == cp_model.OPTIMAL else None

    monkeypatch.setattr(cp_model.CpSolver, "solve", unfinished)
    problem = partition_of([{0}, {1}, {0, 1}], 2, [0] * 3, [1, 3, 1])
    stage = solve_stage(problem, cost_of("travel"), Clock(Effort(workers=1)))
    assert (stage.verdict, stage.value, stage.bound) == (Verdict.OPEN, 1, 1)
