"""P3.burden: no added burden on the people through the change."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar

import numpy as np
from pydantic import Field

from models.merge.problem import Problem
from models.quantities import METRES_PER_KM, SECONDS_PER_MINUTE, IntArray, at_most
from models.rules.base import Complaint, Rule

if TYPE_CHECKING:
    from models.territory import Territory


class Burden(Rule):
    """Distance (time) to the new seat - distance (time) to the old one <= a cap.

    Both caps are optional: without them the villages that are worse off are only
    listed. A village whose seat does not change has no added burden.
    """

    clause: ClassVar[str] = "P3.burden"
    key: ClassVar[str] = "burden"
    asks_distances: ClassVar[bool] = True
    title: ClassVar[str] = "no added way to the seat beyond a cap"
    title_zh: ClassVar[str] = "不增加群众负担：到驻地新增路程"

    max_added_km: float | None = Field(default=None, ge=0)
    max_added_minutes: float | None = Field(default=None, ge=0)

    @property
    def max_added_m(self) -> int:
        """The cap on added metres."""
        return at_most(self.max_added_km, METRES_PER_KM)

    @property
    def max_added_s(self) -> int:
        """The cap on added seconds."""
        return at_most(self.max_added_minutes, SECONDS_PER_MINUTE)

    @property
    def limits_size(self) -> bool:
        """It does where a cap is given."""
        return self.max_added_km is not None or self.max_added_minutes is not None

    def complaints(self, territory: Territory) -> Iterator[Complaint]:
        """Yield a minutes cap where no minutes are known."""
        if self.max_added_minutes is not None and not territory.travel.has_time:
            yield Complaint("needs-minutes", "max_added_minutes", str(self.max_added_minutes))

    def restrict(self, problem: Problem) -> None:
        """Forbid seats that are too much farther than the present one."""
        if self.max_added_km is not None:
            problem.forbid(added(problem, problem.metres) > self.max_added_m)
        if self.max_added_minutes is not None:
            seconds = problem.territory.seconds_in(problem.county)
            problem.forbid(added(problem, seconds) > self.max_added_s)


def added(problem: Problem, table: IntArray) -> IntArray:
    """Return what each seat adds to a village's way, shape (villages, seats)."""
    own = table[np.arange(len(problem.villages)), problem.home_of_village]
    return table - own[:, None]
