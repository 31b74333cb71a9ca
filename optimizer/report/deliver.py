"""A solution put into its folder: plan.csv, map.png, map.svg and plan.json, all or none."""

from __future__ import annotations

from pathlib import Path

from optimizer.data.dataset import Dataset
from optimizer.data.output import replacing
from optimizer.data.plan_file import write_plan
from optimizer.report.record import solution_record
from optimizer.report.words import Words
from optimizer.solve.answer import Solution
from optimizer.solve.clock import Effort


def deliver(
    folder: Path, dataset: Dataset, solution: Solution, effort: Effort, lang: str
) -> tuple[list[Path], str]:
    """Write a solution's files; they replace an earlier result together.

    Returns
    -------
    tuple
        The files, and a warning about the picture (empty when all is well).
    """
    assert solution.plan is not None
    from optimizer.report.map import draw_maps

    title = dataset.scenario.title or dataset.scenario.name
    estimated = dataset.territory.estimated
    note = Words(lang).estimated(estimated)
    with replacing(folder) as draft:
        maps = draw_maps(solution.plan, draft, title, "zh" if lang == "zh" else "en", note)
        write_plan(draft, solution.plan, solution_record(solution, dataset, effort))
    pictures = [folder / path.name for path in (maps.png, maps.svg) if path is not None]
    return [folder / "plan.csv", folder / "plan.json", *pictures], maps.warning
