"""The part of the map, if any, that is so dense with seats that it is drawn enlarged."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components
from scipy.spatial import cKDTree

from models.quantities import IntArray
from optimizer.report.map.labels import Box, place
from optimizer.report.map.names import setting, wanted
from optimizer.report.map.picture import FloatArray, Picture

NEAR = 0.03
"""Crowded seats nearer than this share of the map's width belong together."""
FEWEST = 4
"""Seats that make a part worth enlarging."""
LEAST_INCHES, MOST_INCHES = 2.0, 3.4
"""Smallest and largest side of an enlarged part in a corner of its map."""
STRIP_INCHES = 3.0
"""Height of an enlarged part below its map."""
LARGEST = 0.4
"""An enlarged part shows at most this share of the map's width and height."""


@dataclass(frozen=True)
class Spot:
    """Where an enlarged part is drawn, in inches from the map's lower left corner."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class Inset:
    """A part of the map, km, and where it is drawn."""

    box: Box
    spot: Spot

    @property
    def core(self) -> Box:
        """The part without its rim: seats on the rim are named on the map instead."""
        west, south, east, north = self.box
        x, y = 0.07 * (east - west), 0.06 * (north - south)
        return (west + x, south + y, east - x, north - y)


def find_inset(picture: Picture, box: Box, km_per_pt: float, size: float) -> Inset | None:
    """Return the densest part of a map; None when all names find room."""
    crowd = _crowd(picture, box, km_per_pt, size)
    if len(crowd) < FEWEST:
        return None
    spot = _corner(picture, box, km_per_pt) or _below(box, km_per_pt)
    part = _around(crowd, box, spot.width / spot.height)
    return part and Inset(part, spot)


def _crowd(picture: Picture, box: Box, km_per_pt: float, size: float) -> FloatArray:
    """Return the largest group of seats whose names find no room beside them."""
    everyone = np.ones(len(picture.hues), dtype=np.bool_)
    labels = wanted(picture, "before", size, everyone)
    placing = place(labels, setting(picture, "before", box, km_per_pt, rings=2))
    seats = picture.base_map.seats[picture.present("before")]
    crowded = seats[~placing.clear | placing.leader]
    if len(crowded) < FEWEST:
        return crowded
    return crowded[_largest_group(crowded, NEAR * (box[2] - box[0]))]


def _largest_group(points: FloatArray, reach: float) -> IntArray:
    pairs = cKDTree(points).query_pairs(reach, output_type="ndarray").reshape(-1, 2)
    links = coo_array((np.ones(len(pairs)), pairs.T), shape=(len(points),) * 2)
    _, group = connected_components(links, directed=False)
    return np.nonzero(group == np.bincount(group).argmax())[0].astype(np.int64)


def _around(points: FloatArray, box: Box, aspect: float) -> Box | None:
    """Return a part of this aspect around some points, with a margin."""
    low, high = points.min(axis=0), points.max(axis=0)
    width, height = (high - low) * 1.35 + 0.015 * (box[2] - box[0])
    width, height = max(width, height * aspect), max(height, width / aspect)
    if max(width / (box[2] - box[0]), height / (box[3] - box[1])) > LARGEST:
        return None
    x, y = (low + high) / 2
    return (x - width / 2, y - height / 2, x + width / 2, y + height / 2)


def _corner(picture: Picture, box: Box, km_per_pt: float) -> Spot | None:
    """Return the largest free rectangle in a corner of the map; None when all are small."""
    rings = np.concatenate(picture.base_map.rings)
    size = np.array([box[2] - box[0], rings[:, 1].max() - rings[:, 1].min()])
    per_inch = km_per_pt * 72
    best, largest = None, 0.0
    for right, top in ((0, 0), (1, 0), (0, 1), (1, 1)):
        origin = np.array([box[2] if right else box[0], box[3] if top else rings[:, 1].min()])
        away = np.abs(rings - origin) / per_inch - 0.2
        for aspect in (0.8, 0.9, 1.0, 1.15, 1.3, 1.5):
            height = float(np.maximum(away[:, 0] / aspect, away[:, 1]).min())
            height = min(height, MOST_INCHES / max(aspect, 1), size[1] / per_inch)
            width = aspect * height
            if width * height > largest and min(width, height) >= LEAST_INCHES:
                x = size[0] / per_inch - width if right else 0.0
                y = (
                    (box[3] - box[1]) / per_inch - height
                    if top
                    else (origin[1] - box[1]) / per_inch
                )
                best, largest = Spot(x, y, width, height), width * height
    return best


def _below(box: Box, km_per_pt: float) -> Spot:
    """Return the strip below the map."""
    width = (box[2] - box[0]) / km_per_pt / 72
    return Spot(0.0, -STRIP_INCHES - 0.3, width, STRIP_INCHES)
