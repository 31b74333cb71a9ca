"""P3.area: a unit that grows or is new should not exceed an area."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar

import numpy as np
from pydantic import BaseModel, ConfigDict, Field

from models.kinds import KINDS, Kind, KindWord
from models.merge.problem import Limit, Problem
from models.quantities import HECTARES_PER_KM2, NO_LIMIT, at_most
from models.rules.base import Complaint, Rule, unknown_townships

if TYPE_CHECKING:
    from models.territory import Territory, Township


class AreaException(BaseModel):
    """A written exception: the unit that keeps this township's seat, and why."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    township: str
    reason: str = Field(min_length=1)


class AreaCap(Rule):
    """Area of a unit <= `max_km2`.

    Applies to units that hold at least one village from outside the township
    whose seat they keep, of the kinds named (kind after the plan). A larger
    unit that does not grow is not in breach.
    """

    clause: ClassVar[str] = "P3.area"
    key: ClassVar[str] = "area_cap"
    title: ClassVar[str] = "a unit that grows or is new keeps the area cap"
    title_zh: ClassVar[str] = "新设乡镇面积上限"

    max_km2: float = Field(gt=0)
    kinds: tuple[KindWord, ...] = (Kind.TOWNSHIP, Kind.TOWN)
    exceptions: tuple[AreaException, ...] = ()

    @property
    def limits_size(self) -> bool:
        """It does."""
        return True

    def cap_ha(self, township: Township, kind: Kind | None = None) -> int:
        """Return the cap for the unit that keeps a township's seat, in hectares.

        Parameters
        ----------
        kind
            Kind after the plan; by default that of the township.
        """
        excepted = any(e.township == township.code for e in self.exceptions)
        if excepted or (kind or township.kind) not in self.kinds:
            return NO_LIMIT
        return at_most(self.max_km2, HECTARES_PER_KM2)

    def complaints(self, territory: Territory) -> Iterator[Complaint]:
        """Yield exceptions for unknown townships."""
        codes = [e.township for e in self.exceptions]
        yield from unknown_townships(territory, "exceptions.township", codes)

    def restrict(self, problem: Problem) -> None:
        """Limit the area of units that grow."""
        townships = [problem.territory.townships[t] for t in problem.townships]
        options = zip(problem.options.seat, problem.options.kind, strict=True)
        caps = [self.cap_ha(townships[seat], KINDS[kind]) for seat, kind in options]
        high = np.array(caps, dtype=np.int64)
        weight = problem.by_part(problem.area_ha)
        problem.limits.append(Limit(weight, np.zeros_like(high), high, grown_only=True))
