"""A comparison put into a folder: its tables and its maps."""

from __future__ import annotations

from pathlib import Path

from optimizer.data.dataset import Dataset
from optimizer.decide.compare import Comparison
from optimizer.report.compare import plan_names
from optimizer.report.compare_files import write_comparison
from optimizer.report.terms import Terms
from optimizer.report.words import Words


def deliver_comparison(
    folder: Path, dataset: Dataset, comparison: Comparison, lang: str
) -> tuple[list[Path], str]:
    """Write a comparison's files.

    Returns
    -------
    tuple
        The files, and a warning about the picture (empty when all is well).
    """
    from optimizer.report.map import draw_side_by_side

    tables, terms = write_comparison(folder, Words(lang), comparison), Terms(lang)
    names = plan_names(terms, comparison)
    named = [(n, c.plan) for n, c in zip(names, comparison.contenders, strict=True)]
    plans = [(name, plan) for name, plan in named if (plan.unit >= 0).all()]
    left_out = [terms("not_drawn", name=n) for n, plan in named if (plan.unit < 0).any()]
    estimated = dataset.territory.estimated
    note = f"{Words(lang)('estimated')}: {estimated}" if estimated else ""
    title = dataset.scenario.title or dataset.scenario.name
    maps = draw_side_by_side(plans, folder, title, "zh" if lang == "zh" else "en", note)
    pictures = [path for path in (maps.png, maps.svg) if path is not None]
    return [*tables, *pictures], "; ".join(filter(None, [maps.warning, *left_out]))
