"""The tool's whole mode beside a textbook flow MILP by CBC and HiGHS, on the same problems.

Run from the root of the repository: `python -m benchmarks.whole_vs_milp`.
Exits 1 when two methods prove different optima; a missed target is only printed.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from benchmarks.cases import CASES
from benchmarks.methods import FLOWS, METHODS, measure
from benchmarks.peers.flow import THREADS
from benchmarks.record import Row, print_table, print_targets, record, target
from optimizer.solve.milp_solvers import cbc_version

SHOWN = (
    "case",
    "method",
    "status",
    "value",
    "bound",
    "seconds",
    "build_seconds",
    "columns",
    "rows",
)
TEXTBOOK = [name for name in FLOWS if "order" not in name]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run every method on every case, print, record and compare."""
    options = _options(arguments)
    rows = []
    for case in options.cases:
        for method in options.methods:
            rows.append(measure(case, method, options.limit, options.runs))
            if options.verbose:
                print_table(rows[-1:], SHOWN)
    targets = judge(rows)
    print_table(rows, SHOWN)
    print_targets(targets)
    cases = {case: CASES[case].words for case in options.cases}
    notes = {"limit_s": options.limit, "runs": options.runs, "cases": cases}
    notes |= {"peer_threads": THREADS, "cbc": cbc_version()}
    print(f"written: {record(options.name, rows, targets, notes)}")
    unequal = disagreements(rows)
    for words in unequal:
        print(f"DIFFERENT OPTIMA  {words}", file=sys.stderr)
    return 1 if unequal else 0


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.whole_vs_milp", description=__doc__)
    parser.add_argument("--limit", type=float, default=300, help="seconds for each run")
    parser.add_argument("--runs", type=int, default=3, help="repeats; the median is reported")
    parser.add_argument("--cases", nargs="+", choices=CASES, default=list(CASES))
    parser.add_argument("--methods", nargs="+", choices=METHODS, default=list(METHODS))
    parser.add_argument("--name", default="whole-vs-milp", help="name of the result file")
    parser.add_argument("--verbose", action="store_true", help="print each row as it comes")
    return parser.parse_args(arguments)


def disagreements(rows: Sequence[Row]) -> list[str]:
    """Return, in words, the cases where two proofs differ."""
    found = []
    for case in dict.fromkeys(row["case"] for row in rows):
        proved = [r for r in rows if r["case"] == case and r["status"] != "open"]
        values = {(r["status"], r["value"]) for r in proved}
        if len(values) > 1 or not all(r["same"] for r in proved):
            found.append(f"{case}: " + "; ".join(f"{r['method']} {r['value']}" for r in proved))
    return found


def judge(rows: Sequence[Row]) -> list[Row]:
    """Return the targets that the rows allow to be judged."""
    by_key = {(row["case"], row["method"]): row for row in rows}
    targets = []
    if grid := by_key.get(("grid-7", "tool")):
        proved = grid["status"] == "optimal" and grid["value"] == 9
        within = proved and grid["seconds"] <= 2
        targets.append(target("grid-7: 9 units proved within 2 s", grid["seconds"], within))
        for words, peers in (("textbook", TEXTBOOK), ("any", list(FLOWS))):
            if ratio := _ratio(by_key, "grid-7", peers):
                aim = f"grid-7: at least 10 times faster than the fastest {words} peer"
                targets.append(target(aim, ratio, ratio >= 10))
    if county := by_key.get(("county-25", "tool")):
        ratio = _ratio(by_key, "county-25", list(FLOWS)) or 0.0
        met = county["status"] == "optimal" and (ratio >= 5 or county["seconds"] < 1)
        aim = "county-25: under 1 s, or 5 times faster than the fastest peer"
        targets.append(target(aim, county["seconds"], met))
    return targets


def _ratio(by_key: dict[tuple[str, str], Row], case: str, peers: Sequence[str]) -> float | None:
    """Return how many times longer the fastest of some peers took than the tool.

    A peer that reached its limit counts with the time it had.
    """
    times = [by_key[case, peer]["seconds"] for peer in peers if (case, peer) in by_key]
    return min(times) / by_key[case, "tool"]["seconds"] if times else None


if __name__ == "__main__":
    sys.exit(main())
