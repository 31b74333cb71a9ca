"""The program of a county in the modes `split` and `redraw`: each village is at one seat.

Columns are x[v, s] (village v is in the unit that keeps seat s) for the pairs that the rules
allow, z[o] (the unit takes option o), and some that only help to say the rules. With
y[s] = x[village of seat s, s] the rows are

    assign v        sum over s of x[v, s] = 1
    link v s        x[v, s] <= y[s]
    option s        sum of z[o] over the options of s = y[s]
    low, high k s   sum of low[o] z[o] <= sum of w[v] x[v, s] <= sum of high[o] z[o]    limit k
    stay v          x[v, home] = y[home]                       split, no transfers
    lose s          at most T villages leave a seat that stays  split, T transfers
    together g v s  villages of a group share their seat
    first, second k s v    villages of the two sides of a pair k kept apart
    separator i     x[v, s] <= sum of x[u, s] over a set that separates v from its seat
    tie k           a rule over several units of this county

A limit for units that grow is lifted by a column g[s] that is 1 only where no village from
outside is in the unit (rows `still s`, `alone v s`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from models.merge.problem import Limit, Problem
from models.quantities import NO_LIMIT, IntArray
from optimizer.check.certificate.broken import BrokenError
from optimizer.check.certificate.program import Fixing, Key, Program
from optimizer.check.certificate.question import UNITS, URBAN, Question
from optimizer.check.certificate.whole import tie_row

_REACH = 2.0**61
Separator = tuple[int, int, tuple[int, ...]]
Terms = list[tuple[int, int]]


@dataclass(frozen=True)
class Seats:
    """What may be asked: whether a seat is kept, a village at a seat, an option taken.

    Attributes
    ----------
    column
        Column of each village-seat pair, -1 where it may not be.
    taken, seat_of
        Column and seat of each option.
    root
        Village of each seat.
    """

    column: IntArray
    taken: IntArray
    seat_of: IntArray
    root: IntArray

    def sides(self, question: str, of: Sequence[int]) -> tuple[Fixing, Fixing]:
        """Return what the answers yes and no fix."""
        villages, seats = self.column.shape
        sizes = {"keep": (seats,), "at": (villages, seats), "option": (len(self.taken),)}
        size = sizes.get(question, ())
        known = len(of) == len(size) and all(0 <= k < n for k, n in zip(of, size, strict=True))
        if not size or not known:
            raise BrokenError(f"no question {question} {list(of)}", f"没有分支 {question} {of}")
        if question == "keep":
            return self._keep(of[0])
        if question == "option":
            z = self.taken[[of[0]]]
            return _fixing([], z), _fixing(z, [])
        v, s = of
        x, others = self.column[v, [s]], np.delete(self.column[v], s)
        return _fixing(others, x), _fixing(x, [])

    def _keep(self, s: int) -> tuple[Fixing, Fixing]:
        y = self.column[self.root[s], [s]]
        own = np.concatenate([self.column[:, s], self.taken[self.seat_of == s]])
        return _fixing([], y), _fixing(own, [])


def _fixing(zero: Iterable[int] | IntArray, one: Iterable[int] | IntArray) -> Fixing:
    ends = [np.asarray(columns, dtype=np.int64).reshape(-1) for columns in (zero, one)]
    if (ends[1] < 0).any():
        raise BrokenError("a pair that may not be", "不允许的组合")
    return Fixing(ends[0][ends[0] >= 0], ends[1])


@dataclass(frozen=True)
class VillageCounty:
    """A county's program and what its columns mean."""

    problem: Problem
    seats: Seats
    program: Program

    def measured(self, seat_of_village: IntArray, kind: IntArray) -> dict[str, int] | None:
        """Return what a plan comes to, by sum; None where it is none of the program's."""
        pairs = self.seats.column[np.arange(len(seat_of_village)), seat_of_village]
        kept = np.unique(seat_of_village)
        options, columns = self.problem.options, [pairs]
        for s in kept:
            mine = np.nonzero((options.seat == s) & (options.kind == kind[s]))[0]
            if not len(mine):
                return None
            columns.append(self.seats.taken[mine[:1]])
        chosen = np.concatenate(columns)
        if (chosen < 0).any():
            return None
        return {name: int(of[chosen].sum()) for name, of in self.program.sums.items()}


def village_county(
    question: Question, problem: Problem, separators: Sequence[Separator] = ()
) -> VillageCounty:
    """Set up a county's program with some separators.

    Raises
    ------
    BrokenError
        Where a separator does not separate, or a sum could leave 64 bits.
    """
    maker = _Maker(problem)
    maker.assignment()
    for s in np.nonzero(maker.kept >= 0)[0].tolist():
        maker.seat(s)
    maker.together()
    maker.apart()
    sums = _sums(question, problem, maker)
    for k, tie in question.own(problem.county):
        row = tie_row(tie, sums)
        maker.add(
            ("tie", k), [(int(c), int(row[c])) for c in np.nonzero(row)[0]], tie.low, tie.high
        )
    verify_separators(problem, separators)
    for i, (v, s, between) in enumerate(separators):
        maker.separator(i, v, s, between)
    seats = Seats(maker.column, maker.taken, problem.options.seat, problem.seat_parts())
    return VillageCounty(problem, seats, maker.program(sums, seats))


