"""Set partitioning over columns: which candidate units cover every part exactly once.

    minimise    cost . x
    subject to  sum of x_k over the columns k that hold part p  =  1   for every part p
                low <= coefficients . x <= high                        for every side row
                x binary

A column is a candidate unit or, one level up, a whole county's plan; it counts
`units` units and `urban` towns and subdistricts. Costs and side rows are sums of
what a column counts and costs, so they are known for columns not made yet.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Protocol, Self

import numpy as np
from ortools.sat.python import cp_model
from scipy.sparse import csr_array

from models.cp_sat import add_row, minimise
from models.merge.duals import DualPrices, SecondWitness, Stop
from models.merge.expressions import UNITS, LinearExpression, Row, cost_of
from models.quantities import NO_LIMIT, BoolArray, IntArray


class ColumnSource(Protocol):
    """Makes columns that are worth having at given prices, and keeps all that were made."""

    def grow(self, prices: DualPrices, stop: Stop, agrees: SecondWitness) -> int | None:
        """Make columns of negative reduced cost.

        Parameters
        ----------
        agrees
            The second witness of what the pricing claims.

        Returns
        -------
        int or None
            The proved least reduced cost of all columns when none was made;
            None when some were made, the time was over or the witness did not agree.
        """

    def span(self) -> None:
        """Make every column that holds all parts."""

    @property
    def size(self) -> int:
        """Number of columns made."""

    def largest(self, sum_: LinearExpression) -> int:
        """Return what no column's coefficient in a sum passes, made or not, in absolute value."""

    def refresh(self, problem: Partition) -> Partition:
        """Return the problem over all columns made; the first ones keep their places."""


@dataclass(frozen=True)
class Partition:
    """A set partitioning problem.

    Attributes
    ----------
    members
        0/1 matrix, shape (columns, parts).
    units, urban
        Units, and towns and subdistricts among them, that each column counts.
    county
        County of each column.
    costs
        Cost of each column by objective.
    rows
        Side rows.
    source
        Where more columns come from; None when all of them are here.
    """

    members: csr_array
    units: IntArray
    urban: IntArray
    county: IntArray
    costs: Mapping[str, IntArray]
    rows: tuple[Row, ...] = ()
    source: ColumnSource | None = None

    def __len__(self) -> int:
        """Return the number of columns."""
        return len(self.units)

    @property
    def parts(self) -> int:
        """Number of parts to be covered."""
        return int(self.members.shape[1])

    def evaluate(self, sum_: LinearExpression) -> IntArray:
        """Return a sum's coefficient of each column."""
        total = sum_.per_unit * self.units + sum_.per_urban * self.urban
        for name, weight in sum_.per_cost:
            total = total + weight * self.costs[name]
        if sum_.counties is not None:
            total = total * np.isin(self.county, sorted(sum_.counties))
        return total

    def largest(self, sum_: LinearExpression) -> int:
        """Return what no coefficient of a sum passes, those of columns not made yet neither."""
        held = int(np.abs(self.evaluate(sum_)).max(initial=0))
        return held if self.source is None else max(held, self.source.largest(sum_))

    def take(self, columns: IntArray) -> Self:
        """Return the problem over some of the columns, and no others."""
        return replace(
            self,
            members=self.members[columns],
            units=self.units[columns],
            urban=self.urban[columns],
            county=self.county[columns],
            costs={name: cost[columns] for name, cost in self.costs.items()},
            source=None,
        )

    @property
    def complete(self) -> bool:
        """Whether everything that can be chosen is at hand."""
        return self.source is None

    def floor(self, sum_: LinearExpression) -> int:
        """Return what a sum comes to at least, at first sight."""
        return self.parts * min(0, int(self.evaluate(sum_).min(initial=0)))

    def peak_values(self, name: str) -> IntArray:
        """Return every value that a bottleneck can have."""
        return np.unique(self.costs[name])

    def peak(self, name: str, chosen: IntArray) -> int:
        """Return a bottleneck's value of a choice."""
        return int(self.costs[name][chosen].max(initial=0))

    def peak_floor(self, name: str) -> int:
        """Return the most that some part costs in its best column."""
        by_part, cost = self.members.tocsc(), self.costs[name]
        ends = zip(by_part.indptr[:-1], by_part.indptr[1:], strict=True)
        return max((int(cost[by_part.indices[a:b]].min()) for a, b in ends if b > a), default=0)

    def restored(self, name: str, value: int, chosen: IntArray) -> IntArray:
        """Return a choice of `below` as columns of this problem."""
        return np.nonzero(self.costs[name] <= value)[0][chosen]

    def below(self, name: str, value: int) -> Self:
        """Return the problem over the columns at hand that cost at most `value`."""
        return self.take(np.nonzero(self.costs[name] <= value)[0])

    def bounded(self, *rows: Row) -> Self:
        """Return the problem with more side rows."""
        return replace(self, rows=(*self.rows, *rows))

    def units_range(self) -> tuple[int, int]:
        """Return the (fewest, most) units that the side rows allow, as far as they say so."""
        alike = (UNITS, cost_of("units"))
        rows = [row for row in self.rows if self._everywhere(row.sum) in alike]
        return max((r.low for r in rows), default=0), min((r.high for r in rows), default=NO_LIMIT)

    def _everywhere(self, sum_: LinearExpression) -> LinearExpression:
        """Return the sum without its counties, if they are all that there are."""
        if sum_.counties is None or not set(self.county.tolist()) <= sum_.counties:
            return sum_
        return replace(sum_, counties=None)

    @property
    def most_units(self) -> int:
        """An upper limit of the units: the side rows, or as many a part as a column counts."""
        return min(self.parts * int(self.units.max(initial=1)), self.units_range()[1])

    def measure(self, sum_: LinearExpression, chosen: IntArray) -> int:
        """Return what a choice of columns sums up to."""
        return int(self.evaluate(sum_)[chosen].sum())

    def accepts(self, chosen: IntArray) -> bool:
        """Return whether a choice covers every part once and keeps every row."""
        covered = np.asarray(self.members[chosen].sum(axis=0)).ravel()
        return bool((covered == 1).all()) and all(
            row.low <= int(self.evaluate(row.sum)[chosen].sum()) <= row.high for row in self.rows
        )


def partition_model(
    problem: Partition, cost: IntArray, least: int, most: int, hint: BoolArray | None
) -> tuple[cp_model.CpModel, list[cp_model.IntVar]]:
    """Return the CP-SAT model and its column variables.

    The cost lies between `least` and `most` (see `models.cp_sat.minimise`).
    """
    model = cp_model.CpModel()
    x = [model.new_bool_var("") for _ in range(len(problem))]
    by_part = problem.members.tocsc()
    for part in range(problem.parts):
        inside = by_part.indices[by_part.indptr[part] : by_part.indptr[part + 1]]
        model.add_exactly_one(x[k] for k in inside)
    for row in problem.rows:
        add_row(model, *_terms(x, problem.evaluate(row.sum)), row.low, row.high)
    minimise(model, *_terms(x, cost), 0, least, most)
    for k in np.nonzero(hint)[0] if hint is not None else ():
        model.add_hint(x[k], True)
    return model, x


def _terms(
    x: list[cp_model.IntVar], coefficients: IntArray
) -> tuple[list[cp_model.IntVar], list[int]]:
    used = np.nonzero(coefficients)[0]
    return [x[k] for k in used], coefficients[used].tolist()
