"""What a plan changes, item by item, as the notice and the approving government count it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from typing import Literal

from models.plan import Plan, grouped
from models.quantities import IntArray
from models.scenario import Scenario
from optimizer.check.naming import unit_names
from optimizer.procedure.facts import Item as Approval
from optimizer.procedure.facts import items as approvals
from optimizer.procedure.facts import moved_seats

ChangeKind = Literal[
    "joint", "whole", "conversion", "founding", "split", "transfer", "seat", "name"
]


@dataclass(frozen=True)
class Move:
    """Villages that go from a former township to a unit; positions in the territory."""

    source: int
    unit: int
    villages: IntArray


@dataclass(frozen=True)
class Change:
    """One item.

    Attributes
    ----------
    kind
        joint: 合并设立; whole: 整建制并入; conversion: 改设; founding: 新设; split: 分别并入;
        transfer: 村划转; seat: 驻地迁移; name: 更名.
    unit
        The unit that is founded, grows or changes; -1 for a split.
    base
        The former township that the unit goes on from; -1 where it is founded.
    dissolved
        Former townships that are dissolved by it, besides `base`.
    moves
        Villages, where a township is divided.
    approvals
        The items for approval that it comes to.
    """

    kind: ChangeKind
    county: int
    unit: int
    base: int = -1
    dissolved: tuple[int, ...] = ()
    moves: tuple[Move, ...] = ()
    approvals: tuple[Approval, ...] = ()


@dataclass(frozen=True)
class Changes:
    """The items of a plan."""

    plan: Plan
    scenario: Scenario

    @cached_property
    def moved_seats(self) -> dict[int, int]:
        """Units with a new seat, and the former township that only moves its seat there."""
        return moved_seats(self.plan)

    @cached_property
    def continuing(self) -> dict[int, int]:
        """The unit that goes on from each former township that is not dissolved."""
        townships = self.plan.territory.townships
        kept = {int(t): int(t) for t in self.plan.kept if not townships[int(t)].new}
        return {**kept, **{t: u for u, t in self.moved_seats.items()}}

    def base(self, unit: int) -> int:
        """Return the former township that a unit goes on from; -1 where it is founded."""
        if not self.plan.territory.townships[unit].new:
            return unit
        return self.moved_seats.get(unit, -1)

    @cached_property
    def moves(self) -> dict[int, tuple[Move, ...]]:
        """Where the villages of each former township go, most villages first."""
        found = {}
        for township, inside in grouped(self.plan.territory.villages.township).items():
            parts = grouped(self.plan.unit[inside]).items()
            moves = [Move(township, unit, inside[at]) for unit, at in parts]
            found[township] = tuple(sorted(moves, key=lambda m: (-len(m.villages), m.unit)))
        return found

    @cached_property
    def into(self) -> dict[int, tuple[Move, ...]]:
        """What comes to each unit from each former township."""
        found: dict[int, list[Move]] = {}
        for moves in self.moves.values():
            for move in moves:
                found.setdefault(move.unit, []).append(move)
        return {unit: tuple(moves) for unit, moves in found.items()}

    @cached_property
    def whole(self) -> dict[int, tuple[int, ...]]:
        """The dissolved townships that each unit takes in whole."""
        found: dict[int, list[int]] = {}
        for township, moves in self.moves.items():
            if township not in self.continuing and len(moves) == 1:
                found.setdefault(moves[0].unit, []).append(township)
        return {unit: tuple(townships) for unit, townships in found.items()}

    def pure(self, unit: int) -> bool:
        """Whether a unit is its base and whole townships, no village more or less."""
        base = self.base(unit)
        parts = set(self.whole.get(unit, ())) | ({base} if base >= 0 else set())
        sources = {move.source for move in self.into[unit]}
        return sources <= parts and (base < 0 or len(self.moves[base]) <= 1)

    @cached_property
    def items(self) -> tuple[Change, ...]:
        """Every item, by county: units that grow or change, townships divided, villages moved."""
        found = [*self._units(), *self._splits(), *self._transfers()]
        return tuple(sorted(found, key=lambda change: change.county))

    def of_county(self, county: int) -> tuple[Change, ...]:
        """Return the items of a county."""
        return self._by_county.get(county, ())

    @cached_property
    def _by_county(self) -> dict[int, tuple[Change, ...]]:
        found = groupby(self.items, key=lambda change: change.county)
        return {county: tuple(changes) for county, changes in found}

    def _units(self) -> Iterator[Change]:
        townships, names = self.plan.territory.townships, unit_names(self.plan, self.scenario)
        for unit in self.plan.units:
            u, base = unit.township, self.base(unit.township)
            whole, county = self.whole.get(u, ()), unit.county
            converted = base >= 0 and unit.kind is not townships[base].kind
            kind: ChangeKind | None = "whole" if whole else None
            if base < 0:
                kind = "founding"
            elif converted:
                kind = "joint" if whole else "conversion"
            if kind is not None:
                yield self._item(kind, county, u, base, whole)
            if u in self.moved_seats:
                yield self._item("seat", county, u, base)
            if base >= 0 and not converted and names[u] != townships[base].name:
                yield self._item("name", county, u, base)

    def _splits(self) -> Iterator[Change]:
        for township, moves in self.moves.items():
            if township not in self.continuing and len(moves) > 1:
                county = self.plan.territory.townships[township].county
                yield self._item("split", county, -1, -1, (township,), moves)

    def _transfers(self) -> Iterator[Change]:
        for township, unit in self.continuing.items():
            for move in self.moves[township]:
                if move.unit != unit:
                    county = self.plan.territory.townships[township].county
                    yield self._item("transfer", county, unit, township, (), (move,))

    @cached_property
    def _approvals(self) -> dict[str, list[Approval]]:
        found: dict[str, list[Approval]] = {}
        for item in approvals(self.plan, self.scenario):
            found.setdefault(item.place, []).append(item)
        return found

    def _item(
        self,
        kind: ChangeKind,
        county: int,
        unit: int,
        base: int,
        dissolved: tuple[int, ...] = (),
        moves: tuple[Move, ...] = (),
    ) -> Change:
        territory = self.plan.territory
        units = {unit, *(move.unit for move in moves)} - {-1}
        codes = {territory.unit_codes[u] for u in units}
        codes |= {territory.townships[t].code for t in (*dissolved, base) if t >= 0}
        own = {"seat": ("seat",), "name": ("name",)}.get(kind)
        found = tuple(
            item
            for code in sorted(codes)
            for item in self._approvals.get(code, ())
            if (item.kind in own if own else item.kind not in ("seat", "name"))
        )
        return Change(kind, county, unit, base, dissolved, moves, found)
