"""What an import works on and what comes of it: layers, units level by level, tables."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from optimizer.data.importing.joining import Matches
from optimizer.data.importing.levels import Known
from optimizer.data.importing.notices import Notices
from optimizer.data.importing.units import Unit


@dataclass
class Imported:
    """What came of an import.

    Attributes
    ----------
    known
        The layers, what each is and which column is what.
    tables
        Text of each file of the dataset by name; empty where nothing could be made.
    summary
        Counts, for people and programs.
    """

    known: list[Known]
    notices: Notices
    tables: dict[str, Any] = field(default_factory=dict)
    summary: dict[str, Any] = field(default_factory=dict)


@dataclass
class Levels:
    """Units by key, level by level, and who is in whom."""

    villages: dict[str, Unit]
    townships: dict[str, Unit]
    counties: dict[str, Unit]
    township_of: dict[str, str] = field(default_factory=dict)
    county_of: dict[str, str] = field(default_factory=dict)
    coarse: bool = False
    matches: Matches = field(default_factory=Matches)
    inferred: bool = False

    @property
    def members(self) -> dict[str, list[str]]:
        """Return the keys of the villages of each township."""
        found: dict[str, list[str]] = {key: [] for key in self.townships}
        for village, township in self.township_of.items():
            found[township].append(village)
        return found
