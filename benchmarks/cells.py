"""Cells and tables of docs/benchmarks.md."""

from __future__ import annotations

from collections.abc import Sequence

from benchmarks.peers import PEERS
from benchmarks.record import Row


def table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return a table in Markdown."""
    lines = [list(heads), ["---"] * len(heads), *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def shown(value: object) -> str:
    """Return a figure with separators, at most three decimals; a dash for none."""
    if value is None or value == "":
        return "-"
    if isinstance(value, float):
        return f"{value:,.3f}".rstrip("0").rstrip(".")
    return f"{value:,}" if isinstance(value, int) else str(value)


def title(method: str) -> str:
    """Return what tables call a method."""
    return PEERS[method].title if method in PEERS else method


def proved(row: Row) -> bool:
    """Return whether a row's value is proved."""
    return str(row["status"]).lower() == "optimal"


def word(row: Row) -> str:
    """Return how a run ended; what is not proved is open."""
    status = str(row["status"]).lower()
    return "proved" if proved(row) else "open" if status == "feasible" else status
