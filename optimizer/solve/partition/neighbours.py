"""Plans of one unit more or fewer than a known one: a unit cut in two, or two made one.

Columns are told apart by marks: each part has a random whole number, and a column their sum,
so what makes up the rest of a unit, or two units together, is looked up by its mark. Marks may
agree by chance, and side rows are not looked at: who takes a plan asks whether it is one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from models.merge.partition import Partition
from models.quantities import IntArray

_MARKS = 2**40
"""Marks of parts are smaller: those of 10,000 parts still add up exactly."""


def neighbours(
    problem: Partition, chosen: IntArray, cost: IntArray, more: bool
) -> Iterator[IntArray]:
    """Yield choices of columns that differ from a known one in one unit, the cheapest first.

    Parameters
    ----------
    more
        Whether a unit is cut in two; otherwise two are made one.
    """
    columns = _Columns.of(problem, cost)
    gone, new = (_cuts if more else _mergers)(problem, chosen, columns)
    change = cost[new].sum(axis=1) - cost[chosen[gone]].sum(axis=1)
    for k in np.argsort(change, kind="stable"):
        yield np.sort(np.concatenate([np.delete(chosen, gone[k]), new[k]]))


@dataclass(frozen=True)
class _Columns:
    """The columns by their marks.

    Attributes
    ----------
    mark
        Of each column.
    order
        The columns by mark, the cheapest of those with the same parts first.
    """

    mark: IntArray
    order: IntArray

    @classmethod
    def of(cls, problem: Partition, cost: IntArray) -> _Columns:
        """Mark the columns of a problem."""
        of_part = np.random.default_rng(0).integers(1, _MARKS, problem.parts)
        mark = problem.members @ of_part
        return cls(mark, np.lexsort((cost, mark)))

    def looked_up(self, marks: IntArray) -> tuple[IntArray, IntArray]:
        """Return the positions of the marks that some column has, and the cheapest such columns."""
        at = np.searchsorted(self.mark, marks, sorter=self.order)
        columns = self.order[np.minimum(at, len(self.order) - 1)]
        known = np.nonzero(self.mark[columns] == marks)[0]
        return known, columns[known]


def _cuts(problem: Partition, chosen: IntArray, columns: _Columns) -> tuple[IntArray, IntArray]:
    """Return (position of the unit that goes, both columns that take its place)."""
    members = problem.members
    unit = np.zeros(problem.parts, dtype=np.int64)
    unit[members[chosen].indices] = np.repeat(
        np.arange(len(chosen)), np.diff(members.indptr)[chosen]
    )
    of_entry, begins = unit[members.indices], members.indptr[:-1]
    first = np.minimum.reduceat(of_entry, begins)
    inside = np.nonzero(first == np.maximum.reduceat(of_entry, begins))[0]
    known, rest = columns.looked_up(columns.mark[chosen][first[inside]] - columns.mark[inside])
    return first[inside][known][:, None], np.stack([inside[known], rest], axis=1)


def _mergers(problem: Partition, chosen: IntArray, columns: _Columns) -> tuple[IntArray, IntArray]:
    """Return (positions of the two units that go, the column that takes their place)."""
    pairs = np.stack(np.triu_indices(len(chosen), 1), axis=1)
    known, both = columns.looked_up(columns.mark[chosen][pairs].sum(axis=1))
    return pairs[known], both[:, None]
