"""Which rules on single units keep some villages from being one unit, with figures.

Each rule is applied alone to the county's bare problem, so that what it forbids is told
apart. Of a seat it is said whether the villages alone may be a unit there, and whether any
larger unit may: what is forbidden a village, an upper limit and an `apart` pair stay broken
however the unit grows.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from scipy.sparse.csgraph import connected_components

from models.instance import Instance, OfInstance
from models.merge.problem import Limit, Problem, village_problem, whole_problem
from models.quantities import HECTARES_PER_KM2, METRES_PER_KM, NO_LIMIT, BoolArray, IntArray
from models.rules import Rule
from models.territory import Territory
from optimizer.decide.whynot.answer import Reason
from optimizer.text import Text

WAY = "way"
"""Stands for the ground: no way to a seat is known."""


@dataclass
class CountyRules(OfInstance):
    """The rules of a scenario on single units in one county, each by itself."""

    instance: Instance
    county: int
    _alone: dict[str, Problem] = field(default_factory=dict)

    @property
    def _ground(self) -> Territory:
        return self.territory.former if self.scenario.mode == "whole" else self.territory

    @cached_property
    def bare(self) -> Problem:
        """The county with the kinds that rules offer, and no rule."""
        return self._fresh()

    @cached_property
    def active(self) -> tuple[Rule, ...]:
        """The rules that are on."""
        return tuple(self.scenario.active_rules())

    def under(self, rule: Rule) -> Problem:
        """Return the county under one rule alone."""
        key = rule.key or rule.clause
        if key not in self._alone:
            problem = self._fresh()
            rule.restrict(problem)
            self._alone[key] = problem
        return self._alone[key]

    def _fresh(self) -> Problem:
        make = whole_problem if self.scenario.mode == "whole" else village_problem
        problem = make(self._ground, self.county)
        for rule in self.scenario.active_rules():
            rule.offer(problem)
        return problem

    def seats_of(self, villages: IntArray) -> list[int]:
        """Return the seats (positions in the county) that lie in some villages."""
        seats = self.territory.seats[self.bare.townships]
        return np.nonzero(np.isin(seats, villages))[0].tolist()

    def reasons(self, villages: IntArray) -> list[Reason]:
        """Return what keeps some villages, and no others, from being a unit, seat by seat."""
        found = []
        for seat in self.seats_of(villages):
            found += list(self._against(villages, seat, grows=False))
        return found

    def never(self, villages: IntArray) -> bool:
        """Return whether no unit that holds all of some villages keeps the rules.

        Each rule is asked alone: where it says no to every option of every seat, or several
        rules do so between them, there is no such unit. The converse does not hold.
        """
        seats = range(len(self.bare.townships))
        return all(any(self._against(villages, seat, grows=True)) for seat in seats)

    def _against(self, villages: IntArray, seat: int, grows: bool) -> Iterator[Reason]:
        """Yield the rules that a unit of some villages breaks at a seat.

        Parameters
        ----------
        grows
            Whether the unit may hold more, so that only what growth cannot mend counts.
        """
        township = int(self.bare.townships[seat])
        parts = self.bare.parts_with(villages)
        if grows:
            parts = np.union1d(parts, [self.bare.seat_parts()[seat]])
        if not self.bare.allowed[parts, seat].all():
            worst = self._unreached(villages, seat)
            yield Reason(township, "data", WAY, worst)
        for rule in self.active:
            problem = self.under(rule)
            text = _broken(problem, self.bare, rule, parts, seat, grows)
            if text is None and not grows:
                text = _torn(problem, self.bare, parts)
            if text is not None:
                yield Reason(township, rule.clause, rule.key, text)

    def _unreached(self, villages: IntArray, seat: int) -> Text:
        inside = np.isin(self.bare.villages, villages) & ~self.bare.reachable[:, seat]
        names = self.territory.villages.names
        first = names[int(self.bare.villages[inside][0])] if inside.any() else ""
        to = self.territory.townships[self.bare.townships[seat]].name
        return Text(
            f"no way is known from {first} to the seat of {to}", f"{first} 到 {to} 驻地无路"
        )


def _broken(
    problem: Problem, bare: Problem, rule: Rule, parts: IntArray, seat: int, grows: bool
) -> Text | None:
    """Return how a unit of some parts breaks a rule at a seat whatever its kind; None if not."""
    out = bare.allowed[parts, seat] & ~problem.allowed[parts, seat]
    if out.any():
        return _forbidden(problem, bare, rule, parts, seat)
    inside = np.zeros(problem.parts, dtype=bool)
    inside[parts] = True
    for a, b in problem.apart:
        if inside[a].any() and inside[b].any():
            return _apart(problem, rule, a[inside[a]], b[inside[b]])
    if not grows and any(0 < inside[group].sum() < len(group) for group in problem.together):
        return Text(f"{rule.title}: a part of a group is outside", f"{rule.title_zh}：有部分在外")
    options = np.nonzero(problem.options.seat == seat)[0]
    return _limited(problem, rule, inside, options, grows)


def _limited(
    problem: Problem, rule: Rule, inside: BoolArray, options: IntArray, grows: bool
) -> Text | None:
    """Return the limit that every option of a seat breaks, told for the loosest of them."""
    homes = np.unique(problem.home[inside])
    for limit in problem.limits:
        if limit.grown_only and homes.tolist() == [int(problem.options.seat[options[0]])]:
            continue
        total = int(limit.weight[inside].sum())
        high, low = limit.high[options], limit.low[options]
        if (limit.monotone or not grows) and (total > high).all():
            return _over(problem, rule, limit, total, int(high.max()), True)
        if not grows and ((total > high) | (total < low)).all():
            return _over(problem, rule, limit, total, int(low.min()), False)
    return None


def _over(problem: Problem, rule: Rule, limit: Limit, total: int, bound: int, upper: bool) -> Text:
    """Say what a sum comes to and what it may, in the unit that it is counted in."""
    area = problem.by_part(problem.area_ha)
    people = problem.by_part(problem.population)
    if np.array_equal(limit.weight, area) and rule.key == "area_cap":
        of, most = total / HECTARES_PER_KM2, bound / HECTARES_PER_KM2
        return Text(
            f"{of:.2f} km2 together, the cap is {most:.10g}",
            f"合计 {of:.2f} 平方公里，上限 {most:.10g}",
        )
    if np.array_equal(limit.weight, people):
        least = ("most", "上限") if upper else ("least", "下限")
        return Text(
            f"{total:,} people together, at {least[0]} {bound:,}",
            f"合计 {total:,} 人，{least[1]} {bound:,}",
        )
    if bound >= NO_LIMIT or bound <= -NO_LIMIT:
        return Text(rule.title, rule.title_zh)
    return Text(
        f"{rule.title}: {total:,}, limit {bound:,}", f"{rule.title_zh}：{total:,}，限 {bound:,}"
    )


def _forbidden(problem: Problem, bare: Problem, rule: Rule, parts: IntArray, seat: int) -> Text:
    """Say which part a rule keeps from a seat."""
    territory = problem.territory
    to = territory.townships[problem.townships[seat]].name
    out = parts[bare.allowed[parts, seat] & ~problem.allowed[parts, seat]]
    homes = problem.townships[np.unique(problem.home[out])]
    names = ", ".join(territory.townships[t].name for t in homes)
    if rule.key == "protected":
        return Text(f"{names} keeps its own seat", f"{names.replace(', ', '、')} 保留驻地，不撤并")
    villages = np.nonzero(np.isin(problem.part, out))[0]
    if rule.key == "access" and len(villages):
        limit = getattr(rule, "max_m", NO_LIMIT)
        far = villages[int(np.argmax(problem.metres[villages, seat]))]
        metres, name = (
            int(problem.metres[far, seat]),
            territory.villages.names[problem.villages[far]],
        )
        if limit < metres < NO_LIMIT:
            km, most = metres / METRES_PER_KM, limit / METRES_PER_KM
            return Text(
                f"{name} would be {km:.3f} km from the seat of {to}, {most:.10g} are allowed",
                f"{name} 距 {to} 驻地 {km:.3f} 公里，上限 {most:.10g}",
            )
    return Text(
        f"{rule.title}: {names} may not go to the seat of {to}",
        f"{rule.title_zh}：{names.replace(', ', '、')} 不得归入 {to}",
    )


def _apart(problem: Problem, rule: Rule, a: IntArray, b: IntArray) -> Text:
    named = problem.territory.townships
    first, second = (named[problem.townships[problem.home[int(x[0])]]].name for x in (a, b))
    return Text(f"{rule.title}: {first} and {second}", f"{rule.title_zh}：{first}、{second}")


def _torn(problem: Problem, bare: Problem, parts: IntArray) -> Text | None:
    """Return that the parts hang together only across barriers; None if they do without."""
    if not len(problem.barriers) or not _connected(bare, parts) or _connected(problem, parts):
        return None
    return Text("a barrier lies between the two", "二者之间有阻隔")


def _connected(problem: Problem, parts: IntArray) -> bool:
    graph = problem.adjacency()[parts][:, parts]
    return int(connected_components(graph, directed=False)[0]) == 1
