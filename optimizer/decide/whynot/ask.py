"""Asks of every pair of adjacent units of a plan why they are not one."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from models.instance import Instance, OfInstance
from models.plan import Plan
from models.quantities import IntArray
from optimizer.decide.whynot.answer import (
    CountyProof,
    Forced,
    PairAnswer,
    Reason,
    Verdict,
    WhyNot,
)
from optimizer.decide.whynot.listed import Listed, listable
from optimizer.decide.whynot.rules import CountyRules
from optimizer.decide.whynot.solved import Solving
from optimizer.solve.clock import Clock
from optimizer.solve.results import Value
from optimizer.solve.results import Verdict as Solved
from optimizer.text import Text

_LEAST, _FAIR = 5.0, 4.0
"""A pair may take so many times its equal share of the time that is left, or `_LEAST` seconds."""

Asked = tuple[Solved, Forced | None]


def why_not(instance: Instance, plan: Plan, clock: Clock) -> WhyNot:
    """Say of every pair of adjacent units which rule forbids their merger, or what it costs.

    Rules on single units are asked first, which takes no solver; then pairs of small counties.

    Parameters
    ----------
    plan
        Every village in a unit.
    """
    names = tuple(spec.name for spec in instance.scenario.objectives)
    asking = _Asking(instance, plan, clock)
    answers = {(p.a, p.b): p for p in asking.by_rules()}
    left = [pair for pair, answer in answers.items() if not answer.exact]
    listed = None
    if listable(instance) and not clock.over:
        listed = Listed.of(instance, clock)
    counties: tuple[CountyProof, ...] = ()
    best: tuple[Value, ...] = ()
    if listed is not None:
        answer = listed.best()
        if answer is not None and answer.verdict is Solved.SOLVED and listed.complete:
            best = tuple(a.value for a in answer.attained)
        counties = tuple(listed.proof(c, plan) for c in range(len(instance.territory.counties)))
        answers |= {(p.a, p.b): p for p in asking.by_lists(listed, left, best, answers)}
    elif left and not clock.over:
        solving = Solving.of(instance, clock.share(2))
        best = solving.best
        answers |= {(p.a, p.b): p for p in asking.by_solving(solving, left, answers)}
    return WhyNot(names, best, tuple(answers[pair] for pair in sorted(answers)), counties)


class _Asking(OfInstance):
    """The questions of one plan."""

    def __init__(self, instance: Instance, plan: Plan, clock: Clock) -> None:
        self.instance, self.plan, self.clock = instance, plan, clock
        self.rules: dict[int, CountyRules] = {}

    def villages(self, a: int, b: int) -> IntArray:
        """Return the villages of two units."""
        return np.nonzero((self.plan.unit == a) | (self.plan.unit == b))[0]

    def county(self, unit: int) -> int:
        """Return the county of a unit."""
        return int(self.territory.county_of_township[unit])

    def by_rules(self) -> Iterator[PairAnswer]:
        """Answer what rules on single units answer; all other pairs are open."""
        for a, b in adjacent_units(self.plan):
            county = self.county(a)
            if county != self.county(b):
                yield PairAnswer(a, b, Verdict.FORBIDDEN, (self._across(a, b),))
                continue
            if county not in self.rules:
                self.rules[county] = CountyRules(self.instance, county)
            rules, villages = self.rules[county], self.villages(a, b)
            reasons = tuple(rules.reasons(villages))
            never = bool(reasons) and rules.never(villages)
            yield PairAnswer(a, b, Verdict.FORBIDDEN if never else Verdict.OPEN, reasons)

    def _across(self, a: int, b: int) -> Reason:
        counties = [self.territory.counties[self.county(unit)].name for unit in (a, b)]
        text = Text(
            f"a unit lies in one county: {counties[0]} and {counties[1]}",
            f"乡级行政区不得跨县：{counties[0]}、{counties[1]}",
        )
        return Reason(-1, "P5.county", "", text)

    def by_lists(
        self,
        listed: Listed,
        pairs: list[tuple[int, int]],
        best: tuple[Value, ...],
        known: dict[tuple[int, int], PairAnswer],
    ) -> Iterator[PairAnswer]:
        """Answer pairs over the candidates of their counties, those of few candidates first."""
        sizes = [len(problem) for problem in listed.partitions]
        pairs = sorted(pairs, key=lambda pair: (sizes[self.county(pair[0])], pair))
        for done, (a, b) in enumerate(pairs):
            county, reasons = self.county(a), known[a, b].reasons
            parts = listed.parts_of(county, self.villages(a, b))
            both, _ = listed.holding(county, parts)
            if not both.any():
                forbidden = self._at_every_seat(a, b, reasons)
                verdict = Verdict.FORBIDDEN if forbidden else Verdict.NO_PLAN
                conflict = () if forbidden else listed.counting(county)
                yield PairAnswer(a, b, verdict, reasons, conflict)
                continue
            clock = self._turn(len(pairs) - done)
            if clock.over:
                return
            solved, forced = listed.forced(county, parts, clock)
            if solved is Solved.INFEASIBLE and listed.complete:
                rules = listed.conflict(county, parts, clock)
                yield PairAnswer(a, b, Verdict.NO_PLAN, reasons, rules)
                continue
            sound = solved is Solved.SOLVED and listed.complete and bool(best)
            yield PairAnswer(a, b, _cost(best, forced, sound), reasons, (), forced)

    def _at_every_seat(self, a: int, b: int, reasons: tuple[Reason, ...]) -> bool:
        """Return whether rules on units forbid a pair at each seat that it could keep.

        If not, and no candidate holds it, the number of units rules it out.
        """
        rules, villages = self.rules[self.county(a)], self.villages(a, b)
        seats = {int(rules.bare.townships[seat]) for seat in rules.seats_of(villages)}
        return seats <= {reason.seat for reason in reasons}

    def by_solving(
        self,
        solving: Solving,
        pairs: list[tuple[int, int]],
        known: dict[tuple[int, int], PairAnswer],
    ) -> Iterator[PairAnswer]:
        """Answer pairs by solving the scenario again with each in one unit."""
        for done, (a, b) in enumerate(pairs):
            clock = self._turn(len(pairs) - done)
            if clock.over:
                return
            reasons = known[a, b].reasons
            solved, forced = solving.forced(self.plan, a, b, clock)
            if solved is Solved.INFEASIBLE:
                verdict = Verdict.NO_PLAN
            else:
                sound = solved is Solved.SOLVED and bool(solving.best)
                verdict = _cost(solving.best, forced, sound)
            yield PairAnswer(a, b, verdict, reasons, (), forced)

    def _turn(self, left: int) -> Clock:
        """Return a clock for one of the pairs that are left."""
        return self.clock.within(max(_LEAST, _FAIR * self.clock.left / left))


def _cost(best: tuple[Value, ...], forced: Forced | None, sound: bool) -> Verdict:
    if forced is None or not sound:
        return Verdict.OPEN
    return Verdict.FREE if forced.values == best else Verdict.COSTS


def adjacent_units(plan: Plan) -> list[tuple[int, int]]:
    """Return the pairs of units with villages that touch, across borders of counties too.

    Returns
    -------
    list[tuple[int, int]]
        Townships whose seats the units keep (positions), the lower first, in order.
    """
    units = np.sort(plan.unit[plan.territory.pairs], axis=1)
    different = units[(units[:, 0] != units[:, 1]) & (units[:, 0] >= 0)]
    return [(int(a), int(b)) for a, b in np.unique(different, axis=0)] if len(different) else []
