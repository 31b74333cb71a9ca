"""A plan for when the time is over: small units of every county put together, nothing proved."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import numpy as np

from models.merge.partition import Partition
from models.merge.sums import UNITS
from models.merge.ties import Tie
from models.quantities import IntArray
from models.scenario import ObjectiveSpec
from optimizer.solve.clock import Clock
from optimizer.solve.joint import join, split
from optimizer.solve.lexicographic import Attained, Value
from optimizer.solve.stage import solve_stage

_EACH = 400


def first_plan(
    partitions: Sequence[Partition], ties: Sequence[Tie], clock: Clock
) -> tuple[IntArray, ...] | None:
    """Return some plan that keeps all rules, made of units of few parts; None if none is found."""
    small = [_smallest(p) for p in partitions]
    parts = [p.take(columns) for p, columns in zip(partitions, small, strict=True)]
    stage = solve_stage(join(parts, ties), UNITS, clock)
    if stage.chosen is None:
        return None
    pieces = split(stage.chosen, [len(columns) for columns in small])
    return tuple(columns[piece] for columns, piece in zip(small, pieces, strict=True))


def _smallest(problem: Partition) -> IntArray:
    """Return the columns of the fewest parts, as many as are quickly put together."""
    sizes = np.diff(problem.members.indptr)
    return np.sort(np.argsort(sizes, kind="stable")[:_EACH])


def unproved(
    partitions: Sequence[Partition], chosen: Sequence[IntArray], specs: Sequence[ObjectiveSpec]
) -> tuple[Attained, ...]:
    """Return what a plan comes to, with no bound."""
    return tuple(
        Attained(spec.name, _value(partitions, chosen, spec), None, False) for spec in specs
    )


def _value(
    partitions: Sequence[Partition], chosen: Sequence[IntArray], spec: ObjectiveSpec
) -> Value:
    pairs = list(zip(partitions, chosen, strict=True))
    if spec.objective.ratio:
        urban = sum(int(p.urban[c].sum()) for p, c in pairs)
        return Fraction(urban, sum(int(p.units[c].sum()) for p, c in pairs))
    return sum(int(p.costs[spec.name][c].sum()) for p, c in pairs)
