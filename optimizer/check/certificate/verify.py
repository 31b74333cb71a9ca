"""Verifies a certificate: every bound is recomputed from what the file gives, without a solver."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import Protocol

import numpy as np

from models.instance import Instance
from models.kinds import KINDS
from models.merge.problem import Problem
from models.merge.restricted import restricted_problem
from models.plan import Plan
from models.quantities import IntArray
from optimizer.check.certificate.broken import BrokenError
from optimizer.check.certificate.cells import Verified, verify_cells
from optimizer.check.certificate.city import Bounds, Reach, Value, combine, compare, value_vector
from optimizer.check.certificate.form import Certificate, CountyProof
from optimizer.check.certificate.program import Program
from optimizer.check.certificate.question import SHARE, Question
from optimizer.check.certificate.villages import village_county
from optimizer.check.certificate.whole import whole_county
from optimizer.text import Text


class State(StrEnum):
    """What a certificate says of an objective."""

    VERIFIED = "verified"
    BOUND = "bound verified"
    NONE = "not certified"


@dataclass(frozen=True)
class Certified:
    """What is verified of one objective.

    Attributes
    ----------
    bound
        As recomputed; None where nothing is certified.
    claimed
        How many leaves that it rests on are claimed by two solvers.
    """

    name: str
    state: State
    value: Value | None
    bound: Value | None
    claimed: int = 0


@dataclass(frozen=True)
class Verification:
    """What came of a certificate.

    Attributes
    ----------
    broken
        Where it breaks; None where all that it claims is verified.
    lacking
        Counties of which not all objectives are certified.
    """

    objectives: tuple[Certified, ...]
    broken: Text | None = None
    lacking: tuple[str, ...] = ()


class CountyModel(Protocol):
    """A county's program, whatever the mode."""

    @property
    def program(self) -> Program:
        """Its columns and rows."""

    def measured(self, seat_of_village: IntArray, kind: IntArray) -> dict[str, int] | None:
        """Return what a plan comes to, by sum; None where it is none of the program's."""


def county_model(question: Question, problem: Problem, proof: CountyProof) -> CountyModel:
    """Return the program that a county's proof is about."""
    if question.scenario.mode == "whole":
        return whole_county(question, problem)
    return village_county(question, problem, proof.separators)


def verify(
    certificate: Certificate,
    instance: Instance,
    plan: Plan,
    values: Mapping[str, Value | None],
) -> Verification:
    """Verify a certificate of a plan.

    Parameters
    ----------
    values
        The plan's values as the audit recomputed them.
    """
    question = Question(instance)
    try:
        return _Verifier(question, certificate, plan, values).run()
    except BrokenError as error:
        none = tuple(
            Certified(spec.name, State.NONE, values[spec.name], None)
            for spec in instance.scenario.objectives
        )
        return Verification(none, error.text)


