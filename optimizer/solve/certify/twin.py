"""The PuLP twin solves one objective: what it claims, and the plan behind the claim."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from models.merge.expressions import UNITS, URBAN, LinearExpression, Row, cost_of
from models.merge.milp import FlowModel
from models.merge.milp_county import Assignment
from models.quantities import allowance, fraction
from models.scenario import ObjectiveSpec
from optimizer.solve.certify.milp_solvers import SOLVERS, Claim, Grant
from optimizer.solve.results import Value

TOLERANCE = 1e-9
"""Tolerance of whole values that the twin's solver is asked to keep."""


@dataclass(frozen=True)
class TwinStage:
    """What the twin says of one objective.

    Attributes
    ----------
    status
        `optimal`, `infeasible` or `open`: the solver's claim.
    plan
        Of each county, read by rounding; None without one.
    value
        Of the plan, recomputed in whole numbers.
    resolution
        The largest difference that the solver's tolerance may hide.
    """

    status: str
    plan: tuple[Assignment, ...] | None = None
    value: Value | None = None
    resolution: int = 0


@dataclass
class Twin:
    """A flow model and the solver that works on it.

    Attributes
    ----------
    solver
        Its name in `SOLVERS`.
    stopped
        Whether the user asked to stop.
    """

    model: FlowModel
    solver: str = "highs"
    stopped: Callable[[], bool] | None = None

    def best(self, spec: ObjectiveSpec, seconds: float) -> TwinStage:
        """Return the best value of an objective within what is held."""
        if spec.objective.ratio:
            return self._best_share(time.monotonic() + seconds)
        if spec.objective.bottleneck:
            self.model.aim_peak(spec.name)
        else:
            self.model.aim(cost_of(spec.name))
        claim, plan = self._solve(seconds)
        value = None if plan is None else self.value(spec, plan)
        return TwinStage(claim.status, plan, value, self.model.resolution(TOLERANCE))

    def hold(self, spec: ObjectiveSpec, value: Value) -> None:
        """Let later objectives worsen a value by no more than its tolerance."""
        if spec.objective.ratio:
            least = _least_share(spec, value)
            self.model.hold(Row(LinearExpression(-least.numerator, least.denominator), low=0))
        elif spec.objective.bottleneck:
            self.model.hold_peak(spec.name, _most(spec, value))
        else:
            self.model.hold(Row(cost_of(spec.name), high=_most(spec, value)))

    def share(self, plan: tuple[Assignment, ...]) -> Fraction:
        """Return a plan's share of towns and subdistricts."""
        return Fraction(self.model.measure(URBAN, plan), self.model.measure(UNITS, plan))

    def value(self, spec: ObjectiveSpec, plan: tuple[Assignment, ...]) -> Value:
        """Return a plan's value of an objective, in whole numbers."""
        if spec.objective.ratio:
            return self.share(plan)
        if spec.objective.bottleneck:
            return self.model.peak(spec.name, plan)
        return self.model.measure(cost_of(spec.name), plan)

    def _solve(self, seconds: float) -> tuple[Claim, tuple[Assignment, ...] | None]:
        """Minimise what the model aims at."""
        if seconds <= 0:
            return Claim("open", False, None, 0.0), None
        grant = Grant(seconds, tolerance=TOLERANCE, stopped=self.stopped)
        claim = SOLVERS[self.solver](self.model.lp, grant)
        return claim, self.model.read() if claim.found else None

    def _best_share(self, deadline: float) -> TwinStage:
        """Return the largest urban / units by the method of Dinkelbach (1967).

        At a known share q = u / n the largest n urban - u units is 0 exactly if
        no plan has a larger one; otherwise its plan has one, and the next turn
        starts from there.
        """
        best: tuple[Assignment, ...] | None = None
        share = Fraction(0)
        while True:
            self.model.aim(LinearExpression(per_unit=share.numerator, per_urban=-share.denominator))
            claim, plan = self._solve(deadline - time.monotonic())
            better = plan is not None and self.share(plan) > share
            if plan is not None and (better or best is None):
                best, share = plan, self.share(plan)
            if claim.status != "optimal" or not better:
                return TwinStage(claim.status, best, None if best is None else share)


def within(spec: ObjectiveSpec, reached: Value, value: Value) -> bool:
    """Return whether a value keeps the budget of one that was reached."""
    if spec.objective.ratio:
        return value >= _least_share(spec, reached)
    return value <= _most(spec, reached)


def _least_share(spec: ObjectiveSpec, value: Value) -> Fraction:
    return value * (1 - fraction(spec.tolerance))


def _most(spec: ObjectiveSpec, value: Value) -> int:
    return int(value) + allowance(int(value), fraction(spec.tolerance))