def verify_separators(problem: Problem, separators: Sequence[Separator]) -> None:
    """See that each set of villages separates its village from its seat.

    Raises
    ------
    BrokenError
        At the first that does not, among the villages that may be at the seat.
    """
    graph, roots = problem.adjacency(), problem.seat_parts()
    villages, seats = problem.allowed.shape
    for v, s, between in separators:
        known = 0 <= s < seats and all(0 <= u < villages for u in (v, *between))
        if not known:
            raise BrokenError("a separator of nothing", "分离集无效")
        inside = problem.allowed[:, s].copy()
        inside[list(between)] = False
        at = np.nonzero(inside)[0]
        piece = np.full(villages, -1, dtype=np.int64)
        piece[at] = connected_components(graph[at][:, at], directed=False)[1]
        if piece[v] >= 0 and piece[v] == piece[roots[s]]:
            raise BrokenError(f"a set does not separate {v} from {s}", f"集合未将 {v} 与 {s} 分开")


@dataclass
class _Maker:
    """Collects columns and rows."""

    problem: Problem
    keys: list[Key] = field(default_factory=list)
    terms: list[Terms] = field(default_factory=list)
    low: list[int] = field(default_factory=list)
    high: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        problem = self.problem
        roots, seats = problem.seat_parts(), np.arange(len(problem.townships))
        may = problem.allowed & problem.allowed[roots, seats]
        self.column = np.where(may, np.cumsum(may).reshape(may.shape) - 1, -1)
        self.size = int(may.sum())
        self.kept: IntArray = self.column[roots, seats]
        open_ = self.kept[problem.options.seat] >= 0
        self.taken = np.where(open_, self.size + np.cumsum(open_) - 1, -1)
        self.size += int(open_.sum())

    def add(self, key: Key, terms: Terms, low: int = -NO_LIMIT, high: int = NO_LIMIT) -> None:
        """Add a row; terms of one column add up."""
        self.keys.append(key)
        self.terms.append(terms)
        self.low.append(low)
        self.high.append(high)

    def auxiliary(self) -> int:
        """Return a new column."""
        self.size += 1
        return self.size - 1

    def assignment(self) -> None:
        """Put each village at one seat."""
        for v, row in enumerate(self.column):
            self.add(("assign", v), [(int(c), 1) for c in row[row >= 0]], 1, 1)

    def seat(self, s: int) -> None:
        """Say what the unit of a seat has to keep."""
        problem, y = self.problem, int(self.kept[s])
        inside = np.nonzero(self.column[:, s] >= 0)[0]
        for v in inside.tolist():
            if (x := int(self.column[v, s])) != y:
                self.add(("link", v, s), [(x, 1), (y, -1)], high=0)
        mine = np.nonzero(problem.options.seat == s)[0]
        self.add(("option", s), [*((int(z), 1) for z in self.taken[mine]), (y, -1)], 0, 0)
        alone: int | None = None
        for k, limit in enumerate(problem.limits):
            own = problem.home[inside] == s
            if limit.grown_only and alone is None and not own.all():
                alone = self._alone(s, inside[~own])
            if not (limit.grown_only and own.all()):
                self._limit(k, limit, s, alone if limit.grown_only else None)
        self._transfers(s)

    def _alone(self, s: int, foreign: IntArray) -> int:
        """Return a column that may be 1 only where no village from outside is in the unit."""
        alone, y = self.auxiliary(), int(self.kept[s])
        self.add(("still", s), [(alone, 1), (y, -1)], high=0)
        for v in foreign.tolist():
            terms = [(int(self.column[v, s]), 1), (alone, 1), (y, -1)]
            self.add(("alone", v, s), terms, high=0)
        return alone

    def _limit(self, k: int, limit: Limit, s: int, alone: int | None) -> None:
        inside = np.nonzero(self.column[:, s] >= 0)[0]
        mine = np.nonzero(self.problem.options.seat == s)[0]
        weight = limit.weight[inside]
        least, most = int(weight[weight < 0].sum()), int(weight[weight > 0].sum())
        low = np.clip(limit.low[mine], least, most + 1)
        high = np.clip(limit.high[mine], least - 1, most)
        held = weight[self.problem.home[inside] == s]
        over = max(0, int(held[held > 0].sum()) - int(high.min(initial=most)))
        under = max(0, int(low.max(initial=least)) - int(held[held < 0].sum()))
        sums = list(zip(self.column[inside, s].tolist(), weight.tolist(), strict=True))
        options = self.taken[mine].tolist()
        if (high < most).any():
            terms = [*sums, *((z, -int(h)) for z, h in zip(options, high, strict=True))]
            self.add(("high", k, s), [*terms, *([] if alone is None else [(alone, -over)])], high=0)
        if (low > least).any():
            terms = [*sums, *((z, -int(h)) for z, h in zip(options, low, strict=True))]
            self.add(("low", k, s), [*terms, *([] if alone is None else [(alone, under)])], low=0)

    def _transfers(self, s: int) -> None:
        """Let a township that stays lose at most so many villages."""
        most, own = self.problem.transfers, np.nonzero(self.problem.home == s)[0]
        if most is None or most >= len(own):
            return
        y = int(self.kept[s])
        columns = self.column[own, s]
        if most == 0:
            for v, x in zip(own.tolist(), columns.tolist(), strict=True):
                if x != y:
                    self.add(("stay", v), [*([(x, 1)] if x >= 0 else []), (y, -1)], 0, 0)
            return
        terms = [(int(x), 1) for x in columns[columns >= 0]]
        self.add(("lose", s), [*terms, (y, most - len(own))], low=0)

    def together(self) -> None:
        """Keep the villages of a group at one seat."""
        for g, group in enumerate(self.problem.together):
            first, *others = np.unique(group).tolist()
            for v in others:
                for s in range(self.column.shape[1]):
                    pair = [(int(self.column[first, s]), 1), (int(self.column[v, s]), -1)]
                    terms = [(c, a) for c, a in pair if c >= 0]
                    if terms:
                        self.add(("together", g, v, s), terms, 0, 0)

    def apart(self) -> None:
        """Keep villages of both sides of a pair out of one unit."""
        for k, (a, b) in enumerate(self.problem.apart):
            for s in np.nonzero(self.kept >= 0)[0].tolist():
                sides = [
                    [v for v in np.unique(p).tolist() if self.column[v, s] >= 0] for p in (a, b)
                ]
                if not all(sides):
                    continue
                held = self.auxiliary()
                for v in sides[0]:
                    self.add(("first", k, s, v), [(int(self.column[v, s]), 1), (held, -1)], high=0)
                for v in sides[1]:
                    self.add(("second", k, s, v), [(int(self.column[v, s]), 1), (held, 1)], high=1)

    def separator(self, i: int, v: int, s: int, between: Sequence[int]) -> None:
        """Add a separator; of a pair that may not be it says nothing."""
        x = int(self.column[v, s])
        columns = [int(self.column[u, s]) for u in sorted(set(between))]
        terms = [(c, -1) for c in columns if c >= 0]
        self.add(("separator", i), [(x, 1), *terms] if x >= 0 else [], high=0)

    def program(self, sums: Mapping[str, IntArray], seats: Seats) -> Program:
        """Return everything as a program."""
        sums = {name: np.pad(of, (0, self.size - len(of))) for name, of in sums.items()}
        ends = np.cumsum([0, *(len(t) for t in self.terms)])
        flat = np.array([t for row in self.terms for t in row], dtype=np.int64).reshape(-1, 2)
        matrix = csr_array((flat[:, 1], flat[:, 0], ends), shape=(len(self.keys), self.size))
        matrix.sum_duplicates()
        low, high = (np.array(e, dtype=np.int64) for e in (self.low, self.high))
        return Program(matrix, low, high, tuple(self.keys), sums, seats)


