"""Whether the rules that limit the size of a unit limit anything in a territory."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from models.merge.problem import Problem, whole_problem
from models.objectives import OBJECTIVES
from models.quantities import BoolArray, IntArray
from models.travel import SamePlace

if TYPE_CHECKING:
    from models.rules.base import Rule
    from models.territory import Territory


def limit_size(rules: Sequence[Rule], territory: Territory) -> bool:
    """Return whether rules keep the counties from being one unit each.

    Asked of the rules with `limits_size` alone, with the seats and the kinds of the
    townships. Distances take long to find: they are asked for where nothing else limits.
    """
    sizing, former = [rule for rule in rules if rule.limits_size], territory.former
    if all(len(former.townships_in(c)) == 1 for c in range(len(former.counties))):
        return True  # nothing can grow
    ties = [tie for rule in sizing for tie in rule.ties(former)]
    if any(tie.counts_units and tie.low > len(tie.counties) for tie in ties):
        return True
    if _limited(sizing, replace(former, travel=SamePlace())):
        return True
    return any(rule.asks_distances for rule in sizing) and _limited(sizing, former)


def _limited(rules: Sequence[Rule], territory: Territory) -> bool:
    """Return whether some county cannot be one unit, or not all of them together."""
    ties = [tie for rule in rules for tie in rule.ties(territory) if tie.per_cost]
    spent = [0] * len(ties)
    for county in range(len(territory.counties)):
        problem = whole_problem(territory, county)
        for rule in rules:
            rule.restrict(problem)
        seats = _seats_of_all(problem)
        if not seats.any():
            return True
        for k, tie in enumerate(ties):
            if county in tie.counties:
                spent[k] += min(_costs(problem, tie.per_cost)[seats].tolist())
    return any(total > tie.high for total, tie in zip(spent, ties, strict=True))


def _seats_of_all(problem: Problem) -> BoolArray:
    """Return the seats whose unit may hold all parts of a county, shape (seats,)."""
    held: BoolArray = np.asarray(problem.allowed.all(axis=0))
    fits = held[problem.options.seat]
    for limit in problem.limits:
        if problem.parts > 1 or not limit.grown_only:
            fits &= limit.weight.sum() <= limit.high
    seats = np.zeros(len(problem.townships), dtype=bool)
    seats[problem.options.seat[fits]] = True
    return seats


def _costs(problem: Problem, costs: Sequence[tuple[str, int]]) -> IntArray:
    """Return what all parts cost at each seat, shape (seats,)."""
    total: IntArray = np.zeros(len(problem.townships), dtype=np.int64)
    for name, weight in costs:
        total += weight * OBJECTIVES[name].assigning(problem).sum(axis=0)
    return total


def sizing_keys(rules: Sequence[Rule]) -> Iterator[str]:
    """Yield the keys of the rules that limit the size of a unit."""
    return (rule.key for rule in rules if rule.limits_size)
