"""The frontier as a picture: the territory large, the counties small below it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator

from models.quantities import HECTARES_PER_KM2, METRES_PER_KM
from optimizer.check.objectives import Value
from optimizer.data.dataset import Dataset
from optimizer.decide.frontier import Frontier, Point
from optimizer.report.frontier import verdict
from optimizer.report.map.colours import ALARM, COUNTY, FAINT, INK, STRONG
from optimizer.report.map.draw import save_figure, settings
from optimizer.report.map.fonts import NAME_EM, TITLE_EM, Typeface, shortened, typeface
from optimizer.report.marks import Mark
from optimizer.report.terms import Terms
from optimizer.report.words import Words

ACROSS = 4
"""Counties in a row."""
MARKERS = "sD^vPXh"


def draw_frontier(
    folder: Path, dataset: Dataset, frontier: Frontier, marks: Sequence[Mark], lang: str
) -> list[Path]:
    """Write `frontier.png` and `frontier.svg`."""
    figure = frontier_figure(dataset, frontier, marks, lang)
    with mpl.rc_context(settings(typeface().families)):
        return list(save_figure(figure, folder, "frontier", ""))


def frontier_figure(
    dataset: Dataset, frontier: Frontier, marks: Sequence[Mark], lang: str
) -> Figure:
    """Return the picture."""
    face = typeface()
    words = Words(lang if face.chinese else "en")
    with mpl.rc_context(settings(face.families)):
        return _figure(dataset, frontier, marks, face, words)


def _figure(
    dataset: Dataset, frontier: Frontier, marks: Sequence[Mark], face: Typeface, words: Words
) -> Figure:
    counties = frontier.counties if len(frontier.counties) > 1 else ()
    rows = -(-len(counties) // ACROSS)
    figure = Figure(figsize=(11, 6.2 + 2.3 * rows), facecolor="white", layout="constrained")
    FigureCanvasAgg(figure)
    heights = [2.6, *[1.0] * rows]
    grid = figure.add_gridspec(1 + rows, ACROSS, height_ratios=heights)
    _territory(figure.add_subplot(grid[0, :]), frontier, marks, face, words)
    for number, points in enumerate(counties):
        row, column = divmod(number, ACROSS)
        axes = figure.add_subplot(grid[1 + row, column])
        _county(axes, frontier, number, points, face, words)
    title = shortened(face.pick(dataset.scenario.title, dataset.scenario.name), TITLE_EM)
    figure.suptitle(f"{title}  ·  {_readable(face, verdict(Terms(words.lang), frontier))}")
    estimated = shortened(face.pick(dataset.territory.estimated), TITLE_EM)
    if estimated:
        note = f"{words('estimated')}: {estimated}"
        figure.supxlabel(note, fontsize=8, color=FAINT, parse_math=False)
    return figure


def _readable(face: Typeface, text: str) -> str:
    return text if face.shows(text) else ""


def _territory(
    axes: Axes, frontier: Frontier, marks: Sequence[Mark], face: Typeface, words: Words
) -> None:
    """Draw the territory's values, with the given plans among them."""
    x, y = _columns(frontier, frontier.points)
    if len(frontier.objectives) > 2:
        shade = [figure_of(frontier.objectives[2], p.values[2]) for p in frontier.points]
        dots = axes.scatter(x, y, c=shade, cmap="viridis", s=34, zorder=3)
        bar = axes.figure.colorbar(dots, ax=axes, pad=0.01)
        bar.set_label(axis_label(frontier.objectives[2], words))
    else:
        axes.step(x, y, where="post", color=COUNTY, linewidth=0.9, alpha=0.5)
        axes.scatter(x, y, color=COUNTY, s=26, zorder=3, label=Terms(words.lang)("frontier_short"))
    for number, mark in enumerate(marks):
        values = [mark.audit.objectives[name] for name in frontier.objectives[:2]]
        if None not in values:
            at = [figure_of(n, v) for n, v in zip(frontier.objectives, values, strict=False)]
            _mark(axes, mark, at, number, face)
    note = Terms(words.lang)("breaks_note") if any(m.audit.broken for m in marks) else None
    axes.legend(fontsize=8.5, frameon=False, title=note, title_fontsize=7.5)
    _dress(axes, frontier, words)


def _mark(axes: Axes, mark: Mark, at: Sequence[float], number: int, face: Typeface) -> None:
    """Draw a given plan; one that breaks a rule is hollow."""
    colour = ALARM if number == 0 else STRONG[number % len(STRONG)]
    broken = bool(mark.audit.broken)
    axes.scatter(
        [at[0]],
        [at[1]],
        marker=MARKERS[number % len(MARKERS)],
        s=62,
        zorder=4,
        facecolors="none" if broken else colour,
        edgecolors=colour,
        linewidths=1.6,
        label=shortened(face.pick(mark.name, f"{number}"), NAME_EM) + (" †" if broken else ""),
    )


def _county(
    axes: Axes,
    frontier: Frontier,
    number: int,
    points: Sequence[Point],
    face: Typeface,
    words: Words,
) -> None:
    x, y = _columns(frontier, points)
    axes.plot(x, y, "o-", color=COUNTY, markersize=3, linewidth=0.8)
    county = frontier.space.territory.counties[number]
    axes.set_title(shortened(face.pick(county.name, county.code), NAME_EM), fontsize=9, color=INK)
    _dress(axes, frontier, words, small=True)


def _columns(frontier: Frontier, points: Sequence[Point]) -> tuple[list[float], list[float]]:
    names = frontier.objectives
    x, y = ([figure_of(names[k], p.values[k]) for p in points] for k in (0, 1))
    return x, y


def figure_of(name: str, value: Value | None) -> float:
    """Return a value as it is drawn: travel in person-km, inertia in km2, shares in per cent."""
    number = float(value or 0)
    parts = {"travel": METRES_PER_KM, "inertia": HECTARES_PER_KM2, "share": 0.01}
    return number / parts.get(name, 1)


def axis_label(name: str, words: Words) -> str:
    """Return an objective with its unit."""
    unit = {"travel": "person_km", "inertia": "person_km2", "disruption": "persons"}.get(name)
    end = " (%)" if name == "share" else f" ({words(unit)})" if unit else ""
    return words(name) + end


def _dress(axes: Axes, frontier: Frontier, words: Words, small: bool = False) -> None:
    for axis, name in ((axes.xaxis, frontier.objectives[0]), (axes.yaxis, frontier.objectives[1])):
        if name in ("units", "disruption", "travel", "inertia"):
            axis.set_major_locator(MaxNLocator(nbins=3 if small else 9, integer=True))
        axis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:,.10g}"))
        if not small:
            axis.set_label_text(axis_label(name, words))
    axes.tick_params(labelsize=6.5 if small else 8.5)
    axes.grid(alpha=0.25, linewidth=0.5)
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
