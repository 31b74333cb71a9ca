"""Polygons on a lattice of small cells: where a box of text has room, exactly on the safe side."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import binary_dilation

from models.quantities import BoolArray, IntArray
from optimizer.report.dossier.maps.paper import Box, FloatArray

CELL = 0.5
"""Side of a cell, mm."""
_NEAR = np.ones((3, 3), dtype=np.bool_)


class Lattice:
    """Cells of a map.

    Attributes
    ----------
    shape
        Rows from the south, columns from the west.
    """

    def __init__(self, box: Box) -> None:
        self.west, self.south = box[0], box[1]
        self.shape = (
            int((box[3] - box[1]) / CELL + 1e-9),
            int((box[2] - box[0]) / CELL + 1e-9),
        )

    def part(self, window: tuple[slice, slice]) -> Lattice:
        """Return some of the cells as a lattice of its own."""
        part = Lattice((0.0, 0.0, 0.0, 0.0))
        part.west = self.west + window[1].start * CELL
        part.south = self.south + window[0].start * CELL
        part.shape = (window[0].stop - window[0].start, window[1].stop - window[1].start)
        return part

    def paint(self, cells: IntArray, rings: Sequence[FloatArray], number: int) -> None:
        """Give the cells inside closed rings a number."""
        corners = np.concatenate(list(rings))
        low, high = corners.min(axis=0), corners.max(axis=0)
        window = self.window((*low.tolist(), *high.tolist()))
        cells[window][self.part(window).filled(rings)] = number

    def filled(self, rings: Sequence[FloatArray]) -> BoolArray:
        """Return the cells whose middle is inside closed rings (even-odd rule)."""
        rows, columns = self.shape
        flips = np.zeros((rows, columns + 1), dtype=np.int64)
        for ring in rings:
            x, y = self._cells(ring)
            x2, y2 = np.roll(x, -1), np.roll(y, -1)
            low, high = np.minimum(y, y2), np.maximum(y, y2)
            first = np.clip(np.ceil(low - 0.5), 0, rows).astype(np.int64)
            last = np.clip(np.ceil(high - 0.5), 0, rows).astype(np.int64)
            side = np.repeat(np.arange(len(x)), last - first)
            row = np.arange(len(side)) - np.repeat(np.cumsum(last - first) - last, last - first)
            share = (row + 0.5 - y[side]) / (y2[side] - y[side])
            cross = x[side] + share * (x2[side] - x[side])
            column = np.clip(np.ceil(cross - 0.5), 0, columns).astype(np.int64)
            np.add.at(flips, (row, column), 1)
        return np.asarray(np.cumsum(flips, axis=1)[:, :columns] % 2 == 1)

    def touched(self, segments: FloatArray) -> BoolArray:
        """Return the cells that segments, shape (n, 2, 2), run through, and all next to them."""
        rows, columns = self.shape
        x, y = self._cells(segments.reshape(-1, 2))
        ends = np.stack([x, y], axis=-1).reshape(-1, 2, 2)
        ends = _cut(ends, np.array([columns, rows], dtype=np.float64))
        length = np.abs(ends[:, 1] - ends[:, 0]).max(axis=1, initial=0)
        steps = np.ceil(2 * length).astype(np.int64) + 1
        of = np.repeat(np.arange(len(ends)), steps + 1)
        at = np.arange(len(of)) - np.repeat(np.cumsum(steps + 1) - steps - 1, steps + 1)
        share = (at / steps[of])[:, None]
        points = np.floor(ends[of, 0] * (1 - share) + ends[of, 1] * share).astype(np.int64)
        inside = ((points >= 0) & (points < (columns, rows))).all(axis=1)
        hit = np.zeros(self.shape, dtype=np.bool_)
        hit[points[inside, 1], points[inside, 0]] = True
        return np.asarray(binary_dilation(hit, _NEAR))

    def around(self, points: FloatArray, radius: float) -> BoolArray:
        """Return the cells nearer than a radius, mm, to any of some points."""
        found = np.zeros(self.shape, dtype=np.bool_)
        for point in points:
            box = (*(point - radius).tolist(), *(point + radius).tolist())
            found[self.window(box)] = True
        return found

    def window(self, box: Box) -> tuple[slice, slice]:
        """Return the cells that a box, mm, reaches into."""
        rows, columns = self.shape
        low = np.floor((np.array(box[:2]) - (self.west, self.south)) / CELL + 1e-6)
        high = np.ceil((np.array(box[2:]) - (self.west, self.south)) / CELL - 1e-6)
        (left, bottom), (right, top) = low.astype(int).tolist(), high.astype(int).tolist()
        return (
            slice(min(max(bottom, 0), rows), min(max(top, 0), rows)),
            slice(min(max(left, 0), columns), min(max(right, 0), columns)),
        )

    def _cells(self, xy: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Return points in cells from the lower left corner."""
        return (xy[:, 0] - self.west) / CELL, (xy[:, 1] - self.south) / CELL


def _cut(ends: FloatArray, far: FloatArray) -> FloatArray:
    """Return the parts of segments between (-1, -1) and a little beyond a far corner."""
    start, step = ends[:, 0], ends[:, 1] - ends[:, 0]
    with np.errstate(divide="ignore", invalid="ignore"):
        one, two = (-1.0 - start) / step, (far + 1.0 - start) / step
    level = step == 0
    within = (start >= -1) & (start <= far + 1)
    enter = np.where(level, np.where(within, 0.0, 2.0), np.minimum(one, two))
    leave = np.where(level, np.where(within, 1.0, -1.0), np.maximum(one, two))
    first, last = np.maximum(enter.max(axis=1), 0.0), np.minimum(leave.min(axis=1), 1.0)
    seen = first <= last
    start, step, first, last = start[seen], step[seen], first[seen], last[seen]
    return np.stack([start + first[:, None] * step, start + last[:, None] * step], axis=1)


def sums(cells: NDArray[np.generic]) -> NDArray[np.int32]:
    """Return the sums over all cells south-west of each corner, shape (rows + 1, columns + 1)."""
    total = np.zeros((cells.shape[0] + 1, cells.shape[1] + 1), dtype=np.int32)
    inner = total[1:, 1:]
    np.cumsum(cells, axis=1, dtype=np.int32, out=inner)
    np.cumsum(inner, axis=0, out=inner)
    return total


def boxes(total: NDArray[np.int32], tall: int, wide: int) -> NDArray[np.int32]:
    """Return the sum over the box of so many rows and columns with each cell as its corner."""
    return np.asarray(
        total[tall:, wide:] - total[:-tall, wide:] - total[tall:, :-wide] + total[:-tall, :-wide]
    )
