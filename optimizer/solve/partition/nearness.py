"""Which parts lie near one another, as far as the columns tell."""

from __future__ import annotations

import numpy as np
from scipy.sparse import csr_array

from models.merge.partition import Partition


def nearness(problem: Partition, few: int = 3) -> csr_array:
    """Return the 0/1 matrix of parts that share a column of few parts, shape (parts, parts).

    Parameters
    ----------
    few
        What counts as few; more where every column has more.
    """
    sizes = np.diff(problem.members.indptr)
    keep = np.nonzero(sizes <= max(few, sizes.min(initial=1)))[0]
    small = problem.members[keep]
    return csr_array((small.T @ small) > 0).astype(np.int64)
