"""A plan at once: units grown together and recut, as few as the rules seem to allow.

Units begin as single townships and grow together two by two while that keeps the rules
better. Then one of them is dissolved into a neighbour, and pairs of adjoining units are cut
anew along random spanning trees until none oversteps a limit: the step of ReCom (DeFord,
Duchin and Solomon 2021, Harvard Data Science Review 3(1)), with what limits are overstepped
by in place of a tolerance. Now and then a cut may overstep them a little further than before
(threshold accepting, Dueck and Scheuer 1990, J. Comput. Phys. 90(1)). It proves nothing.
"""

from __future__ import annotations

import heapq
import random
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from optimizer.solve.partition.bitset import BitsetProblem, bits

Units = list[int]
_STEPS = 100
"""Cuts anew for each unit, and a few more, before a try is given up."""
WORK = 60_000
"""Townships in all the pairs of units that are cut anew; then what there is must do."""
STRAY = 0.2
"""How often a unit is cut anew that oversteps no limit: it leads out of dead ends."""
TOLERATED = 0.02
"""By how much a cut may overstep limits further, on average: that too leads out of dead ends."""
ZERO = 1e-12
"""Excess up to this counts as none."""


class _WorkingPlan:
    """Units as they are while they are changed: who owns each node, and what is overstepped."""

    def __init__(self, bitset: BitsetProblem, units: Units) -> None:
        self.bitset, self.units = bitset, list(units)
        self.excess = [bitset.excess(u) for u in units]
        self.owner = [0] * bitset.size
        for i, u in enumerate(units):
            self._own(i, u)

    def _own(self, i: int, unit: int) -> None:
        for node in bits(unit):
            self.owner[node] = i

    def put(self, i: int, unit: int) -> None:
        """Let a unit be another set."""
        self.units[i], self.excess[i] = unit, self.bitset.excess(unit)
        self._own(i, unit)

    def beside(self, i: int) -> list[int]:
        """Return the units next to one."""
        owner = self.owner
        return sorted({owner[n] for n in bits(self.bitset.around(self.units[i]))})

    def bad(self) -> list[int]:
        """Return the units that overstep a limit."""
        return [i for i, over in enumerate(self.excess) if over > 0]


