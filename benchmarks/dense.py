"""Whole mode where units hold many townships: seconds to the proof, beside MILPs and CP-SAT."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median

from benchmarks.dense_cases import CASES
from benchmarks.dense_runs import EXACT, measure
from benchmarks.peers.flow import THREADS
from benchmarks.record import Row, target
from benchmarks.spec import Limits, Spec

LEAST = 0.5
"""Seconds that the tool has at least to hold plan and bound."""


def _measure(case: str, method: str, effort: Limits) -> list[Row]:
    return measure(case, method, effort.seconds)


def faults(rows: Sequence[Row]) -> list[str]:
    """Return, in words, the cases where two proofs differ, or a plan is below a bound."""
    found = []
    for case in dict.fromkeys(row["case"] for row in rows):
        mine = [r for r in rows if r["case"] == case and "units" in r]
        proved = {r["units"] for r in mine if r["status"] == "optimal"}
        bounds = [r["bound"] for r in mine if r["bound"] is not None]
        values = [r["units"] for r in mine if r["units"] is not None]
        if len(proved) > 1 or (bounds and values and max(bounds) > min(values)):
            said = (f"{r['method']} {r['units']} (bound {r['bound']})" for r in mine)
            found.append(f"{case}: {'; '.join(said)}")
    return found


def judge(rows: Sequence[Row]) -> list[Row]:
    """Return the targets that the rows allow to be judged."""
    tool = {r["case"]: r for r in rows if r["method"] == "tool" and "units" in r}
    ratios, late, slow, wide = [], [], [], []
    for case, mine in tool.items():
        beside = [r for r in rows if r["case"] == case and r["method"] != "tool"]
        times = [r["seconds"] for r in beside if r["status"] == "optimal"]
        if not times:
            open_ = mine["units"] is None or mine["bound"] is None
            wide += [case] if beside and (open_ or mine["units"] - mine["bound"] > 1) else []
            continue
        fastest = min(times)
        proved = mine["status"] == "optimal"
        ratios.append(fastest / mine["seconds"] if proved else 0.0)
        late += [case] if not proved or mine["holds_s"] > max(fastest, LEAST) else []
        slow += [case] if not proved or mine["seconds"] > 2 * max(fastest, LEAST) else []
    if not ratios and not wide:
        return []
    middle = round(median(ratios), 2) if ratios else None
    words = "times as fast as the fastest peer, median of the cases that a peer proves: 3"
    return [
        target(words, middle, middle is not None and middle >= 3),
        _missed(f"plan and bound within max(fastest peer, {LEAST} s)", late),
        _missed("proved within twice that", slow),
        _missed("gap at most 1 where no peer proves it", wide),
    ]


def _missed(words: str, cases: Sequence[str]) -> Row:
    """Return a target of every case: the number of those that miss it."""
    named = f" ({', '.join(cases)})" if cases else ""
    return target(f"{words}; cases that miss it{named}", len(cases), not cases)


SPEC = Spec(
    name="dense",
    words="large units: seconds to the proved fewest units of one county, beside the exact peers",
    cases=tuple(CASES),
    methods=("tool", *EXACT),
    measure=_measure,
    shown=(
        "case", "method", "status", "units", "bound", "plan_s", "holds_s", "seconds", "travel",
        "travel_bound", "both_s",
    ),
    effort=Limits(60, 1),
    judge=judge,
    faults=faults,
    notes={
        "peer_threads": THREADS,
        "both_s": "the tool alone, units and then travel; peers are asked for units",
    },
)  # fmt: skip
