"""P2.count: how many units each county and the city keep."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from models.incomplete import IncompleteError, ParameterError
from models.merge.coupling import CouplingConstraint
from models.quantities import NO_LIMIT
from models.rules.base import Complaint, Rule

if TYPE_CHECKING:
    from models.territory import Territory


class CountRange(BaseModel):
    """Bounds on the units after, or on the cut (units before - units after)."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    min: int | None = Field(default=None, ge=1)
    max: int | None = Field(default=None, ge=1)
    min_cut: int | None = Field(default=None, ge=0)
    max_cut: int | None = Field(default=None, ge=0)

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        pairs = ((self.min, self.max), (self.min_cut, self.max_cut))
        if any(low is not None and high is not None and low > high for low, high in pairs):
            raise ParameterError("the least is greater than the most", "下限大于上限")
        return self

    @property
    def has_floor(self) -> bool:
        """Whether more than one unit has to be left, or only so many may go."""
        return self.max_cut is not None or (self.min or 1) > 1

    def bounds(self, before: int) -> tuple[int, int]:
        """Return (least, most) units after."""
        least = [self.min or 0] + ([] if self.max_cut is None else [before - self.max_cut])
        most = [v for v in (self.max,) if v is not None]
        most += [] if self.min_cut is None else [before - self.min_cut]
        return max(least), min(most, default=NO_LIMIT)


class NoMore(Rule):
    """No county has more units after the plan than before; `count.allow_more` lifts it.

    Where units keep the seats of former townships that is so of itself, and there is
    no tie; with any village as a seat there is one for each county.
    """

    clause: ClassVar[str] = "P2.count"
    title: ClassVar[str] = "no county has more units than before"
    title_zh: ClassVar[str] = "各县（区）乡级行政区数不增加"

    def ties(self, territory: Territory) -> Iterator[CouplingConstraint]:
        """Yield the most units of each county where villages may be seats."""
        for county in range(len(territory.counties)) if territory.any_seat else ():
            before = len(territory.former.townships_in(county))
            yield CouplingConstraint(self.clause, frozenset([county]), per_unit=1, high=before)


class Count(Rule):
    """Units after the plan, per county (one range, or a table by code) and for the city.

    Attributes
    ----------
    allow_more
        Whether a county may have more units than before (`NoMore` is off).
    """

    clause: ClassVar[str] = "P2.count"
    key: ClassVar[str] = "count"
    title: ClassVar[str] = "number of units per county and for the city"
    title_zh: ClassVar[str] = "适度减少乡级行政区数"

    city: CountRange | None = None
    county: CountRange | dict[str, CountRange] | None = None
    allow_more: bool = False

    @model_validator(mode="after")
    def _something(self) -> Self:
        if self.city is None and not self.county and not self.allow_more:
            raise IncompleteError("give city, county or both", "请给出 city、county 或两者")
        return self

    @property
    def limits_size(self) -> bool:
        """Whether some county, or the city, has to keep a number of units."""
        counties = self.county.values() if isinstance(self.county, dict) else [self.county]
        return any(wanted is not None and wanted.has_floor for wanted in (self.city, *counties))

    @property
    def remark(self) -> tuple[str, str]:
        """That a county may have more units than before."""
        if not self.allow_more:
            return "", ""
        en = "count.allow_more is set: a county may have more units than before"
        return en, "已设 count.allow_more：允许县（区）乡级行政区数多于调整前"

    def county_range(self, code: str) -> CountRange | None:
        """Return the range of one county."""
        return self.county.get(code) if isinstance(self.county, dict) else self.county

    def complaints(self, territory: Territory) -> Iterator[Complaint]:
        """Yield ranges for unknown counties, and numbers above those before the plan."""
        for code in self.county if isinstance(self.county, dict) else ():
            if code not in territory.county_codes:
                yield Complaint("unknown-county", "county", code)
        if not self.allow_more and territory.any_seat:
            yield from self._more(territory.former)

    def _more(self, territory: Territory) -> Iterator[Complaint]:
        """Yield the least numbers that are above the number before."""
        total = len(territory.townships)
        if self.city is not None and (self.city.min or 0) > total:
            yield Complaint("more-units", "city.min", str(self.city.min), {"before": total})
        for i, county in enumerate(territory.counties):
            wanted, before = self.county_range(county.code), len(territory.townships_in(i))
            if wanted is not None and (wanted.min or 0) > before:
                key = f"county.{county.code}.min" if isinstance(self.county, dict) else "county.min"
                yield Complaint("more-units", key, str(wanted.min), {"before": before})
                if not isinstance(self.county, dict):
                    break

    def ties(self, territory: Territory) -> Iterator[CouplingConstraint]:
        """Yield the range of each county, and of all counties together."""
        for i, county in enumerate(territory.counties):
            if (wanted := self.county_range(county.code)) is not None:
                before = len(territory.former.townships_in(i))
                yield self._tie(wanted, frozenset([i]), before)
        if self.city is not None:
            everywhere = frozenset(range(len(territory.counties)))
            before = len(territory.former.townships)
            yield replace(self._tie(self.city, everywhere, before), of_city=True)

    def _tie(self, wanted: CountRange, counties: frozenset[int], before: int) -> CouplingConstraint:
        low, high = wanted.bounds(before)
        return CouplingConstraint(self.clause, counties, per_unit=1, low=low, high=high)
