"""Whole sheets: a county before and after on one, the territory on one sheet a side."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from models.quantities import IntArray
from optimizer.report.dossier.maps import look
from optimizer.report.dossier.maps.canvas import Canvas
from optimizer.report.dossier.maps.furniture import (
    LIST_STEP,
    draw_legend,
    draw_list,
    draw_north,
    draw_notes,
    draw_scale,
    fitted,
)
from optimizer.report.dossier.maps.land import Land
from optimizer.report.dossier.maps.mapped import Map, Shown
from optimizer.report.dossier.maps.naming import Type
from optimizer.report.dossier.maps.panel import draw_map
from optimizer.report.dossier.maps.paper import (
    RIM,
    Box,
    Frame,
    Paper,
    denominator,
    framed,
    papers,
)
from optimizer.report.dossier.maps.views import View
from optimizer.report.map.fonts import Typeface, one_line
from optimizer.report.words import Words
from optimizer.report.words.sheets import SheetWords

MARGIN, HEAD, HEADING, BAND, FOOT, GAP = 12.0, 19.0, 7.5, 43.0, 13.0, 6.0
"""Heights on a sheet, mm: title, heading of a map, legend, notes; and the space between maps."""
MORE = 55.0
"""Most height that the lists get of what the maps do not need, mm."""
LIST_SIZE = 8.0
"""Of the texts in lists, points."""
NUMBERED = 40.0
"""Width of a column of numbered names, mm."""
CROWDED = 60
"""A territory of more units is drawn on A2, else on A3."""
Places = Mapping[tuple[str, int], tuple[float, float]]


@dataclass(frozen=True)
class Said:
    """What stands on every sheet.

    Attributes
    ----------
    watermark
        What lies over the maps; empty when they were approved and reviewed.
    left, right
        Notes at the foot.
    """

    words: SheetWords
    face: Typeface
    title: str
    watermark: str
    left: tuple[str, ...]
    right: tuple[str, ...]


@dataclass(frozen=True)
class Layout:
    """Where the parts of a sheet are; `band` is the height of legend and lists, mm."""

    paper: Paper
    panels: tuple[Box, ...]
    scale: float
    height: float = BAND

    @property
    def band(self) -> Box:
        """Legend and lists."""
        low = MARGIN + FOOT + 2
        return (MARGIN, low, self.paper.width - MARGIN, low + self.height)


@dataclass
class Sheet:
    """A sheet that is drawn, and what its maps show."""

    canvas: Canvas
    layout: Layout
    shown: list[Shown] = field(default_factory=list)
    frames: list[Frame] = field(default_factory=list)


def lay_out(name: str, extent: Box, panels: int, wanted: float) -> Layout:
    """Return the layout that draws an extent, km, largest: across or upright.

    Parameters
    ----------
    panels
        Maps on the sheet: one, or two beside or below each other.
    wanted
        Height that the lists would need, mm; of what the maps do not need they get it.
    """
    found = []
    for paper in papers(name):
        for rows in range(1, panels + 1):
            boxes = _panels(paper, panels, rows, BAND)
            found.append((rows, Layout(paper, boxes, denominator(extent, boxes[0]))))
    rows, best = min(found, key=lambda pair: pair[1].scale)
    tall = (extent[3] - extent[1]) * 1e6 / best.scale + 2 * RIM
    left = rows * (best.panels[0][3] - best.panels[0][1] - tall)
    height = BAND + float(np.clip(left, 0.0, np.clip(wanted - BAND, 0.0, MORE)))
    boxes = _panels(best.paper, panels, rows, height)
    return Layout(best.paper, boxes, best.scale, height)


def _panels(paper: Paper, count: int, rows: int, band: float) -> tuple[Box, ...]:
    low = MARGIN + FOOT + band + 4
    high = paper.height - MARGIN - HEAD - HEADING
    west, east = MARGIN, paper.width - MARGIN
    if count == 1:
        return ((west, low, east, high),)
    if rows == 1:
        wide = (east - west - GAP) / 2
        return ((west, low, west + wide, high), (east - wide, low, east, high))
    tall = (high - low - GAP - HEADING) / 2
    return ((west, high - tall, east, high), (west, low, east, low + tall))


def county_sheet(
    land: Land,
    sides: tuple[View, View],
    county: int,
    plan: str,
    said: Said,
) -> Sheet:
    """Draw a county before and after a plan."""
    name = sides[0].territory.counties[county]
    title = said.words("county_title", county=said.face.pick(name.name, name.code))
    wanted = _height(len(changes(sides[1], county, said)))
    layout = lay_out("A3", land.extent, 2, wanted)
    sheet = _sheet(layout, land, said, title, f"{said.title}  {plan}".strip())
    places: Places = {}
    numbers: dict[int, int] = {}
    units = max(len(side.units_of(county)) for side in sides)
    size = Type(9.5 if units <= 25 else 8.0, 0.0, figures=True)
    for at, side in enumerate(sides):
        drawn = _map(sheet, at, land, side, county, said, size, numbers)
        _heading(sheet, at, _side_name(side, plan, said), side, county, said)
        places = _draw(sheet, drawn, _moved(places, sheet.frames, at))
    _band(sheet, sides[1], county, said)
    return sheet


def city_sheet(
    land: Land,
    side: View,
    plan: str,
    said: Said,
    before: Places,
    numbers: dict[int, int] | None = None,
) -> Sheet:
    """Draw the whole territory on one side of a plan.

    Parameters
    ----------
    before
        Where labels stood on the sheet before the plan.
    numbers
        Numbers of units on earlier sheets; added to.
    """
    units = len(side.plan.kept)
    wanted = _height(len(changes(side, None, said)) / 2)
    layout = lay_out("A2" if units > CROWDED else "A3", land.extent, 1, wanted)
    key = "city_after" if side.after else "city_before"
    sheet = _sheet(layout, land, said, said.words(key, title=said.title, plan=plan), "")
    size = Type(8.5, 25.0 if layout.paper.name == "A2" else 18.0, figures=False)
    seen = {} if numbers is None else numbers
    drawn = _map(sheet, 0, land, side, None, said, size, seen)
    _heading(sheet, 0, _side_name(side, plan, said), side, None, said)
    _draw(sheet, drawn, before)
    _band(sheet, side, None, said)
    return sheet


def _map(
    sheet: Sheet,
    at: int,
    land: Land,
    side: View,
    county: int | None,
    said: Said,
    size: Type,
    numbers: dict[int, int],
) -> Map:
    """Return the map of one side of a plan that goes into a frame of a sheet."""
    frame = sheet.frames[at]
    return Map(
        canvas=sheet.canvas,
        frame=frame,
        land=land.on(frame),
        view=side,
        county=county,
        words=said.words,
        type=size,
        watermark=said.watermark,
        numbers=numbers,
    )


def _side_name(side: View, plan: str, said: Said) -> str:
    return said.words("after", plan=plan) if side.after else said.words("before")


def _height(lines: float) -> float:
    """Return the height of a list, mm."""
    return 9.0 + float(np.ceil(lines)) * LIST_SIZE * LIST_STEP


def _draw(sheet: Sheet, drawn: Map, before: Places) -> Places:
    shown = draw_map(drawn, before)
    sheet.shown.append(shown)
    return shown.places


def _moved(places: Places, frames: Sequence[Frame], at: int) -> Places:
    """Return the places of labels on the first map as they are on another of the same scale."""
    x, y = frames[at].box[0] - frames[0].box[0], frames[at].box[1] - frames[0].box[1]
    return {key: (place[0] + x, place[1] + y) for key, place in places.items()}


def _sheet(layout: Layout, land: Land, said: Said, title: str, subtitle: str) -> Sheet:
    canvas, paper = Canvas(layout.paper, said.face), layout.paper
    room, middle = paper.width - 2 * MARGIN, paper.width / 2
    size = min(24.0, 24.0 * room / canvas.measure.mm(title, 24.0, True))
    text = fitted(canvas, title, max(size, 14.0), room, True)
    y = paper.height - MARGIN - 9
    canvas.text(middle, y, text, max(size, 14.0), bold=True, at="center")
    if subtitle:
        text = fitted(canvas, subtitle, 12.0, room)
        canvas.text(middle, y - 7.5, text, 12.0, colour=look.SOFT, at="center")
    frames = [framed(land.extent, box, layout.scale) for box in layout.panels]
    return Sheet(canvas, layout, frames=frames)


def _heading(sheet: Sheet, at: int, head: str, side: View, county: int | None, said: Said) -> None:
    west, _, east, north = sheet.layout.panels[at]
    kinds = side.kinds_of(county)
    by_kind = said.words("comma").join(said.words(kind, n=n) for kind, n in kinds.items())
    text = said.words("heading", side=head, n=sum(kinds.values()), kinds=by_kind)
    text = fitted(sheet.canvas, text, 13.0, east - west, True)
    sheet.canvas.text((west + east) / 2, north + 2.3, text, 13.0, bold=True, at="center")


def _band(sheet: Sheet, side: View, county: int | None, said: Said) -> None:
    """Draw legend, scale, lists and notes."""
    canvas, (west, south, east, north) = sheet.canvas, sheet.layout.band
    kinds = set().union(*(shown.kinds for shown in sheet.shown))
    entries = set().union(*(shown.entries for shown in sheet.shown))
    right = draw_legend(canvas, (west, south, east, north), kinds, entries, said.words, 8.5)
    x = right + 12
    length = draw_scale(canvas, x, south + 7.0, sheet.frames[0])
    draw_north(canvas, x + 5, south + 20.0, said.words("north"))
    denominator_ = round(sheet.frames[0].denominator)
    scale = said.words("scale", n=denominator_, paper=sheet.layout.paper.name)
    canvas.text(x, south + 1.5, scale, 8.5)
    x += max(length + 8, canvas.measure.mm(scale, 8.5)) + 9
    _lists(sheet, (x, south, east, north), side, county, said)
    foot = (west, MARGIN, east, MARGIN + FOOT)
    draw_notes(canvas, foot, said.left, said.right, 8.0)


def _lists(sheet: Sheet, box: Box, side: View, county: int | None, said: Said) -> None:
    """Write the numbers on the maps, and what the plan changes."""
    west, south, east, north = box
    numbers = list(dict.fromkeys(pair for shown in sheet.shown for pair in shown.numbers))
    unnamed = list(dict.fromkeys(name for shown in sheet.shown for name in shown.unnamed))
    words, size = said.words, LIST_SIZE
    if numbers or unnamed:
        lines = [f"{number}  {name}" for number, name in sorted(numbers)]
        if unnamed:
            lines.append(words("unnamed", names=words("comma").join(unnamed)))
        rows = max(int((north - south - 7) / (size * LIST_STEP)), 1)
        columns = min(-(-len(lines) // rows), max(int((east - west) / 2 / NUMBERED), 1))
        middle = west + max(columns * NUMBERED, 52.0 if unnamed else 0.0)
        box = (west, south, middle - 4, north)
        draw_list(sheet.canvas, box, words("numbers"), lines, size, _and_more(words), columns)
        west = middle
    if side.after:
        lines = changes(side, county, said) or [words("no_changes")]
        columns = max(int((east - west) / 78), 1)
        box = (west, south, east, north)
        draw_list(sheet.canvas, box, words("changes"), lines, size, _and_more(words), columns)


def _and_more(words: SheetWords) -> Callable[[int], str]:
    return lambda n: words("more", n=n)


def changes(side: View, county: int | None, said: Said) -> list[str]:
    """Return what the plan does, a line for each unit that changes."""
    words, territory = said.words, side.territory
    counted = _counts(territory.villages.township, len(territory.townships))
    found = []
    flows = side.flows(county)
    spoken = Words(words.lang)
    operations = {u.township: spoken.operation(u.operation) for u in side.plan.units}
    for unit in sorted({flow.unit for flow in flows}):
        parts = []
        for flow in flows:
            if flow.unit == unit:
                of = territory.townships[flow.origin]
                name = one_line(said.face.pick(of.name, of.code))
                partly = len(flow.villages) < counted[flow.origin]
                n = len(flow.villages)
                parts.append(words("partly", name=name, n=n) if partly else name)
        into = said.face.pick(side.names[unit], territory.unit_codes[unit])
        line = words("change", whole=words("comma").join(parts), unit=into)
        found.append(words("operation", line=line, what=operations[unit]))
    for unit, kind in sorted(side.plan.conversions.items()):
        if county is None or territory.townships[unit].county == county:
            before = territory.townships[unit]
            name = said.face.pick(before.name, before.code)
            a, b = (words(f"kind_{k.value}") for k in (before.kind, kind))
            found.append(words("converted", name=name, a=a, b=b))
    return found


def _counts(township: IntArray, townships: int) -> list[int]:
    found = [0] * townships
    for t in township.tolist():
        found[t] += 1
    return found
