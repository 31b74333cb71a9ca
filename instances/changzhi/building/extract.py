"""Copy one county out of the built tables."""

from __future__ import annotations

from pathlib import Path

from . import tables
from .facts import Row, rows

TABLES = ("counties.csv", "townships.csv", "villages.csv", "contiguity.csv", "roads.csv")


def county(source: Path, output: Path, code: str) -> None:
    """Write the five tables of one county, rows unchanged.

    Codes begin with the county's six digits, so a row belongs to the county
    when each of its codes does; roads that leave the county are left out.
    """
    for name in TABLES:
        kept = [row for row in rows(source / name) if _within(row, code)]
        tables.write(kept, output / name)


def _within(row: Row, code: str) -> bool:
    keys = ("code",) if "code" in row else ("a", "b")
    return all(row[key].startswith(code) for key in keys)
