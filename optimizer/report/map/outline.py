"""A natural outline around the villages, enclosing the area that the data give them."""

from __future__ import annotations

import numpy as np
from contourpy import contour_generator
from numpy.typing import NDArray
from scipy.ndimage import (
    binary_fill_holes,
    distance_transform_edt,
    gaussian_filter,
    map_coordinates,
)
from scipy.spatial import cKDTree

FloatArray = NDArray[np.float64]

GRID = 220
"""Grid nodes along the longer side."""
REACH = 2.2
"""Gaps up to twice this many mean village widths are closed."""
MARGIN = 0.3
"""Least distance of a village to the outline, in mean village widths."""


def outline(xy: FloatArray, area_km2: float) -> tuple[FloatArray, ...]:
    """Return the outline's rings.

    The field is the depth inside the villages' surroundings (all ground within
    reach of a village), smoothed; the outline is its contour that encloses the
    villages' area, or a wider one where that would leave a village outside.

    Parameters
    ----------
    xy
        Villages, km, shape (villages, 2).
    area_km2
        What they cover; when 0, the outline is close around them.
    """
    width = np.sqrt(max(area_km2, _least_area(xy)) / len(xy))
    x, y, step = _grid(xy, (REACH + 1) * width)
    depth = _depth(xy, x, y, step, width)
    level = _level(depth, area_km2 / step**2, _at(depth, xy, x, y, step) - MARGIN * width)
    filled = binary_fill_holes(depth >= level)
    depth = np.where(filled & (depth < level), level + step, depth)
    rings = contour_generator(x, y, depth).lines(level)
    return tuple(np.asarray(ring) for ring in rings if len(ring) > 3)


def _least_area(xy: FloatArray) -> float:
    """Return an area for villages whose area is unknown: twice their bounding box."""
    return 2 * float(np.ptp(xy, axis=0).prod()) or 1.0


def _grid(xy: FloatArray, margin: float) -> tuple[FloatArray, FloatArray, float]:
    low, high = xy.min(axis=0) - margin, xy.max(axis=0) + margin
    step = float((high - low).max()) / GRID
    x, y = (np.arange(a, b + step, step) for a, b in zip(low, high, strict=True))
    return x, y, step


def _depth(xy: FloatArray, x: FloatArray, y: FloatArray, step: float, width: float) -> FloatArray:
    nodes = np.stack(np.meshgrid(x, y), axis=-1)
    near = np.asarray(cKDTree(xy).query(nodes)[0]) < REACH * width
    depth = np.asarray(distance_transform_edt(near), dtype=np.float64) * step
    return np.asarray(gaussian_filter(depth, 0.45 * width / step, mode="nearest"))


def _at(field: FloatArray, xy: FloatArray, x: FloatArray, y: FloatArray, step: float) -> FloatArray:
    places = [(xy[:, 1] - y[0]) / step, (xy[:, 0] - x[0]) / step]
    return np.asarray(map_coordinates(field, places, order=1))


def _level(depth: FloatArray, nodes: float, highest: FloatArray) -> float:
    """Return the contour that holds so many nodes, every village inside."""
    ordered = np.sort(depth.ravel())[::-1]
    wanted = ordered[min(max(int(nodes), 1), len(ordered) - 1)]
    return float(max(min(wanted, highest.min()), 1e-3 * ordered[0]))
