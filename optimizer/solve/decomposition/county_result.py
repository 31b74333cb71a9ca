"""What is left of a county when it is solved and its model is dropped."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from models.merge.expressions import UNITS, URBAN, LinearExpression, cost_of
from models.objectives import OBJECTIVES
from models.quantities import IntArray
from optimizer.solve.decomposition.county_model import CountyModel
from optimizer.solve.evidence import Proof, weakest
from optimizer.solve.lexicographic import Answer
from optimizer.solve.results import ObjectiveResult, Value, Verdict


@dataclass(frozen=True)
class PlanTotals:
    """What a county's plan counts and costs, in place of the problem that it is a plan of.

    Attributes
    ----------
    totals
        Costs by name.
    """

    county: int
    units: int
    urban: int
    totals: Mapping[str, int]

    @property
    def cost_names(self) -> Iterable[str]:
        """The objectives that the plan has a cost of."""
        return tuple(self.totals)

    def measure(self, sum_: LinearExpression, chosen: IntArray) -> int:
        """Return what the plan sums up to; `chosen` can be no other."""
        if sum_.counties is not None and self.county not in sum_.counties:
            return 0
        costs = sum(weight * self.totals[name] for name, weight in sum_.per_cost)
        return sum_.per_unit * self.units + sum_.per_urban * self.urban + costs


@dataclass(frozen=True)
class CountyResult:
    """A county's answer, with its part of the plan.

    Attributes
    ----------
    answer
        With a tally for a problem; `chosen` is known by the model that was dropped.
    plan
        Seat of each village's unit and kind of each seat (see `WholeModel.assigned`).
    made
        Candidates that were made on demand; None where all were held.
    cut
        Whether the time was over before the end.
    heuristic
        Whether few of the candidates were made, so that `chosen` is not of the full model.
    listed
        Whether `chosen` is of candidate units, else options of parts.
    proof
        What everything proved on the way rests on.
    faults, claims
        Of solvers, as in `optimizer.solve.evidence.Evidence`.
    """

    answer: Answer
    plan: tuple[IntArray, IntArray] | None
    made: int | None
    cut: bool
    heuristic: bool = False
    listed: bool = False
    proof: Proof = Proof.BOUND
    faults: tuple[str, ...] = ()
    claims: tuple[str, ...] = ()

    @property
    def empty_handed(self) -> bool:
        """Whether there is neither a plan nor the proof that there is none."""
        return self.answer.chosen is None and self.answer.verdict is Verdict.OPEN

    @property
    def first_open(self) -> ObjectiveResult | None:
        """The first objective that is not proved and may have a better value."""
        open_ = (one for one in self.answer.attained if not one.proved and one.bound != one.best)
        return next(open_, None)

    def worth_less_than(self, known: CountyResult) -> bool:
        """Return whether an earlier answer says more: this one has no plan, or a hasty one."""
        return self.empty_handed or (self.heuristic and known.answer.chosen is not None)

    def after(self, known: CountyResult) -> CountyResult:
        """Return the better of this answer and an earlier one, with proofs and bounds of both."""
        if self.worth_less_than(known):
            return known
        if self.answer.verdict is not Verdict.OPEN or known.answer.chosen is None:
            return self
        mine, theirs = _ranked(self.answer.attained), _ranked(known.answer.attained)
        best, other = (known, self) if theirs < mine else (self, known)
        attained = _tightened(best.answer.attained, other.answer.attained)
        answer = replace(best.answer, attained=attained)
        return replace(best, answer=answer, cut=self.cut, proof=weakest((self.proof, known.proof)))

    @property
    def begun(self) -> IntArray | None:
        """The solution as the model made again knows it; None where it does not."""
        return None if self.heuristic or self.made is not None else self.answer.chosen


def _ranked(attained: Sequence[ObjectiveResult]) -> list[Value]:
    """Return values of which the least in their order are best."""
    return [-a.value if OBJECTIVES[a.name].ratio else a.value for a in attained]


def _tightened(
    attained: Sequence[ObjectiveResult], others: Sequence[ObjectiveResult]
) -> tuple[ObjectiveResult, ...]:
    """Take proofs and better bounds of another search: they hold while the values before agree.

    A bound that meets the value would be a proof: that is for a search to say.
    """
    out = list(attained)
    for k, (mine, other) in enumerate(zip(attained, others, strict=True)):
        if other.proved and other.value == mine.value:
            out[k] = other
        elif other.bound is not None and not mine.proved:
            best = min if OBJECTIVES[mine.name].ratio else max
            bound = other.bound if mine.bound is None else best(mine.bound, other.bound)
            out[k] = mine if bound == mine.value else replace(mine, bound=bound)
        if mine.value != other.value:
            break
    return tuple(out)


def county_result(model: CountyModel, answer: Answer, cut: bool) -> CountyResult:
    """Reduce an answer to what is needed without its model."""
    if answer.chosen is None:
        nothing = replace(answer, problem=PlanTotals(model.problem.county, 0, 0, {}))
        return CountyResult(nothing, None, model.made, cut, listed=model.listed)
    problem, chosen = answer.problem, answer.chosen
    totals = PlanTotals(
        model.problem.county,
        problem.measure(UNITS, chosen),
        problem.measure(URBAN, chosen),
        {name: problem.measure(cost_of(name), chosen) for name in problem.cost_names},
    )
    return CountyResult(
        replace(answer, problem=totals),
        model.assigned(chosen),
        model.made,
        cut,
        listed=model.listed,
    )
