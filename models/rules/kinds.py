"""P4.kind.standard: which units may become towns (乡改镇) or subdistricts (改街道)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar, Self

import numpy as np
from pydantic import Field, model_validator

from models.incomplete import IncompleteError, ParameterError
from models.kinds import KINDS, Kind
from models.measures import UnknownMeasureError
from models.merge.coupling import CouplingConstraint
from models.merge.problem import Limit, Options, Problem
from models.quantities import NO_LIMIT, IntArray
from models.rules.base import Complaint, Rule, unknown_townships
from models.standards.ground import Condition, Ground, Threshold, TooLargeError, conditions
from models.standards.presets import STANDARDS

if TYPE_CHECKING:
    from models.territory import Territory, Township

_COUNTY_SEAT = "county_seat"


class Kinds(Rule):
    """A unit keeps the kind of the township whose seat it keeps, or rises by a standard.

    乡 may become 镇 or 街道, 镇 may become 街道, never downwards. 街道 are offered
    only where a county may have them (P4.kind.street). The unit that holds the seat
    of a county is at least a town; a 乡 whose own seat that is becomes one whatever
    the standard says.
    """

    clause: ClassVar[str] = "P4.kind.standard"
    key: ClassVar[str] = "kinds"
    title: ClassVar[str] = "units become towns or subdistricts by a standard"
    title_zh: ClassVar[str] = "乡改镇、改街道须符合标准"

    effect: ClassVar[str] = "eligibility"
    opens: ClassVar[bool] = True

    standard: str | None = None
    grounds: tuple[Ground, ...] = ()
    keep: tuple[str, ...] = ()
    max_conversions: int | None = Field(default=None, ge=0)

    @model_validator(mode="after")
    def _known(self) -> Self:
        if self.standard is not None and self.standard not in STANDARDS:
            en = f"unknown standard; known: {', '.join(STANDARDS)}"
            raise ParameterError(en, f"没有这个标准；可用：{'、'.join(STANDARDS)}")
        if self.standard is None and not self.grounds:
            raise IncompleteError(
                "give standard, grounds or both", "请给出 standard、grounds 或两者"
            )
        return self

    @property
    def source(self) -> tuple[str, str]:
        """Where the standard comes from, or what is to be filled in."""
        if self.standard is None:
            return "", ""
        return STANDARDS[self.standard].source, STANDARDS[self.standard].source_zh

    @property
    def ways(self) -> tuple[Ground, ...]:
        """All grounds: those of the named standard and the user's own."""
        named = STANDARDS[self.standard].grounds if self.standard else ()
        return (*named, *self.grounds)

    def ways_for(self, territory: Territory, township: int) -> Iterator[tuple[Kind, Ground | None]]:
        """Yield the (kind, ground) that a unit with a township's seat may take.

        The present kind needs no ground; neither does 镇 for the seat of a county,
        but where the kind is kept.
        """
        before = territory.townships[township]
        rank = KINDS.index(before.kind)
        if before.code in self.keep:
            yield before.kind, None
            return
        yield (Kind.TOWN, None) if _must_rise(before) else (before.kind, None)
        for ground in self.ways:
            allowed = ground.kind is not Kind.SUBDISTRICT or self.streets(territory, before.county)
            if KINDS.index(ground.kind) > rank and allowed and ground.open_to(before):
                yield ground.kind, ground

    @staticmethod
    def streets(territory: Territory, county: int) -> bool:
        """Return whether a county may have subdistricts (P4.kind.street)."""
        return territory.counties[county].has_subdistricts

    def complaints(self, territory: Territory) -> Iterator[Complaint]:
        """Yield unknown townships, flags and columns, and 乡 that may not stay 乡."""
        yield from unknown_townships(territory, "keep", list(self.keep))
        for code in self.keep:
            known = territory.township_codes.get(code)
            if known is not None and _must_rise(territory.townships[known]):
                yield Complaint("keeps-county-seat", "keep", code)
        for ground in self.ways:
            if ground.flag and ground.flag not in territory.flags | {_COUNTY_SEAT}:
                yield Complaint("unknown-flag", "grounds.flag", ground.flag)
            for threshold in ground.require:
                try:
                    _in_every_county(territory, threshold)
                except UnknownMeasureError as error:
                    yield Complaint("unknown-column", "grounds.require.measure", str(error))
                except TooLargeError as error:
                    yield Complaint("too-large", "grounds.require", str(error))

    def offer(self, problem: Problem) -> None:
        """Offer each seat its kinds; a ground that the seat itself fails is left out."""
        rows = [
            (seat, kind, ground)
            for seat, township in enumerate(problem.townships)
            for kind, ground in self.ways_for(problem.territory, int(township))
        ]
        rows = [row for row in rows if self._possible(problem, row[0], row[2])]
        before = problem.options.kind
        seats = np.array([seat for seat, _, _ in rows], dtype=np.int64)
        kinds = np.array([KINDS.index(kind) for _, kind, _ in rows], dtype=np.int64)
        converted = (kinds != before[seats]).astype(np.int64)
        problem.options = Options(seats, kinds, converted, tuple(ground for _, _, ground in rows))

    def _possible(self, problem: Problem, seat: int, ground: Ground | None) -> bool:
        """Return whether no threshold of the seat alone is missed."""
        found = _all_conditions(problem, seat, ground)
        return all(c.constant >= 0 for c in found if not c.weight.any())

    def restrict(self, problem: Problem) -> None:
        """Hold the units that rise to the thresholds of their ground."""
        rows: dict[bytes, tuple[IntArray, IntArray, IntArray]] = {}
        for option, ground in enumerate(problem.options.grounds):
            for condition in _all_conditions(problem, int(problem.options.seat[option]), ground):
                if condition.weight.any():
                    _bind(rows, problem, option, condition)
        problem.limits += [Limit(*row) for row in rows.values()]
        self._seat_of_county(problem)

    def _seat_of_county(self, problem: Problem) -> None:
        """Keep the seat of the county out of units that are 乡."""
        townships = [problem.territory.townships[t] for t in problem.townships]
        is_seat = np.array([_COUNTY_SEAT in t.flags for t in townships], dtype=bool)
        if is_seat.any():
            weight = np.zeros(problem.parts, dtype=np.int64)
            weight[problem.seat_parts()[is_seat]] = 1
            high = np.where(problem.options.kind > 0, NO_LIMIT, 0)
            problem.limits.append(Limit(weight, np.full_like(high, -NO_LIMIT), high))

    def ties(self, territory: Territory) -> Iterator[CouplingConstraint]:
        """Yield the most conversions of the whole territory."""
        if self.max_conversions is not None:
            everywhere = frozenset(range(len(territory.counties)))
            cost = (("conversions", 1),)
            yield CouplingConstraint(
                self.clause, everywhere, 0, per_cost=cost, high=self.max_conversions
            )


