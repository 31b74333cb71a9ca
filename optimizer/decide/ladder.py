"""A plan to begin from for every number of units, made of those next to it.

Cutting a unit in two and making two one costs next to nothing and gives plans that are
often the best at their number, or so near that the LP bound leaves few columns in play.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import islice

from models.merge.expressions import UNITS, LinearExpression
from models.quantities import IntArray
from optimizer.solve.clock import Clock
from optimizer.solve.subproblem import Subproblem

_TRIES = 20
"""The cheapest neighbours of a plan that are looked at: those that fail break a side row."""


@dataclass
class Ladder:
    """The best plan that is known at each number of units.

    Attributes
    ----------
    objective
        What is to be small.
    counts
        The numbers of units that matter, in rising order.
    """

    problem: Subproblem
    objective: LinearExpression
    counts: Sequence[int]
    plans: dict[int, IntArray] = field(default_factory=dict)

    def learn(self, plan: IntArray) -> bool:
        """Remember a plan where none as good is known at its number; return whether that is so."""
        units = self.problem.measure(UNITS, plan)
        known = self.plans.get(units)
        if units not in self.counts or (
            known is not None and self._worth(known) < self._worth(plan)
        ):
            return False
        self.plans[units] = plan
        return True

    def _worth(self, plan: IntArray) -> int:
        return self.problem.measure(self.objective, plan)

    def climb(self, plans: Iterable[IntArray], clock: Clock) -> None:
        """Learn of plans, and from those what follows at more units, then at fewer."""
        for plan in plans:
            self.learn(plan)
        for more in (True, False):
            for units in self.counts if more else self.counts[::-1]:
                if units in self.plans and not clock.over:
                    self.step(self.plans[units], more)

    def step(self, plan: IntArray, more: bool) -> None:
        """Learn of the best plan next to one."""
        near = islice(self.problem.neighbours(plan, self.objective, more), _TRIES)
        found = next(filter(self.problem.accepts, near), None)
        if found is not None:
            self.learn(found)
