"""Published districting problems: value, bound and time beside what others published.

Counties of American states, the model of Hess et al. with contiguity: optima computed
by others on the same data, and states of which others proved that no plan exists.
"""

from __future__ import annotations

from collections.abc import Sequence

from benchmarks.peers import PEERS
from benchmarks.published_cases import CASES
from benchmarks.published_runs import measure
from benchmarks.record import Row, target
from benchmarks.spec import Limits, Spec
from benchmarks.village_runs import WORKERS


def _measure(case: str, method: str, effort: Limits) -> list[Row]:
    return measure(case, method, effort.seconds)


def judge(rows: Sequence[Row]) -> list[Row]:
    """Return for each case whether the tool proves what was published, within its limit."""
    mine = (row for row in rows if row["method"] == "tool")
    return [_judge(row) for row in mine if row["limit_s"] >= CASES[row["case"]].seconds]


def _judge(row: Row) -> Row:
    case = CASES[row["case"]]
    what = "no plan exists" if case.square_miles is None else "the published optimum"
    words = f"{case.name}: {what}, proved in {case.seconds:g} s; seconds"
    return target(words, row.get("seconds"), row.get("agrees") is True)


def faults(rows: Sequence[Row]) -> list[str]:
    """Return, in words, the rows that contradict what was published."""
    return [
        f"{row['case']}, {row['method']}: {row['status']}, {row.get('square_miles')} square miles; "
        f"published: {row['published']}, {row['published_square_miles']}"
        for row in rows
        if row.get("agrees") is False
    ]


SPEC = Spec(
    name="published",
    words="published districting problems of American counties: the published answer, proved again",
    cases=tuple(CASES),
    methods=("tool", *(name for name, peer in PEERS.items() if not peer.units_only)),
    usual_methods=("tool",),
    measure=_measure,
    shown=(
        "case", "method", "status", "square_miles", "published_square_miles",
        "same_districts", "agrees", "seconds", "limit_s", "published_seconds",
    ),
    effort=Limits(300, 1),
    judge=judge,
    faults=faults,
    notes={"workers": WORKERS, "objective": "inertia; units where no plan exists"},
)  # fmt: skip
