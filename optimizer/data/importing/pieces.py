"""What is in pieces: parts of units, islands, exclaves, holes; links suggested, never made."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from optimizer.data.importing.coverage import Coverage, Ints, Shapes

FACING_M = 300.0
"""Widest gap (water, a missing unit) across which two units are said to face each other."""
HOLE_KM2 = 0.0001


@dataclass(frozen=True)
class Link:
    """Two units that a bridge or ferry may join, and how far apart they are, metres."""

    a: int
    b: int
    apart_m: float


def components(pairs: Ints, group: Ints) -> Ints:
    """Return the piece of each unit, pieces never crossing groups."""
    size = len(group)
    inside = pairs[group[pairs[:, 0]] == group[pairs[:, 1]]] if len(pairs) else pairs
    graph = csr_array((np.ones(len(inside)), (inside[:, 0], inside[:, 1])), shape=(size, size))
    return np.asarray(connected_components(graph, directed=False)[1], dtype=np.int64)


def detached(pairs: Ints, group: Ints, weight: NDArray[np.float64]) -> list[Ints]:
    """Return the pieces of each group but its heaviest one, as positions of units."""
    piece = components(pairs, group)
    heavy = np.bincount(piece, weight)
    order = np.lexsort((piece, group))
    starts = np.nonzero(np.diff(piece[order], prepend=-1))[0]
    runs = np.split(order, starts[1:])
    best: dict[int, int] = {}
    for run in runs:
        g, p = int(group[run[0]]), int(piece[run[0]])
        if g not in best or heavy[p] > heavy[best[g]]:
            best[g] = p
    return [
        np.sort(run).astype(np.int64)
        for run in runs
        if best[int(group[run[0]])] != int(piece[run[0]])
    ]


def bridges(
    shapes: Shapes, pairs: Ints, group: Ints, weight: NDArray[np.float64], beside: Ints
) -> list[Link]:
    """Return the links that make one piece of each group: to the nearest unit, again and again.

    The scheme is Boruvka's: each piece but the heaviest is joined to what is nearest of its
    group, then what has grown together likewise, until nothing lies apart.

    Parameters
    ----------
    beside
        Units that are left out: they are exclaves, which need no link.
    """
    links: list[Link] = []
    counts = np.ones(len(group), dtype=np.bool_)
    counts[beside] = False
    members: dict[int, tuple[Ints, shapely.STRtree]] = {}
    while True:
        found = set[tuple[int, int]]()
        for piece in detached(pairs, group, np.where(counts, weight, 0.0)):
            if not counts[piece].any():
                continue
            g = int(group[piece[0]])
            if g not in members:
                inside = np.nonzero((group == g) & counts)[0]
                members[g] = inside, shapely.STRtree(shapes[inside])
            link = _nearest(shapes, piece, *members[g])
            if (
                link is not None
                and (ends := (min(link.a, link.b), max(link.a, link.b))) not in found
            ):
                found.add(ends)
                links.append(link)
        if not found:
            return links
        pairs = np.concatenate([pairs, np.array(sorted(found), dtype=np.int64)])


def _nearest(shapes: Shapes, piece: Ints, members: Ints, tree: shapely.STRtree) -> Link | None:
    """Return the shortest way from a piece to another unit, looking farther until there is one."""
    others = np.isin(members, piece, invert=True)
    if not others.any():
        return None
    reach = 200.0
    while reach < 1e8:
        which, other = tree.query(shapes[piece], predicate="dwithin", distance=reach)
        foreign = others[other]
        if foreign.any():
            a, b = piece[which[foreign]], members[other[foreign]]
            apart = shapely.distance(shapes[a], shapes[b])
            at = int(np.argmin(apart))
            return Link(int(a[at]), int(b[at]), float(apart[at]))
        reach *= 4
    return None


def facing(coverage: Coverage) -> list[Link]:
    """Return pairs that face each other across water or a missing unit, by their distance.

    Only units with a free border are looked at: others are surrounded by neighbours.
    """
    free = np.nonzero(coverage.outer)[0]
    shapes = coverage.shapes
    if len(free) < 2:
        return []
    a, b = shapely.STRtree(shapes[free]).query(shapes[free], predicate="dwithin", distance=FACING_M)
    a, b = free[a[a < b]], free[b[a < b]]
    size = len(shapes)
    near = coverage.near
    known = np.concatenate([coverage.pairs, near]) if len(near) else coverage.pairs
    new = ~np.isin(a * size + b, known[:, 0] * size + known[:, 1])
    a, b = a[new], b[new]
    apart = shapely.distance(shapes[a], shapes[b])
    a, b, apart = a[apart > 0], b[apart > 0], apart[apart > 0]
    if not len(a):
        return []
    lines = shapely.shortest_line(shapes[a], shapes[b])
    middle = shapely.line_interpolate_point(lines, 0.5, normalized=True)
    covered = np.zeros(len(a), dtype=np.bool_)
    covered[shapely.STRtree(shapes).query(middle, predicate="intersects")[0]] = True
    crossing, others = shapely.STRtree(shapes).query(lines, predicate="crosses")
    foreign = (others != a[crossing]) & (others != b[crossing])
    covered[crossing[foreign]] = True
    found = zip(a[~covered], b[~covered], apart[~covered], strict=True)
    return sorted((Link(int(x), int(y), float(m)) for x, y, m in found), key=lambda k: k.apart_m)


@dataclass(frozen=True)
class Hole:
    """Ground inside the territory that no unit has."""

    km2: float
    around: tuple[int, ...]


def _together(coverage: Coverage) -> Any:
    """Return all units as one; those that were restored lie on others, so that nothing fits."""
    if coverage.restored:
        return shapely.disjoint_subset_union_all(coverage.shapes)
    return shapely.coverage_union_all(coverage.shapes)


def holes(coverage: Coverage) -> list[Hole]:
    """Return what is enclosed by units and belongs to none, the largest first."""
    whole = shapely.get_parts(_together(coverage))
    rings, of = shapely.get_rings(whole, return_index=True)
    inner = np.concatenate([[False], of[1:] == of[:-1]]) if len(of) else np.empty(0, dtype=bool)
    empty = shapely.polygons(rings[inner]) if inner.any() else np.empty(0, dtype=object)
    if not len(empty):
        return []
    tree = shapely.STRtree(coverage.shapes)
    inside = shapely.point_on_surface(empty)
    filled = np.zeros(len(empty), dtype=np.bool_)
    filled[tree.query(inside, predicate="within")[0]] = True
    which, unit = tree.query(empty, predicate="dwithin", distance=0.01)
    around: list[list[int]] = [[] for _ in empty]
    for hole, one in zip(which.tolist(), unit.tolist(), strict=True):
        around[hole].append(one)
    areas = shapely.area(empty) / 1e6
    found = [
        Hole(float(areas[i]), tuple(sorted(around[i])))
        for i in range(len(empty))
        if not filled[i] and areas[i] >= HOLE_KM2
    ]
    return sorted(found, key=lambda hole: -hole.km2)


def parts_of(shapes: Shapes) -> list[tuple[int, list[float]]]:
    """Return units of several parts, and the areas of the parts, km2, the largest first."""
    several = np.nonzero(shapely.get_num_geometries(shapes) > 1)[0]
    return [
        (int(i), sorted((float(p.area) / 1e6 for p in shapes[i].geoms), reverse=True))
        for i in several
    ]


def enclosed(coverage: Coverage) -> list[tuple[int, int]]:
    """Return units with one neighbour and no free border: they lie inside it."""
    size = len(coverage.shapes)
    pairs = coverage.pairs
    degree = np.bincount(pairs.ravel(), minlength=size)
    lonely = (degree == 1) & ~coverage.outer
    return [
        (int(i), int(other))
        for a, b in pairs.tolist()
        for i, other in ((a, b), (b, a))
        if lonely[i]
    ]


def named(units: Sequence[str], members: Ints, most: int = 3) -> str:
    """Return some units' names in a line."""
    more = f" (+{len(members) - most})" if len(members) > most else ""
    return ", ".join(units[i] for i in members[:most]) + more
