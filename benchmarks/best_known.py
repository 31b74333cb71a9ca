"""The best values and bounds known of each case, who found them and when."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.record import ROOT, Row, revision, write_atomically

PATH = ROOT / "benchmarks" / "best_known.json"


def read(path: Path = PATH) -> dict[str, Row]:
    """Return {case: {value, bound, ...}}."""
    return json.loads(path.read_text("utf-8")) if path.exists() else {}


def compared(rows: Sequence[Row], known: dict[str, Row]) -> list[Row]:
    """Return the rows with what is known beside them; what is worse is marked, not left out."""
    out = []
    for row in rows:
        best = known.get(_case(row), {})
        value = best.get("value")
        behind = None if row.get("value") is None or value is None else row["value"] - value
        out.append({**row, "best_known": value, "behind": behind})
    return out


def updated(rows: Sequence[Row], known: dict[str, Row]) -> dict[str, Row]:
    """Return what is known after some rows: values and bounds are only replaced by better ones.

    A bound that is above a known value, or a value below a known bound, is an error.

    Raises
    ------
    ValueError
        When rows and records contradict one another.
    """
    out = {case: dict(best) for case, best in known.items()}
    for row in rows:
        best = out.setdefault(_case(row), {})
        now = {"by": row["method"], "on": f"{datetime.now(UTC):%Y-%m-%d}", "revision": revision()}
        value, bound = row.get("value"), row.get("bound")
        if value is not None and value < best.get("value", float("inf")):
            best["value"], best["value_found"] = value, now
        if bound is not None and bound > best.get("bound", float("-inf")):
            best["bound"], best["bound_found"] = bound, now
        if best.get("bound", float("-inf")) > best.get("value", float("inf")):
            raise ValueError(f"{_case(row)}: bound {best['bound']} above value {best['value']}")
    return {case: out[case] for case in sorted(out, key=in_order)}


def write(known: dict[str, Row], path: Path = PATH) -> None:
    """Write the records."""
    write_atomically(path, json.dumps(known, indent=1) + "\n")


def _case(row: Row) -> str:
    return str(row["case"])


def in_order(case: str) -> tuple[str, list[int]]:
    """Return what sorts grid-7 before grid-10."""
    return re.sub(r"\d+", "", case), [int(number) for number in re.findall(r"\d+", case)]
