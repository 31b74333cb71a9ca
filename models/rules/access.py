"""P3.access: no village too far from its seat."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar, Literal, Self

import numpy as np
from pydantic import Field, model_validator

from models.merge.problem import Problem
from models.quantities import METRES_PER_KM, SECONDS_PER_MINUTE, BoolArray, at_most
from models.rules.base import Complaint, Rule

if TYPE_CHECKING:
    from models.territory import Territory


class Access(Rule):
    """Distance (time) from a village to the seat of its unit <= `max_km` (`max_minutes`).

    Applies to villages whose seat changes; with `scope = "all"` to every village.
    """

    clause: ClassVar[str] = "P3.access"
    key: ClassVar[str] = "access"
    title: ClassVar[str] = "no village too far from its seat"
    title_zh: ClassVar[str] = "方便群众:村到驻地的距离"

    max_km: float | None = Field(default=None, ge=0)
    max_minutes: float | None = Field(default=None, ge=0)
    scope: Literal["moved", "all"] = "moved"

    @model_validator(mode="after")
    def _something(self) -> Self:
        if self.max_km is None and self.max_minutes is None:
            raise ValueError("give max_km, max_minutes or both")
        return self

    @property
    def max_m(self) -> int:
        """The distance limit in metres."""
        return at_most(self.max_km, METRES_PER_KM)

    @property
    def max_s(self) -> int:
        """The time limit in seconds."""
        return at_most(self.max_minutes, SECONDS_PER_MINUTE)

    def complaints(self, territory: Territory) -> Iterator[Complaint]:
        """Yield a minutes limit where no minutes are known."""
        if self.max_minutes is not None and not territory.travel.has_time:
            yield Complaint("needs-minutes", "max_minutes", str(self.max_minutes))

    def restrict(self, problem: Problem) -> None:
        """Forbid seats that are too far."""
        far = self._too_far(problem)
        if self.scope == "moved":
            far[np.arange(len(problem.villages)), problem.home_of_village] = False
        problem.forbid(far)

    def _too_far(self, problem: Problem) -> BoolArray:
        far: BoolArray = problem.metres > self.max_m
        if self.max_minutes is not None:
            far |= problem.territory.seconds_in(problem.county) > self.max_s
        return far
