"""P4.protected: flagged townships are not dissolved and keep their seat."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar

import numpy as np
from pydantic import Field

from models.merge.problem import Problem
from models.quantities import IntArray
from models.rules.base import Complaint, Rule, unknown_townships

if TYPE_CHECKING:
    from models.territory import Territory, Township


class Protected(Rule):
    """The seat village of a protected township stays with its own seat.

    In mode `whole` the township then is not dissolved; in the village modes its
    unit stays and keeps its seat.
    """

    clause: ClassVar[str] = "P4.protected"
    key: ClassVar[str] = "protected"
    title: ClassVar[str] = "protected townships are not dissolved and keep their seat"
    title_zh: ClassVar[str] = "县城所在地、重点镇、中心镇不撤并"

    flags: tuple[str, ...] = Field(default=())
    townships: tuple[str, ...] = Field(default=())

    def members(self, territory: Territory) -> IntArray:
        """Return the protected townships (positions)."""
        return np.array(
            [i for i, t in enumerate(territory.townships) if self.protects(t)], dtype=np.int64
        )

    def protects(self, township: Township) -> bool:
        """Return whether a township is protected."""
        return township.code in self.townships or not township.flags.isdisjoint(self.flags)

    def complaints(self, territory: Territory) -> Iterator[Complaint]:
        """Yield unknown townships, and flags that are no column."""
        yield from unknown_townships(territory, "townships", list(self.townships))
        for flag in self.flags:
            if flag not in territory.flags:
                yield Complaint("unknown-flag", "flags", flag)

    def restrict(self, problem: Problem) -> None:
        """Forbid the seat villages of protected townships every seat but their own."""
        townships = problem.territory.townships
        protected = np.array([self.protects(townships[t]) for t in problem.townships], dtype=bool)
        seats = problem.territory.seats[problem.townships]
        is_kept_seat = np.isin(problem.villages, seats[protected])
        others = np.ones((len(problem.villages), len(problem.townships)), dtype=bool)
        others[np.arange(len(problem.villages)), problem.home_of_village] = False
        problem.forbid(others & is_kept_seat[:, None])
