"""Legend, scale bar, north arrow, lists and notes of a sheet."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

import numpy as np

from models.kinds import Kind
from optimizer.report.dossier.maps import look
from optimizer.report.dossier.maps.canvas import Canvas
from optimizer.report.dossier.maps.mapped import SEAT_PT
from optimizer.report.dossier.maps.paper import Box, Frame, bar_km
from optimizer.report.words.sheets import SheetWords

ORDER = (
    *("county_seat", "seat", "key_town", "vacated", "moved", "changed"),
    *("county", "unit", "former", "village"),
)
"""Entries of the legend after the kinds."""
LIST_STEP = 0.56
"""Height of a line of a list, mm for each point of its size."""
ROW, SWATCH = 6.2, 11.0
"""Height of a row of the legend and width of its pictures, mm."""
_LINES = {
    "county": (look.COUNTY_CASING, look.COUNTY_LINE),
    "unit": (look.UNIT_LINE,),
    "former": (look.FORMER_LINE,),
    "village": (look.VILLAGE_LINE,),
    "changed": (look.CHANGE_LINE,),
}


def draw_legend(
    canvas: Canvas, box: Box, kinds: set[Kind], entries: set[str], words: SheetWords, size: float
) -> float:
    """Draw a legend of what the maps show, in columns; return where it ends on the right, mm."""
    west, south, _, north = box
    canvas.text(west, north - 4.2, words("legend"), size + 1.5, bold=True)
    wanted = [f"kind_{kind.value}" for kind in look.KIND_ORDER if kind in kinds]
    wanted += [key for key in ORDER if key in entries]
    rows = max(int((north - 6.5 - south) / ROW), 1)
    x, right = west, west
    for start in range(0, len(wanted), rows):
        column = wanted[start : start + rows]
        for at, key in enumerate(column):
            y = north - 6.5 - (at + 0.5) * ROW
            _swatch(canvas, key, (x, y - 1.9, x + SWATCH, y + 1.9))
            canvas.text(x + SWATCH + 2, y - 0.13 * size, words(key), size)
        wide = max(canvas.measure.mm(words(key), size) for key in column)
        right = x + SWATCH + 2 + wide
        x = right + 7
    return right


def _swatch(canvas: Canvas, key: str, box: Box) -> None:
    west, south, east, north = box
    y = (south + north) / 2
    middle = np.array([[(west + east) / 2, y]])
    corners = np.array([[west, south], [east, south], [east, north], [west, north]])
    edge: look.Look = {"facecolor": "none", "edgecolor": look.INK, "linewidth": 0.5}
    if key.startswith("kind_"):
        canvas.area([corners], None, **look.fill(Kind(key.removeprefix("kind_"))))
        canvas.area([corners], None, **edge)
    elif key == "moved":
        canvas.area([corners], None, **look.moved())
        canvas.area([corners], None, **edge)
    elif key in _LINES:
        for line in _LINES[key]:
            canvas.line([west, east], [y, y], **line)
    elif key == "vacated":
        start = np.array([[west + 1.2, y]])
        canvas.arrow((west + 1.2, y), (east, y), 3.0, {"color": look.CHANGE, "linewidth": 1.1})
        for one in look.vacated(SEAT_PT):
            canvas.marks(start, one)
    else:
        if key == "key_town":
            canvas.marks(middle, look.key_town(SEAT_PT))
        marks: dict[str, Callable[[float], look.Look]] = {"county_seat": look.county_seat}
        canvas.marks(middle, marks.get(key, look.seat)(SEAT_PT))


def draw_scale(canvas: Canvas, x: float, y: float, frame: Frame) -> float:
    """Draw a scale bar with its lower left corner at a point; return its length, mm."""
    km = bar_km(frame)
    length, tall = km * frame.mm_per_km, 1.5
    for part in range(4):
        colour = look.INK if part % 2 == 0 else "white"
        edge: look.Look = {"edgecolor": look.INK, "linewidth": 0.6}
        left = x + part * length / 4
        canvas.frame((left, y, left + length / 4, y + tall), facecolor=colour, **edge)
    for share in (0.0, 0.5, 1.0):
        text = f"{km * share:g}" + (" km" if share == 1.0 else "")
        at = "left" if share == 1.0 else "center"
        shift = -canvas.measure.mm(f"{km:g}", 8) / 2 if share == 1.0 else 0.0
        canvas.text(x + share * length + shift, y + tall + 1.2, text, 8, at=at)
    return length


def draw_north(canvas: Canvas, x: float, y: float, letter: str, tall: float = 13.0) -> None:
    """Draw a north arrow whose lower end is at a point; on these maps north is up."""
    wide = 0.3 * tall
    for turn, colour in ((-1, look.INK), (1, "white")):
        half = np.array([[x, y + tall], [x + turn * wide, y], [x, y + 0.25 * tall]])
        canvas.area([half], None, facecolor=colour, edgecolor=look.INK, linewidth=0.7)
    canvas.text(x, y + tall + 1.2, letter, 10, bold=True, at="center")


def draw_list(
    canvas: Canvas,
    box: Box,
    head: str,
    lines: Sequence[str],
    size: float,
    more: Callable[[int], str],
    columns: int,
) -> None:
    """Write a list in columns; what finds no room is counted in its last line."""
    west, south, east, north = box
    canvas.text(west, north - 4.2, head, size + 1.5, bold=True)
    step = size * LIST_STEP
    rows = max(int((north - 6.8 - south) / step), 1)
    wide = (east - west) / columns
    entries = [_folded(canvas, line, size, wide - 3) for line in lines]
    places = _columns([len(entry) for entry in entries], rows, columns)
    if len(places) < len(entries):
        places = _columns([len(entry) for entry in entries], rows, columns, last=1)
        entries = [*entries[: len(places)], [more(len(entries) - len(places))]]
        places.append((columns - 1, rows - 1))
    for entry, (column, row) in zip(entries, places, strict=True):
        for at, line in enumerate(entry):
            y = north - 6.8 - (row + at + 0.8) * step
            canvas.text(west + column * wide, y, line, size)


def _columns(
    heights: Sequence[int], rows: int, columns: int, last: int = 0
) -> list[tuple[int, int]]:
    """Return column and row at which entries begin, as many as find room.

    Parameters
    ----------
    last
        Rows that stay free at the end of the last column.
    """
    places, column, row = [], 0, 0
    for tall in heights:
        if row + tall > rows and row > 0:
            column, row = column + 1, 0
        if column >= columns or row + tall > rows - (last if column == columns - 1 else 0):
            break
        places.append((column, row))
        row += tall
    return places


def _folded(canvas: Canvas, text: str, size: float, width: float) -> list[str]:
    """Return a text as one line or two; what is longer ends in an ellipsis."""
    if canvas.measure.mm(text, size) <= width:
        return [text]
    cut = len(text)
    while cut > 1 and canvas.measure.mm(text[:cut], size) > width:
        cut -= 1
    space = text.rfind(" ", 0, cut + 1)
    cut = space + 1 if space > cut * 0.5 else cut
    return [text[:cut].rstrip(), fitted(canvas, "  " + text[cut:], size, width)]


def fitted(canvas: Canvas, text: str, size: float, width: float, bold: bool = False) -> str:
    """Return a text cut to a width, mm; what is cut ends in an ellipsis."""
    if canvas.measure.mm(text, size, bold) <= width:
        return text
    while text and canvas.measure.mm(text + "…", size, bold) > width:
        text = text[:-1]
    return text.rstrip() + "…"


def draw_notes(
    canvas: Canvas, box: Box, left: Iterable[str], right: Iterable[str], size: float
) -> None:
    """Write notes below a rule: some from the left, some to the right."""
    west, _, east, north = box
    canvas.line([west, east], [north, north], color=look.RULE, linewidth=0.6)
    step = size * 0.53
    for at, line in enumerate(left):
        y = north - (at + 1) * step
        text = fitted(canvas, line, size, 0.72 * (east - west))
        canvas.text(west, y, text, size, colour=look.SOFT)
    for at, line in enumerate(right):
        y = north - (at + 1) * step
        text = fitted(canvas, line, size, 0.5 * (east - west))
        canvas.text(east, y, text, size, colour=look.SOFT, at="right")
