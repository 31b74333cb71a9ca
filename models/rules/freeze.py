"""A county frozen to an agreed plan while the rest is solved."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar

import numpy as np
from pydantic import Field

from models.kinds import KINDS, Kind, KindWord
from models.merge.problem import Limit, Problem
from models.quantities import NO_LIMIT
from models.rules.base import Complaint, Rule

if TYPE_CHECKING:
    from models.territory import Territory


class Freeze(Rule):
    """Every village of some counties is in the unit, of the kind, that a plan gives it.

    The agreed plan has to keep the other rules too; where it does not there is no plan.

    Attributes
    ----------
    counties
        Codes of the counties.
    units
        Code of the unit by code of village, for every village of these counties.
    kinds
        Kinds of units that the plan changes, by code.
    """

    clause: ClassVar[str] = "S3.together"
    key: ClassVar[str] = "freeze"
    title: ClassVar[str] = "counties frozen to an agreed plan"
    title_zh: ClassVar[str] = "已商定的县（区）方案不变"

    counties: tuple[str, ...] = Field(min_length=1)
    units: dict[str, str]
    kinds: dict[str, KindWord] = Field(default_factory=dict)

    def complaints(self, territory: Territory) -> Iterator[Complaint]:
        """Yield unknown counties and units."""
        for code in self.counties:
            if code not in territory.county_codes:
                yield Complaint("unknown-county", "counties", code)
        for key, codes in (("units", sorted(set(self.units.values()))), ("kinds", self.kinds)):
            for code in codes:
                if code not in territory.units_by_code:
                    yield Complaint("unknown-township", key, code)

    def restrict(self, problem: Problem) -> None:
        """Leave each village the seat of its unit, and each unit its kind."""
        territory = problem.territory
        if territory.counties[problem.county].code not in self.counties:
            return
        codes = [territory.unit_codes[t] for t in problem.townships]
        units = [self.units.get(territory.villages.codes[v], "") for v in problem.villages]
        problem.forbid(np.array(units)[:, None] != np.array(codes)[None, :])
        wanted = [self.kind(territory, code) for code in codes]
        ranks = np.array([KINDS.index(kind) for kind in wanted], dtype=np.int64)
        other = problem.options.kind != problem.by_option(ranks)
        high = np.where(other, -1, NO_LIMIT)
        weight = np.zeros(problem.parts, dtype=np.int64)
        problem.limits.append(Limit(weight, np.full_like(high, -NO_LIMIT), high))

    def kind(self, territory: Territory, code: str) -> Kind:
        """Return the kind that the plan gives to a unit."""
        before = territory.townships[territory.units_by_code[code]].kind
        return self.kinds.get(code, before)
