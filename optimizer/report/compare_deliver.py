"""A comparison put into a folder: its tables and its maps."""

from __future__ import annotations

from pathlib import Path

from optimizer.data.dataset import Dataset
from optimizer.data.output import replacing
from optimizer.decide.compare import Comparison
from optimizer.report.compare import plan_names
from optimizer.report.compare_files import write_comparison
from optimizer.report.terms import Terms
from optimizer.report.words import Words


def deliver_comparison(
    folder: Path, dataset: Dataset, comparison: Comparison, lang: str, excel: bool = False
) -> tuple[list[Path], str]:
    """Write a comparison's files; they replace an earlier comparison together.

    Returns
    -------
    tuple
        The files, and a warning about the picture (empty when all is well).
    """
    with replacing(folder) as draft:
        files, warning = add_comparison(draft, dataset, comparison, lang, excel)
    return [folder / file.name for file in files], warning


def add_comparison(
    folder: Path, dataset: Dataset, comparison: Comparison, lang: str, excel: bool = False
) -> tuple[list[Path], str]:
    """Write a comparison's files beside others; return what `deliver_comparison` does."""
    from optimizer.report.map import draw_side_by_side

    tables, terms = write_comparison(folder, Words(lang), comparison, excel), Terms(lang)
    names = plan_names(terms, comparison)
    named = [(n, c.plan) for n, c in zip(names, comparison.contenders, strict=True)]
    plans = [(name, plan) for name, plan in named if (plan.unit >= 0).all()]
    left_out = [terms("not_drawn", name=n) for n, plan in named if (plan.unit < 0).any()]
    estimated = dataset.territory.estimated
    note = Words(lang).estimated(estimated)
    title = dataset.scenario.title or dataset.scenario.name
    maps = draw_side_by_side(plans, folder, title, "zh" if lang == "zh" else "en", note)
    pictures = [path for path in (maps.png, maps.svg) if path is not None]
    return [*tables, *pictures], "; ".join(filter(None, [maps.warning, *left_out]))
