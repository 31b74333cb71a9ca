"""Modes `split` and `redraw`: value, bound, gap and time of each objective, county by county.

Run from the root of the repository: `python -m benchmarks.village_modes`.
Every county of Changzhi alone in mode `split`, and generated counties. Time runs
from the territory at hand to the end of the solve, mode whole's first plan included.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.record import ROOT, Row, print_table, print_targets, record, target

SHOWN = ("case", "mode", "units", "units_bound", "travel_gap", "outcome", "seconds", "limit_s")


@dataclass(frozen=True)
class Case:
    """A county and what it is to be solved for.

    Attributes
    ----------
    gap
        The largest distance of travel from its bound, relative, that was aimed at.
    spare
        How many units above their bound were aimed at.
    """

    name: str
    mode: str
    seconds: float
    gap: float
    townships: int = 0
    villages: int = 0
    seed: int = 0
    county: int = 0
    spare: int = 0


CHANGZHI = [Case(f"changzhi-{c + 1}", "split", 60, 0.005, county=c) for c in range(12)]
GENERATED = [
    Case(f"{villages}x{townships}-{seed}", mode, limit, gap, townships, villages, seed, 0, spare)
    for villages, townships, mode, limit, gap, spare in (
        (400, 25, "redraw", 60, 0.0, 0),
        (1000, 40, "redraw", 180, 0.005, 0),
        (1500, 60, "split", 300, 0.01, 1),
    )
    for seed in (1, 2, 3)
]
CASES = {case.name: case for case in (*CHANGZHI, *GENERATED)}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the cases, print and record."""
    options = _options(arguments)
    rows = []
    for name in options.cases:
        rows.append(_measure(CASES[name], options.workers))
        print_table(rows[-1:], SHOWN)
    targets = [_judge(CASES[row["case"]], row) for row in rows]
    print_targets(targets)
    print(f"written: {record(options.name, rows, targets, {'workers': options.workers})}")
    return 0


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.village_modes", description=__doc__)
    parser.add_argument("--cases", nargs="+", choices=CASES, default=list(CASES))
    parser.add_argument("--workers", type=int, default=8)
    parser.add_argument("--name", default="village-modes", help="name of the result file")
    return parser.parse_args(arguments)


def _measure(case: Case, workers: int) -> Row:
    from optimizer.solve.clock import Clock, Effort
    from optimizer.solve.run import solve

    with tempfile.TemporaryDirectory() as folder:
        dataset = _dataset(case, Path(folder))
        clock = Clock(Effort(case.seconds, workers))
        solution = solve(dataset.territory, dataset.scenario, clock)
    row = {
        "case": case.name,
        "place": dataset.territory.counties[0].name,
        "mode": case.mode,
        "outcome": solution.outcome.value,
        "seconds": round(solution.seconds, 2),
        "limit_s": case.seconds,
    }
    return {**row, **dict(_values(solution.reached))}


def _values(reached: Sequence[Any]) -> Iterator[tuple[str, Any]]:
    for one in reached:
        if one.name in ("units", "travel"):
            yield one.name, one.value
            yield f"{one.name}_bound", one.bound
            yield f"{one.name}_proved", one.proved
            if one.name == "travel" and one.bound is not None:
                yield "travel_gap", round((one.value - one.bound) / max(1, one.value), 6)


def _dataset(case: Case, folder: Path) -> Any:
    """Write a case's tables to a folder and read them."""
    from optimizer.data.dataset import read_dataset
    from optimizer.data.generate import generate_county, write_dataset

    if case.townships:
        write_dataset(generate_county(case.townships, case.villages, case.seed), folder / "case")
    else:
        _one_county(case.county, folder / "case")
    return read_dataset(folder / "case", {"mode": case.mode})


def _one_county(county: int, folder: Path) -> None:
    """Copy one county of Changzhi; the city's rules that one county can keep stay."""
    import pandas as pd

    source = ROOT / "instances" / "changzhi"
    folder.mkdir()
    read = {name: _table(pd, source / f"{name}.csv") for name in ("counties", "townships")}
    code = read["counties"]["code"].iloc[county]
    townships = read["townships"][read["townships"]["county"] == code]
    villages = _table(pd, source / "villages.csv")
    villages = villages[villages["township"].isin(townships["code"])]
    inside = set(villages["code"])
    read["counties"][read["counties"]["code"] == code].to_csv(folder / "counties.csv", index=False)
    townships.to_csv(folder / "townships.csv", index=False)
    villages.to_csv(folder / "villages.csv", index=False)
    for name in ("contiguity", "roads"):
        pairs = _table(pd, source / f"{name}.csv")
        kept = pairs["a"].isin(inside) & pairs["b"].isin(inside)
        pairs[kept].to_csv(folder / f"{name}.csv", index=False)
    scenario = (source / "scenario.toml").read_text("utf-8").splitlines(keepends=True)
    lines = [line for line in scenario if not line.startswith("city = ")]
    (folder / "scenario.toml").write_text("".join(lines), "utf-8")


def _table(pd: Any, path: Path) -> Any:
    return pd.read_csv(path, dtype=str, keep_default_na=False)


def _judge(case: Case, row: Row) -> Row:
    known = row.get("units_bound") is not None and row.get("travel_gap") is not None
    spare = row["units"] - row["units_bound"] if known else None
    met = known and spare <= case.spare and row["travel_gap"] <= case.gap
    aim = f"units within {case.spare}, travel within {case.gap:.1%}, {case.seconds:g} s"
    return target(f"{case.name} {case.mode}: {aim}; gap of travel", row.get("travel_gap"), met)


if __name__ == "__main__":
    sys.exit(main())
