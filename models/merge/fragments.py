"""The pieces that parts are in: where no part is an exclave, the parts themselves.

A township in pieces (an exclave) is one part in mode `whole`. In the unit that keeps
its seat its pieces count as joined to the seat; in any other unit each of them has to
be joined to the rest by contiguity. So connected is said of pieces, seat by seat.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from models.quantities import BoolArray, IntArray


@dataclass(frozen=True)
class Fragments:
    """Pieces of parts as nodes of a graph.

    Attributes
    ----------
    part
        Part of each piece.
    graph
        Contiguity of the pieces, without the links of exclaves.
    root
        Piece that holds each seat.
    links
        (seat, piece) of each link of an exclave, shape (links, 2).
    """

    part: IntArray
    graph: csr_array
    root: IntArray
    links: IntArray

    @cached_property
    def _graphs(self) -> dict[int, csr_array]:
        return {}

    @property
    def trivial(self) -> bool:
        """Whether every part is in one piece."""
        return not len(self.links)

    @cached_property
    def divided(self) -> BoolArray:
        """Which parts are in several pieces."""
        several: BoolArray = np.bincount(self.part) > 1
        return several

    def at(self, seat: int) -> csr_array:
        """Return the contiguity that counts in the unit of a seat: with the seat's own links."""
        mine = self.links[self.links[:, 0] == seat, 1]
        if not len(mine):
            return self.graph
        if seat not in self._graphs:
            self._graphs[seat] = linked(self.graph, int(self.root[seat]), mine)
        return self._graphs[seat]

    def apart(self, inside: BoolArray, seat: int) -> list[IntArray]:
        """Return the pieces, as far as they hang together, of a unit that its seat is not in.

        Parameters
        ----------
        inside
            The parts of the unit.
        """
        nodes = np.nonzero(inside[self.part])[0]
        labels = connected_components(self.at(seat)[nodes][:, nodes], directed=False)[1]
        at = np.searchsorted(nodes, self.root[seat])
        held = at < len(nodes) and nodes[at] == self.root[seat]
        home = labels[at] if held else -1
        return [nodes[labels == label] for label in np.unique(labels[labels != home])]

    def around(self, piece: IntArray, seat: int) -> IntArray:
        """Return the parts that touch some pieces which hang together, those of their own out."""
        touched = np.unique(self.at(seat)[piece].indices)
        return np.setdiff1d(self.part[np.setdiff1d(touched, piece)], self.part[piece])


def linked(graph: csr_array, root: int, others: IntArray) -> csr_array:
    """Return a graph with links between a node and some others."""
    roots = np.full(len(others), root, dtype=np.int64)
    ends = (np.concatenate([roots, others]), np.concatenate([others, roots]))
    ones = np.ones(2 * len(others), dtype=graph.dtype)
    out = csr_array(graph + csr_array((ones, ends), shape=graph.shape))
    out.data[:] = 1
    return out
