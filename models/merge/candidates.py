"""Every connected set of parts that can be a unit, each exactly once.

The enumeration is the ESU scheme (Wernicke 2006, IEEE/ACM Trans. Comput. Biol.
Bioinf. 3(4)): a set grows from its lowest part by parts that were not adjacent
to it before, so each connected set is reached by one path only. It runs level
by level over packed sets, all sets of a level at once. A set is dropped with
all its supersets as soon as it passes an upper limit, holds parts of an `apart`
pair, or leaves no seat that all of its parts may go to.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields, replace

import numpy as np
from scipy.sparse import csr_array, vstack

from models.merge.bits import Words, pack, sparse, unpack
from models.merge.duals import Stop
from models.merge.fragments import Fragments
from models.merge.problem import Problem
from models.quantities import NO_LIMIT, BoolArray, IntArray

OPTION_CHUNK = 10_000
"""Sets that are paired with options at a time; bounds the memory."""
GROWTH_BATCH = 4_000
"""Sets that grow at a time; bounds the memory, and how long the time may be overrun."""


@dataclass(frozen=True)
class Candidates:
    """Candidate units: a set of parts, the seat that it keeps and the option that it takes.

    Attributes
    ----------
    members
        0/1 matrix, shape (candidates, parts).
    option
        Option of each candidate, shape (candidates,).
    seat
        Seat of that option, shape (candidates,).
    group
        Candidates of one group are one set of parts with different options.
    complete
        Whether these are all candidates there are.
    """

    members: csr_array
    option: IntArray
    seat: IntArray
    group: IntArray
    complete: bool = True

    def __len__(self) -> int:
        """Return the number of candidates."""
        return len(self.seat)

    def take(self, rows: IntArray) -> Candidates:
        """Return some of the candidates."""
        return Candidates(self.members[rows], self.option[rows], self.seat[rows], self.group[rows])

    def cost(self, opening: IntArray, assigning: IntArray) -> IntArray:
        """Return opening[o] + sum over members p of assigning[p, s], shape (candidates,)."""
        repeated = np.repeat(self.seat, np.diff(self.members.indptr))
        of_members = assigning[self.members.indices, repeated]
        ends = np.concatenate([[0], np.cumsum(of_members)])[self.members.indptr]
        return opening[self.option] + np.diff(ends)

    def peak(self, assigning: IntArray) -> IntArray:
        """Return the largest assigning[p, s] over members p, shape (candidates,)."""
        repeated = np.repeat(self.seat, np.diff(self.members.indptr))
        of_members = assigning[self.members.indices, repeated]
        if not len(of_members):
            return np.zeros(len(self), dtype=np.int64)
        return np.maximum.reduceat(of_members, self.members.indptr[:-1])


@dataclass
class _Level:
    """Sets of one size: members, possible extensions, closed neighbourhood, seats, sums."""

    sets: Words
    extensions: Words
    closed: Words
    seats: Words
    sums: IntArray

    def take(self, rows: BoolArray | IntArray | slice) -> _Level:
        return _Level(*(getattr(self, f.name)[rows] for f in fields(self)))

    @staticmethod
    def join(levels: list[_Level]) -> _Level:
        return _Level(
            *(np.concatenate([getattr(x, f.name) for x in levels]) for f in fields(_Level))
        )


class _Enumeration:
    """The sets that hold at least one seat of a class of options, within its upper limits."""

    def __init__(self, problem: Problem, options: IntArray, high: IntArray) -> None:
        self.problem = problem
        self.options = options
        seat_class = np.unique(problem.options.seat[options])
        size = problem.parts
        dense = problem.adjacency().toarray().astype(bool) | np.eye(size, dtype=bool)
        roots = np.unique(problem.seat_parts()[seat_class])
        self.order = np.concatenate([roots, np.setdiff1d(np.arange(size), roots)])
        self.roots = len(roots)
        self.fragments = problem.fragments()
        self.near = pack(dense[np.ix_(self.order, self.order)])
        in_class = np.zeros(len(problem.townships), dtype=bool)
        in_class[seat_class] = True
        self.allowed = pack(problem.allowed[self.order] & in_class)
        weights = [limit.weight[self.order] for limit in problem.limits]
        self.weights = np.stack(weights, axis=1) if weights else np.zeros((size, 0), np.int64)
        self.high = high
        self.enemies = self._enemies()
        self.bit = pack(np.eye(size, dtype=bool))
        self.above = pack(np.triu(np.ones((size, size), dtype=bool), 1))

    def _enemies(self) -> Words:
        size = self.problem.parts
        hostile = np.zeros((size, size), dtype=bool)
        for a, b in self.problem.apart:
            hostile[np.ix_(a, b)] = hostile[np.ix_(b, a)] = True
        return pack(hostile[np.ix_(self.order, self.order)])

    def start(self) -> _Level:
        """Return the single parts that hold a seat of the class."""
        rows = np.arange(self.roots)
        below = ~(self.above[rows] | self.bit[rows])
        return _Level(
            sets=self.bit[rows],
            extensions=self.near[rows] & self.above[rows],
            closed=self.near[rows] | below,
            seats=self.allowed[rows],
            sums=self.weights[rows],
        )

    def grow(self, level: _Level) -> Iterator[_Level]:
        """Yield the sets with one more part, in batches."""
        for start in range(0, len(level.sets), GROWTH_BATCH):
            batch = slice(start, start + GROWTH_BATCH)
            rows, parts = np.nonzero(unpack(level.extensions[batch], self.problem.parts))
            rows += start
            sums = level.sums[rows] + self.weights[parts]
            keep = (sums <= self.high).all(axis=1)
            keep &= ~(level.sets[rows] & self.enemies[parts]).any(axis=1)
            keep &= (level.seats[rows] & self.allowed[parts]).any(axis=1)
            yield self._add(level.take(rows[keep]), parts[keep])

    def _add(self, level: _Level, parts: IntArray) -> _Level:
        """Add one part to each set."""
        fresh = self.near[parts] & ~level.closed
        return _Level(
            sets=level.sets | self.bit[parts],
            extensions=(level.extensions & self.above[parts]) | fresh,
            closed=level.closed | self.near[parts],
            seats=level.seats & self.allowed[parts],
            sums=level.sums + self.weights[parts],
        )

    def run(self, budget: int, stop: Stop | None, by_seat: bool) -> Iterator[_Level]:
        """Yield the sets level by level; stop before a level that passes the budget or the time.

        `weight` is what the level that was yielded takes of the budget.
        """
        level, size = self.start(), 1
        self.complete = True
        while len(level.sets):
            self.weight = len(level.sets) * (size if by_seat else 1)
            yield level
            budget -= self.weight
            grown, count, size = [level.take(slice(0))], 0, size + 1
            for batch in self.grow(level):
                grown.append(batch)
                count += len(batch.sets) * (size if by_seat else 1)
                if count > budget or (stop is not None and stop.over):
                    self.complete = False
                    return
            level = _Level.join(grown)


def _option_classes(problem: Problem) -> list[tuple[IntArray, IntArray]]:
    """Return (options, upper limits) of the enumerations that are needed.

    Options with equal upper limits share one. So do options with tighter limits
    whose seats are all among those of looser ones: the sets are the same, and the
    tighter limits are applied to them afterwards.
    """
    highs = _pruning_limits(problem)
    rows, labels = np.unique(highs, axis=0, return_inverse=True)
    classes = [(np.nonzero(labels.ravel() == k)[0], row) for k, row in enumerate(rows)]
    merged: list[tuple[IntArray, IntArray]] = []
    for options, high in sorted(classes, key=lambda c: (-c[1].astype(float).sum(), c[0][0])):
        seats = problem.options.seat[options]
        for k, (wider, limit) in enumerate(merged):
            if (high <= limit).all() and np.isin(seats, problem.options.seat[wider]).all():
                merged[k] = (np.concatenate([wider, options]), limit)
                break
        else:
            merged.append((options, high))
    return merged


def _pruning_limits(problem: Problem) -> IntArray:
    """Return upper limits that no growth can mend, shape (options, limits)."""
    none = np.full(len(problem.options), NO_LIMIT, dtype=np.int64)
    highs = [limit.high if limit.monotone else none for limit in problem.limits]
    return np.stack(highs, axis=1) if highs else np.zeros((len(problem.options), 0), np.int64)


def enumerate_candidates(
    problem: Problem,
    budget: int,
    reduce: Callable[[Candidates], IntArray] | None = None,
    stop: Stop | None = None,
    by_seat: bool = False,
) -> Candidates:
    """Return every unit that keeps the rules on single units.

    Parameters
    ----------
    problem
        A county's problem in which every part holds at most one seat (mode `whole`).
    budget
        The most sets that may be held in memory.
    reduce
        Names the rows of a batch that are worth keeping; a batch holds whole groups.
    stop
        Says when the time is over; what was listed by then is returned.
    by_seat
        Count a set once for each of its parts, as it may be held with every one as its seat.

    Returns
    -------
    Candidates
        All of them, or, marked as incomplete, those of the fewest parts.
    """
    found: list[Candidates] = []
    complete = True
    for options, high in _option_classes(problem):
        enumeration = _Enumeration(problem, options, high)
        for level in enumeration.run(budget, stop, by_seat):
            budget -= enumeration.weight
            for start in range(0, len(level.sets), OPTION_CHUNK):
                if start and stop is not None and stop.over:
                    complete = False
                    break
                rows = slice(start, start + OPTION_CHUNK)
                batch = _with_options(problem, enumeration, level.take(rows))
                found.append(batch.take(reduce(batch)) if reduce else batch)
        complete &= enumeration.complete
    return replace(_join(found), complete=complete)


def _join(found: list[Candidates]) -> Candidates:
    sizes = [int(f.group.max(initial=-1)) + 1 for f in found]
    first = np.cumsum([0, *sizes[:-1]])
    return Candidates(
        csr_array(vstack([f.members for f in found], format="csr")),
        np.concatenate([f.option for f in found]),
        np.concatenate([f.seat for f in found]),
        np.concatenate([f.group + k for f, k in zip(found, first, strict=True)]),
    )


def _with_options(problem: Problem, enumeration: _Enumeration, level: _Level) -> Candidates:
    """Pair each set with every option that it may take, and apply all limits."""
    size, seats = problem.parts, len(problem.townships)
    inside = np.zeros((len(level.sets), size), dtype=bool)
    inside[:, enumeration.order] = unpack(level.sets, size)
    inside &= _whole_groups(problem, inside)[:, None]
    may = unpack(level.seats, seats) & inside[:, problem.seat_parts()]
    rows, column = np.nonzero(may[:, problem.options.seat[enumeration.options]])
    option = enumeration.options[column]
    seat = problem.options.seat[option]
    members = sparse(inside)
    keep = np.ones(len(rows), dtype=bool)
    for k, limit in enumerate(problem.limits):
        sums = level.sums[rows, k]
        ok = (sums >= limit.low[option]) & (sums <= limit.high[option])
        keep &= ok | (_only_home(problem, members)[rows] == seat) if limit.grown_only else ok
    if not enumeration.fragments.trivial:
        keep &= _in_one_piece(enumeration.fragments, inside, rows, seat)
    return Candidates(members[rows[keep]], option[keep], seat[keep], rows[keep])


def _in_one_piece(
    fragments: Fragments, inside: BoolArray, rows: IntArray, seat: IntArray
) -> BoolArray:
    """Return which candidates hang together by pieces; others' exclaves may lie apart."""
    of_seat = fragments.part[fragments.root]
    keep = np.ones(len(rows), dtype=bool)
    known: dict[tuple[int, int], bool] = {}
    for k, (row, s) in enumerate(zip(rows.tolist(), seat.tolist(), strict=True)):
        others = inside[row] & fragments.divided
        others[of_seat[s]] = False
        if others.any():
            if (row, s) not in known:
                known[row, s] = not fragments.apart(inside[row], s)
            keep[k] = known[row, s]
    return keep


def _whole_groups(problem: Problem, inside: BoolArray) -> BoolArray:
    """Return which sets hold all or nothing of each `together` group."""
    keep = np.ones(len(inside), dtype=bool)
    for group in problem.together:
        held = inside[:, group].sum(axis=1)
        keep &= (held == 0) | (held == len(group))
    return keep


def _only_home(problem: Problem, members: csr_array) -> IntArray:
    """Return the seat that all parts of each set had before the plan; -1 where they had several."""
    only = np.full(members.shape[0], -1, dtype=np.int64)
    filled = np.nonzero(np.diff(members.indptr))[0]
    if len(filled):
        homes, starts = problem.home[members.indices], members.indptr[filled]
        least, most = np.minimum.reduceat(homes, starts), np.maximum.reduceat(homes, starts)
        only[filled] = np.where(least == most, least, -1)
    return only
