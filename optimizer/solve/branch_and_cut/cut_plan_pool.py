"""What is known of a county's village model; its stages share it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from models.merge.expressions import LinearExpression, Row
from models.merge.rows import RowMaker, Rows
from models.merge.villages import VillageModel
from models.quantities import IntArray
from optimizer.solve.branch_and_cut.cp_sat import free_bounds
from optimizer.solve.branch_and_cut.path_fixing import PathFixing
from optimizer.solve.lp.program import Program

FewerUnits = Callable[[int, Callable[[], bool]], Sequence[IntArray]]
"""Returns plans, given a bound of their units and whether to stop."""


@dataclass
class CutPlanPool:
    """Separators, which hold in every stage, and plans that were seen.

    Attributes
    ----------
    plans
        Option of each village's unit; every one keeps all rules, not every stage's side rows.
    fallback
        This county's part of the best plan known from the start that keeps all rules of the
        whole territory.
    whole
        Mode whole's best plan that keeps some side rows, for where none is known.
    fewer_units
        Looks for plans of fewer units than are known, down to a bound of their number and
        until it is told to stop, longer each time; None where nobody can.
    """

    size: int
    plans: list[IntArray] = field(default_factory=list)
    fallback: IntArray | None = None
    whole: Callable[[Sequence[Row]], IntArray | None] | None = None
    fewer_units: FewerUnits | None = None

    def __post_init__(self) -> None:
        self.cuts: Rows = RowMaker().rows(self.size)
        self._path_fixing: PathFixing | None = None
        self._sound: dict[bytes, bool] = {}
        self._known = {_name(plan) for plan in self.plans}

    def __getstate__(self) -> dict[str, Any]:
        """Leave those who know more behind: what is sent elsewhere is the county alone."""
        return {**self.__dict__, "whole": None, "fewer_units": None}

    def path_fixing(self, model: VillageModel) -> PathFixing:
        """Return the fixing by paths: every stage of a county has the same columns."""
        if self._path_fixing is None:
            self._path_fixing = PathFixing(model)
        return self._path_fixing

    def add_plan(self, plan: IntArray) -> None:
        """Remember a plan."""
        name = _name(plan)
        if name not in self._known:
            self._known.add(name)
            self.plans.append(plan)

    def accepts(self, model: VillageModel, plan: IntArray) -> bool:
        """Return `model.accepts`; what holds of a plan in every stage is looked at once."""
        name = _name(plan)
        if name not in self._sound:
            self._sound[name] = model.is_plan(plan)
        return self._sound[name] and model.keeps_side_rows(plan)

    def add_cuts(self, cuts: Rows) -> None:
        """Remember separators."""
        if len(cuts):
            self.cuts = self.cuts + cuts

    def best(self, model: VillageModel, objective: LinearExpression) -> IntArray | None:
        """Return the best known plan that keeps the side rows."""
        cost = model.coefficients(objective)
        fit = [plan for plan in self.plans if self.accepts(model, plan)]
        return min(fit, key=lambda plan: int(cost[model.columns(plan)].sum()), default=None)

    def program(self, model: VillageModel, cost: IntArray, excluded: Iterable[int] = ()) -> Program:
        """Return the program of a cost with all that is known.

        Parameters
        ----------
        excluded
            Columns that no solution of interest uses.
        """
        low, high = free_bounds(model.size)
        high[np.fromiter(excluded, dtype=np.int64)] = False
        high &= ~model.excluded
        return Program(cost, model.fixed + model.side_rows() + self.cuts, low, high)


def _name(plan: IntArray) -> bytes:
    return np.asarray(plan, dtype=np.int64).tobytes()
