"""A county's parts as bits of whole numbers: units are sets, their limits quickly judged.

Parts that are kept together are one *node*. The figures are the problem's own, whole numbers;
how far a unit is from keeping the rules is a float, and no proof rests on it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from models.merge.problem import Problem
from models.quantities import NO_LIMIT, IntArray


@dataclass(frozen=True)
class OptionClass:
    """Options with the same limits.

    Attributes
    ----------
    low, high
        By limit.
    nodes
        The nodes that hold a seat of the class.
    options
        Options by node.
    """

    low: tuple[int, ...]
    high: tuple[int, ...]
    nodes: int
    options: dict[int, list[int]]


def bits(mask: int) -> Iterator[int]:
    """Yield the nodes of a set."""
    while mask:
        low = mask & -mask
        yield low.bit_length() - 1
        mask ^= low


class BitsetProblem:
    """What is needed to judge units of a county.

    Attributes
    ----------
    node
        Node of each part.
    near
        Set of the neighbours of each node.
    weight
        By node and limit.
    """

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.node = _nodes(problem)
        self.size = int(self.node.max(initial=-1)) + 1
        self.graph, self.fragments = problem.adjacency(), problem.fragments()
        self.near = self._near()
        self._loose = self._find_loose()
        self.weight = self._weights()
        counts = np.bincount(self.node, minlength=self.size)
        self._lone = sum(1 << n for n in np.nonzero(counts == 1)[0].tolist())
        self._option_seat: list[int] = problem.options.seat.tolist()
        self.exempt = [limit.grown_only for limit in problem.limits]
        self.enemies = self._enemies()
        self.allowed = self._allowed()
        self.classes = self._classes()
        self.scale = self._scale()
        self._known: dict[int, float] = {}

    @property
    def everything(self) -> int:
        """The set of all nodes."""
        return (1 << self.size) - 1

    def sums(self, unit: int) -> list[int]:
        """Return what a unit adds up to, by limit."""
        total = [0] * len(self.exempt)
        for node in bits(unit):
            for k, w in enumerate(self.weight[node]):
                total[k] += w
        return total

    def excess(self, unit: int, sums: list[int] | None = None) -> float:
        """Return how far a unit is from keeping the rules; 0 where it keeps them."""
        known = self._known.get(unit)
        if known is None:
            known = self._excess(unit, self.sums(unit) if sums is None else sums)
            self._known[unit] = known
        return known

    def _excess(self, unit: int, sums: list[int]) -> float:
        best = float("inf")
        for one in self.classes:
            seats = one.nodes & unit
            if not seats:
                continue
            over = self._overstepped(one, unit, sums)
            if over >= best:
                continue
            far = min((unit & ~self.allowed[s]).bit_count() for s in self._seats(one, seats))
            best = min(best, over + far)
        hostile = sum((self.enemies[n] & unit).bit_count() for n in bits(unit & self._fighting))
        return best + hostile / 2 + (not self._in_one_piece(unit))

    def _in_one_piece(self, unit: int) -> bool:
        """Return whether a unit hangs together with some seat, where that is not sure."""
        if not unit & self._loose:
            return True
        seats = {s for one in self.classes for s in self._seats(one, one.nodes & unit)}
        return any(self._hangs(unit, s) for s in seats)

    def _hangs(self, unit: int, seat: int) -> bool:
        inside = np.zeros(self.problem.parts, dtype=bool)
        inside[self.members(unit)] = True
        return not self.fragments.apart(inside, seat)

    def _find_loose(self) -> int:
        """Return the nodes that may be in several pieces: exclaves, and parts kept together."""
        divided = self.fragments.divided if not self.fragments.trivial else np.zeros(0, dtype=bool)
        several = np.bincount(self.node, minlength=self.size) > 1
        several[self.node[np.nonzero(divided)[0]]] = True
        return sum(1 << n for n in np.nonzero(several)[0].tolist())

    def _overstepped(self, one: OptionClass, unit: int, sums: list[int]) -> float:
        alone = unit & (unit - 1) == 0 and bool(unit & self._lone)
        over = 0.0
        for k, total in enumerate(sums):
            if alone and self.exempt[k]:
                continue
            if total > one.high[k]:
                over += (total - one.high[k]) / self.scale[k]
            elif total < one.low[k]:
                over += (one.low[k] - total) / self.scale[k]
        return over

    def options(self, unit: int, sums: list[int] | None = None) -> list[int]:
        """Return the options that a unit may take."""
        sums, found = self.sums(unit) if sums is None else sums, []
        for one in self.classes:
            if self._overstepped(one, unit, sums):
                continue
            for node in bits(one.nodes & unit):
                seat = self._option_seat
                found += [o for o in one.options[node] if not unit & ~self.allowed[seat[o]]]
        if unit & self._loose:
            found = [o for o in found if self._hangs(unit, self._option_seat[o])]
        return found

    def _seats(self, one: OptionClass, nodes: int) -> Iterator[int]:
        seat = self._option_seat
        for node in bits(nodes):
            for option in one.options[node]:
                yield seat[option]

    def around(self, unit: int) -> int:
        """Return the nodes next to a unit."""
        found = 0
        for node in bits(unit):
            found |= self.near[node]
        return found & ~unit

    def members(self, unit: int) -> IntArray:
        """Return the parts of a unit."""
        return np.nonzero(np.isin(self.node, list(bits(unit))))[0]

    def _near(self) -> list[int]:
        near = [0] * self.size
        a, b = self.node[np.stack(self.graph.tocoo().coords)]
        for i, j in zip(a.tolist(), b.tolist(), strict=True):
            if i != j:
                near[i] |= 1 << j
        return near

    def _weights(self) -> list[list[int]]:
        total = np.zeros((self.size, len(self.problem.limits)), dtype=np.int64)
        for k, limit in enumerate(self.problem.limits):
            np.add.at(total[:, k], self.node, limit.weight)
        out: list[list[int]] = total.tolist()
        return out

    def _enemies(self) -> list[int]:
        enemies, self._fighting = [0] * self.size, 0
        for a, b in self.problem.apart:
            for i in self.node[a].tolist():
                for j in self.node[b].tolist():
                    enemies[i] |= 1 << j
                    enemies[j] |= 1 << i
                    self._fighting |= 1 << i | 1 << j
        return enemies

    def _allowed(self) -> list[int]:
        """Return the nodes whose parts may all be at each seat."""
        shut = np.zeros((self.size, self.problem.allowed.shape[1]), dtype=bool)
        rows, seats = np.nonzero(~self.problem.allowed)
        shut[self.node[rows], seats] = True
        return [sum(1 << int(n) for n in np.nonzero(~column)[0]) for column in shut.T]

    def _classes(self) -> list[OptionClass]:
        problem = self.problem
        ends = np.array(
            [[x.low, x.high] for x in problem.limits] or np.zeros((0, 2, len(problem.options))),
            dtype=np.int64,
        ).reshape(len(problem.limits), 2, len(problem.options))
        of_option = self.node[problem.seat_parts()[problem.options.seat]]
        found: dict[bytes, OptionClass] = {}
        for o, node in enumerate(of_option.tolist()):
            key = ends[:, :, o].tobytes()
            if key not in found:
                low, high = ends[:, 0, o].tolist(), ends[:, 1, o].tolist()
                found[key] = OptionClass(tuple(low), tuple(high), 0, {})
            one = found[key]
            one.options.setdefault(node, []).append(o)
            found[key] = OptionClass(one.low, one.high, one.nodes | 1 << node, one.options)
        return list(found.values())

    def _scale(self) -> list[float]:
        """Return what an excess is measured by: the limit, or else all that there is."""
        scale = []
        for limit in self.problem.limits:
            low, high = int(limit.low.max(initial=0)), int(limit.high.max(initial=0))
            total = int(np.abs(limit.weight).sum())
            ends = [end for end in (high, low) if 0 < end < min(total, NO_LIMIT)]
            scale.append(float(max(1, *ends[:1] or [total])))
        return scale


def _nodes(problem: Problem) -> IntArray:
    """Return the node of each part: parts kept together are one."""
    pairs = [(int(g[0]), int(p)) for g in problem.together for p in g[1:]]
    a, b = np.array(pairs, dtype=np.int64).reshape(-1, 2).T
    links = csr_array((np.ones(len(a)), (a, b)), shape=(problem.parts, problem.parts))
    labels: IntArray = connected_components(links, directed=False)[1].astype(np.int64)
    return labels
