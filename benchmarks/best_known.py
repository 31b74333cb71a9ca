"""The best values and bounds known of each case, who found them and when."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.record import ROOT, Row, revision, write_atomically

Value = int | list[int]
PATH = ROOT / "benchmarks" / "best_known.json"


def read(path: Path = PATH) -> dict[str, Row]:
    """Return {case: {value, bound, ...}}."""
    return json.loads(path.read_text("utf-8")) if path.exists() else {}


def compared(rows: Sequence[Row], known: dict[str, Row]) -> list[Row]:
    """Return the rows with what is known beside them; what is worse is marked, not left out."""
    out = []
    for row in rows:
        best = known.get(_case(row), {}).get("value")
        out.append({**row, "best_known": best, "behind": behind(row.get("value"), best)})
    return out


def behind(value: Value | None, best: Value | None) -> Value | None:
    """Return by how much a value is worse than the best known, number by number."""
    if value is None or best is None:
        return None
    if isinstance(value, int) and isinstance(best, int):
        return value - best
    assert isinstance(value, list) and isinstance(best, list)
    return [a - b for a, b in zip(value, best, strict=False)]


def updated(rows: Sequence[Row], known: dict[str, Row]) -> dict[str, Row]:
    """Return what is known after some rows: values and bounds are only replaced by better ones.

    Values of several objectives are lists in their order and compare as such; a bound
    of fewer objectives is a shorter list. Bounds are the tool's alone, which are
    recomputed in whole numbers; a peer's is its own word.

    Raises
    ------
    ValueError
        When a bound is above a known value, or a value below a known bound.
    """
    out = {case: dict(best) for case, best in known.items()}
    for row in rows:
        best = out.setdefault(_case(row), {})
        now = {"by": row["method"], "on": f"{datetime.now(UTC):%Y-%m-%d}", "revision": revision()}
        value = row.get("value")
        bound = row.get("bound") if row["method"] == "tool" else None
        if value is not None and ("value" not in best or value < best["value"]):
            best["value"], best["value_found"] = value, now
        if bound is not None and ("bound" not in best or bound > best["bound"]):
            best["bound"], best["bound_found"] = bound, now
        if "value" in best and "bound" in best and best["bound"] > best["value"]:
            raise ValueError(f"{_case(row)}: bound {best['bound']} above value {best['value']}")
    return {case: out[case] for case in sorted(out, key=in_order) if out[case]}


def write(known: dict[str, Row], path: Path = PATH) -> None:
    """Write the records."""
    write_atomically(path, json.dumps(known, indent=1) + "\n")


def _case(row: Row) -> str:
    return str(row["case"])


def in_order(case: str) -> tuple[str, list[int]]:
    """Return what sorts grid-7 before grid-10."""
    return re.sub(r"\d+", "", case), [int(number) for number in re.findall(r"\d+", case)]
