"""CP-SAT over the columns of a partition: what it says is whole."""

from __future__ import annotations

import numpy as np
import pytest
from ortools.sat.python import cp_model

from optimizer.solve.clock import Clock, Effort
from optimizer.solve.search import Verdict, search
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
    cost, every = problem.costs["travel"], np.ones(3, dtype=bool)
    found = search(problem, cost, every, 0, None, Clock(Effort(workers=1)))
    assert (found.verdict, found.value, found.bound) == (Verdict.OPEN, 1, 1)
