"""Separators that a point of a village program breaks, and the program with them."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array, vstack

from models.merge.contiguity import Contiguity
from models.merge.problem import Problem
from optimizer.check.certificate.form import Separator
from optimizer.check.certificate.program import Key, Program
from optimizer.check.certificate.villages import VillageCounty

Floats = NDArray[np.float64]
LEAST_VIOLATION = 0.02
"""By how much a point must break a separator for it to be worth a row."""


@dataclass(eq=False)
class Separation:
    """Learns separators of a county.

    Attributes
    ----------
    known
        All separators so far, in the order of their rows.
    """

    county: VillageCounty
    known: list[Separator] = field(default_factory=list)

    def __post_init__(self) -> None:
        problem: Problem = self.county.problem
        graph = problem.adjacency()
        graph.sum_duplicates()
        graph.data[:] = 1
        column = self.county.seats.column
        self._contiguity = Contiguity(graph, problem.seat_parts(), column >= 0)
        self._seen: set[Separator] = set()

    def __call__(self, program: Program, x: Floats) -> Program | None:
        """Return the program with separators that a point breaks; None where there are none."""
        column, fresh = self.county.seats.column, []
        for s in range(column.shape[1]):
            weight = np.where(column[:, s] >= 0, x[np.maximum(column[:, s], 0)], 0.0)
            for v, seat, border in self._contiguity.violated(s, weight, LEAST_VIOLATION):
                separator = (int(v), int(seat), tuple(int(u) for u in border))
                if separator not in self._seen:
                    self._seen.add(separator)
                    fresh.append(separator)
        return self._grown(program, fresh) if fresh else None

    def _grown(self, program: Program, fresh: list[Separator]) -> Program:
        column, rows, keys = self.county.seats.column, [], []
        for v, s, between in fresh:
            row = np.zeros(program.size, dtype=np.int64)
            others = column[list(between), s]
            row[others[others >= 0]] = -1
            row[column[v, s]] += 1
            rows.append(csr_array(row[None, :]))
            keys.append(("separator", len(self.known)))
            self.known.append((v, s, between))
        every: tuple[Key, ...] = (*program.keys, *keys)
        none = np.full(len(keys), -(2**62), dtype=np.int64)
        return Program(
            csr_array(vstack([program.rows, *rows], format="csr")),
            np.concatenate([program.low, none]),
            np.concatenate([program.high, np.zeros(len(keys), dtype=np.int64)]),
            every,
            program.sums,
            program.decisions,
        )
