"""A bottleneck among the objectives, solved by a search over the distances that occur.

The worst distance is no sum: a plan keeps a threshold when each of its columns does,
so a threshold only takes columns away. The least one under which the objectives
before it still reach their best is found by bisection; each step is a solve of its
own, so the threshold is proved from both sides.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

import numpy as np

from models.merge.coupling import CouplingConstraint
from models.quantities import IntArray, allowance, fraction
from models.scenario import ObjectiveSpec, Scenario
from optimizer.solve.clock import Clock
from optimizer.solve.decomposition.apart import Each, solve_each
from optimizer.solve.decomposition.city import FallbackPlan, solve_city
from optimizer.solve.decomposition.city_answer import CityAnswer
from optimizer.solve.decomposition.source import Listed, SubproblemSource
from optimizer.solve.lexicographic import least_share
from optimizer.solve.results import ObjectiveResult, Verdict

ANY_PLAN = (ObjectiveSpec(name="units"),)


def solve_stages(
    source: SubproblemSource,
    scenario: Scenario,
    ties: Sequence[CouplingConstraint],
    clock: Clock,
    each: Each = solve_each,
    fallback: FallbackPlan | None = None,
) -> CityAnswer:
    """Solve all objectives of a scenario, bottlenecks among them (see `solve_city`)."""
    specs = scenario.objectives
    at = next((k for k, spec in enumerate(specs) if spec.objective.bottleneck), None)
    if at is None:
        return solve_city(source, scenario, ties, clock, each, fallback)
    return _Bisection(source, scenario, ties, clock, at).run()


@dataclass(frozen=True)
class _Bisection:
    """The search for the least threshold of objective number `at`."""

    source: SubproblemSource
    scenario: Scenario
    ties: Sequence[CouplingConstraint]
    clock: Clock
    at: int

    @property
    def whole(self) -> bool:
        """Whether all columns are at hand; otherwise nothing is proved of the threshold."""
        return all(p.complete for p in self.source.subproblems())

    @property
    def spec(self) -> ObjectiveSpec:
        return self.scenario.objectives[self.at]

    @property
    def before(self) -> tuple[ObjectiveSpec, ...]:
        return self.scenario.objectives[: self.at]

    @property
    def after(self) -> tuple[ObjectiveSpec, ...]:
        return self.scenario.objectives[self.at + 1 :]

    def run(self) -> CityAnswer:
        """Return the objectives before, the threshold, and the objectives after it."""
        base = self._solve(self.source, self.before or ANY_PLAN)
        if base.chosen is None:
            return base
        search = replace(self, source=Listed.of(p.made() for p in self.source.subproblems()))
        answer = search._bisect(base, base.verdict is Verdict.SOLVED and self.whole)
        return answer if self.whole else replace(answer, verdict=Verdict.OPEN)

    def _bisect(self, base: CityAnswer, proved: bool) -> CityAnswer:
        assert base.chosen is not None
        held, values = self._held(base), self._values(base.chosen)
        low, high = 0, len(values) - 1
        while low < high and not self.clock.over:
            middle = (low + high) // 2
            found = self._try(int(values[middle]), base, held)
            if found.chosen is not None and found.verdict is Verdict.SOLVED:
                high = middle
            else:
                proved &= found.verdict is Verdict.INFEASIBLE
                low = middle + 1
        value, proved = int(values[high]), proved and low == high
        reached = ObjectiveResult(self.spec.name, value, value if proved else None, proved)
        return self._finish(base, reached, held)

    def _solve(
        self,
        source: SubproblemSource,
        specs: tuple[ObjectiveSpec, ...],
        held: Sequence[CouplingConstraint] = (),
    ) -> CityAnswer:
        scenario = self.scenario.model_copy(update={"objectives": specs})
        if source.count == 1:
            source = Listed.of([source.subproblem(0).bounded(*(tie.row() for tie in held))])
        return solve_city(source, scenario, [*self.ties, *held], self.clock)

    def _below(self, value: int) -> SubproblemSource:
        return Listed.of(p.below(self.spec.name, value) for p in self.source.subproblems())

    def _values(self, chosen: Sequence[IntArray]) -> IntArray:
        """Return the thresholds worth trying: from what every plan has to the plan at hand."""
        name = self.spec.name
        most = max(p.peak(name, c) for p, c in zip(self.source.subproblems(), chosen, strict=True))
        least = max(p.peak_floor(name) for p in self.source.subproblems())
        every = np.unique(np.concatenate([p.peak_values(name) for p in self.source.subproblems()]))
        return np.union1d(every[(every >= least) & (every <= most)], [most])

    def _held(self, base: CityAnswer) -> list[CouplingConstraint]:
        """Return what holds the objectives before at their values, where they have tolerances."""
        if not any(spec.tolerance for spec in self.before):
            return []
        everywhere = frozenset(range(self.source.count))
        pairs = zip(self.before, base.attained, strict=True)
        most = sum(p.most_units for p in self.source.subproblems())
        return [_tie(spec, reached, everywhere, most) for spec, reached in pairs]

    def _try(self, value: int, base: CityAnswer, held: Sequence[CouplingConstraint]) -> CityAnswer:
        """Return a plan under a threshold that is as good before; infeasible if there is none."""
        specs = ANY_PLAN if held or not self.before else self.before
        found = self._solve(self._below(value), specs, held)
        if specs is ANY_PLAN or found.verdict is not Verdict.SOLVED:
            return found
        same = all(a.value == b.value for a, b in zip(found.attained, base.attained, strict=True))
        return found if same else CityAnswer(Verdict.INFEASIBLE, None)

    def _finish(
        self, base: CityAnswer, reached: ObjectiveResult, held: Sequence[CouplingConstraint]
    ) -> CityAnswer:
        """Solve the objectives after the threshold under it."""
        tolerance = fraction(self.spec.tolerance) if self.after else Fraction(0)
        most = int(reached.value) + allowance(int(reached.value), tolerance)
        repeated = () if held else self.before
        specs = (*repeated, *self.after)
        final = self._solve(self._below(most), specs or ANY_PLAN, held)
        if final.chosen is None:
            later = tuple(ObjectiveResult(spec.name, 0, None, False) for spec in self.after)
            final = CityAnswer(Verdict.OPEN, base.chosen, later)
        else:
            later = final.attained[len(repeated) :] if specs else ()
            final = replace(final, chosen=self._original(final.chosen, most))
        later = tuple(replace(a, proved=a.proved and reached.proved) for a in later)
        before = base.attained if self.before else ()
        verdict = final.verdict if reached.proved else Verdict.OPEN
        return CityAnswer(verdict, final.chosen, (*before, reached, *later))

    def _original(self, chosen: Sequence[IntArray] | None, value: int) -> tuple[IntArray, ...]:
        """Return the columns of the whole problem behind those under a threshold."""
        assert chosen is not None
        pairs = zip(self.source.subproblems(), chosen, strict=True)
        return tuple(p.restored(self.spec.name, value, c) for p, c in pairs)


def _tie(
    spec: ObjectiveSpec, reached: ObjectiveResult, everywhere: frozenset[int], most_units: int
) -> CouplingConstraint:
    if spec.objective.ratio:
        kept = least_share(Fraction(reached.value), spec, most_units)
        return CouplingConstraint(spec.name, everywhere, -kept.numerator, kept.denominator, low=0)
    spare = allowance(int(reached.value), fraction(spec.tolerance))
    cost = ((spec.name, 1),)
    return CouplingConstraint(
        spec.name, everywhere, 0, per_cost=cost, high=int(reached.value) + spare
    )
