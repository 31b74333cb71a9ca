"""Village points inside a township's cell: known ones kept, the others spread evenly."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from . import constants, gcj02
from .facts import TownshipFact, VillageFact
from .geometry import Cell, Point, Projection, voronoi

AT_SEAT = "seat point"
KNOWN = "map point (GCJ-02 converted)"
SPREAD = "estimate:spread in the township's cell"
LAST_CLASS = "220"


@dataclass(frozen=True)
class Places:
    """Village points of a township.

    Attributes
    ----------
    points
        Local positions by village code, km.
    sources
        How each was found.
    known
        How many known points were used, refused and not needed, by reason.
    """

    points: Mapping[str, Point]
    sources: Mapping[str, str]
    known: Counter[str]


def places(
    township: TownshipFact,
    cell: Cell,
    seat_code: str,
    category: Mapping[str, str],
    projection: Projection,
) -> Places:
    """Place every village of a township: the seat first, then known points, then the rest."""
    seat = projection.plane(township.lon, township.lat)
    fixed, known = {seat_code: seat}, Counter[str]()
    for village in township.villages:
        if village.known_gcj02 is not None:
            point = projection.plane(*gcj02.to_wgs84(*village.known_gcj02))
            verdict = _verdict(village, point, cell, fixed)
            known[verdict] += 1
            if verdict == "used":
                fixed[village.code] = point
    free = [v.code for v in township.villages if v.code not in fixed]
    spread = _lloyd(cell, list(fixed.values()), len(free))
    points = {**fixed, **_assigned(free, spread, seat, category)}
    sources = {c: AT_SEAT if c == seat_code else KNOWN if c in fixed else SPREAD for c in points}
    return Places(points, sources, known)


def _verdict(village: VillageFact, point: Point, cell: Cell, fixed: Mapping[str, Point]) -> str:
    if village.code in fixed:
        return "not needed (seat)"
    if not cell.contains(point):
        return "refused (outside its township's cell)"
    if min(math.dist(point, other) for other in fixed.values()) < constants.MIN_SPACING_KM:
        return "refused (too near another point)"
    return "used"


def _assigned(
    codes: Sequence[str], spread: Sequence[Point], seat: Point, category: Mapping[str, str]
) -> dict[str, Point]:
    """Give the points nearest to the seat to the built-up classes, the others by bearing.

    Villages of class 220 follow in the order of their codes clockwise from north.
    """
    inner = sorted((c for c in codes if category[c] != LAST_CLASS), key=lambda c: (category[c], c))
    outer = sorted(c for c in codes if category[c] == LAST_CLASS)
    near = sorted(spread, key=lambda p: (math.dist(p, seat), p))
    far = sorted(near[len(inner) :], key=lambda p: (_bearing(seat, p), p))
    return dict(zip(inner + outer, near[: len(inner)] + far, strict=True))


def _bearing(origin: Point, point: Point) -> float:
    return math.atan2(point[0] - origin[0], point[1] - origin[1]) % (2.0 * math.pi)


def _lloyd(cell: Cell, fixed: Sequence[Point], count: int) -> list[Point]:
    """Spread `count` points evenly beside the fixed ones (Lloyd 1982).

    Each free point moves to the centroid of its Voronoi cell, round by round;
    the start is a Halton sequence, so there is nothing random.
    """
    free = _halton(cell, fixed, count)
    labels = range(len(fixed) + count)
    for _ in range(constants.LLOYD_ROUNDS):
        cells = voronoi(cell, [*fixed, *free], labels)[len(fixed) :]
        moved = [c.centroid for c in cells]
        step = max((math.dist(a, b) for a, b in zip(free, moved, strict=True)), default=0.0)
        free = moved
        if step < constants.LLOYD_STOP_KM:
            break
    return free


def _halton(cell: Cell, fixed: Sequence[Point], count: int) -> list[Point]:
    """Return the first `count` Halton points (bases 2, 3) in the cell, clear of the fixed."""
    xs, ys = zip(*cell.corners, strict=True)
    found: list[Point] = []
    index = 0
    while len(found) < count:
        index += 1
        point = (
            min(xs) + _radical(index, 2) * (max(xs) - min(xs)),
            min(ys) + _radical(index, 3) * (max(ys) - min(ys)),
        )
        clear = all(math.dist(point, f) > constants.MIN_SPACING_KM for f in fixed)
        if clear and cell.contains(point):
            found.append(point)
    return found


def _radical(index: int, base: int) -> float:
    value, scale = 0.0, 1.0
    while index:
        index, digit = divmod(index, base)
        scale /= base
        value += digit * scale
    return value
