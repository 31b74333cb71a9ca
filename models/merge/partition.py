"""Set partitioning over columns: which candidate units cover every part exactly once.

    minimise    cost . x
    subject to  sum of x_k over the columns k that hold part p  =  1   for every part p
                low <= coefficients . x <= high                        for every side row
                x binary

A column is a candidate unit or, one level up, a whole county's plan; it counts
`units` units and `urban` towns and subdistricts.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
from ortools.sat.python import cp_model
from scipy.sparse import csr_array

from models.quantities import NO_LIMIT, BoolArray, IntArray


@dataclass(frozen=True)
class Row:
    """A side row: low <= coefficients . x <= high."""

    coefficients: IntArray
    low: int = -NO_LIMIT
    high: int = NO_LIMIT

    def kept_by(self, chosen: IntArray) -> bool:
        """Return whether a choice of columns keeps the row."""
        return self.low <= int(self.coefficients[chosen].sum()) <= self.high


@dataclass(frozen=True)
class Partition:
    """A set partitioning problem.

    Attributes
    ----------
    members
        0/1 matrix, shape (columns, parts).
    units, urban
        Units, and towns and subdistricts among them, that each column counts.
    costs
        Cost of each column by objective.
    rows
        Side rows.
    """

    members: csr_array
    units: IntArray
    urban: IntArray
    costs: Mapping[str, IntArray]
    rows: tuple[Row, ...] = ()

    def __len__(self) -> int:
        """Return the number of columns."""
        return len(self.units)

    @property
    def parts(self) -> int:
        """Number of parts to be covered."""
        return int(self.members.shape[1])

    def take(self, columns: IntArray) -> Partition:
        """Return the problem over some of the columns."""
        return Partition(
            self.members[columns],
            self.units[columns],
            self.urban[columns],
            {name: cost[columns] for name, cost in self.costs.items()},
            tuple(replace(row, coefficients=row.coefficients[columns]) for row in self.rows),
        )

    def bounded(self, *rows: Row) -> Partition:
        """Return the problem with more side rows."""
        return replace(self, rows=(*self.rows, *rows))

    def count_row(self, low: int, high: int) -> Row:
        """Return the side row that bounds the number of units."""
        return Row(self.units, low, high)

    def accepts(self, chosen: IntArray) -> bool:
        """Return whether a choice covers every part once and keeps every row."""
        covered = np.asarray(self.members[chosen].sum(axis=0)).ravel()
        return bool((covered == 1).all()) and all(row.kept_by(chosen) for row in self.rows)


def partition_model(
    problem: Partition, cost: IntArray, least: int, most: int, hint: BoolArray | None
) -> tuple[cp_model.CpModel, list[cp_model.IntVar]]:
    """Return the CP-SAT model and its column variables.

    The objective is an integer variable with domain [least, most]: a bound on
    the sum beside the objective is used by the solver less well.
    """
    model = cp_model.CpModel()
    x = [model.new_bool_var("") for _ in range(len(problem))]
    by_part = problem.members.tocsc()
    for part in range(problem.parts):
        inside = by_part.indices[by_part.indptr[part] : by_part.indptr[part + 1]]
        model.add_exactly_one(x[k] for k in inside)
    for row in problem.rows:
        model.add_linear_constraint(_sum(x, row.coefficients), row.low, row.high)
    value = model.new_int_var(least, most, "value")
    model.add(_sum(x, cost) == value)
    model.minimize(value)
    for k in np.nonzero(hint)[0] if hint is not None else ():
        model.add_hint(x[k], True)
    return model, x


def _sum(x: list[cp_model.IntVar], coefficients: IntArray) -> cp_model.LinearExprT:
    used = np.nonzero(coefficients)[0]
    return cp_model.LinearExpr.weighted_sum([x[k] for k in used], coefficients[used].tolist())
