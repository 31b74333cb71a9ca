"""Random counties: no proved value is wrong, whatever the engine, the mode and the seed.

For each county every mode is solved by every engine; what they prove is held against each
other, against random valid plans, against brute force and against exact covers without a
solver. What must hold is in `TARGETS`; the exit code is 0 where all of it does.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter, deque
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from benchmarks.record import Row, Shelf, record
from tests.proofs.bench import Bench, Effort, Report, proved_in_time
from tests.proofs.claims import Claim
from tests.proofs.counties import random_county
from tests.support import write_folder

RESULTS = Shelf(Path(__file__).parent / "results", Path(__file__).parent / "results" / "none.json")
SHARE_PROVED = 0.95


def main(words: list[str]) -> int:
    """Run it and write the result."""
    asked = options(words)
    if asked.write:
        for number in asked.numbers:
            print(written(number, asked.write))
        return 0
    rows = []
    for report in reports(asked):
        rows.append(row_of(report))
        print(line_of(report), flush=True)
    targets = targets_of(rows)
    notes = {"limits": vars(effort_of(asked)), "counties": len(rows), "totals": totals(rows)}
    if not asked.no_record:
        print(record("proofs", rows, targets, notes, RESULTS))
    for target in targets:
        print(f"{'met ' if target['met'] else 'MISSED'} {target['target']}: {target['value']}")
    return 0 if all(target["met"] for target in targets) else 1


def options(words: list[str]) -> argparse.Namespace:
    """Read the words after the name."""
    parser = argparse.ArgumentParser(prog="python -m tests.long proofs", description=__doc__)
    parser.add_argument("--first", type=int, default=1, help="number of the first county")
    parser.add_argument("--counties", type=int, default=300, help="how many")
    parser.add_argument("--only", type=int, nargs="*", help="these numbers alone")
    parser.add_argument("--seconds", type=float, default=60, help="for the default engine")
    parser.add_argument("--others", type=float, default=20, help="for cpsat and milp alone")
    parser.add_argument("--plans", type=int, default=200, help="random valid plans a mode")
    parser.add_argument("--sets", type=int, default=1500, help="combined for the true optimum")
    parser.add_argument("--processes", type=int, default=1)
    parser.add_argument("--minutes", type=float, default=600, help="no county begins after them")
    parser.add_argument("--no-record", action="store_true", help="write no result file")
    parser.add_argument("--write", type=Path, help="write the datasets into this folder, no solve")
    asked = parser.parse_args(words)
    asked.numbers = asked.only or list(range(asked.first, asked.first + asked.counties))
    return asked


def effort_of(asked: argparse.Namespace) -> Effort:
    """Return how much is done for one county."""
    return Effort(asked.seconds, asked.others, plans=asked.plans, sets=asked.sets)


def reports(asked: argparse.Namespace) -> Iterator[Report]:
    """Yield what was found of each county until the time is over.

    A process that dies is a contradiction too; another one goes on behind it.
    """
    effort, left = effort_of(asked), list(asked.numbers)
    end = time.monotonic() + 60 * asked.minutes
    while left and time.monotonic() < end:
        with ProcessPoolExecutor(asked.processes, mp_context=get_context("spawn")) as pool:
            waiting: deque[tuple[int, Future[Report]]] = deque()
            while (left or waiting) and time.monotonic() < end:
                while left and len(waiting) < asked.processes:
                    waiting.append((left[0], pool.submit(one, left.pop(0), effort)))
                number, task = waiting.popleft()
                try:
                    yield task.result()
                except Exception as error:  # the process is gone, or the bench itself failed
                    text = f"process: {type(error).__name__}: {error}"
                    yield Report(number, 0, contradictions=[text])
                    left = [n for n, _ in waiting] + left
                    break


def one(number: int, effort: Effort) -> Report:
    """Return what was found of one county; without plans, which are large."""
    report = Bench(random_county(number), effort).run()
    report.claims = [Claim(c.question, c.outcome, c.reached, c.seconds, None, c.error)
                     for c in report.claims]  # fmt: skip
    return report


def row_of(report: Report) -> Row:
    """Return one county for the result file."""
    final, asked = proved_in_time(report.claims)
    return {
        "county": report.number,
        "villages": report.size,
        "plans": report.plans,
        "truth": report.truths,
        "proved": final,
        "asked": asked,
        "seconds": round(sum(c.seconds for c in report.claims), 1),
        "outcomes": dict(Counter(c.outcome for c in report.claims)),
        "crashes": [f"{c.question}: {c.error}" for c in report.claims if c.error],
        "contradictions": report.contradictions,
    }


def line_of(report: Report) -> str:
    """Return one county for the screen."""
    row = row_of(report)
    head = f"{row['county']}: {row['villages']} villages, {row['proved']} of {row['asked']} proved"
    ways = ", ".join(f"{mode} {how}" for mode, how in row["truth"].items())
    lines = [f"{head}, {row['seconds']} s, {sum(row['plans'].values())} plans; {ways}"]
    return "\n".join([*lines, *(f"   {text}" for text in report.contradictions)])


def totals(rows: list[Row]) -> dict[str, Any]:
    """Add all counties up."""
    outcomes: Counter[str] = Counter()
    for row in rows:
        outcomes.update(row["outcomes"])
    return {
        "outcomes": dict(outcomes),
        "plans": sum(sum(row["plans"].values()) for row in rows),
        "modes_with_known_optimum": sum(len(row["truth"]) for row in rows),
        "modes": sum(len(row["plans"]) for row in rows),
        "proved": sum(row["proved"] for row in rows),
        "asked": sum(row["asked"] for row in rows),
    }


def targets_of(rows: list[Row]) -> list[Row]:
    """Return what must hold, and whether it does."""
    wrong = [row["county"] for row in rows if row["contradictions"]]
    crashed = [row["county"] for row in rows if row["crashes"]]
    proved, asked = sum(row["proved"] for row in rows), sum(row["asked"] for row in rows)
    share = proved / asked if asked else 0.0
    return [
        {"target": "counties with a contradiction: none", "value": wrong, "met": not wrong},
        {"target": "counties with a crash: none", "value": crashed, "met": not crashed},
        {
            "target": f"share that the default engine proves in time: {SHARE_PROVED:.0%}",
            "value": round(share, 4),
            "met": share >= SHARE_PROVED,
        },
    ]


def written(number: int, folder: Path) -> Path:
    """Write the dataset of a county, to look into what was found."""
    county = random_county(number)
    place = folder / str(number)
    return write_folder(place, county.tables, county.rules, county.objectives)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
