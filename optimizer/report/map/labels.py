"""Where names stand: beside their seats, clear of each other and of other seats."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from matplotlib.path import Path as Outline
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from models.quantities import BoolArray, IntArray
from optimizer.report.map.fonts import em

FloatArray = NDArray[np.float64]
Box = tuple[float, float, float, float]
"""West, south, east, north."""

LINE_EM = 1.25
"""Height of a line in sizes of its text."""
OVERLAP, DOT, OUTSIDE, FOREIGN, FAR = 30.0, 5.0, 60.0, 2.5, 1.6
"""Costs of covering a label, a seat, the panel's edge, another unit; of a leader's length."""
ROUNDS = 6
"""Rounds in which every label is moved to its cheapest place."""


@dataclass(frozen=True)
class Label:
    """A name to be placed.

    Attributes
    ----------
    point
        What it names, km.
    unit
        The unit in whose ground it had better stand.
    size
        Of the text, points.
    needed
        Whether it is shown even when it covers something.
    """

    text: str
    point: tuple[float, float]
    unit: int
    size: float
    needed: bool = True
    bold: bool = False
    colour: str = "#1f2a33"


@dataclass(frozen=True)
class Setting:
    """What labels are placed on.

    Attributes
    ----------
    km_per_pt
        Scale of the panel.
    box
        The panel, km.
    dots
        Seats, which labels keep clear of, km, shape (seats, 2).
    tree, unit
        Villages, km, and their units.
    outline
        Of the territory, km.
    blocked
        Boxes that labels keep clear of, km, shape (boxes, 4).
    dot_pt
        Diameter of a seat, points.
    rings
        How many rings of places around a seat are tried.
    """

    km_per_pt: float
    box: Box
    dots: FloatArray
    tree: cKDTree
    unit: IntArray
    outline: Outline
    blocked: FloatArray
    dot_pt: float
    rings: int = 4


@dataclass(frozen=True)
class Placing:
    """Boxes of labels, km, shape (labels, 4), which are clear, and which need a leader."""

    boxes: FloatArray
    clear: BoolArray
    leader: BoolArray


def place(labels: Sequence[Label], setting: Setting) -> Placing:
    """Choose a place for each label, one after the other, then again given the others."""
    options = [_options(label, setting) for label in labels]
    costs = [_cost(label, boxes, setting) for label, boxes in zip(labels, options, strict=True)]
    boxes = np.full((len(labels), 4), np.inf)
    choice = np.zeros(len(labels), dtype=np.int64)
    fixed = setting.blocked
    for _ in range(ROUNDS):
        for i in _order(labels, setting):
            boxes[i] = np.inf
            covered = overlaps(options[i], np.concatenate([boxes, fixed]))
            choice[i] = int(np.argmin(costs[i] + OVERLAP * covered))
            boxes[i] = options[i][choice[i]]
    return Placing(boxes, _clear(boxes, fixed, setting.box), choice >= 8)


def _order(labels: Sequence[Label], setting: Setting) -> list[int]:
    """Return needed and bold labels first, those with the nearest neighbours before others."""
    points = np.array([label.point for label in labels])
    near = np.asarray(cKDTree(setting.dots).query(points, k=2)[0])[:, 1]
    keys = [(not label.needed, not label.bold, n) for label, n in zip(labels, near, strict=True)]
    return sorted(range(len(labels)), key=lambda i: keys[i])


def _options(label: Label, setting: Setting) -> FloatArray:
    """Return the boxes to choose from: eight at the seat, sixteen on each further ring."""
    half = np.array([em(label.text), LINE_EM]) * label.size * setting.km_per_pt / 2
    em_km, dot = label.size * setting.km_per_pt, setting.dot_pt / 2 * setting.km_per_pt
    turns = np.array([0, 4, 2, 6, 1, 7, 3, 5]) * np.pi / 4
    finer, rings = np.arange(16) * np.pi / 8, range(1, setting.rings)
    further = [_round(finer, half + dot + (0.3 + ring) * em_km) for ring in rings]
    near = _round(turns, half + dot + 0.12 * em_km)
    middle = np.array(label.point) + np.concatenate([near, *further])
    return np.concatenate([middle - half, middle + half], axis=1)


def _round(turns: FloatArray, reach: FloatArray) -> FloatArray:
    """Return points on a rounded rectangle of this half width and height."""
    direction = np.column_stack([np.cos(turns), np.sin(turns)])
    return np.asarray(np.clip(direction * 1.35, -1, 1) * reach)


def _cost(label: Label, boxes: FloatArray, setting: Setting) -> FloatArray:
    """Return what is wrong with each place, the other labels apart."""
    index = np.arange(len(boxes))
    ring = np.where(index < 8, 0, 1 + (index - 8) // 16)
    order = np.where(ring == 0, 0.12 * index, 0.0)
    west, south, east, north = setting.box
    beyond = (boxes[:, 0] < west) | (boxes[:, 1] < south)
    beyond |= (boxes[:, 2] > east) | (boxes[:, 3] > north)
    dots = np.concatenate([setting.dots, setting.dots], axis=1)
    radius = 0.4 * setting.dot_pt * setting.km_per_pt * np.array([-1, -1, 1, 1])
    covered = overlaps(boxes, dots + radius)
    return FAR * ring + order + OUTSIDE * beyond + DOT * covered + _foreign(label, boxes, setting)


def _foreign(label: Label, boxes: FloatArray, setting: Setting) -> FloatArray:
    """Return the cost of standing on other units' ground, felt at three points."""
    share = np.array([0.02, 0.5, 0.98])
    x = boxes[:, [0]] * (1 - share) + boxes[:, [2]] * share
    y = np.broadcast_to((boxes[:, [1]] + boxes[:, [3]]) / 2, x.shape)
    points = np.stack([x, y], axis=-1)
    foreign = setting.unit[setting.tree.query(points)[1]] != label.unit
    foreign |= ~setting.outline.contains_points(points.reshape(-1, 2)).reshape(x.shape)
    return np.asarray(FOREIGN * foreign.mean(axis=1))


def overlaps(boxes: FloatArray, others: FloatArray) -> FloatArray:
    """Return how many of some boxes each box covers."""
    a, b = boxes[:, None, :], others[None, :, :]
    apart = (a[..., 2] <= b[..., 0]) | (a[..., 0] >= b[..., 2])
    apart |= (a[..., 3] <= b[..., 1]) | (a[..., 1] >= b[..., 3])
    return np.asarray((~apart).sum(axis=1), dtype=np.float64)


def _clear(boxes: FloatArray, fixed: FloatArray, box: Box) -> BoolArray:
    """Return which boxes cover no other and are on the panel."""
    covered = overlaps(boxes, np.concatenate([boxes, fixed])) - 1
    west, south, east, north = box
    inside = (boxes[:, 0] >= west) & (boxes[:, 1] >= south)
    inside &= (boxes[:, 2] <= east) & (boxes[:, 3] <= north)
    return np.asarray((covered == 0) & inside)
