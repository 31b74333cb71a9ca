"""About how many candidate units a county has, told before any is listed.

The candidates are the nodes of the enumeration's tree (`models.merge.candidates`). Its size is
estimated level by level on a sample of the nodes of each: what the sampled nodes of a level
have as children stands for the next level, and of these children a new sample goes on. Single
random paths (Knuth 1975, Math. Comp. 29(129)) have the same mean, but where few of them reach
the depths that hold most of the nodes they mostly tell of too few, by orders of magnitude; a
sample that dies out in some places goes on from the others (Chen 1992, SIAM J. Comput. 21(2)).
"""

from __future__ import annotations

import random
from typing import NamedTuple

from models.quantities import NO_LIMIT
from optimizer.solve.partition.bitset import BitsetProblem, bits

SAMPLE = 100
"""Nodes of each level that are looked into: a thousand come to the same order of magnitude."""
FEW_NODES = 12
"""Nodes up to which every subset is counted as a candidate: few in any case."""


def estimated_candidates(
    bitset: BitsetProblem, seed: int = 0, most: float = float("inf"), sample: int = SAMPLE
) -> float:
    """Return about how many connected sets within the widest upper limits there are.

    Parameters
    ----------
    most
        Where there are more, it does not matter how many.
    """
    if bitset.size <= FEW_NODES:
        return float(1 << bitset.size)
    tree, draw = _Tree(bitset), random.Random(seed)
    level = tree.roots()
    found, stand_for = 0.0, 1.0
    while level and found <= most:
        found += stand_for * len(level)
        if len(level) > sample:
            stand_for *= len(level) / sample
            level = draw.sample(level, sample)
        level = [child for node in level for child in tree.children(node)]
    return found


class _Set(NamedTuple):
    """A connected set and how it may grow: each set is reached on one path.

    Attributes
    ----------
    closed
        Its nodes and those next to them.
    extension
        The nodes that may still join.
    above
        The nodes that come after the first one.
    seats
        The seats that all its nodes may go to.
    sums
        What it holds of each limit's weight.
    """

    unit: int
    closed: int
    extension: int
    above: int
    seats: int
    sums: tuple[int, ...]


class _Tree:
    """The tree of connected sets within the widest upper limits."""

    def __init__(self, bitset: BitsetProblem) -> None:
        self.bitset = bitset
        capped = [k for k, limit in enumerate(bitset.problem.limits) if limit.monotone]
        self.high = [max((c.high[k] for c in bitset.classes), default=NO_LIMIT) for k in capped]
        self.weight = [[of_node[k] for k in capped] for of_node in bitset.weight]
        self.seats = [0] * bitset.size
        for seat, nodes in enumerate(bitset.allowed):
            for n in bits(nodes):
                self.seats[n] |= 1 << seat

    def roots(self) -> list[_Set]:
        """Return the sets of one node."""
        near, found = self.bitset.near, []
        for n in range(self.bitset.size):
            above = ~((2 << n) - 1)
            closed = near[n] | 1 << n
            sums = tuple(self.weight[n])
            found.append(_Set(1 << n, closed, near[n] & above, above, self.seats[n], sums))
        return found

    def children(self, node: _Set) -> list[_Set]:
        """Return the sets of one node more; what joins before another is left to its siblings."""
        unit, closed, extension, above, seats, sums = node
        near, enemies, found = self.bitset.near, self.bitset.enemies, []
        for n in bits(extension):
            more = tuple(s + w for s, w in zip(sums, self.weight[n], strict=True))
            both = seats & self.seats[n]
            within = all(s <= high for s, high in zip(more, self.high, strict=True))
            if within and both and not enemies[n] & unit:
                left = extension & ~((2 << n) - 1) | near[n] & above & ~closed
                found.append(_Set(unit | 1 << n, closed | near[n], left, above, both, more))
        return found
