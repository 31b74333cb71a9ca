"""A frontier as data, as tables, as pictures, and each of its plans in a folder."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from optimizer.data.cells import Code, csv_text
from optimizer.data.dataset import Dataset
from optimizer.data.output import replacing
from optimizer.data.plan_file import replace_file, write_plan
from optimizer.decide.frontier import Frontier, Point
from optimizer.report.frontier import Mark, verdict
from optimizer.report.pictures import added
from optimizer.report.record import (
    chosen_record,
    exact_cells,
    exact_heads,
    number,
    scenario_record,
)
from optimizer.report.words.choosing import Terms

PLANS, COUNTIES = "plans", "counties"
NAMES = ("frontier.csv", "frontier.json")
PICTURES = ("frontier.png", "frontier.svg")
FILES = frozenset({*NAMES, *PICTURES, PLANS, COUNTIES})


def frontier_record(dataset: Dataset, frontier: Frontier, marks: Sequence[Mark]) -> dict[str, Any]:
    """Return a frontier for programs."""
    names, counties = frontier.objectives, frontier.space.territory.counties
    return {
        "scenario": scenario_record(dataset),
        "objectives": list(names),
        "proved": frontier.proved,
        "open_counts": list(frontier.open_counts),
        "points": [_point(point) for point in frontier.points],
        "counties": {
            county.code: [_point(point) for point in points]
            for county, points in zip(counties, frontier.counties, strict=True)
        },
        "given": [
            {
                "name": mark.name,
                "values": [number(mark.audit.objectives[name]) for name in names],
                "broken": [finding.clause for finding in mark.audit.broken],
            }
            for mark in marks
        ],
    }


def _point(point: Point) -> dict[str, Any]:
    return {"values": [number(v) for v in point.values], "proved": point.proved}


def frontier_rows(frontier: Frontier) -> Iterator[Sequence[object]]:
    """Yield the values of the territory (county empty) and of each county."""
    heads = [head for name in frontier.objectives for head in exact_heads(name)]
    yield ["county", "number", *heads, "proved"]
    for number_, point in enumerate(frontier.points, 1):
        yield ["", number_, *_cells(frontier, point), int(point.proved)]
    for county, points in zip(frontier.space.territory.counties, frontier.counties, strict=True):
        for number_, point in enumerate(points, 1):
            yield [Code(county.code), number_, *_cells(frontier, point), int(point.proved)]


def _cells(frontier: Frontier, point: Point) -> Iterator[object]:
    for name, value in zip(frontier.objectives, point.values, strict=True):
        yield from exact_cells(name, value)


def deliver_frontier(
    folder: Path,
    dataset: Dataset,
    frontier: Frontier,
    marks: Sequence[Mark],
    lang: str,
    excel: bool = False,
) -> tuple[list[Path], str]:
    """Write table, plans and record, then the picture; return the files and a warning about it."""
    import json

    from optimizer.report.frontier_plot import draw_frontier

    with replacing(folder) as draft:
        replace_file(draft / NAMES[0], csv_text(frontier_rows(frontier), excel))
        for number_, point in enumerate(frontier.points, 1):
            _write_plan(draft / PLANS / f"{number_:03d}", dataset, frontier, point)
        record = frontier_record(dataset, frontier, marks)
        replace_file(draft / NAMES[1], json.dumps(record, ensure_ascii=False, indent=1) + "\n")

    def draw(draft: Path) -> str:
        draw_frontier(draft, dataset, frontier, marks, lang)
        return ""

    pictures, warning = added(folder, PICTURES, draw, lang)
    return [*(folder / name for name in NAMES), *pictures, folder / PLANS], warning


def _write_plan(folder: Path, dataset: Dataset, frontier: Frontier, point: Point) -> None:
    plan, audit = frontier.plan(point)
    folder.mkdir(parents=True, exist_ok=True)
    origin = {
        "command": "frontier",
        "objectives": list(frontier.objectives),
        "proved": point.proved,
        "all_found": verdict(Terms("en"), frontier),
    }
    write_plan(folder, plan, chosen_record(dataset, plan, audit, origin))
