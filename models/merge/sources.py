"""Where columns come from when there are too many to hold: they are made on demand."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from models.merge.rows import Rows
from models.merge.sums import Sum
from models.quantities import IntArray

if TYPE_CHECKING:
    from models.merge.partition import Partition


@dataclass(frozen=True)
class Prices:
    """Whole prices by which columns are judged.

    The reduced cost of a column is scale * cost - (sum of `parts` over its parts)
    - (sum of price * coefficient over `rows`); a row is (sum, price, limit).
    """

    cost: Sum
    scale: int
    parts: IntArray
    rows: tuple[tuple[Sum, int, int], ...]


class Stop(Protocol):
    """Says when to give up."""

    @property
    def over(self) -> bool:
        """Whether nothing more may be started."""

    @property
    def left(self) -> float:
        """Seconds that are left."""


Agrees = Callable[[IntArray, Rows, int], bool]
"""Whether no 0/1 point keeps rows at a cost (by column) of at most a whole number."""


class ColumnSource(Protocol):
    """Makes columns that are worth having at given prices, and keeps all that were made."""

    def grow(self, prices: Prices, stop: Stop, agrees: Agrees) -> int | None:
        """Make columns of negative reduced cost.

        Parameters
        ----------
        agrees
            The second witness of what the pricing claims.

        Returns
        -------
        int or None
            The proved least reduced cost of all columns when none was made;
            None when some were made, the time was over or the witness did not agree.
        """

    def span(self) -> None:
        """Make every column that holds all parts."""

    @property
    def size(self) -> int:
        """Number of columns made."""

    def largest(self, sum_: Sum) -> int:
        """Return what no column's coefficient in a sum passes, made or not, in absolute value."""

    def refresh(self, problem: Partition) -> Partition:
        """Return the problem over all columns made; the first ones keep their places."""
