"""Every unit that a county's townships can form in mode `whole`, listed for the verifier alone.

A candidate is a connected set M of parts with an option o whose seat lies in M. Take its seat's
part and add, one after another, parts of M that touch what is there: every set on the way is
connected, holds the seat, and keeps each condition that M keeps and that no further part can
mend (seats allowed, upper limits with no negative weight, pairs kept apart). So the sets of
k + 1 parts come from those of k parts by one adjoining part, and a set is kept while some option
keeps these conditions. A set that several ways lead to is kept once.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array

from models.merge.problem import Limit, Problem
from models.quantities import BoolArray, IntArray
from optimizer.check.certificate.broken import BrokenError

MOST_SETS = 1_000_000
"""Sets of townships of one size in a county; a certificate that needs more is refused."""
_CHUNK = 4_000
"""Sets that are grown at a time, which bounds the memory of a step."""
_REACH = 2.0**62
"""Sums below this are exact in 64 bits, with room for one addition more."""


@dataclass(frozen=True)
class Candidates:
    """Candidate units.

    Attributes
    ----------
    members
        0/1 matrix, shape (candidates, parts).
    option
        Option of each, a position in the county's options.
    set
        Candidates of one number are one set of parts with different options.
    """

    members: csr_array
    option: IntArray
    set: IntArray

    def __len__(self) -> int:
        """Return the number of candidates."""
        return len(self.option)

    def take(self, rows: IntArray | BoolArray) -> Candidates:
        """Return some of them."""
        return Candidates(csr_array(self.members[rows]), self.option[rows], self.set[rows])


def candidate_units(problem: Problem) -> Candidates:
    """List every candidate of a county.

    Raises
    ------
    BrokenError
        When there are more sets than may be held, or a sum could leave 64 bits.
    """
    _guard(problem)
    growth = _Growth(problem)
    level, found, total = growth.first(), [], 0
    while len(level):
        total += len(level)
        if total > MOST_SETS:
            raise BrokenError(
                f"more than {MOST_SETS:,} sets of townships", f"乡镇组合超过 {MOST_SETS:,} 个"
            )
        found.append(level)
        level = growth.next(level)
    if not found:
        none = np.empty(0, dtype=np.int64)
        return Candidates(csr_array((0, problem.parts), dtype=np.int64), none, none)
    chosen = [growth.candidates(level) for level in found]
    starts = np.cumsum([0, *(len(level) for level in found[:-1])])
    pairs = [(rows + start, option) for (rows, option), start in zip(chosen, starts, strict=True)]
    row = np.concatenate([rows for rows, _ in pairs])
    sets = np.concatenate(found)[row]
    return Candidates(csr_array(sets.astype(np.int64)), np.concatenate([o for _, o in pairs]), row)


def _guard(problem: Problem) -> None:
    """Refuse sums that could leave 64 bits."""
    for limit in problem.limits:
        if np.abs(limit.weight.astype(np.float64)).sum() >= _REACH:
            raise BrokenError("sums beyond 64 bits", "求和超出 64 位")


class _Growth:
    """The sets of one size from those of one part fewer."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.near = problem.adjacency().toarray() > 0
        np.fill_diagonal(self.near, val=False)
        self.seat_part = problem.seat_parts()
        self.barred = (~problem.allowed).astype(np.float32)

    def first(self) -> BoolArray:
        """Return the single parts that hold a seat."""
        single = np.eye(self.problem.parts, dtype=bool)[np.unique(self.seat_part)]
        return single[self.open(single).any(axis=1)]

    def next(self, level: BoolArray) -> BoolArray:
        """Return the sets with one part more, each once, that some option may still take."""
        grown = [self._grown(level[i : i + _CHUNK]) for i in range(0, len(level), _CHUNK)]
        sets = _distinct(np.concatenate(grown))
        kept = [self.open(sets[i : i + _CHUNK]).any(axis=1) for i in range(0, len(sets), _CHUNK)]
        return sets[np.concatenate(kept)] if kept else sets

    def _grown(self, sets: BoolArray) -> BoolArray:
        touched = (sets.astype(np.float32) @ self.near.astype(np.float32) > 0) & ~sets
        rows, parts = np.nonzero(touched)
        new = sets[rows]
        new[np.arange(len(rows)), parts] = True
        return _distinct(new)

    def open(self, sets: BoolArray) -> BoolArray:
        """Return the options that a set, or a set that grows from it, may take.

        Shape (sets, options).
        """
        problem = self.problem
        seats = (sets.astype(np.float32) @ self.barred == 0) & sets[:, self.seat_part]
        out: BoolArray = seats[:, problem.options.seat]
        for limit in problem.limits:
            if bool((limit.weight >= 0).all()):
                out &= (_total(sets, limit) <= limit.high[None, :]) | self._exempt(sets, limit)
        return out & ~self._apart(sets)[:, None]

    def candidates(self, sets: BoolArray) -> tuple[IntArray, IntArray]:
        """Return (set, option) of each candidate among sets that were grown."""
        out = self.open(sets)
        for limit in self.problem.limits:
            total = _total(sets, limit)
            kept = (total >= limit.low[None, :]) & (total <= limit.high[None, :])
            out &= kept | self._exempt(sets, limit)
        for group in self.problem.together:
            held = sets[:, group].sum(axis=1)
            out &= ((held == 0) | (held == len(np.unique(group))))[:, None]
        rows, option = np.nonzero(out)
        return rows, option

    def _apart(self, sets: BoolArray) -> BoolArray:
        """Return which sets hold parts of both of some pair."""
        out: BoolArray = np.zeros(len(sets), dtype=bool)
        for a, b in self.problem.apart:
            out |= sets[:, a].any(axis=1) & sets[:, b].any(axis=1)
        return out

    def _exempt(self, sets: BoolArray, limit: Limit) -> BoolArray:
        """Return the options for which a set has no part from outside their seat's township."""
        if not limit.grown_only:
            return np.zeros((len(sets), 1), dtype=bool)
        seats = len(self.problem.townships)
        foreign = self.problem.home[:, None] != np.arange(seats)[None, :]
        alone = sets.astype(np.float32) @ foreign.astype(np.float32) == 0
        out: BoolArray = alone[:, self.problem.options.seat]
        return out


def _total(sets: BoolArray, limit: Limit) -> IntArray:
    """Return the sum of a limit over each set, shape (sets, 1)."""
    out: IntArray = sets.astype(np.int64) @ limit.weight
    return out[:, None]


def _distinct(sets: BoolArray) -> BoolArray:
    """Return each set once."""
    if not len(sets):
        return sets
    packed = np.packbits(sets, axis=1)
    as_one = np.ascontiguousarray(packed).view(np.dtype((np.void, packed.shape[1]))).ravel()
    return sets[np.unique(as_one, return_index=True)[1]]