class _Verifier:
    def __init__(
        self,
        question: Question,
        certificate: Certificate,
        plan: Plan,
        values: Mapping[str, Value | None],
    ) -> None:
        self.question, self.certificate, self.plan = question, certificate, plan
        self.values = values
        self.reached: dict[str, int] = {}
        self.covered = 0
        self.emptied = 0

    def run(self) -> Verification:
        """Verify everything."""
        self._header()
        cells, reaches = [], []
        for county, proof in enumerate(self.certificate.counties):
            found, reach = self._county(county, proof)
            cells.append(found)
            reaches.append(reach)
        bounds = combine(self.question, cells, reaches)
        if bounds is None:
            raise BrokenError("the cells leave no plan", "所有单元均无方案")
        self._agreement()
        self._claims(bounds)
        chosen = [of[k] for of, k in zip(cells, bounds.cells, strict=True)]
        return self._verification(bounds, cells, chosen)

    def _header(self) -> None:
        question, certificate = self.question, self.certificate
        codes = [county.code for county in question.territory.counties]
        if [proof.code for proof in certificate.counties] != codes:
            raise BrokenError("not the counties of the territory", "县（区）与数据不符")
        if certificate.objectives != question.names:
            raise BrokenError("not the objectives of the scenario", "目标与方案设定不符")
        if list(certificate.ties) != question.tie_records():
            raise BrokenError("not the ties of the scenario", "跨单位约束与方案设定不符")

    def _county(self, county: int, proof: CountyProof) -> tuple[list[Verified], Reach]:
        question = self.question
        name = question.territory.counties[county].name
        problem = restricted_problem(question.instance, county)
        first = question.names[0] if question.names else ""
        if proof.cells.empty is None and not proof.cells.stages and proof.cells.split is None:
            reach = Reach(len(problem.townships), frozenset(question.summed), first)
            return [Verified({}, (), ())], reach
        try:
            model = county_model(question, problem, proof)
            self._plan_in(model, problem)
            program = model.program
            found = list(verify_cells(program, question.names, question.splits, proof.cells))
        except BrokenError as error:
            raise error.at(name, name) from error
        falling = frozenset(n for n, c in program.sums.items() if (c < 0).any())
        kept = [cell for cell in found if not cell.empty]
        self.emptied += sum(cell.claimed[0] for cell in found if cell.empty)
        return kept, Reach(len(problem.townships), falling, first)

    def _plan_in(self, model: CountyModel, problem: Problem) -> None:
        """See that the plan is one of the program, and add up what the program makes of it."""
        township = self.plan.unit[problem.villages]
        seat = np.searchsorted(problem.townships, township)
        kinds = [KINDS.index(self.plan.kind(int(t))) for t in problem.townships]
        measured = model.measured(seat, np.array(kinds, dtype=np.int64))
        if measured is None:
            raise BrokenError("the plan is none of the model", "方案不在模型之内")
        for name in self.question.names:
            self.reached[name] = self.reached.get(name, 0) + measured[name]
        self.covered += 1

    def _agreement(self) -> None:
        """See that the programs make of the plan what the audit makes of it."""
        if self.covered < len(self.certificate.counties):
            return
        units = len(self.plan.kept)
        for name, total in self.reached.items():
            value = 1 - Fraction(total, units) if name == SHARE else total
            if value != self.values[name]:
                raise BrokenError(
                    f"{name}: the model has {value}, the audit {self.values[name]}",
                    f"{name}：模型为 {value}，核验为 {self.values[name]}",
                )

    def _claims(self, bounds: Bounds) -> None:
        claimed, found = self.certificate.bounds, tuple(as_written(v) for v in bounds.values)
        if claimed != found:
            raise BrokenError(
                f"the bounds come to {_shown(bounds.values)}, not {_shown(claimed)}",
                f"界应为 {_shown(bounds.values)}，而非 {_shown(claimed)}",
            )

    def _verification(
        self, bounds: Bounds, cells: Sequence[Sequence[Verified]], chosen: Sequence[Verified]
    ) -> Verification:
        question = self.question
        agree = compare(question, bounds.values, value_vector(question, self.values))
        if agree < 0:
            raise BrokenError(
                f"the plan is better than the bounds {_shown(bounds.values)}",
                f"方案优于所证的界 {_shown(bounds.values)}",
            )
        specs = question.scenario.objectives
        out = []
        for k, spec in enumerate(specs):
            value = self.values[spec.name]
            if k >= len(bounds.values) or k > agree:
                out.append(Certified(spec.name, State.NONE, value, None))
                continue
            state = State.VERIFIED if k < agree else State.BOUND
            claimed = self.emptied + _claimed(cells, k)
            out.append(Certified(spec.name, state, value, bounds.values[k], claimed))
        full = len(question.names)
        lacking = tuple(
            county.name
            for county, cell in zip(question.territory.counties, chosen, strict=True)
            if len(cell.vector) < full
        )
        return Verification(tuple(out), None, lacking)


def _claimed(cells: Sequence[Sequence[Verified]], stage: int) -> int:
    """Return how many leaves claimed by solvers a bound of a stage may rest on."""
    of_cells = (cell.claimed for county in cells for cell in county if cell.claimed)
    return sum(counts[min(stage, len(counts) - 1)] for counts in of_cells)


def as_written(value: Value) -> int | str:
    """Return a value as a certificate writes it."""
    return f"{value.numerator}/{value.denominator}" if isinstance(value, Fraction) else value


def _shown(values: Sequence[Value | str]) -> str:
    return ", ".join(map(str, values)) or "nothing"
