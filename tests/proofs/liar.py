"""A solver that lies at random, in the place of one of the solvers at the seam."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np
import pytest
from ortools.sat.python import cp_model

from models.cp_sat import solver as cp_sat_seam
from models.merge.rows import Rows
from optimizer.solve.lp import witness
from optimizer.solve.lp.highs import Refusal


class Liar:
    """Answers honestly, but at a rate with a false claim; counts those that are false.

    Parameters
    ----------
    chance, rate
        When it lies.

    Attributes
    ----------
    told
        False answers that were given, by what was said. What is said by chance but true
        is not counted.
    """

    def __init__(self, chance: random.Random, rate: float) -> None:
        self.chance, self.rate = chance, rate
        self.told: Counter[str] = Counter()

    @property
    def count(self) -> int:
        """How many false answers were given."""
        return self.told.total()

    def _lies(self) -> bool:
        return self.chance.random() < self.rate

    @contextmanager
    def standing_in(self) -> Iterator[None]:
        """Let it stand in for the solver."""
        with pytest.MonkeyPatch.context() as patch:
            self.seam(patch)
            yield

    def seam(self, patch: pytest.MonkeyPatch) -> None:
        """Put it where the solver is asked."""
        raise NotImplementedError


class CpSatLiar(Liar):
    """Stands for CP-SAT: no solution where there is one, the optimum where there is a better."""

    def seam(self, patch: pytest.MonkeyPatch) -> None:
        """Put it between the models and CP-SAT; the test of known models has been passed."""
        assert cp_sat_seam.fault() is None
        patch.setattr(cp_sat_seam, "ask", self._asking(cp_sat_seam.ask))

    def _asking(self, honest: Callable[..., Any]) -> Callable[..., Any]:
        def ask(solver: cp_model.CpSolver, model: cp_model.CpModel) -> Any:
            status = honest(solver, model)
            if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE) or not self._lies():
                return status
            if self.chance.random() < 0.5:
                self.told["CP-SAT INFEASIBLE"] += 1
                return cp_model.INFEASIBLE
            return self._worse(solver, model, honest, status)

        return ask

    def _worse(
        self, solver: cp_model.CpSolver, model: cp_model.CpModel, honest: Any, status: Any
    ) -> Any:
        """Call a solution the optimum that is one step worse than another, where there is one."""
        goal = model.proto.objective
        if not len(goal.vars):
            return status
        other = model.clone()
        variables = [other.get_int_var_from_proto_index(index) for index in goal.vars]
        best = sum(c * solver.value(v) for c, v in zip(goal.coeffs, variables, strict=True))
        worse = cp_model.LinearExpr.weighted_sum(variables, list(goal.coeffs))
        other.add(worse >= best + 1)
        other.clear_hints()
        if honest(solver, other) in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            self.told["CP-SAT OPTIMAL"] += 1
            return cp_model.OPTIMAL
        return honest(solver, model)


class HighsLiar(Liar):
    """Stands for HiGHS as a MIP solver, the second witness."""

    def seam(self, patch: pytest.MonkeyPatch) -> None:
        """Put it where the witness asks, which leaves every question to it."""
        patch.setattr(witness, "_TREE_NODES", 0)
        patch.setattr(witness, "refuse_mip", self._asking(witness.refuse_mip))

    def _asking(self, honest: Callable[..., Any]) -> Callable[..., Any]:
        def ask(rows: Rows, *more: Any) -> tuple[Refusal, Any]:
            refusal, found = honest(rows, *more)
            if not self._lies():
                return refusal, found
            if refusal is Refusal.INFEASIBLE:
                self.told["HiGHS OPTIMAL"] += 1
                return Refusal.FOUND, self._some_point(rows)
            if found is not None and rows.hold(np.rint(found).astype(np.int64)):
                self.told["HiGHS INFEASIBLE"] += 1
                return Refusal.INFEASIBLE, None
            return refusal, found

        return ask

    def _some_point(self, rows: Rows) -> Any:
        """Return a point that does not keep the rows, as none does."""
        return np.array([float(self.chance.random() < 0.5) for _ in range(rows.matrix.shape[1])])


LIARS: dict[str, type[Liar]] = {"CP-SAT": CpSatLiar, "HiGHS": HighsLiar}
