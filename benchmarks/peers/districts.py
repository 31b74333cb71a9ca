"""Districts without seats: which seat each would take, for peers that know none."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np

from models.merge.milp_county import Assignment
from models.merge.problem import Problem
from models.quantities import IntArray
from models.scenario import ObjectiveSpec

Members = frozenset[int]


def seats_are_free(problem: Problem) -> bool:
    """Return whether any district may be a unit: parts free to go, one option a seat, no pairs."""
    plain = problem.transfers is None and len(problem.options) == len(problem.townships)
    return plain and not problem.together and not problem.apart


@dataclass
class Districts:
    """Which seat a district takes, and what it costs there; remembered by its members."""

    problem: Problem
    objective: ObjectiveSpec
    known: dict[Members, tuple[int, int] | None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.assigning = self.objective.assigning(self.problem)
        self.opening = self.objective.opening(self.problem)
        self.roots = self.problem.seat_parts()

    def best(self, members: Members) -> tuple[int, int] | None:
        """Return (cost, seat) of the cheapest admissible seat; None where there is none."""
        if members not in self.known:
            inside = np.array(sorted(members))
            costs = [
                (int(self.assigning[inside, s].sum() + self.opening[s]), s)
                for s in self.seats(inside)
                if self._admissible(inside, s)
            ]
            self.known[members] = min(costs, default=None)
        return self.known[members]

    def seats(self, inside: IntArray) -> list[int]:
        """Return the seats inside a district."""
        return np.nonzero(np.isin(self.roots, inside))[0].tolist()

    def _admissible(self, inside: IntArray, s: int) -> bool:
        if not self.problem.allowed[inside, s].all():
            return False
        grown = bool((self.problem.home[inside] != s).any())
        return all(
            limit.low[s] <= limit.weight[inside].sum() <= limit.high[s]
            for limit in self.problem.limits
            if grown or not limit.grown_only
        )

    def total(self, districts: Iterable[Iterable[int]]) -> int:
        """Return the objective's value of districts that are all admissible."""
        found = (self.best(frozenset(members)) for members in districts)
        return sum(cost for cost, _ in (pair for pair in found if pair is not None))

    def plan(self, districts: Iterable[Iterable[int]]) -> Assignment:
        """Return the plan of districts; one without an admissible seat takes its first.

        Raises
        ------
        ValueError
            When a district holds no seat at all.
        """
        seat = np.zeros(self.problem.parts, dtype=np.int64)
        option = np.full(len(self.problem.townships), -1, dtype=np.int64)
        for members in map(frozenset, districts):
            found = self.best(members)
            inside = np.array(sorted(members))
            seats = [found[1]] if found else self.seats(inside)
            if not seats:
                raise ValueError("a district without a seat is no unit")
            seat[inside] = option[seats[0]] = seats[0]
        return Assignment(seat, option)

    def value(self, plan: Assignment) -> int:
        """Return the objective's value of a plan."""
        assigned = self.assigning[np.arange(self.problem.parts), plan.seat].sum()
        return int(assigned + self.opening[plan.option[plan.option >= 0]].sum())
