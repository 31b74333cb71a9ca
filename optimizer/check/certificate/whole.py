"""The program of a county in mode `whole`: which candidates cover every township exactly once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array, vstack

from models.merge.coupling import CouplingConstraint
from models.merge.problem import Problem
from models.quantities import NO_LIMIT, BoolArray, IntArray
from optimizer.check.certificate.broken import BrokenError
from optimizer.check.certificate.columns import Candidates, candidate_units
from optimizer.check.certificate.program import Fixing, Key, Program
from optimizer.check.certificate.question import UNITS, URBAN, Question

_REACH = 2.0**62


@dataclass(frozen=True)
class Questions:
    """What units may be asked about.

    `pair` p, q: whether both are in one unit (Ryan and Foster 1981). `seat` p, s, and `kind`
    p, k: whether the unit that holds p keeps seat s, takes kind k.

    Attributes
    ----------
    seat, kind
        Of each column.
    """

    members: csr_array
    seat: IntArray
    kind: IntArray

    def sides(self, question: str, of: Sequence[int]) -> tuple[Fixing, Fixing]:
        """Return what the answers yes and no leave out."""
        parts = self.members.shape[1]
        if len(of) != 2 or not 0 <= of[0] < parts:
            raise BrokenError(f"no question {question} {list(of)}", f"没有分支 {question} {of}")
        holds = self._holds(of[0])
        match question:
            case "pair" if 0 <= of[1] < parts:
                other = self._holds(of[1])
                return _without(holds ^ other), _without(holds & other)
            case "seat":
                same = self.seat == of[1]
            case "kind":
                same = self.kind == of[1]
            case _:
                raise BrokenError(f"no question {question}", f"没有分支 {question}")
        return _without(holds & ~same), _without(holds & same)

    def _holds(self, part: int) -> BoolArray:
        out: BoolArray = self.members[:, [part]].toarray().ravel() > 0
        return out


def _without(columns: BoolArray) -> Fixing:
    return Fixing(np.nonzero(columns)[0], np.empty(0, dtype=np.int64))


@dataclass(frozen=True)
class WholeCounty:
    """A county's candidates beside the program that chooses among them.

    Attributes
    ----------
    every, sums
        All candidates, and what each counts and costs.
    kept
        Those that are columns of the program.
    """

    problem: Problem
    every: Candidates
    sums: Mapping[str, IntArray]
    kept: IntArray
    program: Program

    @property
    def candidates(self) -> Candidates:
        """The columns of the program."""
        return self.every.take(self.kept)

    def find(self, seat_of_village: IntArray, kind: IntArray) -> IntArray | None:
        """Return the candidates that a plan is made of; None where it has a unit that is none.

        Parameters
        ----------
        seat_of_village
            Seat of each village's unit.
        kind
            Kind after the plan of each seat (position in `KINDS`).
        """
        seat = np.full(self.problem.parts, -1, dtype=np.int64)
        seat[self.problem.part] = seat_of_village
        if (seat[self.problem.part] != seat_of_village).any():
            return None
        options, taken, found = self.problem.options, self.every.option, []
        sizes = np.diff(self.every.members.indptr)
        for s in np.unique(seat):
            inside = (seat == s).astype(np.int64)
            fits = (options.seat[taken] == s) & (options.kind[taken] == kind[s])
            held = self.every.members @ inside
            same = np.nonzero(fits & (held == sizes) & (sizes == inside.sum()))[0]
            if not len(same):
                return None
            found.append(int(same[0]))
        return np.array(found, dtype=np.int64)

    def measured(self, seat_of_village: IntArray, kind: IntArray) -> dict[str, int] | None:
        """Return what a plan comes to, by sum; None where it is none of the program's."""
        found = self.find(seat_of_village, kind)
        if found is None:
            return None
        return {name: int(of[found].sum()) for name, of in self.sums.items()}