def _must_rise(township: Township) -> bool:
    """Return whether a township is a 乡 with the seat of a county: its unit is at least a 镇."""
    return _COUNTY_SEAT in township.flags and township.kind is Kind.TOWNSHIP


def _in_every_county(territory: Territory, threshold: Threshold) -> None:
    """Try a threshold on a township of each county."""
    first = {township.county: t for t, township in enumerate(territory.townships)}
    for township in first.values():
        list(conditions(territory, township, threshold))


def _all_conditions(problem: Problem, seat: int, ground: Ground | None) -> list[Condition]:
    township = int(problem.townships[seat])
    require = ground.require if ground else ()
    return [c for t in require for c in conditions(problem.territory, township, t)]


def _bind(
    rows: dict[bytes, tuple[IntArray, IntArray, IntArray]],
    problem: Problem,
    option: int,
    condition: Condition,
) -> None:
    """Add a condition to the limit with its weights: a sum of nothing negative is bounded above."""
    weight = problem.by_part(condition.weight[problem.villages])
    falling = bool((weight <= 0).all())
    weight = -weight if falling else weight
    none = np.full(len(problem.options), NO_LIMIT, dtype=np.int64)
    _, low, high = rows.setdefault(weight.tobytes(), (weight, -none, none.copy()))
    if falling:
        high[option] = min(high[option], condition.constant)
    else:
        low[option] = max(low[option], -condition.constant)
