"""A solver that lies at random: nothing false ends as proved, and honest runs still prove.

In each mode a liar stands in turn for each solver at the seam where it is asked, on random
counties, until enough false answers were given; the same solves run with honest solvers.
"""

from __future__ import annotations

import argparse
import sys

from benchmarks.record import Row, record
from tests.long.proofs import RESULTS
from tests.proofs.liar import LIARS
from tests.proofs.lying import Trial, trial
from tests.reference.tables import Row as Line

MODES = ("whole", "split", "redraw")
FAKES = 100
SHARE_HONEST = 0.9


def main(words: list[str]) -> int:
    """Run it and write the result."""
    parser = argparse.ArgumentParser(prog="python -m tests.long lies", description=__doc__)
    parser.add_argument("--first", type=int, default=1, help="number of the first county")
    parser.add_argument("--fakes", type=int, default=FAKES, help="false answers a mode and solver")
    parser.add_argument("--most", type=int, default=400, help="counties a mode and solver at most")
    parser.add_argument("--rate", type=float, default=0.4, help="how often the liar lies")
    parser.add_argument("--seconds", type=float, default=60, help="for one solve")
    parser.add_argument("--modes", nargs="*", default=MODES, choices=MODES)
    parser.add_argument("--solvers", nargs="*", default=list(LIARS), choices=list(LIARS))
    parser.add_argument("--no-record", action="store_true", help="write no result file")
    asked = parser.parse_args(words)
    rows = [_row(mode, solver, asked) for solver in asked.solvers for mode in asked.modes]
    targets = [target for row in rows for target in _targets(row, asked.fakes)]
    if not asked.no_record:
        print(record("lies", rows, targets, {"limits": vars(asked)}, RESULTS))
    for target in targets:
        print(f"{'met ' if target['met'] else 'MISSED'} {target['target']}: {target['value']}")
    return 0 if all(target["met"] for target in targets) else 1


def _row(mode: str, solver: str, asked: argparse.Namespace) -> Row:
    """Let the liar stand for one solver in one mode until it has lied often enough."""
    trials: list[Trial] = []
    for number in range(asked.first, asked.first + asked.most):
        trials.append(trial(number, mode, solver, asked.rate, asked.seconds))
        print(f"{mode}, {solver}: {trials[-1]}", flush=True)
        if sum(t.fakes.total() for t in trials) >= asked.fakes:
            break
    return row_of(mode, solver, trials)


def row_of(mode: str, solver: str, trials: list[Trial]) -> Row:
    """Add trials up."""
    told: dict[str, int] = {}
    for one in trials:
        for said, times in one.fakes.items():
            told[said] = told.get(said, 0) + times
    return {
        "mode": mode,
        "solver": solver,
        "counties": len(trials),
        "fakes": sum(told.values()),
        "told": told,
        "false_proofs": [f"{t.number}: {text}" for t in trials for text in t.false_proofs],
        "solvers_found_wrong": sum(t.accused for t in trials),
        "proved_beside_the_liar": sum(t.lied_to_proved for t in trials),
        "honest_proved": sum(t.honest_proved for t in trials),
    }


def _targets(row: Row, fakes: int) -> list[Line]:
    where = f"{row['mode']}, {row['solver']}"
    share = row["honest_proved"] / row["counties"]
    wrong = row["false_proofs"]
    return [
        {"target": f"{where}: at least {fakes} false answers", "value": row["fakes"],
         "met": row["fakes"] >= fakes},
        {"target": f"{where}: false answers that end as proved: none", "value": wrong,
         "met": not wrong},
        {"target": f"{where}: share of honest runs that prove: {SHARE_HONEST:.0%}",
         "value": round(share, 4), "met": share >= SHARE_HONEST},
    ]  # fmt: skip


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
