"""Writes the certificate of a plan, in a pass of its own: nothing of the solve is taken over.

All counties begin as one cell each. The least choice of cells under the ties is looked for as
the verifier does it. Where it is short, the cells chosen are proved an objective further; where
it is below the plan although its own plans break a tie, they are halved by what the tie adds up.
That goes on until the choice is the plan's vector, or the time is over.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from models.instance import Instance, OfInstance
from models.kinds import KINDS
from models.merge.coupling import CouplingConstraint
from models.merge.problem import Problem
from models.merge.restricted import restricted_problem
from models.plan import Plan
from optimizer.check.certificate.broken import BrokenError
from optimizer.check.certificate.city import (
    Bounds,
    Reach,
    Value,
    combine,
    compare,
    value_vector,
)
from optimizer.check.certificate.file import plan_hash
from optimizer.check.certificate.form import Certificate, CountyProof, parsed, written
from optimizer.check.certificate.question import UNITS, URBAN, Question
from optimizer.check.certificate.verify import Verification, as_written, verify
from optimizer.check.certificate.villages import village_county
from optimizer.check.certificate.whole import whole_county
from optimizer.solve.certify.branching import VillageBranching, WholeBranching
from optimizer.solve.certify.county import CountyWriter, Part
from optimizer.solve.certify.refute import Refuter
from optimizer.solve.certify.separate import Separation
from optimizer.solve.certify.warm import WarmLp
from optimizer.solve.solution import CheckFailedError, Solution

Report = Callable[[str], None]
_SHARES, _LEAST = 8, 1.0
"""Of the time that is left one proof gets this part, and at least so many seconds."""
_SMALL = 5000
"""In counties of so many columns a proof costs little: more of it is made at once."""
_MANY = 100
"""Where a cut may leave more than so much, cells are cut one at a time."""


@dataclass(frozen=True)
class CertificateRequest(OfInstance):
    """What a certificate is written for.

    Attributes
    ----------
    sha256
        Hash of the scenario with its tables.
    values
        The plan's values as the audit has them.
    seconds
        How long it may take.
    """

    instance: Instance
    sha256: str
    plan: Plan
    values: Mapping[str, Value | None]
    seconds: float = 600.0
    report: Report | None = None

    @classmethod
    def of(
        cls,
        instance: Instance,
        sha256: str,
        solution: Solution,
        seconds: float,
        report: Report | None = None,
    ) -> CertificateRequest | None:
        """Return what to write for a solution; None where it has no plan."""
        if solution.plan is None or solution.audit is None:
            return None
        values = solution.audit.objectives
        return cls(instance, sha256, solution.plan, values, seconds, report)


def certified(asked: CertificateRequest) -> tuple[str, Verification]:
    """Return a plan's certificate as text, and what the verifier makes of that text.

    Raises
    ------
    CheckFailedError
        When the verifier does not accept it.
    """
    text = written(certificate_of(asked))
    question = asked.instance, asked.plan, asked.values
    found = verify(parsed(text), *question)
    if found.broken is not None:
        raise CheckFailedError(f"the certificate does not verify: {found.broken.en}")
    return text, found


def certificate_of(asked: CertificateRequest) -> Certificate:
    """Return a certificate of a plan; of what could not be proved it says nothing."""
    return _Writer(asked).run()


class _Writer:
    def __init__(self, asked: CertificateRequest) -> None:
        self.asked = asked
        self.question = Question(asked.instance)
        self.until = time.monotonic() + asked.seconds
        self.counties: list[CountyWriter | None] = []
        self.reaches: list[Reach] = []
        self.separations: dict[int, Separation | None] = {}

    @property
    def over(self) -> bool:
        return time.monotonic() > self.until

    def run(self) -> Certificate:
        """Prove as much as there is time for."""
        question = self.question
        for county in range(len(question.territory.counties)):
            self._begin(county)
        bounds = self._bounds()
        if question.names and all(self.counties):
            if not question.counts_first:
                self._count_out()
            bounds = self._proved()
        return self._certificate(bounds)

    def _begin(self, county: int) -> None:
        """Set up a county; one that cannot be set up proves nothing."""
        question = self.question
        self._tell(county, "")
        problem = restricted_problem(question.instance, county)
        first = question.names[0] if question.names else ""
        try:
            writer, separation = county_writer(question, problem, self.asked.plan, self.until)
        except BrokenError:
            self.counties.append(None)
            self.reaches.append(Reach(len(problem.townships), frozenset(question.summed), first))
            return
        sums = writer.program.sums
        falling = frozenset(n for n, c in sums.items() if (c < 0).any())
        self.counties.append(writer)
        self.separations[county] = separation
        self.reaches.append(Reach(len(problem.townships), falling, first))

    def _count_out(self) -> None:
        """Cut every county into cells of one number of units each."""
        for writer, reach in zip(self.counties, self.reaches, strict=True):
            part = writer.root if writer else None
            for n in range(1, reach.most):
                if part is not None:
                    part.halve(UNITS, n)
                    assert part.split is not None
                    part = part.split[3]

    def _bounds(self) -> Bounds:
        """Return the least choice of cells."""
        cells = [
            [part.verified for part in writer.leaves()] if writer else [Part({}).verified]
            for writer in self.counties
        ]
        found = combine(self.question, cells, self.reaches)
        if found is None:
            raise BrokenError("the cells leave no plan", "所有单元均无方案")
        return found

    def _proved(self) -> Bounds:
        """Prove cells until the least choice is the plan's vector, or nothing helps any more."""
        plan = value_vector(self.question, self.asked.values)
        while True:
            bounds = self._bounds()
            agree = compare(self.question, bounds.values, plan)
            if agree < 0:
                raise BrokenError("the plan is better than the bounds", "方案优于所证的界")
            if agree == len(self.question.names) or self.over:
                return bounds
            chosen = [
                (writer, writer.leaves()[k])
                for writer, k in zip(self.counties, bounds.cells, strict=True)
                if writer is not None
            ]
            if not self._further(chosen, agree, len(bounds.values)):
                return bounds

    def _further(self, chosen: Sequence[tuple[CountyWriter, Part]], agree: int, known: int) -> bool:
        """Do what may raise the least choice; return whether there was anything."""
        if agree == known:
            least = min(len(p.stages) for _, p in chosen)
            bare = [(w, p) for w, p in chosen if len(p.stages) == least and not w.finished(p)]
        else:
            bare = [(w, p) for w, p in chosen if len(p.stages) <= agree and not w.finished(p)]
            bare += self._alike(agree) if bare else []
        for writer, part in bare:
            if self.over:
                break
            if part.empty is not None or writer.finished(part):
                continue
            self._tell(self.counties.index(writer), self.question.names[len(part.stages)])
            left = self.until - time.monotonic()
            writer.refuter.until = time.monotonic() + max(_LEAST, left / _SHARES)
            writer.advance(part)
        return bool(bare) or self._halved(chosen)

    def _alike(self, agree: int) -> list[tuple[CountyWriter, Part]]:
        """Return the cells of small counties that know too little to be judged either."""
        small = [w for w in self.counties if w is not None and w.program.size <= _SMALL]
        return [(w, p) for w in small for p in w.leaves() if len(p.stages) <= agree and not p.stuck]

    def _halved(self, chosen: Sequence[tuple[CountyWriter, Part]]) -> bool:
        """Halve cells whose own plans break a tie together."""
        for tie in self.question.wide:
            used = [
                (c, part)
                for c, (_, part) in enumerate(chosen)
                if c in tie.counties and part.best is not None
            ]
            if len(used) < len(tie.counties):
                continue
            total = sum(_added(tie, part) for _, part in used)
            if not tie.holds(total) and self._cut(tie, used, up=total < tie.low):
                return True
        return False

    def _cut(self, tie: CouplingConstraint, used: Sequence[tuple[int, Part]], up: bool) -> bool:
        """Cut cells between what their plans use and what the tie still hopes for."""
        terms = [(tie.per_urban, URBAN), (tie.per_unit, UNITS)]
        terms += [(weight, name) for name, weight in tie.per_cost]
        for weight, name in terms:
            hopes = [h for c, part in used if (h := self._hope(c, part, weight, name, up))]
            many = max((h[0] for h in hopes), default=0) > _MANY
            for _, part, at in sorted(hopes, key=lambda h: -h[0])[:1] if many else hopes:
                part.halve(name, at)
            if hopes and not many and name not in (UNITS, URBAN):
                self._cut_small(tie, name, rising=(weight > 0) == up)
            if hopes:
                return True
        return False

    def _cut_small(self, tie: CouplingConstraint, name: str, rising: bool) -> None:
        """Cut all cells of small counties likewise, one number after another."""
        for c in tie.counties:
            writer = self.counties[c]
            if writer is None or writer.program.size > _SMALL:
                continue
            for part in writer.leaves():
                left = None if part.best is None else part.best[name]
                here, low = part, self.reaches[c].of(part.verified, name)[0] or 0
                while left is not None and not rising and left > low:
                    here.halve(name, left - 1)
                    assert here.split is not None
                    here, left = here.split[2], left - 1

    def _hope(
        self, county: int, part: Part, weight: int, name: str, up: bool
    ) -> tuple[int, Part, int] | None:
        """Return (by how much a tie is better off than with the cell's plan, cell, cut)."""
        if not weight or part.best is None:
            return None
        rising, value = (weight > 0) == up, part.best[name]
        low, high = self.reaches[county].of(part.verified, name)
        end = high if rising else low
        if end == value:
            return None
        gap = value if end is None else abs(end - value)
        return abs(weight) * gap, part, value if rising else value - 1

    def _tell(self, county: int, what: str) -> None:
        if self.asked.report is not None:
            total = len(self.question.territory.counties)
            self.asked.report(f"certificate, county {county + 1}/{total} {what}".strip())

    def _certificate(self, bounds: Bounds) -> Certificate:
        asked, question = self.asked, self.question
        counties = []
        for c, (county, writer) in enumerate(
            zip(question.territory.counties, self.counties, strict=True)
        ):
            cells = writer.root.cell() if writer else Part({}).cell()
            learnt = self.separations.get(c)
            separators = tuple(learnt.known) if learnt else ()
            counties.append(CountyProof(county.code, cells, separators))
        return Certificate(
            asked.scenario.name,
            asked.sha256,
            plan_hash(asked.plan),
            asked.scenario.mode,
            question.names,
            tuple(as_written(v) for v in bounds.values),
            tuple(question.tie_records()),
            tuple(counties),
        )


