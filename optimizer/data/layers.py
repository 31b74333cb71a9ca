"""Optional tables: facilities, barriers and affinity."""

from __future__ import annotations

from collections.abc import Mapping
from os.path import lexists
from pathlib import Path

import numpy as np

from models.facilities import Facility
from models.quantities import IntArray
from models.scenario import TerritoryFiles
from optimizer.data.connections import read_ends
from optimizer.data.faults import COLUMNS, Findings, some_of
from optimizer.data.places import Places
from optimizer.data.table import Table, read_table

MOST_WEIGHT = 1_000_000
"""Largest weight of a tie between townships: times all people it stays within 64 bits."""


def _optional(
    folder: Path,
    files: TerritoryFiles,
    key: str,
    columns: tuple[str, ...],
    findings: Findings,
) -> Table | None:
    """Read a table that may be missing under its default name."""
    path = folder / str(getattr(files, key))
    if key not in files.model_fields_set and not lexists(path):
        return None
    return read_table(path, columns, findings, may_be_empty=True)


def read_facilities(
    folder: Path, files: TerritoryFiles, places: Places, findings: Findings
) -> tuple[Facility, ...]:
    """Return hospitals, schools and others; the kind stands in `kind` or `type`."""
    table = _optional(folder, files, "facilities", ("village",), findings)
    if table is None:
        return ()
    column = "type" if table.has("type") else "kind"
    if not table.has(column):
        header = some_of([*table.frame.columns], COLUMNS)
        findings.add("E106", table.file, 1, "kind", header=header)
        return ()
    if table.has("code"):
        table.codes()
    known, where = places.village_codes, places.village_file
    villages = table.references("village", known, "village", where)
    codes, names = table.text("code", required=False), table.text("name", required=False)
    rows = zip(codes, names, table.text(column), villages, strict=True)
    return tuple(Facility(code, name, kind, int(v)) for code, name, kind, v in rows if v >= 0)


def read_barriers(
    folder: Path, files: TerritoryFiles, places: Places, findings: Findings
) -> IntArray:
    """Return the pairs of villages between which contiguity may not cross, shape (pairs, 2)."""
    table = _optional(folder, files, "barriers", ("a", "b"), findings)
    if table is None:
        return np.empty((0, 2), dtype=np.int64)
    pairs = read_ends(table, places)
    return np.unique(np.sort(pairs[(pairs >= 0).all(axis=1)], axis=1), axis=0)


def read_affinity(
    folder: Path, files: TerritoryFiles, places: Places, findings: Findings
) -> Mapping[tuple[int, int], int]:
    """Return the weight of pairs of townships, whole numbers."""
    table = _optional(folder, files, "affinity", ("a", "b", "weight"), findings)
    if table is None:
        return {}
    known = {t.code: i for i, t in enumerate(places.townships)}
    ends = [table.references(c, known, "township", files.townships) for c in ("a", "b")]
    weights = table.whole("weight", 1, "1", MOST_WEIGHT)
    rows = zip(*(end.tolist() for end in ends), weights.tolist(), strict=True)
    return {(min(a, b), max(a, b)): w for a, b, w in rows if min(a, b, w) >= 0}
