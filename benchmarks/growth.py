"""Growth: time and memory of the command `solve` from a county to a country, mode whole.

Territories are made by the command `generate`, once, and kept in a folder for the next
run. `solve` runs as a user runs it, with its default objectives, and is watched with
all of its processes.
"""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.changzhi_whole import read_plan, words
from benchmarks.record import ROOT, Row, target
from benchmarks.spec import Limits, Spec
from benchmarks.watch import program

TERRITORIES = ROOT / "out" / "bench"
_SLACK = 600.0
"""Seconds beyond the limit after which a command is ended: to read, to write, to draw."""


@dataclass(frozen=True)
class Size:
    """A territory by its size, and what was aimed at.

    Attributes
    ----------
    wall_s, peak_mib
        The most that was aimed at; 0 for no aim.
    """

    counties: int
    townships: int
    villages: int
    wall_s: float = 0
    peak_mib: float = 0


SIZES = {
    "county": Size(1, 12, 240),
    "city": Size(12, 144, 2_880),
    "province": Size(117, 1_400, 28_000, wall_s=60),
    "country": Size(2_850, 40_000, 620_000, wall_s=900, peak_mib=4096),
}


def _measure(case: str, method: str, effort: Limits) -> list[Row]:
    size = SIZES[case]
    folder, made = territory(case, TERRITORIES)
    plan = TERRITORIES / f"{case}-plan"
    shutil.rmtree(plan, ignore_errors=True)
    sizes = {"counties": size.counties, "townships": size.townships, "villages": size.villages}
    start = {"case": case, "method": method, **sizes, **made}
    if not (folder / "scenario.toml").exists():
        return [{**start, "outcome": "not generated"}]
    limit = ["--time-limit", f"{effort.seconds:g}"]
    row = program(["solve", str(folder), "-o", str(plan), *limit], effort.seconds + _SLACK)
    found = read_plan(plan)
    return [{**start, **row, **found, "reached": words(found["objectives"])}]


def territory(case: str, folder: Path) -> tuple[Path, Row]:
    """Return the folder of a territory, made if it is not there yet, and what making it took.

    The folder holds no scenario where `generate` failed; what it said is on stderr.
    """
    size, path = SIZES[case], folder / case
    if (path / "scenario.toml").exists():
        return path, {}
    shutil.rmtree(path, ignore_errors=True)
    sizes = {"counties": size.counties, "townships": size.townships, "villages": size.villages}
    options = [word for name, value in sizes.items() for word in (f"--{name}", str(value))]
    row = program(["generate", "province", *options, "-o", str(path)])
    return path, {"generate_s": row["wall_s"], "generate_mib": row["peak_mib"]}


def judge(rows: Sequence[Row]) -> list[Row]:
    """Return the targets that the rows allow to be judged."""
    targets = []
    for row in rows:
        size, done = SIZES[row["case"]], row["outcome"] == "OPTIMAL"
        for name, most in (("wall_s", size.wall_s), ("peak_mib", size.peak_mib)):
            if most:
                met = done and row.get(name, most + 1) <= most
                aim = f"{row['case']}: proved, {name} at most {most:g}"
                targets.append(target(aim, row.get(name), met))
    return targets


def _spec(cases: Sequence[str], what: str) -> Spec:
    return Spec(
        name="growth",
        words=f"time and memory of `solve` from a county to a {what}, proved county by county",
        cases=tuple(cases),
        methods=("tool",),
        measure=_measure,
        shown=(
            "case", "villages", "exit", "outcome", "wall_s", "peak_mib", "generate_s", "reached",
        ),
        effort=Limits(900, 1),
        judge=judge,
    )  # fmt: skip


PROVINCE = _spec(["county", "city", "province"], "province")
COUNTRY = _spec(list(SIZES), "country")
