"""P4.share: the share of towns and subdistricts must not fall, and should rise."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import TYPE_CHECKING, ClassVar, Literal, Self

import numpy as np
from pydantic import Field, model_validator

from models.incomplete import IncompleteError
from models.merge.coupling import CouplingConstraint
from models.quantities import fraction, neighbours
from models.rules.base import Rule

if TYPE_CHECKING:
    from models.territory import Territory


class Share(Rule):
    """(towns + subdistricts) / units, compared as exact fractions.

    With `floor` it is never below the status quo, per county and for the city:
    t / n >= t0 / n0, written n0 t - t0 n >= 0. `districts_target` is the least
    share of all districts together.
    """

    clause: ClassVar[str] = "P4.share"
    key: ClassVar[str] = "share"
    title: ClassVar[str] = "share of towns and subdistricts"
    title_zh: ClassVar[str] = "镇和街道占比"

    floor: Literal["status_quo"] | None = None
    districts_target: float | None = Field(default=None, gt=0, le=1)

    @model_validator(mode="after")
    def _something(self) -> Self:
        if self.floor is None and self.districts_target is None:
            en = "give floor, districts_target or both"
            raise IncompleteError(en, "请给出 floor、districts_target 或两者")
        return self

    def floors(self, territory: Territory) -> Iterator[tuple[frozenset[int], Fraction]]:
        """Yield (counties, least share of these counties together)."""
        everywhere = [*range(len(territory.counties))]
        groups = [[i] for i in everywhere] + ([everywhere] if len(everywhere) > 1 else [])
        for group in groups if self.floor else ():
            urban, units = territory.urban_share_counts(np.array(group))
            yield frozenset(group), Fraction(urban, units)
        districts = [i for i, c in enumerate(territory.counties) if c.is_district]
        if self.districts_target is not None and districts:
            yield frozenset(districts), fraction(self.districts_target)

    def ties(self, territory: Territory) -> Iterator[CouplingConstraint]:
        """Yield each floor as a linear tie."""
        for counties, exact in self.floors(territory):
            # No plan has more units than there are villages.
            most = sum(len(territory.villages_in(county)) for county in counties)
            least = neighbours(exact, max(1, most))[1]
            yield CouplingConstraint(
                self.clause,
                counties,
                per_unit=-least.numerator,
                per_urban=least.denominator,
                low=0,
            )
