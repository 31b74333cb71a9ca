"""Modes `split` and `redraw`: value, bound, gap and time, county by county, beside the peers.

Every county of Changzhi alone in mode `split`, and generated counties. The objectives
are the number of units and travel.
"""

from __future__ import annotations

from collections.abc import Sequence

from benchmarks.peers import PEERS
from benchmarks.record import Row, target
from benchmarks.spec import Limits, Spec
from benchmarks.village_cases import CASES, CHANGZHI
from benchmarks.village_runs import WORKERS, measure


def _measure(case: str, method: str, effort: Limits) -> list[Row]:
    return measure(case, method, effort.seconds)


def judge(rows: Sequence[Row]) -> list[Row]:
    """Return the targets that the tool's rows allow to be judged."""
    mine = (row for row in rows if row["method"] == "tool" and "units" in row)
    return [_judge(row) for row in mine if row["limit_s"] >= CASES[row["case"]].seconds]


def _judge(row: Row) -> Row:
    case = CASES[row["case"]]
    known = row.get("units_bound") is not None and row.get("travel_gap") is not None
    spare = row["units"] - row["units_bound"] if known else None
    met = known and spare <= case.spare and row["travel_gap"] <= case.gap
    aim = f"units within {case.spare}, travel within {case.gap:.1%}, {case.seconds:g} s"
    return target(f"{case.name} {case.mode}: {aim}; gap of travel", row.get("travel_gap"), met)


def faults(rows: Sequence[Row]) -> list[str]:
    """Return, in words, the cases where two proofs differ, or a plan is below a proof."""
    found = []
    for name in ("units", "travel"):
        for case in dict.fromkeys(row["case"] for row in rows):
            mine = [r for r in rows if r["case"] == case and r.get(f"{name}_proved")]
            values = {(r["units"], r["travel"] if name == "travel" else 0) for r in mine}
            if len(values) > 1:
                words = "; ".join(f"{r['method']} {r[name]}" for r in mine)
                found.append(f"{case}, {name}: {words}")
    return found


SPEC = Spec(
    name="village-modes",
    words="modes split and redraw: units and travel with their bounds, one county at a time",
    cases=tuple(CASES),
    methods=("tool", *(name for name, peer in PEERS.items() if not peer.units_only)),
    usual_cases=(*(case.name for case in CHANGZHI), "400x25-1", "400x25-2", "400x25-3"),
    usual_methods=("tool",),
    measure=_measure,
    shown=(
        "case", "mode", "method", "units", "units_bound", "travel", "travel_gap", "status",
        "seconds", "limit_s", "behind",
    ),
    effort=Limits(60, 1),
    judge=judge,
    faults=faults,
    ranked=True,
    notes={"workers": WORKERS, "objectives": "units, travel"},
)  # fmt: skip
