"""Borders as TopoJSON arcs: a side that two places share is there once, on a grid of whole numbers.

The format is TopoJSON 1 (Bostock and Metcalf 2013): arcs are delta-encoded; a ring names its
arcs by number, ~number where it runs against one.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from models.quantities import BoolArray, IntArray
from optimizer.report.map.cells import Cells

FloatArray = NDArray[np.float64]
OUTSIDE = -1
"""Stands for what is beyond the border of the territory."""


@dataclass(frozen=True)
class Grid:
    """Whole steps from the north-west corner, east and south.

    Attributes
    ----------
    origin
        The corner, km.
    step
        Kilometres of one step.
    size
        Steps to the south-east corner.
    """

    origin: tuple[float, float]
    step: float
    size: tuple[int, int]

    @classmethod
    def over(cls, points: FloatArray, steps: int) -> Grid:
        """Return a grid of so many steps along the longer side of the points' extent."""
        low, high = points.min(axis=0), points.max(axis=0)
        step = (float((high - low).max()) or 1.0) / steps
        width, height = ((high - low) / step).astype(int).tolist()
        return cls((float(low[0]), float(high[1])), step, (width, height))

    def place(self, xy: FloatArray) -> IntArray:
        """Return points as whole steps, shape (n, 2)."""
        east = (xy[:, 0] - self.origin[0]) / self.step
        south = (self.origin[1] - xy[:, 1]) / self.step
        return np.rint(np.column_stack([east, south])).astype(np.int64)


def topology(
    cells: Cells, group: IntArray, grid: Grid, wanted: BoolArray | None = None
) -> dict[str, Any]:
    """Return groups of cells as a topology with one polygon a group.

    Parameters
    ----------
    group
        Group of each cell.
    wanted
        The groups that are wanted, shape (groups,); by default all.

    Returns
    -------
    dict
        A Topology whose object `places` has a geometry for each wanted group, in order, its
        `id` the group.
    """
    left, right, chains = _chains(cells, group, wanted)
    arcs = [_delta(points) for points in _placed(cells, chains, grid)]
    rings = _rings(left, right, chains)
    numbers = range(int(group.max(initial=-1)) + 1)
    places = [
        {"type": "Polygon", "id": one, "arcs": rings.get(one, [])}
        for one in numbers
        if wanted is None or wanted[one]
    ]
    collection = {"type": "GeometryCollection", "geometries": places}
    whole = {"scale": [1, 1], "translate": [0, 0]}
    return {"type": "Topology", "transform": whole, "arcs": arcs, "objects": {"places": collection}}


def _chains(
    cells: Cells, group: IntArray, wanted: BoolArray | None
) -> tuple[list[int], list[int], list[list[int]]]:
    """Join the sides between two groups to chains of corners, the lower group on the left."""
    label = np.append(group, OUTSIDE)[cells.sides]
    cut = label[:, 0] != label[:, 1]
    if wanted is not None:
        cut &= np.append(wanted, False)[label].any(axis=1)
    label, ends = label[cut], cells.ends[cut]
    turned = label[:, 0] > label[:, 1]
    ends = np.where(turned[:, None], ends[:, ::-1], ends)
    label = np.sort(label, axis=1)
    meets = np.bincount(ends.ravel(), minlength=len(cells.vertices))
    between: dict[tuple[int, int], dict[int, list[int]]] = defaultdict(dict)
    for (a, b), (start, end) in zip(label.tolist(), ends.tolist(), strict=True):
        between[a, b].setdefault(start, []).append(end)
    left, right, chains = [], [], []
    for (a, b), onward in sorted(between.items()):
        for chain in _walks(onward, meets):
            left.append(a)
            right.append(b)
            chains.append(chain)
    return left, right, chains


def _walks(onward: dict[int, list[int]], meets: IntArray) -> list[list[int]]:
    """Take directed sides apart into walks that end where other borders meet them."""
    found = []
    for begin in [*(v for v in onward if meets[v] != 2), *onward]:
        while onward.get(begin):
            chain = [begin]
            while onward.get(chain[-1]):
                chain.append(onward[chain[-1]].pop())
                if meets[chain[-1]] != 2 or chain[-1] == begin:
                    break
            found.append(chain)
    return found


def _placed(cells: Cells, chains: list[list[int]], grid: Grid) -> list[IntArray]:
    points = grid.place(cells.vertices)
    return [points[chain] for chain in chains]


def _delta(points: IntArray) -> list[list[int]]:
    """Return a chain as its first point and steps, those of no length left out."""
    steps = np.diff(points, axis=0)
    moving = steps.any(axis=1)
    kept = steps[moving] if moving.any() else np.zeros((1, 2), dtype=np.int64)
    return [points[0].tolist(), *kept.tolist()]


def _rings(
    left: list[int], right: list[int], chains: list[list[int]]
) -> dict[int, list[list[int]]]:
    """Return the closed rings of each group, as numbers of arcs."""
    starts: dict[int, dict[int, list[tuple[int, int]]]] = defaultdict(lambda: defaultdict(list))
    for number, (a, b, chain) in enumerate(zip(left, right, chains, strict=True)):
        starts[a][chain[0]].append((number, chain[-1]))
        starts[b][chain[-1]].append((~number, chain[0]))
    found: dict[int, list[list[int]]] = {}
    for one, onward in starts.items():
        if one != OUTSIDE:
            found[one] = _closed(onward)
    return found


def _closed(onward: dict[int, list[tuple[int, int]]]) -> list[list[int]]:
    rings = []
    for begin in list(onward):
        while onward[begin]:
            ring, at = [], begin
            while onward[at]:
                number, at = onward[at].pop()
                ring.append(number)
                if at == begin:
                    break
            rings.append(ring)
    return rings
