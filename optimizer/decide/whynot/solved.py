"""Any mode: a pair answered by solving the whole scenario again with both in one unit."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from models.instance import Instance, OfInstance
from models.plan import Outcome, Plan
from models.rules.pairs import Pair, Together
from optimizer.decide.whynot.answer import Forced
from optimizer.solve.clock import Clock
from optimizer.solve.results import Value
from optimizer.solve.results import Verdict as Solved
from optimizer.solve.run import solve

_PATIENCE = 30
"""Deterministic work of one stage of a village mode (see `Effort.patience`)."""


@dataclass(frozen=True)
class Solving(OfInstance):
    """A scenario that is solved again for each pair.

    Attributes
    ----------
    best
        Its best values, where they are proved; empty otherwise.
    """

    instance: Instance
    best: tuple[Value, ...]

    @classmethod
    def of(cls, instance: Instance, clock: Clock) -> Solving:
        """Solve the scenario itself first."""
        found = solve(instance, clock.patient(_PATIENCE))
        proved = found.outcome is Outcome.OPTIMAL
        return cls(instance, tuple(r.best for r in found.reached) if proved else ())

    def forced(self, plan: Plan, a: int, b: int, clock: Clock) -> tuple[Solved, Forced | None]:
        """Solve with two units of a plan in one."""
        asked = self.scenario.with_rule("together", self._joined(plan, a, b))
        found = solve(self.instance.with_scenario(asked), clock.patient(_PATIENCE))
        if found.plan is None:
            infeasible_counties = found.outcome is Outcome.INFEASIBLE
            return Solved.INFEASIBLE if infeasible_counties else Solved.OPEN, None
        values = tuple(r.best for r in found.reached)
        inside = np.isin(plan.unit, [a, b])
        of_pair = found.plan.unit == found.plan.unit[inside][0]
        forced = Forced(values, found.plan, bool((of_pair == inside).all()))
        return (Solved.SOLVED if found.outcome is Outcome.OPTIMAL else Solved.OPEN), forced

    def _joined(self, plan: Plan, a: int, b: int) -> Together:
        """Return the rule `together` with all that two units hold beside what it held before.

        Whole townships are named as such, other villages one by one.
        """
        territory = self.territory
        inside = np.isin(plan.unit, [a, b])
        origin, codes = territory.villages.township, territory.villages.codes
        whole = [int(t) for t in np.unique(origin[inside]) if inside[origin == t].all()]
        single = np.nonzero(inside & ~np.isin(origin, whole))[0]
        names = [territory.townships[t].code for t in whole]
        names += [codes[v] for v in single if codes[v] not in territory.township_codes]
        pairs: tuple[Pair, ...] = tuple((names[0], name) for name in names[1:])
        before = self.scenario.rule("together")
        return Together(pairs=pairs if before is None else (*before.pairs, *pairs))
