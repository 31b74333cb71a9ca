"""Another model and another solver are asked the same, and must agree with what is proved.

The PuLP twin (`models.merge.milp`) solves every county anew, or all counties at once
where a tie, a tolerance, a bottleneck or a share of an open number of units joins
them. Each objective is asked with those before it held at what the engine reached.
Every plan of the twin goes through the checker, whose values are the ones compared:

- a plan of the twin that keeps the rules and is better than a proved value, or than
  a bound, is a disagreement, however small the difference;
- a claim of the twin that nothing is as good as the engine's plan, which the checker
  has seen, is a disagreement if the difference is more than the solver's tolerance
  can hide, and otherwise says nothing;
- a twin that has no time left says nothing.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from models.instance import Instance, OfInstance
from models.kinds import KINDS
from models.merge.coupling import CouplingConstraint
from models.merge.milp import flow_model
from models.merge.milp_county import Assignment
from models.merge.problem import Problem
from models.merge.restricted import all_ties, restricted_problem
from models.plan import Outcome, Plan
from models.scenario import ObjectiveSpec, Scenario
from optimizer.check import audit
from optimizer.solve.certify.judgement import (
    OUT_OF_TIME,
    TOO_FINE,
    feasible_after_all,
    infeasible_note,
    judge,
    notes,
)
from optimizer.solve.certify.twin import Twin, TwinStage
from optimizer.solve.clock import Clock
from optimizer.solve.solution import Solution
from optimizer.text import Text

SECONDS_PER_ARC = 1e-4
"""Seconds that PuLP takes for an arc of the flow model; measured."""


def confirmed(instance: Instance, solution: Solution, clock: Clock, seconds: float) -> Solution:
    """Return a solution with notes of what the twin confirms; see `cross_check`."""
    found = cross_check(instance, solution, clock, seconds)
    return replace(solution, notes=(*solution.notes, *found))


def cross_check(
    instance: Instance,
    solution: Solution,
    clock: Clock,
    seconds: float = float("inf"),
    solver: str = "highs",
) -> tuple[Text, ...]:
    """Ask the twin whether what the engine proved is so.

    Parameters
    ----------
    seconds
        What the twin may use in all, within what the clock has left.
    solver
        A name in `optimizer.solve.certify.milp_solvers.SOLVERS`.

    Returns
    -------
    tuple[Text, ...]
        Notes: what is confirmed, and what is not and why.

    Raises
    ------
    DisagreementError
        When the two disagree about a proved value.
    """
    ties = all_ties(instance)
    counties = groups(instance.scenario, ties, len(instance.territory.counties))
    check = _Check(instance, ties, solver, clock, time.monotonic() + seconds)
    if solution.plan is not None:
        check.questions = len(counties) * len(instance.scenario.objectives)
        for group in counties:
            check.values(group, solution, len(counties) == 1)
        return notes(instance.scenario.objectives, check.doubts, solver)
    if solution.outcome is Outcome.INFEASIBLE:
        check.questions = len(counties)
        return (check.infeasible(counties),)
    return ()


def groups(
    scenario: Scenario, ties: Sequence[CouplingConstraint], counties: int
) -> list[list[int]]:
    """Return the counties that have to be solved together."""
    names = [spec.name for spec in scenario.objectives]
    open_share = "share" in names and "units" not in names[: names.index("share")]
    tolerant = any(spec.tolerance or spec.objective.bottleneck for spec in scenario.objectives)
    if open_share or tolerant or any(len(tie.counties) > 1 for tie in ties):
        return [list(range(counties))]
    return [[county] for county in range(counties)]


@dataclass
class _Check(OfInstance):
    """The questions to the twin.

    Attributes
    ----------
    deadline
        Of the monotonic clock; what is left is shared out among the questions left.
    doubts
        Why an objective is not confirmed, by its name.
    """

    instance: Instance
    ties: Sequence[CouplingConstraint]
    solver: str
    clock: Clock
    deadline: float
    questions: int = 0
    doubts: dict[str, list[Text]] = field(default_factory=dict)

    def values(self, group: Sequence[int], solution: Solution, joint: bool) -> None:
        """Compare every objective of some counties, as long as the engine's are proved.

        Parameters
        ----------
        joint
            Whether these are all counties, so that the city's own values hold.
        """
        assert solution.plan is not None
        clock, problems = self.clock.at(self._where(group)), self._problems(group)
        needed = _handing_over(problems)
        if self._left() < needed:
            self._skip()
            return
        twin = self._twin(problems, clock)
        engine = tuple(assignment_of(problem, solution.plan) for problem in problems)
        specs, reached = self.scenario.objectives, solution.reached
        for k, spec in enumerate(specs):
            stage = self._ask(twin, spec, needed, clock)
            plan = self._patched(problems, stage, solution.plan)
            checked = audit(plan, self.scenario) if stage.plan is not None else None
            doubt = judge(specs[: k + 1], reached[: k + 1], stage, checked)
            if doubt is not None:
                self.doubts.setdefault(spec.name, []).append(doubt)
            held = reached[k].best if joint else twin.value(spec, engine)
            twin.hold(spec, held)

    def infeasible(self, counties: Sequence[Sequence[int]]) -> Text:
        """Confirm that there is no plan: no plan in some group of counties."""
        first = self.scenario.objectives[0]
        plan, complete = Plan.status_quo(self.territory), True
        for group in counties:
            clock, problems = self.clock.at(self._where(group)), self._problems(group)
            twin = self._twin(problems, clock)
            stage = self._ask(twin, first, _handing_over(problems), clock)
            if stage.status == "infeasible":
                return infeasible_note(self.solver)
            complete &= stage.plan is not None
            plan = self._patched(problems, stage, plan)
        checked = audit(plan, self.scenario)
        if complete and not checked.broken:
            raise feasible_after_all(first, checked.objectives[first.name])
        return infeasible_note(self.solver, TOO_FINE if complete else OUT_OF_TIME)

    def _where(self, group: Sequence[int]) -> str:
        return self.territory.counties[group[0]].name if len(group) == 1 else ""

    def _problems(self, group: Sequence[int]) -> list[Problem]:
        return [restricted_problem(self.instance, c) for c in group]

    def _twin(self, problems: Sequence[Problem], clock: Clock) -> Twin:
        clock.tell("cross-check")
        model = flow_model(problems, self.ties, self.scenario.objectives)
        return Twin(model, self.solver, lambda: self.clock.stopped)

    def _left(self) -> float:
        return 0.0 if self.clock.stopped else min(self.deadline - time.monotonic(), self.clock.left)

    def _skip(self) -> None:
        """Confirm nothing of some counties."""
        self.questions -= len(self.scenario.objectives)
        for spec in self.scenario.objectives:
            self.doubts.setdefault(spec.name, []).append(OUT_OF_TIME)

    def _ask(self, twin: Twin, spec: ObjectiveSpec, needed: float, clock: Clock) -> TwinStage:
        """Ask for the best of one objective, within a fair share of the time left.

        Parameters
        ----------
        needed
            Seconds that it takes to put the question.
        """
        clock.tell(f"cross-check {spec.name}")
        share = self._left() / max(1, self.questions)
        self.questions -= 1
        return twin.best(spec, share - needed)

    def _patched(self, problems: Sequence[Problem], stage: TwinStage, plan: Plan) -> Plan:
        """Return a plan with the twin's in place of some counties; itself where there is none."""
        if stage.plan is None:
            return plan
        townships = range(len(self.territory.townships))
        kind = np.array([KINDS.index(plan.kind(t)) for t in townships], dtype=np.int64)
        unit = plan.unit.copy()
        for problem, found in zip(problems, stage.plan, strict=True):
            found.write(problem, unit, kind)
        return Plan.from_arrays(self.territory, unit, kind)


def _handing_over(problems: Sequence[Problem]) -> float:
    """Return about how long PuLP takes to build the model, or to hand it to the solver."""
    arcs = sum(len(p.townships) * (p.parts + int(p.adjacency().nnz)) for p in problems)
    return SECONDS_PER_ARC * arcs


def assignment_of(problem: Problem, plan: Plan) -> Assignment:
    """Return a county's part of a plan as the twin has it.

    Of several options of one seat and kind the first stands for all: they cost the same.
    """
    position = {int(t): s for s, t in enumerate(problem.townships)}
    seat = np.zeros(problem.parts, dtype=np.int64)
    seat[problem.part] = [position[int(u)] for u in plan.unit[problem.villages]]
    option = np.full(len(problem.townships), -1, dtype=np.int64)
    options = problem.options
    for s in np.unique(seat).tolist():
        kind = KINDS.index(plan.kind(int(problem.townships[s])))
        option[s] = np.nonzero((options.seat == s) & (options.kind == kind))[0][0]
    return Assignment(seat, option)
