"""What the user asks of an import."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from optimizer.data.importing.position import Positioning


@dataclass(frozen=True)
class ImportRequest:
    """Sources and choices of an import.

    Attributes
    ----------
    forced
        Level by the name of a file, for sources given by an option of their own.
    columns
        File that says what each layer and column is.
    first
        File whose people count before those of all other sources.
    assumed
        Values for what no source has, by role: `population`, `kind`.
    links
        Pairs of codes that a bridge or ferry joins.
    all_links
        Whether every link that is suggested is accepted.
    merges
        Old unit by code, and the unit that it merged into since.
    tolerance
        Metres by which corners may be moved; None: measured.
    min_border_m
        Least length of a border that makes neighbours.
    area
        Whether a column of areas counts, or the polygons.
    detour
        Factor on straight lines where there are no roads.
    """

    sources: tuple[Path, ...]
    forced: Mapping[str, str] = field(default_factory=dict)
    columns: Path | None = None
    first: str = ""
    assumed: Mapping[str, str] = field(default_factory=dict)
    links: tuple[tuple[str, str], ...] = ()
    all_links: bool = False
    merges: tuple[tuple[str, str], ...] = ()
    positioning: Positioning = field(default_factory=Positioning)
    outline: Path | None = None
    tolerance: float | None = None
    min_border_m: float = 1.0
    area: Literal["column", "polygons"] = "column"
    detour: float = 1.0
    name: str = ""
