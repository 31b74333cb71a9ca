"""Plane geometry of convex cells: hulls, buffers, clipping, Voronoi cells.

Everything here works on local coordinates in kilometres. A cell keeps a label
for each of its edges, so that a border can be traced to whoever lies beyond it.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

Point = tuple[float, float]

EARTH_RADIUS_KM = 6371.0088
OUTSIDE = -1


@dataclass(frozen=True)
class Projection:
    """Equirectangular projection about a reference point.

    x = R cos(lat0) (lon - lon0), y = R (lat - lat0), angles in radians, km.
    """

    lon0: float
    lat0: float

    def plane(self, lon: float, lat: float) -> Point:
        """Return local (x, y) in km of a position in degrees."""
        east = EARTH_RADIUS_KM * math.cos(math.radians(self.lat0))
        return (
            east * math.radians(lon - self.lon0),
            EARTH_RADIUS_KM * math.radians(lat - self.lat0),
        )

    def degrees(self, point: Point) -> Point:
        """Return (lon, lat) in degrees of a local position in km."""
        east = EARTH_RADIUS_KM * math.cos(math.radians(self.lat0))
        return (
            self.lon0 + math.degrees(point[0] / east),
            self.lat0 + math.degrees(point[1] / EARTH_RADIUS_KM),
        )


@dataclass(frozen=True)
class Cell:
    """A convex polygon, counter-clockwise.

    Attributes
    ----------
    corners
        Local positions in km.
    labels
        `labels[i]` names what lies beyond the edge from corner i to corner i + 1.
    """

    corners: tuple[Point, ...]
    labels: tuple[int, ...]

    @property
    def area_km2(self) -> float:
        """Area by the shoelace formula."""
        return sum(_cross(a, b) for a, b in self._edges()) / 2.0

    @property
    def centroid(self) -> Point:
        """Centre of gravity."""
        crosses = [(_cross(a, b), a, b) for a, b in self._edges()]
        total = 3.0 * sum(c for c, _, _ in crosses)
        return (
            sum(c * (a[0] + b[0]) for c, a, b in crosses) / total,
            sum(c * (a[1] + b[1]) for c, a, b in crosses) / total,
        )

    def _edges(self) -> list[tuple[Point, Point]]:
        return list(zip(self.corners, self.corners[1:] + self.corners[:1], strict=True))

    def borders(self) -> list[tuple[int, Point, Point]]:
        """Return (label, start, end) of every edge."""
        return [(s, a, b) for s, (a, b) in zip(self.labels, self._edges(), strict=True)]

    def reach_km(self, point: Point) -> float:
        """Return the distance from `point` to the farthest corner, km."""
        return max(math.dist(point, corner) for corner in self.corners)

    def contains(self, point: Point, margin_km: float = 0.0) -> bool:
        """Tell whether `point` lies inside by at least `margin_km`."""
        return all(_turn(a, b, point) >= margin_km * math.dist(a, b) for a, b in self._edges())

    def nearer_to(self, site: Point, other: Point, label: int) -> Cell:
        """Return the part that is nearer to `site` than to `other`.

        The new edge, on the bisector of the two points, gets `label`.
        """
        middle = ((site[0] + other[0]) / 2.0, (site[1] + other[1]) / 2.0)
        normal = (other[0] - site[0], other[1] - site[1])
        signed = [
            (x - middle[0]) * normal[0] + (y - middle[1]) * normal[1] for x, y in self.corners
        ]
        return self if max(signed) <= 0.0 else self._clipped(signed, label)

    def _clipped(self, signed: Sequence[float], label: int) -> Cell:
        corners: list[Point] = []
        labels: list[int] = []
        for i, (old, a, b) in enumerate(self.borders()):
            here, there = signed[i], signed[(i + 1) % len(signed)]
            if here <= 0.0:
                corners.append(a)
                labels.append(old)
            if (here <= 0.0) != (there <= 0.0):
                step = here / (here - there)
                corners.append((a[0] + step * (b[0] - a[0]), a[1] + step * (b[1] - a[1])))
                labels.append(label if here <= 0.0 else old)
        return Cell(tuple(corners), tuple(labels))


def _cross(a: Point, b: Point) -> float:
    return a[0] * b[1] - a[1] * b[0]


def _turn(a: Point, b: Point, c: Point) -> float:
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])


def _chain(points: Sequence[Point]) -> list[Point]:
    chain: list[Point] = []
    for point in points:
        while len(chain) > 1 and _turn(chain[-2], chain[-1], point) <= 0.0:
            chain.pop()
        chain.append(point)
    return chain[:-1]


def hull(points: Sequence[Point]) -> Cell:
    """Return the convex hull (Andrew's monotone chain)."""
    ordered = sorted(set(points))
    corners = _chain(ordered) + _chain(ordered[::-1])
    return Cell(tuple(corners), (OUTSIDE,) * len(corners))


def buffered(points: Sequence[Point], radius_km: float, sides: int) -> Cell:
    """Return the convex hull of `points`, buffered by a regular polygon of `sides` sides."""
    turns = [2.0 * math.pi * k / sides for k in range(sides)]
    ring = [(radius_km * math.cos(t), radius_km * math.sin(t)) for t in turns]
    return hull([(x + dx, y + dy) for x, y in points for dx, dy in ring])


def voronoi(parent: Cell, sites: Sequence[Point], labels: Sequence[int]) -> list[Cell]:
    """Return the Voronoi cell of every site within a convex parent.

    Parameters
    ----------
    parent
        The convex outline; its own labels stay on the edges that remain of it.
    sites
        Distinct positions, km.
    labels
        The label that a neighbour's border gets, one a site.

    Notes
    -----
    A site farther than twice the cell's reach cannot cut it, so sites are taken
    from near to far and the rest is skipped.
    """
    return [_voronoi_cell(parent, i, sites, labels) for i in range(len(sites))]


def _voronoi_cell(parent: Cell, own: int, sites: Sequence[Point], labels: Sequence[int]) -> Cell:
    site, cell = sites[own], parent
    others = sorted((math.dist(site, s), j) for j, s in enumerate(sites) if j != own)
    for distance, j in others:
        if distance > 2.0 * cell.reach_km(site):
            break
        cell = cell.nearer_to(site, sites[j], labels[j])
    return cell
