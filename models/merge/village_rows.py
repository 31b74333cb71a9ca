"""The rows of the village modes that do not change: where limits meet seats."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from models.merge.problem import Limit, Problem
from models.merge.rows import RowMaker, Rows
from models.quantities import IntArray


@dataclass(frozen=True)
class VillageRows:
    """Rows over columns, and the columns beside those of village-seat pairs.

    Attributes
    ----------
    option_column
        Column of each option, shape (options,); -1 where its seat cannot be kept.
    size
        Number of columns, auxiliary ones included.
    """

    rows: Rows
    option_column: IntArray
    size: int


def village_rows(problem: Problem, column: IntArray) -> VillageRows:
    """Return the rows of a county.

    Parameters
    ----------
    column
        Column of each village-seat pair, -1 where it cannot be.
    """
    maker = _Maker(problem, column, size=int(column.max(initial=-1)) + 1)
    maker.assignment()
    for seat in np.nonzero(maker.seat_column >= 0)[0].tolist():
        maker.options(seat)
        maker.links(seat)
        maker.limits(seat)
        maker.transfers(seat)
        maker.apart(seat)
    return VillageRows(maker.rows.rows(maker.size), maker.option_column, maker.size)


@dataclass
class _Maker:
    problem: Problem
    column: IntArray
    size: int
    rows: RowMaker = field(default_factory=RowMaker)

    def __post_init__(self) -> None:
        self.option_column = np.full(len(self.problem.options), -1, dtype=np.int64)
        self.seat_column = self.column[self.problem.seat_parts(), np.arange(self.column.shape[1])]

    def auxiliary(self) -> int:
        """Return a new column."""
        self.size += 1
        return self.size - 1

    def assignment(self) -> None:
        """Put every village at exactly one seat; villages of one fate share a row."""
        for row in np.unique(self.column, axis=0):
            columns = row[row >= 0]
            self.rows.add(columns, np.ones(len(columns)), 1, 1)

    def options(self, seat: int) -> None:
        """Let a kept seat take exactly one of its options; a single one is the seat itself."""
        y, mine = int(self.seat_column[seat]), self._options_of(seat)
        if len(mine) == 1:
            self.option_column[mine] = y
            return
        self.option_column[mine] = [self.auxiliary() for _ in mine]
        self.rows.add([*self.option_column[mine], y], [*np.ones(len(mine)), -1], 0, 0)

    def _options_of(self, seat: int) -> IntArray:
        return np.nonzero(self.problem.options.seat == seat)[0]

    def links(self, seat: int) -> None:
        """Keep x[v, s] <= y[s]."""
        y = int(self.seat_column[seat])
        columns = np.unique(self.column[:, seat])
        for x in columns[(columns >= 0) & (columns != y)].tolist():
            self.rows.add([x, y], [1, -1], high=0)

    def limits(self, seat: int) -> None:
        """Keep low[o] z[o] <= sum of weight x[v, s] <= high[o] z[o], summed over the options.

        This is the one place where a seat's limits meet its opening.
        """
        inside = np.nonzero(self.column[:, seat] >= 0)[0]
        for limit in self.problem.limits:
            self._limit(limit, seat, inside)

    def _limit(self, limit: Limit, seat: int, inside: IntArray) -> None:
        """Write a limit where it can bind; a unit that does not grow may be exempt."""
        weight, mine = limit.weight[inside], self._options_of(seat)
        least, most = int(weight[weight < 0].sum()), int(weight[weight > 0].sum())
        low = np.clip(limit.low[mine], least, most + 1)
        high = np.clip(limit.high[mine], least - 1, most)
        own = self.problem.home[inside] == seat
        if limit.grown_only and own.all():
            return
        alone = weight[own]
        over = int(alone[alone > 0].sum()) - int(high.min(initial=most))
        under = int(low.max(initial=least)) - int(alone[alone < 0].sum())
        lifted = limit.grown_only and (over > 0 or under > 0)
        free = self._ungrown(seat, inside[~own]) if lifted else []
        columns, options = self.column[inside, seat], self.option_column[mine]
        if (high < most).any():
            lift = [-max(0, over)] * len(free)
            self.rows.add([*columns, *options, *free], [*weight, *-high, *lift], high=0)
        if (low > least).any():
            lift = [max(0, under)] * len(free)
            self.rows.add([*columns, *options, *free], [*weight, *-low, *lift], low=0)

    def _ungrown(self, seat: int, foreign: IntArray) -> list[int]:
        """Return a column that may be 1 only for a unit without villages from outside."""
        still = self.auxiliary()
        y = int(self.seat_column[seat])
        self.rows.add([still, y], [1, -1], high=0)
        for x in np.unique(self.column[foreign, seat]).tolist():
            self.rows.add([x, still, y], [1, 1, -1], high=0)
        return [still]

    def transfers(self, seat: int) -> None:
        """Let a township that stays lose at most so many villages."""
        most, own = self.problem.transfers, np.nonzero(self.problem.home == seat)[0]
        if not most or most >= len(own):
            return
        inside = own[self.column[own, seat] >= 0]
        columns = self.column[inside, seat]
        y = int(self.seat_column[seat])
        self.rows.add([*columns, y], [*np.ones(len(columns)), most - len(own)], low=0)

    def apart(self, seat: int) -> None:
        """Keep villages of both of a pair out of one unit."""
        for a, b in self.problem.apart:
            first, second = (np.unique(self.column[part, seat]) for part in (a, b))
            first, second = first[first >= 0], second[second >= 0]
            if not len(first) or not len(second):
                continue
            held = self.auxiliary()
            for x in first.tolist():
                self.rows.add([x, held], [1, -1], high=0)
            for x in second.tolist():
                self.rows.add([x, held], [1, 1], high=1)
