"""A county's problem in the scenario's mode, with every active rule applied."""

from __future__ import annotations

from models.instance import Instance
from models.merge.coupling import CouplingConstraint
from models.merge.problem import Problem, village_problem, whole_problem
from models.scenario import Scenario


def restricted_problem(instance: Instance, county: int) -> Problem:
    """Return a county's problem with every active rule applied.

    Parts are townships in mode `whole`, villages in `split` and `redraw`.
    """
    make = whole_problem if instance.scenario.mode == "whole" else village_problem
    problem = make(instance.territory, county)
    if instance.scenario.mode == "split":
        problem.transfers = 0
    apply_rules(problem, instance.scenario)
    return problem


def apply_rules(problem: Problem, scenario: Scenario) -> None:
    """Let the rules offer kinds, then restrict: limits go by option, so options come first."""
    for rule in scenario.active_rules():
        rule.offer(problem)
    for rule in scenario.active_rules():
        rule.restrict(problem)


def all_ties(instance: Instance) -> list[CouplingConstraint]:
    """Return the ties of every active rule."""
    return [
        tie for rule in instance.scenario.active_rules() for tie in rule.ties(instance.territory)
    ]
