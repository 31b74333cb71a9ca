"""Which parts lie near one another, as far as the columns tell."""

from __future__ import annotations

import numpy as np
from scipy.sparse import csr_array

from models.merge.partition import Partition


def nearness(problem: Partition) -> csr_array:
    """Return the 0/1 matrix of parts that share a column of few parts, shape (parts, parts)."""
    sizes = np.diff(problem.members.indptr)
    keep = np.nonzero(sizes <= max(3, sizes.min(initial=1)))[0]
    few = problem.members[keep]
    return csr_array((few.T @ few) > 0).astype(np.int64)