def whole_county(question: Question, problem: Problem) -> WholeCounty:
    """List a county's candidates and set up their program.

    A candidate is left out where another over the same townships comes no later in the order
    of the objectives and serves every tie as well: in any plan the other may stand for it. So
    of the plans that keep all ties one that comes before no other is made of those kept, and
    what a certificate proves it proves of plans made of these.
    """
    every = candidate_units(problem)
    sums = _sums(question, problem, every)
    ties = [(t, tie_row(t, sums)) for t in question.ties if problem.county in t.counties]
    kept = _undominated(every.set, [sums[name] for name in question.names], ties)
    own = question.own(problem.county)
    of_kept = {name: of[kept] for name, of in sums.items()}
    program = _program(problem, every.take(kept), of_kept, own)
    return WholeCounty(problem, every, sums, kept, program)


def _program(
    problem: Problem,
    candidates: Candidates,
    sums: Mapping[str, IntArray],
    own: Sequence[tuple[int, CouplingConstraint]],
) -> Program:
    cover, options, option = (
        csr_array(candidates.members.T.tocsr()),
        problem.options,
        candidates.option,
    )
    ties = [tie_row(tie, sums) for _, tie in own]
    rows = csr_array(vstack([cover, *(csr_array(row[None, :]) for row in ties)], format="csr"))
    keys: list[Key] = [("cover", p) for p in range(cover.shape[0])]
    keys += [("tie", k) for k, _ in own]
    ones = np.ones(cover.shape[0], dtype=np.int64)
    return Program(
        rows,
        np.concatenate([ones, np.array([tie.low for _, tie in own], dtype=np.int64)]),
        np.concatenate([ones, np.array([tie.high for _, tie in own], dtype=np.int64)]),
        tuple(keys),
        sums,
        Questions(candidates.members, options.seat[option], options.kind[option]),
    )


def tie_row(tie: CouplingConstraint, sums: Mapping[str, IntArray]) -> IntArray:
    """Return a tie's coefficient of each column."""
    terms = [(tie.per_unit, UNITS), (tie.per_urban, URBAN)]
    terms += [(weight, name) for name, weight in tie.per_cost]
    reach = sum(abs(w) * int(np.abs(sums[name]).max(initial=0)) for w, name in terms)
    if reach >= _REACH:
        raise BrokenError("a tie beyond 64 bits", "跨单位约束超出 64 位")
    total = tie.per_unit * sums[UNITS] + tie.per_urban * sums[URBAN]
    for name, weight in tie.per_cost:
        total = total + weight * sums[name]
    return total


def _sums(question: Question, problem: Problem, candidates: Candidates) -> dict[str, IntArray]:
    """Return what each candidate counts and costs, by name."""
    options = problem.options
    seat = np.repeat(options.seat[candidates.option], np.diff(candidates.members.indptr))
    out = {URBAN: options.urban[candidates.option]}
    for name, spec in question.summed.items():
        opening, assigning = spec.opening(problem), spec.assigning(problem)
        reach = float(np.abs(opening).max(initial=0)) + np.abs(assigning.astype(np.float64)).max(
            axis=1, initial=0
        ).sum() * max(1, len(candidates))
        if reach >= _REACH:
            raise BrokenError("costs beyond 64 bits", "费用超出 64 位")
        of_members = np.concatenate([[0], np.cumsum(assigning[candidates.members.indices, seat])])
        parts = np.diff(of_members[candidates.members.indptr])
        out[name] = opening[candidates.option] + parts
    return {UNITS: np.ones(len(candidates), dtype=np.int64), **out}


def _undominated(
    sets: IntArray, costs: Sequence[IntArray], ties: Sequence[tuple[CouplingConstraint, IntArray]]
) -> IntArray:
    """Return the candidates that no other one over the same townships can always stand for.

    Another can where it comes no later in the order of the objectives, adds no less to a tie
    with a lower limit and no more to one with an upper limit.
    """
    order = np.lexsort((*reversed(costs), sets))
    sets = sets[order]
    favours = [
        sign * row[order]
        for tie, row in ties
        for sign, bound in ((1, tie.low > -NO_LIMIT), (-1, tie.high < NO_LIMIT))
        if bound
    ]
    out: BoolArray = np.zeros(len(order), dtype=bool)
    for ahead in range(1, int(np.bincount(sets).max(initial=0))):
        better = sets[ahead:] == sets[:-ahead]
        for favour in favours:
            better &= favour[:-ahead] >= favour[ahead:]
        out[ahead:] |= better
    kept: IntArray = np.sort(order[~out])
    return kept
