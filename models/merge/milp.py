"""The PuLP twin: the same problem as a MILP with flow contiguity, in every mode.

    x[p, s] = 1   part p is in the unit that keeps seat s
    y[s]          = x[part of seat s, s]: seat s is kept
    z[o] = 1      the unit takes option o; sum of z over the options of s = y[s]
    f[s, i, j]    >= 0, flow of seat s from part i to part j (Shirabe)

It shares `Problem` and `CouplingConstraint` with the tool's own models, and nothing after that: no
column, no reduction, no bound. `models.merge.milp_county` writes the rows of a
county; here counties are joined, ties are added, and sums become objectives.

Numbers: coefficients are whole. A sum over parts is written as what each part costs
above its cheapest seat, and sums with large coefficients are divided by a power of
two, so that the solver sees costs of at most `LARGEST_COEFFICIENT` and its tolerances stay far
below one unit of account. Where they may not, `resolution` says how far they reach.
What counts is the plan: it is read by rounding and measured in whole numbers.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np
import pulp

from models.merge.coupling import CouplingConstraint
from models.merge.expressions import LinearExpression, Row
from models.merge.milp_county import Assignment, CountyFlow, add_row, county_flow
from models.merge.problem import Problem
from models.quantities import NO_LIMIT, IntArray
from models.scenario import ObjectiveSpec

LARGEST_COEFFICIENT = 2**10
"""Largest coefficient of a row handed to PuLP; larger ones are scaled, for the tolerances."""


@dataclass(frozen=True)
class Linear:
    """constant + scale * (terms), with `scale` a power of two.

    Attributes
    ----------
    reach
        The most that the terms may add up to, in the unit of the sum.
    """

    terms: dict[pulp.LpVariable, float]
    scale: int
    constant: int
    reach: int

    @classmethod
    def of(cls, whole: dict[pulp.LpVariable, int], constant: int) -> Linear:
        """Scale whole coefficients down to at most `LARGEST_COEFFICIENT`."""
        largest = max((abs(c) for c in whole.values()), default=0)
        scale = 1
        while largest > LARGEST_COEFFICIENT * scale:
            scale *= 2
        terms = {v: c / scale for v, c in whole.items() if c}
        return cls(terms, scale, constant, sum(map(abs, whole.values())))

    def scaled(self, limit: int, spare: float) -> float:
        """Return a limit of the sum as one of the terms.

        Halfway to the next whole number where the terms are scaled: the
        rounding of coefficients cannot cross that.
        """
        return (limit - self.constant + (spare if self.scale > 1 else 0)) / self.scale


@dataclass
class FlowModel:
    """A PuLP model over some counties.

    Attributes
    ----------
    specs
        The scenario's objectives by name, for their parameters.
    """

    lp: pulp.LpProblem
    counties: list[CountyFlow]
    specs: dict[str, ObjectiveSpec]
    _aim: Linear | None = None
    _tables: dict[tuple[int, str], tuple[IntArray, IntArray]] = field(default_factory=dict)

    def aim(self, sum_: LinearExpression) -> None:
        """Minimise a sum."""
        self._aim = self.linear(sum_)
        indifferent = {x: 0.0 for county in self.counties for x in county.x.values()}
        terms = self._aim.terms or indifferent or {self._idle(): 1.0}
        self.lp.setObjective(pulp.LpAffineExpression(terms))

    def _idle(self) -> pulp.LpVariable:
        """Return a variable that is 0: files for CBC cannot hold an objective without terms.

        A row of its own keeps it in the file when the objective is another.
        """
        idle = self.lp.add_variable(f"idle_{self.lp.numVariables()}", lowBound=0)
        add_row(self.lp, {idle: 1}, pulp.LpConstraintLE, 0)
        return idle

    def aim_peak(self, name: str) -> None:
        """Minimise a bottleneck: a variable that no part's cost at its seat may pass."""
        whole = {c: self._table(c, name)[1] for c in self.counties}
        largest = max(int(costs.max(initial=0)) for costs in whole.values())
        peak = self.lp.add_variable(f"peak_{self.lp.numVariables()}", lowBound=0)
        self._aim = Linear.of({peak: largest}, 0)
        scale = self._aim.scale
        self._aim = Linear({peak: 1.0}, scale, 0, largest)
        self.lp.setObjective(pulp.LpAffineExpression({peak: 1.0}))
        for county, costs in whole.items():
            for p, seats in enumerate(county.may):
                terms = {county.x[p, s]: costs[p, s] / scale for s in np.nonzero(seats)[0].tolist()}
                add_row(self.lp, {**terms, peak: -1}, pulp.LpConstraintLE, 0)

    def hold_peak(self, name: str, most: int) -> None:
        """Keep every part from seats where it costs more."""
        for county in self.counties:
            costs = self._table(county, name)[1]
            for (p, s), x in county.x.items():
                if costs[p, s] > most:
                    x.upBound = 0

    def peak(self, name: str, plan: Sequence[Assignment]) -> int:
        """Return the largest cost of a part at its seat, in whole numbers."""
        return max(
            int(self._table(c, name)[1][np.arange(len(a.seat)), a.seat].max(initial=0))
            for c, a in zip(self.counties, plan, strict=True)
        )

    def hold(self, row: Row) -> None:
        """Keep a sum within bounds."""
        linear = self.linear(row.sum)
        for limit, sense, spare in (
            (row.low, pulp.LpConstraintGE, -0.5),
            (row.high, pulp.LpConstraintLE, 0.5),
        ):
            if abs(limit) < NO_LIMIT:
                add_row(self.lp, linear.terms, sense, linear.scaled(limit, spare))

    def linear(self, sum_: LinearExpression) -> Linear:
        """Return a sum over the variables, parts at their cost above their cheapest seat."""
        whole: dict[pulp.LpVariable, int] = {}
        constant = 0
        for county in self._counted(sum_):
            opening, assigning = self._coefficients(county, sum_)
            for option, z in county.z.items():
                whole[z] = whole.get(z, 0) + int(opening[option])
            least = np.where(county.may, assigning, NO_LIMIT).min(axis=1, initial=NO_LIMIT)
            least[least == NO_LIMIT] = 0
            constant += int(least.sum())
            for (p, s), x in county.x.items():
                whole[x] = whole.get(x, 0) + int(assigning[p, s] - least[p])
        return Linear.of(whole, constant)

    def measure(self, sum_: LinearExpression, plan: Sequence[Assignment]) -> int:
        """Return what a plan sums up to, in whole numbers."""
        total = 0
        for county, assignment in zip(self.counties, plan, strict=True):
            if county in self._counted(sum_):
                opening, assigning = self._coefficients(county, sum_)
                kept = assignment.option[assignment.option >= 0]
                parts = np.arange(len(assignment.seat))
                total += int(opening[kept].sum()) + int(assigning[parts, assignment.seat].sum())
        return total

    def read(self) -> tuple[Assignment, ...]:
        """Return the solver's plan, read by rounding."""
        return tuple(county.read() for county in self.counties)

    def bound(self, of_terms: float) -> float:
        """Return a bound of the minimised terms as one of the sum."""
        assert self._aim is not None
        return of_terms * self._aim.scale + self._aim.constant

    def resolution(self, tolerance: float) -> int:
        """Return the largest difference of the sum that a solver's tolerance may hide.

        A variable may be off by the tolerance, and with it the sum by the
        tolerance times all that the terms may add up to.
        """
        assert self._aim is not None
        return int(tolerance * self._aim.reach)

    def _counted(self, sum_: LinearExpression) -> list[CountyFlow]:
        counted = sum_.counties
        return [c for c in self.counties if counted is None or c.problem.county in counted]

    def _coefficients(
        self, county: CountyFlow, sum_: LinearExpression
    ) -> tuple[IntArray, IntArray]:
        """Return what the options and the parts at seats add to a sum."""
        problem = county.problem
        opening = sum_.per_unit + sum_.per_urban * problem.options.urban
        assigning = np.zeros(county.may.shape, dtype=np.int64)
        for name, weight in sum_.per_cost:
            table = self._table(county, name)
            opening = opening + weight * table[0]
            assigning = assigning + weight * table[1]
        return opening, assigning

    def _table(self, county: CountyFlow, name: str) -> tuple[IntArray, IntArray]:
        """Return an objective's costs of options, and of parts at seats; made once."""
        key = (county.problem.county, name)
        if key not in self._tables:
            spec = self.specs.get(name) or ObjectiveSpec(name=name)
            self._tables[key] = (spec.opening(county.problem), spec.assigning(county.problem))
        return self._tables[key]


def flow_model(
    problems: Sequence[Problem],
    ties: Iterable[CouplingConstraint],
    specs: Iterable[ObjectiveSpec],
    ordered: bool = False,
) -> FlowModel:
    """Return the MILP of some counties.

    Parameters
    ----------
    ties
        All ties of the scenario; those within these counties hold.
    ordered
        Whether to break the symmetry of seats (see `models.merge.milp_reach`).
    """
    lp = pulp.LpProblem("flow", pulp.LpMinimize)
    ties = tuple(ties)
    counties = [county_flow(lp, problem, ties, ordered) for problem in problems]
    model = FlowModel(lp, counties, {spec.name: spec for spec in specs})
    inside = {problem.county for problem in problems}
    for tie in ties:
        if tie.counties <= inside:
            model.hold(tie.row())
    return model
