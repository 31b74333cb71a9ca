"""A county's problem in the scenario's mode, with every active rule applied."""

from __future__ import annotations

from models.merge.coupling import CouplingConstraint
from models.merge.problem import Problem, village_problem, whole_problem
from models.scenario import Scenario
from models.territory import Territory


def restricted_problem(territory: Territory, scenario: Scenario, county: int) -> Problem:
    """Return a county's problem with every active rule applied.

    Parts are townships in mode `whole`, villages in `split` and `redraw`.
    """
    make = whole_problem if scenario.mode == "whole" else village_problem
    problem = make(territory, county)
    if scenario.mode == "split":
        problem.transfers = 0
    apply_rules(problem, scenario)
    return problem


def apply_rules(problem: Problem, scenario: Scenario) -> None:
    """Let the rules offer kinds, then restrict: limits go by option, so options come first."""
    for rule in scenario.active_rules():
        rule.offer(problem)
    for rule in scenario.active_rules():
        rule.restrict(problem)


def all_ties(territory: Territory, scenario: Scenario) -> list[CouplingConstraint]:
    """Return the ties of every active rule."""
    return [tie for rule in scenario.active_rules() for tie in rule.ties(territory)]
