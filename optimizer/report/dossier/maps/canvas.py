"""A sheet to draw on, in millimetres, and the true widths of texts."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

import numpy as np
from matplotlib import font_manager
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import FancyArrowPatch, PathPatch, Rectangle
from matplotlib.path import Path as Outline
from matplotlib.textpath import TextPath
from matplotlib.transforms import Bbox

from optimizer.report.dossier.maps.look import INK, Look
from optimizer.report.dossier.maps.paper import (
    MM_PER_INCH,
    MM_PER_POINT,
    Box,
    FloatArray,
    Paper,
)
from optimizer.report.map.fonts import Typeface
from optimizer.report.map.picture import path_of, path_through

LINE = 1.22
"""Height of a line in sizes of its text."""
DROP = 0.2
"""How far the bottom of a line is below its baseline, in sizes of its text."""
_PROBE = 1000.0
"""Points in which fonts are measured: large, so that hinting does not count."""


class Measure:
    """Widths of texts in the fonts that they are set in."""

    def __init__(self, face: Typeface) -> None:
        self.face = face

    def mm(self, text: str, size: float, bold: bool = False) -> float:
        """Return the width of a text of a size in points, mm."""
        wide = sum(_advance(self.face.families, bold, c) for c in text)
        return wide * size * MM_PER_POINT

    def outline(self, text: str, bold: bool = False) -> list[Outline]:
        """Return the outlines of a text's characters, side by side, in sizes of the text."""
        found, x = [], 0.0
        for character in text:
            if not character.isspace():
                glyph = _glyph(self.face.families, bold, character)
                found.append(Outline(np.asarray(glyph.vertices) + np.array([x, 0.0]), glyph.codes))
            x += _advance(self.face.families, bold, character)
        return found


@cache
def _glyph(families: tuple[str, ...], bold: bool, character: str) -> Outline:
    """Return the outline of a character in sizes of its text."""
    weight = "bold" if bold else "normal"
    properties = font_manager.FontProperties(family=list(families), weight=weight)
    path = TextPath((0, 0), character, size=_PROBE, prop=properties, usetex=False)
    return Outline(np.asarray(path.vertices) / _PROBE, path.codes)


@cache
def _advance(families: tuple[str, ...], bold: bool, character: str) -> float:
    """Return the width of a character in sizes of its text."""
    for family in families:
        font = _font(family, bold)
        if font.get_char_index(ord(character)):
            font.set_size(_PROBE, 72)
            return float(font.load_char(ord(character)).linearHoriAdvance) / 65536 / _PROBE
    return 1.0


@cache
def _font(family: str, bold: bool) -> Any:
    weight = "bold" if bold else "normal"
    found = font_manager.findfont(font_manager.FontProperties(family=[family], weight=weight))
    return font_manager.get_font(found)