def _added(tie: CouplingConstraint, part: Part) -> int:
    """Return what a cell's own plan adds to a tie."""
    assert part.best is not None
    total = tie.per_unit * part.best[UNITS] + tie.per_urban * part.best[URBAN]
    return total + sum(weight * part.best[name] for name, weight in tie.per_cost)


def county_writer(
    question: Question, problem: Problem, plan: Plan, until: float
) -> tuple[CountyWriter, Separation | None]:
    """Return what proves a county's cells.

    Raises
    ------
    BrokenError
        Where its program cannot be set up in whole numbers of 64 bits, or is too large.
    """
    seat = np.searchsorted(problem.townships, plan.unit[problem.villages])
    kinds = [KINDS.index(plan.kind(int(t))) for t in problem.townships]
    kind = np.array(kinds, dtype=np.int64)
    if question.scenario.mode != "whole":
        county = village_county(question, problem)
        separation = Separation(county)
        asks = VillageBranching(county.seats)
        refuter = Refuter(county.program, asks, until, separate=separation, lp=WarmLp)
        return CountyWriter(question.names, refuter, county.measured(seat, kind)), separation
    model = whole_county(question, problem)
    branching = WholeBranching(problem, model.candidates)
    refuter = Refuter(model.program, branching, until)
    return CountyWriter(question.names, refuter, model.measured(seat, kind)), None
