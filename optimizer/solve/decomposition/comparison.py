"""Plans of all counties compared: what they come to, and whether they keep the coupling."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction

from models.merge.coupling import CouplingConstraint
from models.merge.expressions import UNITS, URBAN, LinearExpression, cost_of
from models.quantities import IntArray
from models.scenario import ObjectiveSpec
from optimizer.solve.results import ObjectiveResult, Value
from optimizer.solve.subproblem import Measurable


def without_bounds(
    problems: Sequence[Measurable], chosen: Sequence[IntArray], specs: Sequence[ObjectiveSpec]
) -> tuple[ObjectiveResult, ...]:
    """Return what a plan comes to, with no bound."""
    return tuple(
        ObjectiveResult(spec.name, _value(problems, chosen, spec), None, False) for spec in specs
    )


def _value(
    problems: Sequence[Measurable], chosen: Sequence[IntArray], spec: ObjectiveSpec
) -> Value:
    def total(sum_: LinearExpression) -> int:
        return sum(p.measure(sum_, c) for p, c in zip(problems, chosen, strict=True))

    return (
        Fraction(total(URBAN), total(UNITS)) if spec.objective.ratio else total(cost_of(spec.name))
    )


def ties_hold(
    pairs: Iterable[tuple[Measurable, IntArray]], ties: Sequence[CouplingConstraint]
) -> bool:
    """Return whether a plan of each county keeps the ties over several of them."""
    known = list(pairs)
    totals = (sum(p.measure(tie.row().sum, c) for p, c in known) for tie in ties)
    return all(tie.holds(total) for tie, total in zip(ties, totals, strict=True))


def better(
    problems: Sequence[Measurable],
    specs: Sequence[ObjectiveSpec],
    one: Sequence[IntArray],
    other: Sequence[IntArray] | None,
) -> bool:
    """Return whether a plan comes before another, or before none, in the order of objectives.

    With a tolerance the order is none of values alone: then the other one stays.
    """
    if other is None or any(spec.tolerance for spec in specs):
        return other is None
    keys = []
    for plan in (one, other):
        values = zip(specs, without_bounds(problems, plan, specs), strict=True)
        keys.append([-a.value if spec.objective.ratio else a.value for spec, a in values])
    return keys[0] < keys[1]
