"""The layout of the sheet: sizes of maps and names, and what is drawn enlarged."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from optimizer.report.map.inset import Inset, find_inset
from optimizer.report.map.labels import Box
from optimizer.report.map.names import size_of_names
from optimizer.report.map.picture import Picture, Side

POINTS = 72
"""Points of an inch."""
EDGE, GAP = 0.4, 0.3
"""Margins of the sheet and space between panels, inches."""
WIDEST, TALLEST = 7.7, 8.4
"""Largest map, inches; two of them fill an A3 sheet."""
HEAD, HEADING, LEGEND, FOOT = 1.05, 0.36, 0.5, 0.62
"""Heights of the title, of a map's heading, of the legend and of the notes, inches."""
BAND = 0.42
"""Height of the band below each map for the scale bar and the north arrow, inches."""


@dataclass(frozen=True)
class Sheet:
    """Sizes in inches, and what the maps and the enlarged parts show, km."""

    box: Box
    width: float
    map_width: float
    map_height: float
    inset: Inset | None
    size: float

    @property
    def height(self) -> float:
        """Height of the sheet."""
        return HEAD + HEADING + self.map_height + self.lower + LEGEND + FOOT

    @property
    def lower(self) -> float:
        """Height of the enlarged parts below the maps."""
        return max(0.0, -self.inset.spot.y) if self.inset else 0.0

    @property
    def km_per_pt(self) -> float:
        """Scale of the maps."""
        return (self.box[2] - self.box[0]) / self.map_width / POINTS

    @property
    def heavy(self) -> float:
        """Factor on the widths of lines and seats: larger names, heavier lines."""
        return float(np.clip(self.size / 7, 1.0, 1.3))

    @property
    def left(self) -> dict[Side, float]:
        """Where the maps begin."""
        start = (self.width - 2 * self.map_width - GAP) / 2
        return {"before": start, "after": start + self.map_width + GAP}


def plan_sheet(picture: Picture) -> Sheet:
    """Choose sizes for a territory."""
    box = _extent(picture)
    aspect = (box[2] - box[0]) / (box[3] - box[1])
    map_width = min(WIDEST, TALLEST * aspect)
    band = BAND * (box[2] - box[0]) / map_width
    box = (box[0], box[1] - band, box[2], box[3])
    aspect = (box[2] - box[0]) / (box[3] - box[1])
    width = max(2 * map_width + GAP + 2 * EDGE, 11.0)
    scale = (box[2] - box[0]) / map_width / POINTS
    size = size_of_names(picture, box, scale)
    inset = find_inset(picture, box, scale, size)
    return Sheet(box, width, map_width, map_width / aspect, inset, size)


def _extent(picture: Picture) -> Box:
    rings = np.concatenate(picture.base_map.rings)
    low, high = rings.min(axis=0), rings.max(axis=0)
    edge = 0.02 * float((high - low).max())
    return (*(low - edge).tolist(), *(high + edge).tolist())
