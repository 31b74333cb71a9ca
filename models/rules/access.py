"""P3.access: no village too far from its seat."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar, Literal, Self

import numpy as np
from pydantic import Field, model_validator

from models.incomplete import IncompleteError
from models.merge.problem import Problem
from models.quantities import METRES_PER_KM, SECONDS_PER_MINUTE, BoolArray, at_most
from models.rules.base import Complaint, Rule
from models.services import Basis, facility_villages, service_table

if TYPE_CHECKING:
    from models.territory import Territory


class Access(Rule):
    """Distance (time) from a village to the seat of its unit <= `max_km` (`max_minutes`).

    Likewise to the hospital and the school that serve it: with `services = "seat"`
    those nearest to the seat of its unit, with `"nearest"` those nearest to itself.
    Applies to villages whose seat changes; with `scope = "all"` to every village.
    """

    clause: ClassVar[str] = "P3.access"
    key: ClassVar[str] = "access"
    asks_distances: ClassVar[bool] = True
    title: ClassVar[str] = "no village too far from its seat"
    title_zh: ClassVar[str] = "方便群众：村到驻地的距离"

    max_km: float | None = Field(default=None, ge=0)
    max_minutes: float | None = Field(default=None, ge=0)
    hospital_max_km: float | None = Field(default=None, ge=0)
    hospital_max_minutes: float | None = Field(default=None, ge=0)
    school_max_km: float | None = Field(default=None, ge=0)
    school_max_minutes: float | None = Field(default=None, ge=0)
    services: Basis = "seat"
    scope: Literal["moved", "all"] = "moved"

    @model_validator(mode="after")
    def _something(self) -> Self:
        limits = (self.max_km, self.max_minutes, *(limit for *_, limit in self.service_limits()))
        if all(limit is None for limit in limits):
            en = "give max_km, max_minutes, or a limit for hospital or school"
            raise IncompleteError(en, "请给出 max_km、max_minutes，或到医院、学校的限值")
        return self

    @property
    def max_m(self) -> int:
        """The distance limit in metres."""
        return at_most(self.max_km, METRES_PER_KM)

    @property
    def max_s(self) -> int:
        """The time limit in seconds."""
        return at_most(self.max_minutes, SECONDS_PER_MINUTE)

    @property
    def limits_size(self) -> bool:
        """Far villages cannot be held."""
        return True

    def service_limits(self) -> Iterator[tuple[str, bool, float | None]]:
        """Yield (kind of facility, whether in time, limit in km or minutes)."""
        yield from (
            ("hospital", False, self.hospital_max_km),
            ("hospital", True, self.hospital_max_minutes),
            ("school", False, self.school_max_km),
            ("school", True, self.school_max_minutes),
        )

    def complaints(self, territory: Territory) -> Iterator[Complaint]:
        """Yield limits where no minutes, no such facilities or no roads to them are known."""
        if self.max_minutes is not None and not territory.travel.has_time:
            yield Complaint("needs-minutes", "max_minutes", str(self.max_minutes))
        for kind, in_time, limit in self.service_limits():
            key = f"{kind}_max_{'minutes' if in_time else 'km'}"
            if limit is None:
                continue
            if not len(facility_villages(territory, kind)):
                yield Complaint("needs-facilities", key, kind)
            elif not territory.travel.anywhere:
                yield Complaint("needs-roads", key, kind)
            elif in_time and not territory.travel.has_time:
                yield Complaint("needs-minutes", key, str(limit))

    def restrict(self, problem: Problem) -> None:
        """Forbid seats that are too far."""
        far = self._too_far(problem)
        if self.scope == "moved":
            far[np.arange(len(problem.villages)), problem.home_of_village] = False
        problem.forbid(far)

    def _beyond(self, problem: Problem, kind: str, in_time: bool, limit: float) -> BoolArray:
        table = service_table(problem.territory, problem.county, kind, self.services, in_time)
        beyond: BoolArray = table > at_most(limit, SECONDS_PER_MINUTE if in_time else METRES_PER_KM)
        return beyond

    def _too_far(self, problem: Problem) -> BoolArray:
        far: BoolArray = problem.metres > self.max_m
        if self.max_minutes is not None:
            far |= problem.territory.seconds_in(problem.county) > self.max_s
        for kind, in_time, limit in self.service_limits():
            if limit is not None:
                far |= self._beyond(problem, kind, in_time, limit)
        return far
