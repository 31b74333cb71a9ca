"""A plan at once: units grown together and recut, as few as the rules seem to allow.

Units begin as single townships and grow together two by two while that keeps the rules
better. Then one of them is dissolved into a neighbour, and pairs of adjoining units are cut
anew along random spanning trees until none oversteps a limit: the step of ReCom (DeFord,
Duchin and Solomon 2021, Harvard Data Science Review 3(1)), with what limits are overstepped
by in place of a tolerance. It proves nothing.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from optimizer.solve.partition.ground import Ground, bits

Units = list[int]
_STEPS = 60
_TRIES = 4
_NOTHING = 1e-12


@dataclass
class Quick:
    """The search for a plan of few units.

    Attributes
    ----------
    fewest, most
        How many units are aimed at, and allowed.
    over
        Whether to stop with what there is.
    """

    ground: Ground
    fewest: int
    most: int
    over: Callable[[], bool]
    seed: int = 0

    def __post_init__(self) -> None:
        self.random = random.Random(self.seed)

    def plans(self) -> Iterator[Units]:
        """Yield plans whose units keep the rules, each of fewer units than the one before."""
        units = [1 << n for n in range(self.ground.size)]
        if self._fits(units):
            yield units
        units = self._grown(units)
        units = units if self._fits(units) else self._mended(units)
        best = units if self._fits(units) else None
        if best is not None:
            yield best
        while not self.over():
            start = units if best is None else best
            if len(start) <= max(1, self.fewest):
                return
            found = self._fewer(start)
            if found is None:
                return
            best = units = found
            yield found

    def _fits(self, units: Units) -> bool:
        return len(units) <= self.most and not any(map(self.ground.excess, units))

    def _grown(self, units: Units) -> Units:
        """Join adjoining units, the smallest first, while that oversteps no limit further."""
        units = list(units)
        while len(units) > max(1, self.fewest) and not self.over():
            pair = self._best_pair(units, strict=True)
            if pair is None:
                break
            units = _joined(units, pair)
        while len(units) > self.most and len(units) > 1 and not self.over():
            pair = self._best_pair(units, strict=False)
            if pair is None:
                break
            units = _joined(units, pair)
        return units

    def _best_pair(self, units: Units, strict: bool) -> tuple[int, int] | None:
        """Return the two adjoining units to be joined, the smallest that gains most."""
        ground = self.ground
        excess = [ground.excess(u) for u in units]
        best, key = None, (0.0, 0)
        for i, u in enumerate(units):
            around = ground.around(u)
            for j in range(i + 1, len(units)):
                if not around & units[j]:
                    continue
                worse = ground.excess(u | units[j]) - excess[i] - excess[j]
                if strict and worse > _NOTHING:
                    continue
                this = (worse, (u | units[j]).bit_count())
                if best is None or this < key:
                    best, key = (i, j), this
        return best

    def _fewer(self, units: Units) -> Units | None:
        """Return a plan of one unit less, or None where none was found."""
        for _ in range(_TRIES):
            if self.over():
                return None
            found = self._mended(self._dissolved(units))
            if self._fits(found):
                return found
        return None

    def _dissolved(self, units: Units) -> Units:
        """Join a unit, more likely a small one, with the smallest next to it."""
        order = sorted(units, key=lambda u: (u.bit_count(), self.random.random()))
        for u in order[self.random.randrange(min(len(order), 3)) :] + order:
            around = self.ground.around(u)
            beside = [v for v in units if v & around]
            if beside:
                v = min(beside, key=int.bit_count)
                return [w for w in units if w not in (u, v)] + [u | v]
        return units

    def _mended(self, units: Units) -> Units:
        """Cut pairs of units anew until no limit is overstepped, or patience is over."""
        ground, units = self.ground, list(units)
        for _ in range(_STEPS * (len(units) + 4)):
            bad = [i for i, u in enumerate(units) if ground.excess(u) > 0]
            if not bad or self.over():
                break
            i = self.random.choice(bad)
            if self.random.random() < 0.2:
                i = self.random.randrange(len(units))
            around = ground.around(units[i])
            beside = [j for j, u in enumerate(units) if u & around]
            if not beside:
                continue
            j = self.random.choice(beside)
            units[i], units[j] = self._recut(units[i], units[j])
        return units

    def _recut(self, a: int, b: int) -> tuple[int, int]:
        """Return two units over the same nodes, of which no limit is overstepped further."""
        ground, whole = self.ground, a | b
        order, parent = self._tree(whole)
        size = len(ground.exempt)
        inside = {n: 1 << n for n in order}
        sums = {n: list(ground.weight[n]) for n in order}
        for n in reversed(order[1:]):
            p = parent[n]
            inside[p] |= inside[n]
            of_p, of_n = sums[p], sums[n]
            for k in range(size):
                of_p[k] += of_n[k]
        total = sums[order[0]]
        best, pairs = ground.excess(a) + ground.excess(b) + _NOTHING, [(a, b)]
        for n in order[1:]:
            one, rest = inside[n], whole ^ inside[n]
            worth = ground.excess(one, sums[n])
            if worth > best:
                continue
            worth += ground.excess(rest, [t - s for t, s in zip(total, sums[n], strict=True)])
            if worth < best - _NOTHING:
                best, pairs = worth, []
            if worth <= best:
                pairs.append((one, rest))
        return self.random.choice(pairs)

    def _tree(self, whole: int) -> tuple[list[int], dict[int, int]]:
        """Return a random spanning tree: nodes in the order in which they joined, and parents."""
        near, draw = self.ground.near, self.random
        nodes = list(bits(whole))
        root = nodes[draw.randrange(len(nodes))]
        order, parent, left = [root], {}, whole ^ 1 << root
        border = [(root, n) for n in bits(near[root] & left)]
        while border:
            k = draw.randrange(len(border))
            border[k], border[-1] = border[-1], border[k]
            p, n = border.pop()
            if not left >> n & 1:
                continue
            left ^= 1 << n
            order.append(n)
            parent[n] = p
            border += [(n, m) for m in bits(near[n] & left)]
        return order, parent


def _joined(units: Units, pair: tuple[int, int]) -> Units:
    i, j = pair
    return [u for k, u in enumerate(units) if k not in pair] + [units[i] | units[j]]
