"""Datasets in folders as the tables, rules and objectives of `tests.reference`."""

from __future__ import annotations

import csv
import tomllib
from dataclasses import dataclass, fields
from pathlib import Path

from tests.reference.figures import Figures, read
from tests.reference.tables import Objectives, Row, Rules, Tables

FLAGS = ("is_district", "county_seat", "key_town", "protected", "weight")


@dataclass(frozen=True)
class Folder:
    """A dataset: its tables, and one of its scenarios."""

    tables: Tables
    rules: Rules
    objectives: Objectives
    mode: str
    seats: str

    @property
    def figures(self) -> Figures:
        """The tables in whole numbers."""
        return read(self.tables, self.seats)


def folder_of(scenario: Path) -> Folder:
    """Read a scenario file and the tables beside it."""
    raw = tomllib.loads(scenario.read_text(encoding="utf-8"))
    tables = {field.name: _rows(scenario.parent / f"{field.name}.csv") for field in fields(Tables)}
    rules, objectives = raw.get("rules", {}), raw.get("objectives", [])
    seats = raw.get("seats", "townships")
    return Folder(Tables(**tables), rules, objectives, raw.get("mode", "whole"), seats)


def _rows(file: Path) -> list[Row]:
    """Return the rows of a table; flags and weights as numbers, all else as it is written."""
    if not file.exists():
        return []
    with file.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    return [{k: int(v or 0) if k in FLAGS else v for k, v in row.items()} for row in rows]
