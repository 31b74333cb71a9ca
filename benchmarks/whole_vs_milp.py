"""The tool's whole mode beside a textbook flow MILP by CBC and HiGHS, on the same problems."""

from __future__ import annotations

from collections.abc import Sequence

from benchmarks.cases import CASES
from benchmarks.methods import FLOWS, METHODS, measure
from benchmarks.peers.flow import THREADS
from benchmarks.record import Row, target
from benchmarks.spec import Limits, Spec
from optimizer.solve.certify.milp_solvers import cbc_version

TEXTBOOK = [name for name in FLOWS if "order" not in name]


def _measure(case: str, method: str, effort: Limits) -> list[Row]:
    return [measure(case, method, effort.seconds, effort.runs)]


def disagreements(rows: Sequence[Row]) -> list[str]:
    """Return, in words, the cases where two proofs differ."""
    found = []
    for case in dict.fromkeys(row["case"] for row in rows):
        sure = ("optimal", "infeasible")
        proved = [r for r in rows if r["case"] == case and r["status"] in sure]
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
    beside = (by_key.get((case, peer), {}) for peer in peers)
    times = [row["seconds"] for row in beside if "seconds" in row]
    return min(times) / by_key[case, "tool"]["seconds"] if times else None


SPEC = Spec(
    name="whole-vs-milp",
    words="seconds to the proved fewest units of one county, beside MILPs and plain CP-SAT",
    cases=tuple(CASES),
    methods=METHODS,
    usual_methods=("tool", *FLOWS),
    measure=_measure,
    shown=(
        "case", "method", "status", "value", "bound", "seconds", "build_seconds", "columns",
        "rows",
    ),
    effort=Limits(300, 3),
    judge=judge,
    faults=disagreements,
    notes={
        "cases": {name: case.words for name, case in CASES.items()},
        "peer_threads": THREADS,
        "cbc": cbc_version(),
    },
)  # fmt: skip
