"""Cells of the villages, polygons or Voronoi, joined to units and counties without seams."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import Voronoi

from models.quantities import IntArray

FloatArray = NDArray[np.float64]

FENCE = 48
"""Helper points on a far circle, so that every village's cell is finite."""


@dataclass(frozen=True)
class Cells:
    """Cells as their sides.

    Attributes
    ----------
    vertices
        Corner points, km, shape (corners, 2).
    sides
        The cells on the left and on the right of each side, -1 outside,
        shape (sides, 2).
    ends
        The corners at the start and the end of each side, shape (sides, 2).
    """

    vertices: FloatArray
    sides: IntArray
    ends: IntArray

    def borders(self, group: IntArray) -> FloatArray:
        """Return the segments between cells of different groups, shape (n, 2, 2)."""
        left, right = self.sides.T
        inner = (left >= 0) & (right >= 0)
        between = group[left[inner]] != group[right[inner]]
        return np.asarray(self.vertices[self.ends[inner][between]])

    def neighbours(self, group: IntArray) -> IntArray:
        """Return the pairs of different groups that share a border, shape (pairs, 2)."""
        pairs = group[self.sides[(self.sides >= 0).all(axis=1)]]
        pairs = np.sort(pairs[pairs[:, 0] != pairs[:, 1]], axis=1)
        return np.unique(pairs, axis=0)

    def rings(self, group: IntArray) -> dict[int, list[FloatArray]]:
        """Return the closed borders of each group; holes run the other way round."""
        beyond = np.append(group, -1)[self.sides]
        cut = beyond[:, 0] != beyond[:, 1]
        owner = np.concatenate([beyond[cut, 0], beyond[cut, 1]])
        edges = np.concatenate([self.ends[cut], self.ends[cut][:, ::-1]])
        return {
            int(one): [self.vertices[ring] for ring in _chains(edges[owner == one])]
            for one in np.unique(group)
        }


def tessellate(xy: FloatArray) -> Cells:
    """Return the Voronoi cells of distinct points."""
    count, centre = len(xy), (xy.min(axis=0) + xy.max(axis=0)) / 2
    radius = 4 * (float(np.ptp(xy, axis=0).max()) or 10.0)
    angle = np.arange(FENCE) * (2 * np.pi / FENCE)
    fence = centre + radius * np.column_stack([np.cos(angle), np.sin(angle)])
    points = np.concatenate([xy, fence])
    diagram = Voronoi(points)
    sides = np.asarray(diagram.ridge_points, dtype=np.int64)
    ends = np.asarray(diagram.ridge_vertices, dtype=np.int64)
    ours = (sides < count).any(axis=1)
    sides, ends = sides[ours], ends[ours]
    ends = _left_first(points[sides], diagram.vertices[ends], ends)
    return Cells(diagram.vertices, np.where(sides < count, sides, -1), ends)


def cells_of_rings(xy: FloatArray, starts: IntArray, owner: IntArray) -> Cells:
    """Return polygons as cells, the sides that two of them share found by their equal ends.

    Parameters
    ----------
    xy
        Corners of closed rings, ring after ring, the owner on the left, shape (corners, 2).
    starts
        Where each ring begins, and the end of the last.
    owner
        The cell of each ring.
    """
    vertices, corner = np.unique(xy, axis=0, return_inverse=True)
    corner = corner.ravel().astype(np.int64)
    onward = np.arange(1, len(corner) + 1)
    onward[starts[1:] - 1] = starts[:-1]
    ends = np.stack([corner, corner[onward]], axis=1)
    left = np.repeat(owner, np.diff(starts))
    real = ends[:, 0] != ends[:, 1]
    ends, left = ends[real], left[real]
    key = ends[:, 0] * len(vertices) + ends[:, 1]
    back = ends[:, 1] * len(vertices) + ends[:, 0]
    order = np.argsort(key, kind="stable")
    at = np.minimum(np.searchsorted(key[order], back), len(key) - 1)
    found = key[order][at] == back
    right = np.where(found, left[order][at], -1)
    once = ~found | (ends[:, 0] < ends[:, 1])
    return Cells(vertices, np.stack([left, right], axis=1)[once], ends[once])


def _left_first(pair: FloatArray, segment: FloatArray, ends: IntArray) -> IntArray:
    """Turn the sides so that the first cell of each is on its left."""
    across, along = pair[:, 0] - pair[:, 1], segment[:, 1] - segment[:, 0]
    turned = along[:, 0] * across[:, 1] - along[:, 1] * across[:, 0] < 0
    return np.where(turned[:, None], ends[:, ::-1], ends)


def _chains(edges: IntArray) -> Iterator[list[int]]:
    """Join directed edges to closed chains of corners."""
    onward: dict[int, list[int]] = {}
    for start, end in edges.tolist():
        onward.setdefault(start, []).append(end)
    while onward:
        corner = next(iter(onward))
        chain = []
        while corner in onward:
            chain.append(corner)
            ways = onward[corner]
            following = ways.pop()
            if not ways:
                del onward[corner]
            corner = following
        yield chain
