"""A plan for when the time is over: small units of every county put together, nothing proved."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from models.merge.coupling import CouplingConstraint
from models.merge.expressions import UNITS
from models.merge.partition import Partition
from models.quantities import IntArray
from optimizer.solve.clock import Clock
from optimizer.solve.partition.cp_sat import search
from optimizer.solve.partition.joint import join, split
from optimizer.solve.partition.stage import solve_stage

COLUMNS_PER_COUNTY = 400
"""Columns of each county in the search for any plan, those of the fewest parts."""


def first_plan(
    partitions: Sequence[Partition], ties: Sequence[CouplingConstraint], clock: Clock
) -> tuple[IntArray, ...] | None:
    """Return some plan that keeps all rules, made of units of few parts; None if none is found."""
    small = [_smallest(p) for p in partitions]
    parts = [p.take(columns) for p, columns in zip(partitions, small, strict=True)]
    problem = join(parts, ties)
    nothing, everything = np.zeros(len(problem), dtype=np.int64), np.ones(len(problem), dtype=bool)
    found = search(problem, nothing, everything, 0, None, clock).chosen
    if found is None:
        return None
    better = solve_stage(problem, UNITS, clock, found).chosen
    pieces = split(found if better is None else better, [len(columns) for columns in small])
    return tuple(columns[piece] for columns, piece in zip(small, pieces, strict=True))


def _smallest(problem: Partition) -> IntArray:
    """Return the columns of the fewest parts, as many as are quickly put together."""
    sizes = np.diff(problem.members.indptr)
    return np.sort(np.argsort(sizes, kind="stable")[:COLUMNS_PER_COUNTY])
