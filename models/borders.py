"""Polygons of the villages, as rings of degrees: what maps draw where real borders are known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from models.quantities import IntArray

FloatArray = NDArray[np.float64]


@dataclass(frozen=True)
class Borders:
    """Polygons of n villages as closed rings, of which the last point is not repeated.

    Attributes
    ----------
    lonlat
        Corners, degrees, shape (corners, 2), ring after ring. Neighbours share their corners:
        a border that two villages have in common has the very same points in both.
    starts
        Where each ring begins in `lonlat`, and the end of the last, shape (rings + 1,).
    village
        Position of the village that each ring belongs to, shape (rings,). The village is on the
        left: outer rings run counter-clockwise, holes clockwise (RFC 7946).
    inferred
        Whether the polygons were made from points: then they are no real borders.
    """

    lonlat: FloatArray
    starts: IntArray
    village: IntArray
    inferred: bool = False

    def ring(self, number: int) -> FloatArray:
        """Return the corners of one ring, shape (corners, 2)."""
        return self.lonlat[self.starts[number] : self.starts[number + 1]]


class BordersSource(Protocol):
    """Where polygons come from; they are read when somebody draws them."""

    def read(self, codes: Sequence[str]) -> Borders | None:
        """Return the polygons of villages by their codes; None when one has none."""
