"""What is known of a county's village model; its stages share it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np

from models.merge.rows import RowMaker, Rows
from models.merge.sums import Row, Sum
from models.merge.villages import VillageModel
from models.quantities import IntArray
from optimizer.solve.branch_and_cut.cp_sat import everything
from optimizer.solve.branch_and_cut.path_fixing import Ways
from optimizer.solve.lp.program import Program


@dataclass
class Memory:
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
    """

    size: int
    plans: list[IntArray] = field(default_factory=list)
    fallback: IntArray | None = None
    whole: Callable[[Sequence[Row]], IntArray | None] | None = None

    def __post_init__(self) -> None:
        self.cuts: Rows = RowMaker().rows(self.size)
        self._ways: Ways | None = None

    def ways(self, model: VillageModel) -> Ways:
        """Return the ways between the villages: every stage of a county has the same columns."""
        if self._ways is None:
            self._ways = Ways(model)
        return self._ways

    def keep(self, plan: IntArray) -> None:
        """Remember a plan."""
        if not any(np.array_equal(plan, known) for known in self.plans):
            self.plans.append(plan)

    def learn(self, cuts: Rows) -> None:
        """Remember separators."""
        if len(cuts):
            self.cuts = self.cuts + cuts

    def best(self, model: VillageModel, objective: Sum) -> IntArray | None:
        """Return the best known plan that keeps the side rows."""
        fit = [plan for plan in self.plans if model.accepts(plan)]
        return min(fit, key=lambda plan: model.measure(objective, plan), default=None)

    def program(self, model: VillageModel, cost: IntArray, closed: Iterable[int] = ()) -> Program:
        """Return the program of a cost with all that is known.

        Parameters
        ----------
        closed
            Columns that no solution of interest uses.
        """
        low, high = everything(model.size)
        high[np.fromiter(closed, dtype=np.int64)] = False
        high &= ~model.shut
        return Program(cost, model.fixed + model.side_rows() + self.cuts, low, high)
