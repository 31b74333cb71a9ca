"""Which nodes of a graph hang together."""

from __future__ import annotations

from collections.abc import Iterable


class Pieces:
    """Disjoint sets of nodes that grow together as edges are added (union-find)."""

    def __init__(self, nodes: Iterable[str]) -> None:
        """Start with every node on its own."""
        self._parent = {node: node for node in nodes}
        self.count = len(self._parent)

    def join(self, a: str, b: str) -> bool:
        """Add an edge; tell whether it joined two pieces."""
        root_a, root_b = self._root(a), self._root(b)
        if root_a == root_b:
            return False
        self._parent[root_a] = root_b
        self.count -= 1
        return True

    def _root(self, node: str) -> str:
        while self._parent[node] != node:
            self._parent[node] = self._parent[self._parent[node]]
            node = self._parent[node]
        return node


def connected(nodes: Iterable[str], pairs: Iterable[tuple[str, str]]) -> bool:
    """Tell whether the nodes hang together by the pairs that lie among them."""
    inside = set(nodes)
    pieces = Pieces(inside)
    for a, b in pairs:
        if a in inside and b in inside:
            pieces.join(a, b)
    return pieces.count == 1
