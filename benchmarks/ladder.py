"""The ladder: fewest units on k x k grids, value and bound over time, beside the peers.

Run from the root of the repository: `python -m benchmarks.ladder`.
Only the tool: `python -m benchmarks.ladder --methods tool`.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from benchmarks import best_known
from benchmarks.ladder_runs import METHODS, measure
from benchmarks.record import Row, print_table, print_targets, record, target

SHOWN = ("k", "method", "at", "status", "value", "bound", "gap", "seconds", "best_known", "behind")
TARGETS = {
    7: (9, 9, 2),
    10: (17, 17, 15),
    15: (40, 39, 120),
    20: (67, 66, 120),
    30: (156, 152, 120),
}
"""By k: units at most, bound at least, within seconds."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the ladder, print, record, and keep the best known values."""
    options = _options(arguments)
    rows: list[Row] = []
    for k in options.grids:
        for method in options.methods:
            rows += measure(k, method, options.times)
            if options.verbose:
                print_table(rows[-len(options.times) :], SHOWN[:-2])
    known = best_known.read()
    shown = best_known.compared(rows, known)
    targets = judge(rows)
    print_table(shown, SHOWN)
    print_targets(targets)
    print(f"written: {record(options.name, shown, targets, {'times_s': options.times})}")
    best_known.write(best_known.updated(rows, known))
    return 0


def judge(rows: Sequence[Row]) -> list[Row]:
    """Return the targets that the tool's rows allow to be judged."""
    found = []
    for k, (value, bound, seconds) in TARGETS.items():
        mine = [r for r in rows if r["k"] == k and r["method"] == "tool" and r["at"] >= seconds]
        if mine:
            row = mine[0]
            proved = value == bound
            within = not proved or row["seconds"] <= seconds
            met = (row["value"] or value + 1) <= value and (row["bound"] or 0) >= bound and within
            words = f"at most {value} units, bound at least {bound}, in {seconds} s"
            found.append(target(f"grid-{k}: {words}", row["value"], met))
    return found


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.ladder", description=__doc__)
    parser.add_argument("--grids", type=int, nargs="+", default=list(TARGETS), help="sides k")
    parser.add_argument("--methods", nargs="+", choices=METHODS, default=list(METHODS))
    parser.add_argument("--times", type=float, nargs="+", default=[1, 10, 60, 120], help="seconds")
    parser.add_argument("--name", default="ladder", help="name of the result file")
    parser.add_argument("--verbose", action="store_true", help="print each row as it comes")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
