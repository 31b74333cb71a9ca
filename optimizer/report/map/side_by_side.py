"""Several plans beside one another: one scale, one colouring, one legend."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from models.plan import Plan
from optimizer.report.map.base_map import BaseMap
from optimizer.report.map.colours import COUNTY, FAINT, INK, common_colouring
from optimizer.report.map.fonts import NAME_EM, NOTE_EM, TITLE_EM, Typeface, em, shortened, wrapped
from optimizer.report.map.furniture import draw_legend, draw_north, draw_scale
from optimizer.report.map.labels import Box
from optimizer.report.map.names import draw_names, setting, size_of_names, wanted
from optimizer.report.map.panel import draw_ground
from optimizer.report.map.picture import Look, Picture
from optimizer.report.map.sheet import EDGE, FOOT, GAP, HEADING, LEGEND, POINTS, plan_sheet
from optimizer.report.words.map import MapWords

WIDTH = {1: 7.7, 2: 7.7, 3: 6.0}
"""Largest map by the number of columns, inches."""
TALLEST = 8.4
"""Height of a map at the most, inches: a row of maps fits a screen."""
TITLE = 0.8
"""Height of the title, inches."""


@dataclass(frozen=True)
class _Grid:
    """Where the panels are, inches."""

    box: Box
    columns: int
    rows: int
    width: float
    height: float

    @property
    def sheet(self) -> tuple[float, float]:
        """Width and height of the whole."""
        across = self.columns * self.width + (self.columns - 1) * GAP + 2 * EDGE
        return max(across, 11.0), TITLE + self.rows * (self.height + HEADING) + LEGEND + FOOT

    @property
    def km_per_pt(self) -> float:
        """Scale of all maps."""
        return (self.box[2] - self.box[0]) / self.width / POINTS

    def corner(self, number: int) -> tuple[float, float]:
        """Return the lower left corner of a panel; they are filled row by row."""
        row, column = divmod(number, self.columns)
        across = self.columns * self.width + (self.columns - 1) * GAP
        left = (self.sheet[0] - across) / 2 + column * (self.width + GAP)
        low = FOOT + LEGEND + (self.rows - 1 - row) * (self.height + HEADING)
        return left, low


def draw_panels(
    plans: Sequence[tuple[str, Plan]],
    base_map: BaseMap,
    face: Typeface,
    words: MapWords,
    title: str,
    note: str,
) -> Figure:
    """Draw one map for each plan."""
    hues = common_colouring([plan for _, plan in plans], base_map)
    pictures = [replace(Picture.of(p, base_map, face, words), hues=hues) for _, p in plans]
    grid = _grid(pictures[0], len(plans))
    figure = Figure(figsize=grid.sheet, facecolor="white")
    for number, (picture, (name, plan)) in enumerate(zip(pictures, plans, strict=True)):
        heading = words(
            "panel", name=shortened(face.pick(name, f"{number + 1}"), 2 * NAME_EM), n=len(plan.kept)
        )
        _panel(figure, grid, number, picture, heading)
    width, height = grid.sheet
    band = _axes(figure, grid, EDGE, FOOT, width - 2 * EDGE, LEGEND)
    draw_legend(band, pictures[0])
    title = shortened(face.pick(title, words("title")), TITLE_EM)
    size = min(22.0, (width - 2 * EDGE) * POINTS / em(title))
    _text(figure, grid, width / 2, height - TITLE / 2, title, size, "center", INK)
    _foot(figure, grid, pictures[0], note)
    return figure


def _grid(picture: Picture, panels: int) -> _Grid:
    columns = panels if panels <= 3 else 2 if panels == 4 else 3
    box = plan_sheet(picture).box
    aspect = (box[2] - box[0]) / (box[3] - box[1])
    width = min(WIDTH[columns], TALLEST * aspect)
    return _Grid(box, columns, -(-panels // columns), width, width / aspect)


def _axes(f: Figure, grid: _Grid, x: float, y: float, width: float, height: float) -> Axes:
    across, tall = grid.sheet
    axes = f.add_axes((x / across, y / tall, width / across, height / tall))
    axes.set_axis_off()
    return axes


def _panel(f: Figure, grid: _Grid, number: int, picture: Picture, heading: str) -> None:
    """Draw one map; only units that change, and seats that are vacated, are named."""
    x, y = grid.corner(number)
    axes = _axes(f, grid, x, y, grid.width, grid.height)
    draw_ground(axes, picture, "after", grid.box)
    shown = np.zeros(len(picture.hues), dtype=np.bool_)
    shown[[*picture.changed, *picture.vacated.tolist()]] = True
    size = size_of_names(picture, grid.box, grid.km_per_pt)
    labels = wanted(picture, "after", size, shown)
    draw_names(axes, labels, setting(picture, "after", grid.box, grid.km_per_pt))
    draw_scale(axes, grid.box, grid.km_per_pt)
    draw_north(axes, picture.words("north"), grid.box, grid.km_per_pt)
    middle = (x + grid.width / 2, y + grid.height + HEADING / 2)
    _text(f, grid, *middle, heading, 13, "center", COUNTY)


def _text(
    f: Figure, grid: _Grid, x: float, y: float, text: str, size: float, at: str, colour: str
) -> None:
    across, tall = grid.sheet
    look: Look = {"ha": at, "va": "center", "weight": "bold", "color": colour}
    f.text(x / across, y / tall, text, parse_math=False, fontsize=size, **look)


def _foot(f: Figure, grid: _Grid, picture: Picture, note: str) -> None:
    sketch = picture.reservation
    note = picture.face.pick(note, picture.plan.territory.estimated)
    room = (grid.sheet[0] - 2 * EDGE) * POINTS / 9 - em(sketch) - 4
    look: Look = {"fontsize": 9, "color": FAINT, "va": "top", "parse_math": False}
    across, tall = grid.sheet
    y = (FOOT - 0.1) / tall
    f.text(EDGE / across, y, wrapped(shortened(note, NOTE_EM), room), ha="left", **look)
    f.text(1 - EDGE / across, y, sketch, ha="right", **look)
