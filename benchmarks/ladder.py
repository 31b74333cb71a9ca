"""The ladder: fewest units on k x k grids, value and bound over time, beside the peers."""

from __future__ import annotations

from collections.abc import Sequence

from benchmarks.ladder_runs import METHODS, measure
from benchmarks.record import Row, target
from benchmarks.spec import Limits, Spec

TIMES = (1, 10, 60, 120)
TARGETS = {
    7: (9, 9, 2),
    10: (17, 17, 15),
    15: (40, 39, 120),
    20: (67, 66, 120),
    30: (156, 152, 120),
}
"""By k: units at most, bound at least, within seconds."""
FARTHER = (40, 50)
"""Sides of grids without a target: value, bound and gap are shown."""


def _measure(case: str, method: str, effort: Limits) -> list[Row]:
    return measure(int(case.removeprefix("grid-")), method, times_up_to(effort.seconds))


def times_up_to(seconds: float) -> tuple[float, ...]:
    """Return the times at which value and bound are read; the last is the limit."""
    last = int(seconds) if seconds == int(seconds) else seconds
    return (*(at for at in TIMES if at < seconds), last)


def judge(rows: Sequence[Row]) -> list[Row]:
    """Return the targets that the tool's rows allow to be judged."""
    found = []
    for k, (value, bound, seconds) in TARGETS.items():
        mine = [r for r in rows if r["k"] == k and r["method"] == "tool" and r["at"] >= seconds]
        if mine and "value" in mine[0]:
            row = mine[0]
            proved = value == bound
            within = not proved or row["seconds"] <= seconds
            met = (row["value"] or value + 1) <= value and (row["bound"] or 0) >= bound and within
            words = f"at most {value} units, bound at least {bound}, in {seconds} s"
            found.append(target(f"grid-{k}: {words}", row["value"], met))
    return found


SPEC = Spec(
    name="ladder",
    words="fewest units on k x k grids: value, bound and gap at 1, 10, 60, 120 s",
    cases=tuple(f"grid-{k}" for k in (*TARGETS, *FARTHER)),
    methods=METHODS,
    usual_methods=("tool",),
    measure=_measure,
    shown=(
        "case", "method", "at", "status", "value", "bound", "gap", "seconds", "best_known",
        "behind",
    ),
    effort=Limits(120, 1),
    judge=judge,
    ranked=True,
)  # fmt: skip
