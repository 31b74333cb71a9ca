"""Whole dual prices by which columns are priced, and who says when to stop."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from models.merge.expressions import LinearExpression
from models.merge.rows import Rows
from models.quantities import IntArray


@dataclass(frozen=True)
class DualPrices:
    """Whole prices by which columns are judged.

    The reduced cost of a column is scale * cost - (sum of `parts` over its parts)
    - (sum of price * coefficient over `rows`); a row is (sum, price, limit).
    """

    cost: LinearExpression
    scale: int
    parts: IntArray
    rows: tuple[tuple[LinearExpression, int, int], ...]


class Stop(Protocol):
    """Says when to give up."""

    @property
    def over(self) -> bool:
        """Whether nothing more may be started."""

    @property
    def left(self) -> float:
        """Seconds that are left."""


SecondWitness = Callable[[IntArray, Rows, int], bool]
"""Whether no 0/1 point keeps rows at a cost (by column) of at most a whole number."""
