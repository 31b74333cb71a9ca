"""A comparison put into a folder: its tables, then its maps."""

from __future__ import annotations

from pathlib import Path

from optimizer.data.dataset import Dataset
from optimizer.data.output import replacing
from optimizer.data.plan_file import PICTURES
from optimizer.decide.compare import Comparison
from optimizer.report.compare import plan_names
from optimizer.report.compare_files import write_comparison
from optimizer.report.pictures import added
from optimizer.report.words import Words
from optimizer.report.words.choosing import Terms


def deliver_comparison(
    folder: Path, dataset: Dataset, comparison: Comparison, lang: str, excel: bool = False
) -> tuple[list[Path], str]:
    """Write a comparison's tables, which replace an earlier one's together; then draw its maps.

    Returns
    -------
    tuple
        The files, and a warning about the picture (empty when all is well).
    """
    with replacing(folder) as draft:
        tables = write_comparison(draft, Words(lang), comparison, excel)
    maps, warning = add_comparison_maps(folder, dataset, comparison, lang)
    return [*(folder / table.name for table in tables), *maps], warning


def add_comparison_maps(
    folder: Path, dataset: Dataset, comparison: Comparison, lang: str
) -> tuple[list[Path], str]:
    """Draw the plans of a comparison beside its tables; return what `deliver_comparison` does."""
    terms = Terms(lang)
    names = plan_names(terms, comparison)
    named = [(n, c.plan) for n, c in zip(names, comparison.contenders, strict=True)]
    plans = [(name, plan) for name, plan in named if (plan.unit >= 0).all()]
    left_out = [terms("not_drawn", name=n) for n, plan in named if (plan.unit < 0).any()]
    estimated = dataset.territory.estimated
    note = Words(lang).estimated(estimated)
    title = dataset.scenario.title or dataset.scenario.name

    def draw(draft: Path) -> str:
        from optimizer.report.map import draw_side_by_side

        maps = draw_side_by_side(plans, draft, title, "zh" if lang == "zh" else "en", note)
        return maps.warning

    pictures, warning = added(folder, PICTURES, draw, lang)
    return pictures, "; ".join(filter(None, [warning, *left_out]))