def _sums(question: Question, problem: Problem, maker: _Maker) -> dict[str, IntArray]:
    """Return what each column counts and costs, by name."""
    inside, open_ = maker.column >= 0, maker.taken >= 0
    counted = np.zeros(maker.size, dtype=np.int64)
    counted[maker.taken[open_]] = 1
    urban = np.zeros(maker.size, dtype=np.int64)
    urban[maker.taken[open_]] = problem.options.urban[open_]
    out = {URBAN: urban}
    for name, spec in question.summed.items():
        opening, assigning = spec.opening(problem), spec.assigning(problem)
        reach = np.abs(assigning.astype(np.float64)).max(axis=1, initial=0).sum()
        if reach + float(np.abs(opening).sum()) >= _REACH:
            raise BrokenError("costs beyond 64 bits", "费用超出 64 位")
        total = np.zeros(maker.size, dtype=np.int64)
        total[maker.column[inside]] = assigning[inside]
        total[maker.taken[open_]] += opening[open_]
        out[name] = total
    _guard(problem.limits)
    return {**out, UNITS: counted}


def _guard(limits: Iterable[Limit]) -> None:
    for limit in limits:
        if np.abs(limit.weight.astype(np.float64)).sum() >= _REACH:
            raise BrokenError("sums beyond 64 bits", "求和超出 64 位")
