"""Draw the maps of a plan and write them as files."""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import matplotlib as mpl
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from models.plan import Plan
from models.territory import Territory
from optimizer.report.map.base_map import BaseMap, known_borders, survey
from optimizer.report.map.compose import draw_sheet
from optimizer.report.map.fonts import ADVICE, Typeface, typeface
from optimizer.report.map.picture import Picture
from optimizer.report.map.side_by_side import draw_panels
from optimizer.report.words.map import Lang, MapWords

DPI = 200
"""Dots an inch of the PNG: small names can be read when it is printed."""
MOST_TOWNSHIPS = 2000
"""Beyond, names find no room, and the time to place them grows with the square."""
SALT = "township-merge"
"""Fixed, so that the same plan gives the same SVG, byte for byte."""


@dataclass(frozen=True)
class MapFiles:
    """What was drawn.

    Attributes
    ----------
    png, svg
        The files; None when there is no picture.
    warning
        What is wrong with the picture or why there is none; empty when all is well.
    """

    png: Path | None = None
    svg: Path | None = None
    warning: str = ""


def draw_maps(plan: Plan, folder: Path, title: str, lang: Lang, note: str = "") -> MapFiles:
    """Write `map.png` and `map.svg`: the territory before and after a plan.

    Parameters
    ----------
    folder
        Where to write; it must exist.
    title
        Heading of the sheet.
    note
        What the reader must know of the data; by default what the territory says
        is estimated.

    Raises
    ------
    OSError
        When a file cannot be written; then no new file is left behind.
    """

    def compose(base_map: BaseMap, face: Typeface, words: MapWords) -> Figure:
        return draw_sheet(Picture.of(plan, base_map, face, words), title, note)

    return _draw(plan.territory, folder, title, lang, compose)


def map_figure(plan: Plan, title: str, lang: str, note: str = "") -> tuple[Figure | None, str]:
    """Return the picture of `draw_maps` and what is wrong with it; None: why there is none."""
    words = MapWords("zh" if lang == "zh" else "en")

    def compose(base_map: BaseMap, face: Typeface, words: MapWords) -> Figure:
        return draw_sheet(Picture.of(plan, base_map, face, words), title, note)

    drawn = _composed(plan.territory, words, compose)
    return drawn.figure, drawn.warning


def draw_side_by_side(
    plans: Sequence[tuple[str, Plan]], folder: Path, title: str, lang: Lang, note: str = ""
) -> MapFiles:
    """Write `map.png` and `map.svg`: some plans of one territory beside one another, one scale.

    Parameters
    ----------
    plans
        Names and plans in order.
    folder, title, note
        As of `draw_maps`.
    """

    def compose(base_map: BaseMap, face: Typeface, words: MapWords) -> Figure:
        return draw_panels(plans, base_map, face, words, title, note)

    return _draw(plans[0][1].territory, folder, title, lang, compose)


def side_by_side_figure(
    plans: Sequence[tuple[str, Plan]], title: str, lang: str, note: str = ""
) -> tuple[Figure | None, str]:
    """Return the picture of `draw_side_by_side`, as `map_figure` does."""

    def compose(base_map: BaseMap, face: Typeface, words: MapWords) -> Figure:
        return draw_panels(plans, base_map, face, words, title, note)

    words = MapWords("zh" if lang == "zh" else "en")
    drawn = _composed(plans[0][1].territory, words, compose)
    return drawn.figure, drawn.warning


@dataclass(frozen=True)
class _Drawn:
    """A picture in memory; the figure is None when there is none, and the warning says why."""

    figure: Figure | None = None
    warning: str = ""


def _draw(
    territory: Territory,
    folder: Path,
    title: str,
    lang: Lang,
    compose: Callable[[BaseMap, Typeface, MapWords], Figure],
) -> MapFiles:
    words = MapWords(lang)
    drawn = _composed(territory, words, compose)
    if drawn.figure is None:
        return MapFiles(warning=drawn.warning)
    face = typeface()
    readable = words if face.chinese else MapWords("en")
    with mpl.rc_context(settings(face.families)):
        png, svg = save_figure(drawn.figure, folder, "map", face.pick(title, readable("title")))
    return MapFiles(png, svg, drawn.warning)


def _composed(
    territory: Territory, words: MapWords, compose: Callable[[BaseMap, Typeface, MapWords], Figure]
) -> _Drawn:
    if len(territory.townships) > MOST_TOWNSHIPS:
        return _Drawn(warning=words("too_many", n=len(territory.townships), most=MOST_TOWNSHIPS))
    base_map, warning = _ground(territory, words)
    if base_map is None:
        return _Drawn(warning=words("no_coordinates"))
    face = typeface()
    with mpl.rc_context(settings(face.families)):
        figure = compose(base_map, face, words if face.chinese else MapWords("en"))
    absent = len(territory.villages) - len(base_map.drawn)
    warnings = [warning] if warning else []
    warnings += [words("some_missing", n=absent)] if absent else []
    warnings += [] if face.chinese else [ADVICE[words.lang]]
    return _Drawn(figure, words("stop").join(warnings))


def _ground(territory: Territory, words: MapWords) -> tuple[BaseMap | None, str]:
    """Lay the territory out; say why where it has borders that cannot be drawn."""
    try:
        base_map = survey(territory)
    except ValueError as error:
        pointed = survey(replace(territory, borders=None))
        return pointed, words("no_borders", why=str(error))
    if territory.borders is None or base_map is None or known_borders(territory) is not None:
        return base_map, ""
    return base_map, words("no_borders", why=words("missing_borders"))


def settings(families: tuple[str, ...]) -> Any:
    """Return how matplotlib draws, the same on every machine."""
    return {
        "font.family": list(families),
        "svg.fonttype": "path",
        "svg.hashsalt": SALT,
        "axes.unicode_minus": False,
        "text.parse_math": False,  # a name may hold dollar signs
        "path.simplify": True,
    }


def save_figure(figure: Figure, folder: Path, name: str, title: str) -> tuple[Path, Path]:
    """Write a picture as PNG and SVG, first under other names, then renamed."""
    FigureCanvasAgg(figure)
    metadata = {
        "png": {"Title": title, "Software": None},
        "svg": {"Title": title, "Date": None, "Creator": None},
    }
    with tempfile.TemporaryDirectory(prefix=".map-", dir=folder) as unfinished:
        for kind, about in metadata.items():
            draft = Path(unfinished) / f"{name}.{kind}"
            figure.savefig(draft, format=kind, dpi=DPI, metadata=about)
        _shorten(Path(unfinished) / f"{name}.svg")
        for kind in metadata:
            os.replace(Path(unfinished) / f"{name}.{kind}", folder / f"{name}.{kind}")
    return folder / f"{name}.png", folder / f"{name}.svg"


def _shorten(svg: Path) -> None:
    text = shortened_paths(svg.read_text(encoding="utf-8"))
    svg.write_text(text, encoding="utf-8", newline="\n")


def shortened_paths(svg: str) -> str:
    """Cut the coordinates of paths to hundredths of a point: half the size, same picture."""
    return re.sub(r' d="[^"]*"', lambda d: re.sub(r"(?<=\.\d\d)\d+", "", d[0]), svg)
