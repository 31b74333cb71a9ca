"""What to ask at a fractional point."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from models.merge.problem import Problem
from models.quantities import BoolArray, IntArray
from optimizer.check.certificate.columns import Candidates
from optimizer.check.certificate.program import Program, State
from optimizer.check.certificate.tree import Ask
from optimizer.check.certificate.villages import Seats

Floats = NDArray[np.float64]
INTEGRAL = 1e-6
"""How far from 0 or 1 a value of the LP counts as whole."""


class WholeBranching:
    """Asks of two townships whether they share a unit, then of its seat, then of its kind."""

    def __init__(self, problem: Problem, candidates: Candidates) -> None:
        self.members = candidates.members
        self.seat: IntArray = problem.options.seat[candidates.option]
        self.kind: IntArray = problem.options.kind[candidates.option]
        self.seats, self.kinds = len(problem.townships), 3

    def __call__(self, program: Program, state: State, x: Floats) -> Ask | None:
        """Return the question whose answer is the least settled; None where all are."""
        used = np.nonzero((x > INTEGRAL) & (x < 1 - INTEGRAL))[0]
        if not len(used):
            return None
        inside = self.members[used].toarray().astype(np.float64)
        weight = x[used]
        shared = inside.T @ (inside * weight[:, None])
        np.fill_diagonal(shared, 0)
        open_ = np.triu(_openness(shared))
        if open_.max() > INTEGRAL:
            p, q = np.unravel_index(int(np.argmax(open_)), open_.shape)
            return Ask("pair", (int(p), int(q)))
        for question, of, size in (
            ("seat", self.seat, self.seats),
            ("kind", self.kind, self.kinds),
        ):
            at = np.zeros((inside.shape[1], size))
            np.add.at(at.T, of[used], inside * weight[:, None])
            open_ = _openness(at)
            if open_.max() > INTEGRAL:
                p, k = np.unravel_index(int(np.argmax(open_)), open_.shape)
                return Ask(question, (int(p), int(k)))
        return None


def _openness(share: Floats) -> Floats:
    """Return how far shares are from 0 and from 1."""
    return np.minimum(share, 1 - share)


class VillageBranching:
    """Asks of a seat whether it is kept, then of kinds, then of villages."""

    def __init__(self, seats: Seats) -> None:
        self.seats = seats
        self.kept = seats.column[seats.root, np.arange(len(seats.root))]

    def __call__(self, program: Program, state: State, x: Floats) -> Ask | None:
        """Return the question whose answer is the least settled; None where all are."""
        free = state.low != state.high
        for question, columns in (("keep", self.kept), ("option", self.seats.taken)):
            open_ = self._open(columns, x, free)
            if open_.max(initial=0) > INTEGRAL:
                return Ask(question, (int(np.argmax(open_)),))
        open_ = self._open(self.seats.column, x, free)
        if open_.max(initial=0) <= INTEGRAL:
            return None
        v, s = np.unravel_index(int(np.argmax(open_)), open_.shape)
        return Ask("at", (int(v), int(s)))

    def _open(self, columns: IntArray, x: Floats, free: BoolArray) -> Floats:
        at = np.maximum(columns, 0)
        return np.where((columns >= 0) & free[at], _openness(x[at]), 0.0)
