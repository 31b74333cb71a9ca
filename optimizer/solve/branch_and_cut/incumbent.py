"""The incumbent of a search, the best plan so far, and the bounds from both sides."""

from __future__ import annotations

from dataclasses import dataclass

from models.merge.villages import VillageModel
from models.quantities import NO_LIMIT, IntArray
from optimizer.solve.branch_and_cut.cut_plan_pool import CutPlanPool


@dataclass
class Incumbent:
    """What a search and its heuristics know of the best plan.

    Attributes
    ----------
    cost
        Of each column.
    pool
        Learns of every plan that is offered.
    best, value
        The best plan and its cost; `value` is one above the most that is asked for
        while there is no plan.
    bound
        A proved lower bound of every plan's cost.
    first_only
        Whether any plan will do.
    """

    model: VillageModel
    cost: IntArray
    pool: CutPlanPool
    best: IntArray | None = None
    value: int = NO_LIMIT
    bound: int = -NO_LIMIT
    first_only: bool = False

    @property
    def optimal(self) -> bool:
        """Whether nothing better can exist."""
        return self.bound >= self.value

    @property
    def shown(self) -> int | None:
        """The best plan's cost for reports; None without a plan."""
        return None if self.best is None else self.value

    def cost_of(self, plan: IntArray) -> int:
        """Return what a plan costs."""
        return int(self.cost[self.model.columns(plan)].sum())

    def offer(self, plan: IntArray) -> bool:
        """Take a plan if it is better; return whether it was."""
        if not self.pool.accepts(self.model, plan):
            return False
        self.pool.add_plan(plan)
        cost = self.cost_of(plan)
        if cost >= self.value:
            return False
        self.best, self.value = plan, cost
        return True

    def raise_bound(self, bound: int) -> None:
        """Take a bound if it is higher."""
        self.bound = max(self.bound, bound)
