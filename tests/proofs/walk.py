"""Random valid plans without a solver: a walk over assignments, judged by `tests.reference`."""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from tests.reference.brute import Value, measure_of
from tests.reference.figures import Figures, Totals, Unit
from tests.reference.judge import breaks_mode, broken_by, broken_together, units_of
from tests.reference.plans import added, totals_of, with_kinds
from tests.reference.unit_rules import is_connected

Assignment = dict[str, str]
PLAIN = ("population", "access", "burden", "together", "apart", "barriers")
"""Rules that do not look at the kind of a unit."""
PATIENCE = 20
"""Steps among plans that break rules before a walk goes back to its last valid one."""


@dataclass(frozen=True)
class Valid:
    """A plan that keeps every rule: the unit of each village, and the kinds that change."""

    plan: Assignment
    kinds: Mapping[str, str]
    totals: Totals


class Walk:
    """Walks over the plans of one mode, from valid to valid ones and through some that are not.

    Parameters
    ----------
    figures
        Of the territory; with seats in any village where these are wanted.
    rules
        The content of ``[rules]``.
    objectives
        What a walk that descends looks at, in order.
    mode
        ``whole``, ``split`` or ``redraw``.
    """

    def __init__(
        self,
        figures: Figures,
        rules: Mapping[str, Any],
        objectives: Sequence[Mapping[str, Any]],
        mode: str,
        chance: random.Random,
    ) -> None:
        self.figures, self.rules, self.mode, self.chance = figures, rules, mode, chance
        self.measures = [(measure_of(o), o["name"] == "share") for o in objectives]
        self.code_at = {figures.seat(code): code for code in figures.townships}
        self.former = [code for code, row in figures.townships.items() if not row.get("new")]
        self.variants = cache(self._variants)
        self.measure = cache(lambda unit: totals_of(figures, unit))

    def _variants(self, code: str, villages: frozenset[str]) -> tuple[int, list[Unit]]:
        """Return the fewest faults that a unit has with any kind, and the unit with such kinds."""
        figures, plain = self.figures, {n: r for n, r in self.rules.items() if n in PLAIN}
        own = Unit(code, villages)
        shape = breaks_mode(figures, self.rules, self.mode, own)
        if not is_connected(figures, own):
            return 3 + shape, [own]
        shape += len(list(broken_by(figures, plain, own)))
        others = {n: r for n, r in self.rules.items() if n not in PLAIN}
        found = [
            (shape + sum(1 for _ in broken_by(figures, others, unit)), unit)
            for unit in with_kinds(figures, self.rules, own)
        ]
        least = min(faults for faults, _ in found)
        return least, [unit for faults, unit in found if faults == least]

    def judged(self, plan: Assignment) -> tuple[int, Valid]:
        """Return how many faults a plan has, with kinds chosen at random among the best."""
        held: dict[str, list[str]] = {}
        for village, code in plan.items():
            held.setdefault(code, []).append(village)
        faults, units = 0, []
        for code, villages in held.items():
            more, kinds = self.variants(code, frozenset(villages))
            faults += more
            units.append(self._kind(kinds))
        totals = added(map(self.measure, units))
        faults += len(list(broken_together(self.figures, self.rules, units, totals)))
        return faults, Valid(plan, {u.code: u.kind for u in units if u.kind}, totals)

    def _kind(self, units: list[Unit]) -> Unit:
        """Choose a kind; most often one of towns."""
        if len(units) > 1 and self.chance.random() < 0.75:
            risen = [u for u in units if self.figures.kind_of(u) != "乡"]
            units = risen or units
        return self.chance.choice(units)

    def totals(self, plan: Mapping[str, str], kinds: Mapping[str, str]) -> Totals:
        """Return what a plan comes to."""
        return added(map(self.measure, units_of(plan, kinds)))

    def cost(self, totals: Totals) -> tuple[Value, ...]:
        """Return what the objectives come to, each to be made small."""
        return tuple(-m(totals) if ratio else m(totals) for m, ratio in self.measures)

    def plans(self, starts: Sequence[Assignment], count: int, steps: int) -> list[Valid]:
        """Return up to so many different valid plans; every second walk descends."""
        found: dict[tuple[Any, ...], Valid] = {}
        for number in range(8):
            start = starts[number % len(starts)]
            self._walk(start, found, steps // 8, descend=bool(number % 2))
        kept = sorted(found.values(), key=lambda valid: self.cost(valid.totals))
        best, others = kept[: count // 2], kept[count // 2 :]
        return best + self.chance.sample(others, min(len(others), count - len(best)))

    def _walk(
        self,
        start: Assignment,
        found: dict[tuple[Any, ...], Valid],
        steps: int,
        descend: bool,
    ) -> None:
        faults, here = self.judged(dict(start))
        lost, last = 0, None
        for _ in range(steps):
            lost += 1
            if not faults:
                key = (*sorted(here.plan.items()), *sorted(here.kinds.items()))
                found.setdefault(key, here)
                lost, last = 0, here
            elif last is not None and lost > PATIENCE:
                faults, here, lost = 0, last, 0
            plan = self.moved(here.plan)
            more, there = self.judged(plan)
            worse = more - faults
            if worse > 0:
                accept = self.chance.random() < math.exp(-2 * worse)
            elif descend and not more and not faults:
                better = self.cost(there.totals) <= self.cost(here.totals)
                accept = better or self.chance.random() < 0.03
            else:
                accept = True
            if accept:
                faults, here = more, there

    def moved(self, plan: Assignment) -> Assignment:
        """Return a neighbour of a plan, by one of the moves of the mode."""
        moves: list[Callable[[Assignment], None]] = [self._township, self._dissolve, self._reseat]
        moves += [self._revive]
        if self.mode != "whole":
            moves += [self._village] * (8 if self.mode == "redraw" else 4)
            moves += [self._scatter]
        new = dict(plan)
        self.chance.choice(moves)(new)
        return new

    def _near(self, plan: Assignment, villages: Sequence[str]) -> list[str]:
        """Return the units that touch some villages and hold none of them."""
        own = {plan[v] for v in villages}
        near = {plan[w] for v in villages for w in self.figures.neighbours[v]}
        return sorted(near - own)

    def _village(self, plan: Assignment) -> None:
        village = self.chance.choice(list(plan))
        near = self._near(plan, [village])
        if near and self.code_at.get(village) != plan[village]:
            plan[village] = self.chance.choice(near)

    def _township(self, plan: Assignment) -> None:
        """Move a township, or all of the unit that keeps its seat, to a unit beside it."""
        code = self.chance.choice(self.former)
        unit = plan[self.figures.seat(code)]
        mine = [v for v, u in plan.items() if u == unit]
        villages = mine if unit == code else self.figures.members[code]
        near = self._near(plan, villages)
        if near:
            plan.update(dict.fromkeys(villages, self.chance.choice(near)))

    def _dissolve(self, plan: Assignment) -> None:
        """Share the townships of a unit out among those beside it."""
        unit = self.chance.choice(sorted(set(plan.values())))
        held = {self.figures.township_of[v] for v, u in plan.items() if u == unit}
        for township in self.chance.sample(sorted(held), len(held)):
            villages = [v for v in self.figures.members[township] if plan[v] == unit]
            near = [u for u in self._near(plan, villages) if u != unit]
            if near:
                plan.update(dict.fromkeys(villages, self.chance.choice(near)))

    def _scatter(self, plan: Assignment) -> None:
        """Share the villages of a unit out one by one."""
        unit = self.chance.choice(sorted(set(plan.values())))
        left = [v for v, u in plan.items() if u == unit]
        self.chance.shuffle(left)
        for village in [*left, *left]:
            near = [u for u in self._near(plan, [village]) if u != unit]
            if near and plan[village] == unit:
                plan[village] = self.chance.choice(near)

    def _revive(self, plan: Assignment) -> None:
        """Let a seat found its unit again: with its township, or with what is around it."""
        code = self.chance.choice(list(self.figures.townships))
        seat = self.figures.seat(code)
        villages = [seat]
        if code in self.figures.members and (self.mode != "redraw" or self.chance.random() < 0.5):
            villages = self.figures.members[code]
        else:
            around = sorted(self.figures.neighbours[seat])
            near = [w for w in around if self.code_at.get(w) != plan[w]]
            villages += [w for w in near if self.chance.random() < 0.5]
        if plan[seat] != code:
            plan.update(dict.fromkeys(villages, code))

    def _reseat(self, plan: Assignment) -> None:
        """Give a unit another of the seats that lie in it."""
        unit = self.chance.choice(sorted(set(plan.values())))
        villages = [v for v, u in plan.items() if u == unit]
        codes = [self.code_at[v] for v in villages if v in self.code_at]
        plan.update(dict.fromkeys(villages, self.chance.choice(codes or [unit])))
