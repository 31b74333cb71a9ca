"""About how many candidate units a county has, told before any is listed.

The candidates are the nodes of the enumeration's tree (`models.merge.candidates`). Its size is
estimated by random paths from its root (Knuth 1975, Math. Comp. 29(129)): on a path that has
`c_1, c_2, ...` children to choose from, the products `1, c_1, c_1 c_2, ...` are, on average,
the numbers of nodes on each level.
"""

from __future__ import annotations

import random

from models.quantities import NO_LIMIT
from optimizer.solve.partition.bitset import BitsetProblem, bits

PATHS = 120
"""Random paths of the estimate; its spread falls with their square root."""
FEW_NODES = 12
"""Nodes up to which every subset is counted as a candidate: few in any case."""


def estimated_candidates(bitset: BitsetProblem, seed: int = 0, paths: int = PATHS) -> float:
    """Return about how many connected sets within the widest upper limits there are."""
    if bitset.size <= FEW_NODES:
        return float(1 << bitset.size)
    tree = _Tree(bitset, random.Random(seed))
    return sum(tree.path() for _ in range(paths)) / paths


class _Tree:
    """The tree of connected sets, each reached from its first node by one path."""

    def __init__(self, bitset: BitsetProblem, draw: random.Random) -> None:
        self.bitset, self.draw = bitset, draw
        self.size = bitset.size
        limits = bitset.problem.limits
        self.capped = [k for k, limit in enumerate(limits) if limit.monotone]
        highs = [max((c.high[k] for c in bitset.classes), default=NO_LIMIT) for k in self.capped]
        self.high = dict(zip(self.capped, highs, strict=True))
        self.seats = [0] * bitset.size
        for seat, nodes in enumerate(bitset.allowed):
            for n in bits(nodes):
                self.seats[n] |= 1 << seat

    def path(self) -> float:
        """Return what one random path says of the number of sets."""
        bitset, draw = self.bitset, self.draw
        root = draw.randrange(self.size)
        above = ~((2 << root) - 1)
        unit, closed = 1 << root, bitset.near[root] | 1 << root
        extension = bitset.near[root] & above
        sums, seats = {k: bitset.weight[root][k] for k in self.capped}, self.seats[root]
        product = found = float(self.size)
        while True:
            children = [n for n in bits(extension) if self._fits(n, unit, sums, seats)]
            if not children:
                return found
            n = draw.choice(children)
            product *= len(children)
            found += product
            # What comes before `n` in the list of extensions is left to its siblings.
            extension = (extension & ~((2 << n) - 1)) | (bitset.near[n] & above & ~closed)
            closed |= bitset.near[n]
            unit |= 1 << n
            seats &= self.seats[n]
            for k in self.capped:
                sums[k] += bitset.weight[n][k]

    def _fits(self, n: int, unit: int, sums: dict[int, int], seats: int) -> bool:
        weight = self.bitset.weight[n]
        within = all(sums[k] + weight[k] <= self.high[k] for k in self.capped)
        return within and bool(seats & self.seats[n]) and not self.bitset.enemies[n] & unit
