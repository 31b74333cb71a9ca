"""What a unit must hold at least and may hold at most, as far as it follows from other rules.

A county has `N` units, `fewest <= N <= most`, and a weight of which the parts hold `W`
in all. With at least `l` and at most `h` in each unit,

    W - (most - 1) h  <=  what one unit holds  <=  W - (fewest - 1) l,
    fewest >= W / h,    most <= W / l,

because the other units hold their least, and no more than their most. Taken in turns over
the number of parts and the weight of every limit, until nothing changes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

import numpy as np

from models.merge.coupling import CouplingConstraint
from models.merge.expressions import LinearExpression, Row
from models.merge.problem import Limit, Problem
from models.quantities import NO_LIMIT, IntArray
from models.territory import Territory

MOST_PASSES = 5
"""Turns over all weights; each limit that moves may move others."""


@dataclass
class _Weight:
    """A weight that units share out: how much of it one may hold."""

    weight: IntArray
    least: int
    most: int

    @property
    def total(self) -> int:
        return int(self.weight.sum())

    def narrow(self, least: int, most: int) -> None:
        self.least, self.most = max(self.least, least), min(self.most, most)


@dataclass
class Sizes:
    """The sizes of a county's units.

    Attributes
    ----------
    fewest, most
        Of the number of units.
    parts
        How many parts a unit holds.
    of_limits
        What a unit holds of each limit's weight; None where weights may be negative.
    """

    fewest: int
    most: int
    parts: _Weight
    of_limits: list[_Weight | None]

    @classmethod
    def of(cls, problem: Problem, ties: Iterable[CouplingConstraint]) -> Sizes:
        """Return what follows from limits and from ties of the county alone."""
        fewest, most = counted(ties, problem.county)
        ones = np.ones(problem.parts, dtype=np.int64)
        parts = _Weight(ones, 1, problem.parts)
        sizes = cls(
            max(1, fewest), min(most, problem.parts), parts, [_first(x) for x in problem.limits]
        )
        for _ in range(MOST_PASSES):
            before = sizes.figures()
            sizes._settle()
            if sizes.figures() == before:
                break
        return sizes

    def figures(self) -> list[int]:
        """Return all numbers that may still change."""
        ends = [end for w in self._weights() for end in (w.least, w.most)]
        return [self.fewest, self.most, *ends]

    def told(self, problem: Problem) -> Iterator[_Weight]:
        """Yield the weights of which more is known than a limit alone says."""
        if self.parts.least > 1 or self.parts.most < problem.parts:
            yield self.parts
        for w, limit in zip(self.of_limits, problem.limits, strict=True):
            known = _first(limit)
            if w is None or known is None:
                continue
            if w.least > known.least or w.most < known.most:
                yield w

    def _weights(self) -> Iterator[_Weight]:
        yield self.parts
        yield from (w for w in self.of_limits if w is not None)

    def _settle(self) -> None:
        for w in self._weights():
            if w.most > 0:
                self.fewest = max(self.fewest, -(-w.total // w.most))
            if w.least > 0:
                self.most = min(self.most, w.total // w.least)
        for w in self._weights():
            others_least, others_most = self.fewest - 1, self.most - 1
            w.narrow(w.total - others_most * w.most, w.total - others_least * w.least)
            self._count(w)

    def _count(self, w: _Weight) -> None:
        """Bound the parts of a unit by the lightest that fit, and the heaviest that are needed."""
        ascending = np.cumsum(np.sort(w.weight))
        descending = np.cumsum(np.sort(w.weight)[::-1])
        fit = int(np.searchsorted(ascending, w.most, side="right"))
        needed = int(np.searchsorted(descending, w.least, side="left")) + 1
        self.parts.narrow(needed, fit)


def _first(limit: Limit) -> _Weight | None:
    """Return what the limit itself says of any unit, whatever its option."""
    if not limit.monotone:
        return None
    least, total = int(limit.weight.min(initial=0)), int(limit.weight.sum())
    low, high = int(limit.low.min(initial=NO_LIMIT)), int(limit.high.max(initial=0))
    if limit.grown_only:
        # A unit of one part is exempt, in mode whole the only one that does not grow.
        low, high = least, max(high, int(limit.weight.max(initial=0)))
    return _Weight(limit.weight, max(least, min(low, total + 1)), min(high, total))


def counted(ties: Iterable[CouplingConstraint], county: int) -> tuple[int, int]:
    """Return the (fewest, most) units that ties of a county alone allow."""
    fewest, most = 0, NO_LIMIT
    for tie in ties:
        if tie.counties == {county} and tie.counts_units and tie.per_unit > 0:
            fewest = max(fewest, -(-tie.low // tie.per_unit) if tie.low > -NO_LIMIT else 0)
            most = min(most, tie.high // tie.per_unit if tie.high < NO_LIMIT else NO_LIMIT)
    return fewest, most


def sized(problem: Problem, ties: Iterable[CouplingConstraint]) -> Problem:
    """Return a problem of mode `whole` with limits for what follows of the sizes of its units.

    No plan is lost: every plan under the ties keeps them.
    """
    sizes = Sizes.of(problem, ties)
    new = [Limit(w.weight, *_by_option(problem, w)) for w in sizes.told(problem)]
    return replace(problem, limits=[*problem.limits, *new])


def count_rows(problem: Problem, ties: Iterable[CouplingConstraint]) -> tuple[Row, ...]:
    """Return what follows of the number of units beyond the ties themselves, as side rows."""
    ties = tuple(ties)
    sizes, (fewest, most) = Sizes.of(problem, ties), counted(ties, problem.county)
    if sizes.fewest <= max(1, fewest) and sizes.most >= min(most, problem.parts):
        return ()
    units = LinearExpression(per_unit=1, counties=frozenset({problem.county}))
    if sizes.fewest > sizes.most:
        return Row(units, low=sizes.fewest), Row(units, high=sizes.most)
    return (Row(units, sizes.fewest, sizes.most),)


def _by_option(problem: Problem, w: _Weight) -> tuple[IntArray, IntArray]:
    every = np.ones(len(problem.options), dtype=np.int64)
    return w.least * every, w.most * every


def implied_ties(
    territory: Territory, ties: Iterable[CouplingConstraint]
) -> list[CouplingConstraint]:
    """Return, for single counties, what ties on the number of units of several leave to each.

    The other counties keep as many units as they can, and as few: one a township at most, one
    at least. What follows is a relaxation of the ties.
    """
    ties = tuple(ties)
    counties = range(len(territory.counties))
    parts = [len(territory.former.townships_in(c)) for c in counties]
    own = [counted(ties, c) for c in counties]
    least = [max(1, fewest) for fewest, _ in own]
    most = [min(p, top) for p, (_, top) in zip(parts, own, strict=True)]
    wide = [t for t in ties if len(t.counties) > 1 and t.counts_units and t.per_unit > 0]
    found = []
    for tie in wide:
        low = -(-tie.low // tie.per_unit) if tie.low > -NO_LIMIT else 0
        high = tie.high // tie.per_unit if tie.high < NO_LIMIT else NO_LIMIT
        all_least, all_most = (sum(x[c] for c in tie.counties) for x in (least, most))
        for c in tie.counties:
            floor = low - (all_most - most[c])
            top = high - (all_least - least[c]) if high < NO_LIMIT else NO_LIMIT
            # Where the city asks for what no county can give, it is not the county's fault.
            if (floor > least[c] or top < most[c]) and floor <= most[c] and top >= least[c]:
                found.append(
                    CouplingConstraint(tie.clause, frozenset([c]), 1, low=max(floor, 0), high=top)
                )
    return found
