"""Graphs as the compiled searches of SciPy take them."""

from __future__ import annotations

import numpy as np
from scipy.sparse import csr_array


def compact(graph: csr_array) -> csr_array:
    """Return a graph with indices of 32 bits.

    Made of 64-bit node numbers, a matrix keeps such indices in some versions of SciPy;
    `dijkstra` and `maximum_flow` refuse them before 1.15, `minimum_spanning_tree` before 1.17.1.
    """
    if graph.indices.dtype == graph.indptr.dtype == np.int32:
        return graph
    indices, ends = graph.indices.astype(np.int32), graph.indptr.astype(np.int32)
    return csr_array((graph.data, indices, ends), shape=graph.shape)