class Canvas:
    """One sheet: everything is drawn over what was drawn before."""

    def __init__(self, paper: Paper, face: Typeface) -> None:
        self.paper, self.face, self.measure = paper, face, Measure(face)
        size = (paper.width / MM_PER_INCH, paper.height / MM_PER_INCH)
        self.figure = Figure(figsize=size, facecolor="white")
        self.axes: Axes = self.figure.add_axes((0, 0, 1, 1))
        self.axes.set(xlim=(0, paper.width), ylim=(0, paper.height))
        self.axes.set_axis_off()
        self.axes.set_autoscale_on(False)
        self._height = 1.0

    def _above(self) -> float:
        self._height += 0.001
        return self._height

    def area(self, rings: Sequence[FloatArray], clip: Outline | None, **look: Any) -> None:
        """Fill closed rings."""
        self.path(path_of(tuple(rings)), clip, **look)

    def path(self, path: Outline, clip: Outline | None = None, **look: Any) -> None:
        """Draw a path."""
        patch = PathPatch(path, zorder=self._above(), **look)
        self.axes.add_artist(patch)
        if clip is not None:
            patch.set_clip_path(clip, self.axes.transData)

    def segments(self, segments: FloatArray, clip: Outline | None, look: Look) -> None:
        """Draw separate segments, shape (n, 2, 2), joined where they meet."""
        if len(segments):
            line: Look = {k: v for k, v in look.items() if k != "color"}
            line |= {"edgecolor": look["color"], "facecolor": "none", "capstyle": "round"}
            self.path(_strung(segments), clip, joinstyle="round", **line)

    def frame(self, box: Box, **look: Any) -> None:
        """Draw a rectangle."""
        west, south, east, north = box
        patch = Rectangle((west, south), east - west, north - south, zorder=self._above(), **look)
        self.axes.add_artist(patch)

    def line(self, x: Sequence[float], y: Sequence[float], **look: Any) -> None:
        """Draw a line."""
        self.axes.add_artist(Line2D(x, y, zorder=self._above(), **look))

    def marks(self, points: FloatArray, look: Look, inside: Box | None = None) -> None:
        """Draw a mark at each point, those inside a box only."""
        if inside is not None and len(points):
            x, y = points.T
            seen = (x > inside[0]) & (x < inside[2]) & (y > inside[1]) & (y < inside[3])
            points = points[seen]
        if len(points):
            self.line(points[:, 0].tolist(), points[:, 1].tolist(), linestyle="none", **look)

    def arrow(self, start: Sequence[float], end: Sequence[float], gap: float, look: Look) -> None:
        """Draw an arrow that keeps a distance, points, from both ends."""
        shape = "-|>,head_width=0.16,head_length=0.36"
        for colour, width in (("white", 2.6), (look["color"], look["linewidth"])):
            arrow = FancyArrowPatch(
                (start[0], start[1]),
                (end[0], end[1]),
                arrowstyle=shape,
                shrinkA=gap,
                shrinkB=gap + 0.6,
                mutation_scale=11,
                color=colour,
                linewidth=width,
                joinstyle="miter",
            )
            arrow.set_zorder(self._above())
            self.axes.add_artist(arrow)

    def text(
        self,
        x: float,
        y: float,
        text: str,
        size: float,
        *,
        colour: str = INK,
        bold: bool = False,
        at: str = "left",
        **more: Any,
    ) -> None:
        """Write one line, its baseline at y."""
        look: Look = {"fontsize": size, "ha": at, "va": "baseline", "parse_math": False, **more}
        look |= {"weight": "bold" if bold else "normal"}
        self.axes.text(x, y, text, color=colour, zorder=self._above(), **look)

    def halo(self, texts: Sequence[tuple[float, float, str, float, bool]]) -> None:
        """Draw white rims around texts that are centred: x and baseline, mm, size, bold."""
        found = []
        for x, y, text, size, bold in texts:
            glyphs = self.measure.outline(text, bold)
            start = x - self.measure.mm(text, size, bold) / 2
            scale = size * MM_PER_POINT
            found += [Outline(np.asarray(p.vertices) * scale + (start, y), p.codes) for p in glyphs]
        if found:
            line: Look = {"edgecolor": "white", "linewidth": 2.1, "joinstyle": "round"}
            self.path(Outline.make_compound_path(*found), facecolor="none", alpha=0.92, **line)

    def clip_box(self, box: Box) -> Outline:
        """Return a box as a path that cuts others off."""
        return Outline.unit_rectangle().transformed(_onto(box))


def _onto(box: Box) -> Any:
    from matplotlib.transforms import BboxTransformTo

    return BboxTransformTo(Bbox.from_extents(*box))


def _strung(segments: FloatArray) -> Outline:
    """Return segments as a path in which those that meet are one line: dashes run on."""
    points, ends = np.unique(segments.reshape(-1, 2), axis=0, return_inverse=True)
    ends = ends.reshape(-1, 2)
    at: dict[int, list[int]] = {}
    for number, (a, b) in enumerate(ends.tolist()):
        at.setdefault(a, []).append(number)
        at.setdefault(b, []).append(number)
    used = np.zeros(len(ends), dtype=np.bool_)
    chains: list[list[int]] = []
    knots = [p for p, held in at.items() if len(held) != 2]
    for start in [*knots, *at]:
        fresh = (number for number in at[start] if not used[number])
        chains.extend(_chain(start, number, ends, at, used) for number in fresh)
    if not chains:
        return path_through(segments)
    vertices = np.concatenate([points[chain] for chain in chains])
    codes = [[Outline.MOVETO, *[Outline.LINETO] * (len(chain) - 1)] for chain in chains]
    return Outline(vertices, np.concatenate(codes))


def _chain(start: int, number: int, ends: Any, at: dict[int, list[int]], used: Any) -> list[int]:
    """Follow segments from a point until they branch or end."""
    chain, here = [start], start
    while True:
        used[number] = True
        a, b = ends[number]
        here = int(b if a == here else a)
        chain.append(here)
        onward = [n for n in at[here] if not used[n]]
        if len(at[here]) != 2 or not onward:
            return chain
        number = onward[0]
