"""Side rows and the objective as resources: nothing is given back, so a partial plan can be judged.

A limit `coefficients . x <= high` over plans that cover each part once: let
share[p] be at most coefficient * scale / size for every column of `size` parts
that holds p. Then use[k] = coefficient[k] * scale - sum of share over the parts
of k is never negative, and the limit reads

    sum of use[k] x[k]  <=  high * scale - sum of share over all parts,

so a partial plan that uses more than that is in no plan. Lower limits are upper
limits of the negated row. The reduced costs of a bound are a resource already.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from models.merge.partition import Partition
from models.quantities import NO_LIMIT, IntArray
from optimizer.solve.lp.partition_lp import sides

FINEST_SCALE = 2**20
"""Scale of a resource beyond which no state is dropped that was not before."""
LARGEST_SUM = 2**58
"""What whole-number sums may come to; far below 2**63."""


@dataclass(frozen=True)
class Resource:
    """What each column uses, never negative, and how much a plan may use."""

    use: IntArray
    budget: int


def row_resources(problem: Partition) -> list[Resource]:
    """Return a resource for each side of each side row."""
    return [
        _resource(problem, *((-s.coefficients, -s.limit) if s.lower else (s.coefficients, s.limit)))
        for s in sides(problem)
    ]


def _resource(problem: Partition, coefficients: IntArray, high: int) -> Resource:
    largest = max(1, abs(high), int(np.abs(coefficients).max(initial=1)))
    scale = max(1, min(FINEST_SCALE, LARGEST_SUM // (largest * max(1, problem.parts))))
    members = problem.members
    scaled = coefficients * scale
    share = np.full(problem.parts, NO_LIMIT, dtype=np.int64)
    sizes = np.diff(members.indptr)
    np.minimum.at(share, members.indices, np.repeat(scaled // np.maximum(sizes, 1), sizes))
    share[share == NO_LIMIT] = 0
    return Resource(scaled - members @ share, high * scale - int(share.sum()))
