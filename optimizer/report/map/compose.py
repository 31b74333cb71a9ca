"""The whole sheet: title, two maps, enlarged parts, legend, notes."""

from __future__ import annotations

from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from models.kinds import Kind
from models.plan import Plan
from optimizer.report.map.colours import COUNTY, FAINT, INK, changed
from optimizer.report.map.counties import NamedMap, draw_counties
from optimizer.report.map.fonts import NOTE_EM, TITLE_EM, em, shortened, wrapped
from optimizer.report.map.furniture import draw_legend, draw_north, draw_scale, scale_box
from optimizer.report.map.inset import Inset
from optimizer.report.map.labels import Box
from optimizer.report.map.names import draw_names, setting, wanted, within
from optimizer.report.map.panel import draw_ground
from optimizer.report.map.picture import Look, Picture, Side
from optimizer.report.map.sheet import EDGE, FOOT, LEGEND, POINTS, Sheet, plan_sheet
from optimizer.report.words.map import MapWords

INSET_HEAVY, INSET_SIZE = 1.1, 7.4
"""Factor on lines, and size of names in points, in an enlarged part."""


def draw_sheet(picture: Picture, title: str, note: str) -> Figure:
    """Draw the whole sheet."""
    sheet = plan_sheet(picture)
    figure = Figure(figsize=(sheet.width, sheet.height), facecolor="white")
    _head(figure, picture, sheet, title)
    sides: tuple[Side, Side] = ("before", "after")
    maps = [_map(figure, picture, sheet, side) for side in sides]
    draw_counties(maps, picture, 1.7 * sheet.size)
    for side in sides:
        if sheet.inset:
            _enlarged(figure, picture, sheet, side, sheet.inset)
    draw_legend(_panel(figure, sheet, EDGE, FOOT, sheet.width - 2 * EDGE, LEGEND), picture)
    _foot(figure, picture, sheet, note)
    return figure


def _panel(f: Figure, sheet: Sheet, x: float, y: float, width: float, height: float) -> Axes:
    share = (x / sheet.width, y / sheet.height, width / sheet.width, height / sheet.height)
    axes = f.add_axes(share)
    axes.set_axis_off()
    return axes


def _text(f: Figure, sheet: Sheet, x: float, y: float, text: str, **look: Any) -> None:
    f.text(x / sheet.width, y / sheet.height, text, parse_math=False, **look)


def _head(f: Figure, picture: Picture, sheet: Sheet, title: str) -> None:
    title = shortened(picture.face.pick(title, picture.words("title")), TITLE_EM)
    room = (sheet.width - 2 * EDGE) * POINTS
    subtitle = _subtitle(picture.words, picture.plan)
    sizes = [min(most, room / em(text)) for most, text in ((24, title), (13, subtitle))]
    middle, top = sheet.width / 2, sheet.height
    look: Look = {"ha": "center", "va": "center"}
    _text(f, sheet, middle, top - 0.45, title, fontsize=sizes[0], weight="bold", color=INK, **look)
    _text(f, sheet, middle, top - 0.88, subtitle, fontsize=sizes[1], color=FAINT, **look)


def _map(f: Figure, picture: Picture, sheet: Sheet, side: Side) -> NamedMap:
    """Draw one of the two maps, with its heading and the names of its seats."""
    x, y = sheet.left[side], FOOT + LEGEND + sheet.lower
    axes = _panel(f, sheet, x, y, sheet.map_width, sheet.map_height)
    count = len(picture.plan.kept if side == "after" else picture.present(side))
    heading = picture.words(side, n=count)
    _heading(f, sheet, x, y + sheet.map_height, heading)
    draw_ground(axes, picture, side, sheet.box, sheet.heavy)
    blocked = _frame(axes, sheet)
    shown = np.ones(len(picture.hues), dtype=np.bool_)
    if sheet.inset:
        shown = ~within(picture.base_map.seats, sheet.inset.core)
    base_map = setting(picture, side, sheet.box, sheet.km_per_pt, blocked, sheet.heavy)
    filled = draw_names(axes, wanted(picture, side, sheet.size, shown), base_map)
    draw_scale(axes, sheet.box, sheet.km_per_pt)
    draw_north(axes, picture.words("north"), sheet.box, sheet.km_per_pt)
    return NamedMap(axes, side, base_map, filled)