@dataclass
class Recombination:
    """The search for a plan of few units.

    Attributes
    ----------
    fewest, most
        How many units are aimed at, and allowed.
    over
        Whether to stop with what there is.
    work
        Townships that may still be cut anew, each time that one is.
    start
        A plan that keeps the rules, of which units are dissolved; by default one is grown.
    """

    bitset: BitsetProblem
    fewest: int
    most: int
    over: Callable[[], bool]
    seed: int = 0
    work: int = WORK
    start: Units | None = None

    def __post_init__(self) -> None:
        self.random = random.Random(self.seed)

    def plans(self) -> Iterator[Units]:
        """Yield plans whose units keep the rules, each of fewer units than the one before."""
        if self.start is None:
            yield from self._from_townships()
        else:
            yield from self._ever_fewer(self.start)

    def _from_townships(self) -> Iterator[Units]:
        units = [1 << n for n in range(self.bitset.size)]
        apart = self._fits(units)
        if apart:
            yield units
        best = self._first_plan(self._grown(units))
        if best is None:
            return
        if not (apart and len(best) == self.bitset.size):
            yield best
        yield from self._ever_fewer(best)

    def _first_plan(self, units: Units) -> Units | None:
        """Return a plan of as many units or about so many, or None where none was found."""
        if self._fits(units):
            return units
        if len(units) > self.most:
            return None  # No two of them adjoin.
        tried: dict[int, Units] = {len(units): units}
        while not self._ended():
            before = self.work
            for count in self._counts_around(len(units)):
                tried[count] = self._mended(self._of_count(tried, count))
                if self._fits(tried[count]):
                    return tried[count]
            if self.work == before:
                break
        return None

    def _counts_around(self, count: int) -> list[int]:
        """Return the numbers of units that are allowed, those near one first, and fewer first."""
        most = min(self.most, self.bitset.size)
        counts = range(max(1, self.fewest), most + 1)
        return sorted(counts, key=lambda other: (abs(other - count), other))

    def _of_count(self, tried: Mapping[int, Units], count: int) -> Units:
        """Return the units tried at a number, or those of the one before it made to be so many."""
        if count in tried:
            return tried[count]
        if count + 1 in tried:
            return self._dissolved(tried[count + 1])
        return self._cut_in_two(tried[count - 1])

    def _cut_in_two(self, units: Units) -> Units:
        """Cut the unit that oversteps limits the furthest, of several the one of most townships."""
        large = [unit for unit in units if unit & unit - 1]
        if not large:
            return units
        unit = max(large, key=lambda u: (self.bitset.excess(u), u.bit_count()))
        return [other for other in units if other != unit] + list(self._recut(unit, 0))

    def _ever_fewer(self, units: Units) -> Iterator[Units]:
        while len(units) > max(1, self.fewest) and not self._ended():
            found = self._fewer(units)
            if found is None:
                return
            units = found
            yield found

    def _ended(self) -> bool:
        return self.work <= 0 or self.over()

    def _fits(self, units: Units) -> bool:
        return len(units) <= self.most and not any(map(self.bitset.excess, units))

    def _grown(self, units: Units) -> Units:
        """Join adjoining units, the smallest first, while that oversteps no limit further.

        Where that leaves too many units, others are joined too, at the least excess.
        """
        growth = _Agglomeration(self.bitset, units)
        while len(growth.units) > max(1, self.fewest):
            if not growth.join(ZERO):
                break
        while len(growth.units) > self.most:
            if not growth.join(float("inf")):
                break
        return list(growth.units.values())

    def _fewer(self, units: Units) -> Units | None:
        """Return a plan of one unit less, or None where none was found in the end."""
        while not self._ended():
            fewer = self._dissolved(units)
            if len(fewer) == len(units):
                return None
            found = self._mended(fewer)
            if self._fits(found):
                return found
        return None

    def _dissolved(self, units: Units) -> Units:
        """Join a unit, more likely a small one, with the smallest next to it, if there is one."""
        order = sorted(units, key=lambda u: (u.bit_count(), self.random.random()))
        for u in order[self.random.randrange(min(len(order), 3)) :] + order:
            around = self.bitset.around(u)
            beside = [v for v in units if v & around]
            if beside:
                v = min(beside, key=int.bit_count)
                return [w for w in units if w not in (u, v)] + [u | v]
        return units

    def _mended(self, units: Units) -> Units:
        """Cut pairs of units anew until no limit is overstepped, or patience is over."""
        at, draw = _WorkingPlan(self.bitset, units), self.random
        for _ in range(_STEPS * (len(units) + 4)):
            bad = at.bad()
            if not bad or self._ended():
                break
            self.work -= 1
            i = draw.randrange(len(units)) if draw.random() < STRAY else draw.choice(bad)
            beside = at.beside(i)
            if not beside:
                continue
            j = draw.choice(beside)
            one, other = self._recut(at.units[i], at.units[j])
            at.put(i, one)
            at.put(j, other)
        return at.units

    def _recut(self, a: int, b: int) -> tuple[int, int]:
        """Return two units over the same nodes, of which limits are overstepped hardly further."""
        bitset, whole = self.bitset, a | b
        self.work -= whole.bit_count()
        order, parent = self._tree(whole)
        size = len(bitset.exempt)
        inside = {n: 1 << n for n in order}
        sums = {n: list(bitset.weight[n]) for n in order}
        for n in reversed(order[1:]):
            p = parent[n]
            inside[p] |= inside[n]
            of_p, of_n = sums[p], sums[n]
            for k in range(size):
                of_p[k] += of_n[k]
        total = sums[order[0]]
        before = bitset.excess(a) + bitset.excess(b)
        worst, cuts = before + self._tolerated(), [(before, a, b)]
        for n in order[1:]:
            one, rest = inside[n], whole ^ inside[n]
            worth = bitset.excess(one, sums[n])
            if worth > worst:
                continue
            worth += bitset.excess(rest, [t - s for t, s in zip(total, sums[n], strict=True)])
            if worth <= worst:
                cuts.append((worth, one, rest))
        most = min(cuts)[0] + self._tolerated()
        good = [(one, rest) for worth, one, rest in cuts[1:] if worth <= most]
        return self.random.choice(good or [(a, b)])

    def _tolerated(self) -> float:
        return self.random.expovariate(1 / TOLERATED)

    def _tree(self, whole: int) -> tuple[list[int], dict[int, int]]:
        """Return a random spanning tree: nodes in the order in which they joined, and parents."""
        near, draw = self.bitset.near, self.random.random
        nodes = list(bits(whole))
        root = nodes[int(draw() * len(nodes))]
        order, parent, left = [root], {}, whole ^ 1 << root
        border = [(root, n) for n in bits(near[root] & left)]
        while border:
            k = int(draw() * len(border))
            border[k], border[-1] = border[-1], border[k]
            p, n = border.pop()
            if not left >> n & 1:
                continue
            left ^= 1 << n
            order.append(n)
            parent[n] = p
            border += [(n, m) for m in bits(near[n] & left)]
        return order, parent


class _Agglomeration:
    """Units that are joined two by two, the pair of the least excess and size first."""

    def __init__(self, bitset: BitsetProblem, units: Units) -> None:
        self.bitset = bitset
        self.units = dict(enumerate(units))
        self.owner = {n: i for i, u in self.units.items() for n in bits(u)}
        self._next = len(units)
        self._heap: list[tuple[float, int, int, int]] = []
        for i in self.units:
            self._offer(i, [j for j in self._beside(i) if j > i])

    def join(self, most: float) -> bool:
        """Join the best pair, if it oversteps limits by at most so much more than before."""
        while self._heap and self._heap[0][0] <= most:
            _, _, i, j = heapq.heappop(self._heap)
            if i in self.units and j in self.units:
                new, self._next = self._next, self._next + 1
                unit = self.units[new] = self.units.pop(i) | self.units.pop(j)
                self.owner.update(dict.fromkeys(bits(unit), new))
                self._offer(new, self._beside(new))
                return True
        return False

    def _beside(self, i: int) -> list[int]:
        return sorted({self.owner[n] for n in bits(self.bitset.around(self.units[i]))})

    def _offer(self, i: int, others: list[int]) -> None:
        excess, unit = self.bitset.excess, self.units[i]
        for j in others:
            both = unit | self.units[j]
            worse = excess(both) - excess(unit) - excess(self.units[j])
            heapq.heappush(self._heap, (worse, both.bit_count(), i, j))
