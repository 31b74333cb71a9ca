"""A small page with harmful-looking names, and a browser that opens it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from benchmarks.browser import INSTALL, chromium, found
from models.plan import Plan
from optimizer.data.plan_file import write_plan
from optimizer.decide.analysis import analyse
from optimizer.report.dossier.gather import ReportRequest, gather
from optimizer.report.dossier.material import Material
from optimizer.report.page import write_page
from optimizer.report.record import solution_record
from optimizer.solve.clock import Clock, Effort
from optimizer.solve.run import solve
from tests.reference.tables import Tables
from tests.support import write_folder

EVIL = "</script><script>window.hurt=1</script>"
IMAGE = '<img src=x onerror="window.hurt=2">'
FORMULA = "=1+1"
RULES = {
    "area_cap": {"max_km2": 45},
    "access": {"max_km": 30},
    "protected": {"flags": ["county_seat"]},
    "count": {"county": {"min_cut": 1, "max_cut": 2}},
}
OBJECTIVES = [{"name": name} for name in ("units", "share", "travel", "disruption")]


def small_tables(side: int = 3) -> Tables:
    """Return two counties of side x side townships, each a square of four villages of 3 km2."""
    villages, townships, pairs, roads = [], [], [], []
    width = 4 * side

    def code(column: int, row: int) -> str:
        return f"{column:02d}{row:02d}"

    for column in range(width):
        for row in range(2 * side):
            home = f"T{column // 2}{row // 2}"
            villages.append(
                {
                    "code": code(column, row),
                    "name": f"村{column}-{row}",
                    "township": home,
                    "population": 100 + 37 * ((column * 7 + row * 3) % 11),
                    "area_km2": 3 + (column + row) % 3,
                    "lon": 113 + 0.02 * column + 0.003 * (row % 2),
                    "lat": 36 + 0.016 * row,
                }
            )
            for a, b in ((column + 1, row), (column, row + 1)):
                if a < width and b < 2 * side:
                    pairs.append({"a": code(column, row), "b": code(a, b)})
                    roads.append({"a": code(column, row), "b": code(a, b), "km": 2})
    for column in range(width // 2):
        for row in range(side):
            kind = ("乡", "镇", "乡")[(column + row) % 3]
            townships.append(
                {
                    "code": f"T{column}{row}",
                    "name": f"乙{column}{row}{kind}",
                    "kind": kind,
                    "county": "C1" if column < side else "C2",
                    "seat": code(2 * column, 2 * row),
                    "county_seat": int(column % side == 1 and row == 1),
                }
            )
    townships[0]["name"], townships[1]["name"] = EVIL, FORMULA
    villages[0]["name"] = IMAGE
    counties = [{"code": c, "name": f"县{c}", "is_district": 0} for c in ("C1", "C2")]
    return Tables(counties, townships, villages, pairs, roads)


@dataclass(frozen=True)
class Made:
    """A page with what it was made from."""

    file: Path
    material: Material
    analysis: dict[str, Any]


def made(folder: Path, tables: Tables, lang: str = "zh") -> Made:
    """Solve a small scenario, analyse its plan, and write its page beside the status quo's."""
    from optimizer.data.dataset import read_dataset

    dataset = read_dataset(write_folder(_new(folder / "data"), tables, RULES, OBJECTIVES))
    effort = Effort(workers=1)
    solution = solve(dataset, Clock(effort))
    assert solution.plan is not None
    record = solution_record(solution, dataset, effort)
    write_plan(_new(folder / "best"), solution.plan, record)
    write_plan(_new(folder / "quo"), Plan.status_quo(dataset.territory), {})
    plans = folder / "best", folder / "quo"
    material = gather(dataset, ReportRequest(plans, ("方案甲", IMAGE)), lang)
    plan = material.proposed.plan
    analysis = analyse(dataset, dataset.sha256, plan, Clock(effort))
    write_page(material, analysis, folder)
    return Made(folder / "index.html", material, analysis)


def _new(folder: Path) -> Path:
    folder.mkdir()
    return folder


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Made:
    """Return a page of two counties with eighteen townships."""
    return made(tmp_path_factory.mktemp("page"), small_tables())


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Return headless Chromium; without it tests are skipped, but where CI is set they fail."""
    if not found():
        (pytest.fail if os.environ.get("CI") else pytest.skip)(INSTALL)
    with chromium() as driver:
        yield driver