def _frame(axes: Axes, sheet: Sheet) -> list[Box]:
    """Draw the frame of the part that is enlarged; return the boxes that names keep off."""
    if sheet.inset is None:
        return []
    west, south, east, north = sheet.inset.box
    x, y = [west, east, east, west, west], [south, south, north, north, south]
    axes.plot(x, y, color=COUNTY, linewidth=1.1, zorder=7)
    spot, inch = sheet.inset.spot, POINTS * sheet.km_per_pt
    left, low = sheet.box[0] + spot.x * inch, sheet.box[1] + spot.y * inch
    return [sheet.inset.box, (left, low, left + spot.width * inch, low + spot.height * inch)]


def _heading(f: Figure, sheet: Sheet, x: float, y: float, text: str, size: float = 14) -> None:
    look: Look = {"ha": "center", "va": "center", "weight": "bold", "color": COUNTY}
    _text(f, sheet, x + sheet.map_width / 2, y + 0.16, text, fontsize=size, **look)


def _enlarged(f: Figure, picture: Picture, sheet: Sheet, side: Side, inset: Inset) -> None:
    """Draw the part of one map that is dense with seats."""
    spot, box = inset.spot, inset.box
    x, y = sheet.left[side] + spot.x, FOOT + LEGEND + sheet.lower + spot.y
    axes = _panel(f, sheet, x, y, spot.width, spot.height)
    axes.set_axis_on()
    caption: Look = {"fontsize": 8.5, "color": COUNTY, "weight": "bold", "va": "bottom"}
    _text(f, sheet, x, y + spot.height + 0.04, picture.words("inset"), **caption)
    draw_ground(axes, picture, side, box, INSET_HEAVY)
    scale = (box[2] - box[0]) / spot.width / POINTS
    labels = wanted(picture, side, INSET_SIZE, within(picture.base_map.seats, inset.core))
    base_map = setting(picture, side, box, scale, [scale_box(box, scale)], INSET_HEAVY)
    draw_names(axes, labels, base_map)
    draw_scale(axes, box, scale)


def _foot(f: Figure, picture: Picture, sheet: Sheet, note: str) -> None:
    """Write the note on the left and the reservation on the right."""
    sketch = picture.reservation
    estimated = picture.plan.territory.estimated
    note = picture.face.pick(note, estimated, picture.words("estimated") if estimated else "")
    room = (sheet.width - 2 * EDGE) * POINTS / 9 - em(sketch) - 4
    look: Look = {"fontsize": 9, "color": FAINT, "va": "top", "linespacing": 1.35}
    _text(f, sheet, EDGE, FOOT - 0.1, wrapped(shortened(note, NOTE_EM), room), ha="left", **look)
    _text(f, sheet, sheet.width - EDGE, FOOT - 0.1, sketch, ha="right", **look)


def _subtitle(words: MapWords, plan: Plan) -> str:
    """Return the counts before and after, whole and by kind."""
    before, after = len(plan.territory.former.townships), len(plan.kept)
    total = words("count", a=before, b=after)
    kinds = (_counted(words, plan, kind) for kind in (Kind.TOWN, *Kind))
    by_kind = words("comma").join(dict.fromkeys(filter(None, kinds)))
    vacated = words("vacated", n=before - int((plan.kept < before).sum()))
    redrawn = words("changed", n=len(changed(plan)))
    return words("stop").join([total, by_kind, vacated + words("comma") + redrawn])


def _counted(words: MapWords, plan: Plan, kind: Kind) -> str:
    before = sum(township.kind is kind for township in plan.territory.former.townships)
    after = sum(plan.kind(int(township)) is kind for township in plan.kept)
    return words("kind", kind=words(kind), a=before, b=after) if before or after else ""
