"""All counties as one set partitioning problem."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy.sparse import block_diag, csr_array

from models.merge.coupling import CouplingConstraint
from models.merge.partition import Partition
from models.quantities import IntArray


def join(partitions: Sequence[Partition], ties: Sequence[CouplingConstraint]) -> Partition:
    """Return the problem of all counties at once, ties as side rows.

    A cost that a county does not have is one that no row adds up there: it is 0.
    """
    names = dict.fromkeys(name for p in partitions for name in p.costs)
    return Partition(
        csr_array(block_diag([p.members for p in partitions], format="csr")),
        np.concatenate([p.units for p in partitions]),
        np.concatenate([p.urban for p in partitions]),
        np.concatenate([p.county for p in partitions]),
        {name: np.concatenate([_cost(p, name) for p in partitions]) for name in names},
        (*(row for p in partitions for row in p.rows), *(tie.row() for tie in ties)),
    )


def _cost(partition: Partition, name: str) -> IntArray:
    return partition.costs.get(name, np.zeros(len(partition), dtype=np.int64))


def split(chosen: IntArray, sizes: Sequence[int]) -> tuple[IntArray, ...]:
    """Return the chosen columns of each county, counted from its own first column."""
    ends = np.cumsum(sizes)
    pieces = np.split(np.sort(chosen), np.searchsorted(np.sort(chosen), ends[:-1]))
    starts = [0, *ends[:-1].tolist()]
    return tuple(piece - start for piece, start in zip(pieces, starts, strict=True))
