"""The price of a number as a picture: one panel an objective, over the values."""

from __future__ import annotations

from pathlib import Path

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator

from models.plan import Outcome
from optimizer.data.dataset import Dataset
from optimizer.decide.price import Price
from optimizer.report.frontier_plot import axis_label, figure_of
from optimizer.report.map.colours import ALARM, COUNTY, FAINT
from optimizer.report.map.draw import save_figure, settings
from optimizer.report.map.fonts import TITLE_EM, Typeface, shortened, typeface
from optimizer.report.price_terms import conclusion, objective_names
from optimizer.report.terms import Terms
from optimizer.report.words import Words


def draw_price(folder: Path, dataset: Dataset, price: Price, lang: str) -> list[Path]:
    """Write `price.png` and `price.svg`."""
    figure = price_figure(dataset, price, lang)
    with mpl.rc_context(settings(typeface().families)):
        return list(save_figure(figure, folder, "price", ""))


def price_figure(dataset: Dataset, price: Price, lang: str) -> Figure:
    """Return the picture."""
    face = typeface()
    words = Words(lang if face.chinese else "en")
    with mpl.rc_context(settings(face.families)):
        return _figure(dataset, price, face, words)


def _figure(dataset: Dataset, price: Price, face: Typeface, words: Words) -> Figure:
    names = objective_names(price)
    count = max(1, len(names))
    figure = Figure(figsize=(9, 1.2 + 2.0 * count), facecolor="white", layout="constrained")
    FigureCanvasAgg(figure)
    panels = figure.subplots(count, 1, sharex=True, squeeze=False)[:, 0]
    for axes, name in zip(panels, names, strict=False):
        _panel(axes, price, name, words)
    panels[-1].set_xlabel(price.key.removeprefix("rules."))
    title = shortened(face.pick(dataset.scenario.title, dataset.scenario.name), TITLE_EM)
    said = conclusion(Terms(words.lang), price)
    figure.suptitle(f"{title}\n{said if face.shows(said) else ''}", fontsize=11)
    if estimated := shortened(face.pick(dataset.territory.estimated), TITLE_EM):
        note = f"{words('estimated')}: {estimated}"
        figure.supxlabel(note, fontsize=8, color=FAINT, parse_math=False)
    return figure


def _panel(axes: Axes, price: Price, name: str, words: Words) -> None:
    """Draw one objective; values that bind are red, the level without the number is dashed.

    A pale red band stands where no plan keeps all rules.
    """
    for row in price.rows:
        if row.outcome is Outcome.INFEASIBLE and row.value is not None:
            axes.axvline(row.value, color=ALARM, linewidth=7, alpha=0.18)
        value = next((r.value for r in row.reached if r.name == name), None)
        if value is not None and row.value is not None:
            colour = ALARM if price.binds(row) else COUNTY
            face = colour if row.proved else "none"
            axes.plot(row.value, figure_of(name, value), "o", color=colour, markerfacecolor=face)
    free = next((r.value for r in price.free.reached if r.name == name), None)
    if free is not None:
        label = Terms(words.lang)("lifted")
        level = figure_of(name, free)
        axes.axhline(level, color=FAINT, linewidth=0.9, linestyle="--", label=label)
        axes.legend(fontsize=7.5, frameon=False)
    if price.starts is not None:
        axes.axvline(price.starts, color=FAINT, linewidth=0.9, linestyle=":")
    values = [float(row.value) for row in price.rows if row.value is not None]
    pad = 0.04 * (max(values) - min(values) or 1.0)
    axes.set_xlim(min(values) - pad, max(values) + pad)
    axes.set_ylabel(axis_label(name, words), fontsize=8.5)
    axes.yaxis.set_major_locator(MaxNLocator(nbins=4, integer=name != "share"))
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:,.10g}"))
    axes.grid(alpha=0.25, linewidth=0.5)
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
