"""A solution put into its folder: plan.csv and plan.json, then map.png and map.svg."""

from __future__ import annotations

from pathlib import Path

from models.plan import Plan
from optimizer.data.dataset import Dataset
from optimizer.data.output import replacing
from optimizer.data.plan_file import PICTURES, write_plan
from optimizer.report.pictures import NO_TIME, added, seconds_for
from optimizer.report.record import solution_record
from optimizer.report.words import Words
from optimizer.solve.clock import Effort
from optimizer.solve.solution import Solution


def deliver(folder: Path, dataset: Dataset, solution: Solution, effort: Effort) -> list[Path]:
    """Write the plan and its record; they replace an earlier result together."""
    assert solution.plan is not None
    with replacing(folder) as draft:
        write_plan(draft, solution.plan, solution_record(solution, dataset, effort))
    return [folder / "plan.csv", folder / "plan.json"]


def deliver_maps(
    folder: Path, dataset: Dataset, solution: Solution, lang: str, left: float = float("inf")
) -> tuple[list[Path], str]:
    """Draw the territory before and after a solution's plan; see `plan_maps`."""
    assert solution.plan is not None
    return plan_maps(folder, dataset, solution.plan, lang, left)


def plan_maps(
    folder: Path, dataset: Dataset, plan: Plan, lang: str, left: float = float("inf")
) -> tuple[list[Path], str]:
    """Draw the territory before and after a plan that is written.

    Parameters
    ----------
    left
        Seconds that this may take; where it would take more nothing is drawn.

    Returns
    -------
    tuple
        The files, and a warning (empty when all is well).
    """
    seconds = seconds_for(dataset.territory)
    if seconds > left:
        return [], NO_TIME.in_lang(lang).format(seconds=seconds)
    title = dataset.scenario.title or dataset.scenario.name
    estimated = dataset.territory.estimated
    note = Words(lang).estimated(estimated)

    def draw(draft: Path) -> str:
        from optimizer.report.map import draw_maps

        return draw_maps(plan, draft, title, "zh" if lang == "zh" else "en", note).warning

    return added(folder, PICTURES, draw, lang)
