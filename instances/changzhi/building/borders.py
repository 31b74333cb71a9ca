"""Common borders of village cells."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence

from . import constants
from .geometry import Cell, Point

Borders = dict[tuple[str, str], float]


def township_label(position: int) -> int:
    """Return the edge label of the township at `position`; village labels are >= 0."""
    return -2 - position


def inside(cells: Mapping[str, Cell]) -> Borders:
    """Return border km of village pairs within one township."""
    codes = list(cells)
    found: Borders = defaultdict(float)
    for code, cell in cells.items():
        for label, a, b in cell.borders():
            if label >= 0 and code < codes[label]:
                found[code, codes[label]] += math.dist(a, b)
    return dict(found)


def across(seats: Sequence[Point], townships: Sequence[Mapping[str, Cell]]) -> Borders:
    """Return border km of village pairs in neighbouring townships.

    Notes
    -----
    Two townships meet on the bisector of their seats. Every village edge there
    is an interval along it; a pair's border is the overlap of two intervals.
    """
    found: Borders = {}
    for s in range(len(seats)):
        for t in range(s + 1, len(seats)):
            ours = _intervals(townships[s], township_label(t), seats[s], seats[t])
            theirs = _intervals(townships[t], township_label(s), seats[s], seats[t])
            found |= _overlaps(ours, theirs)
    return found


def _intervals(
    cells: Mapping[str, Cell], label: int, seat: Point, other: Point
) -> list[tuple[str, float, float]]:
    length = math.dist(seat, other)
    along = ((seat[1] - other[1]) / length, (other[0] - seat[0]) / length)
    found = []
    for code, cell in cells.items():
        for edge, *ends in cell.borders():
            if edge == label:
                low, high = sorted(x * along[0] + y * along[1] for x, y in ends)
                found.append((code, low, high))
    return found


def _overlaps(
    ours: Sequence[tuple[str, float, float]], theirs: Sequence[tuple[str, float, float]]
) -> Borders:
    found: Borders = {}
    for code, low, high in ours:
        for other, other_low, other_high in theirs:
            common = min(high, other_high) - max(low, other_low)
            if common > 0.0:
                found[min(code, other), max(code, other)] = common
    return found


def long_enough(borders: Borders) -> Borders:
    """Keep the borders of at least `MIN_BORDER_KM`, in whole metres and in order."""
    rounded = {pair: round(km, 3) for pair, km in sorted(borders.items())}
    return {pair: km for pair, km in rounded.items() if km >= constants.MIN_BORDER_KM}
