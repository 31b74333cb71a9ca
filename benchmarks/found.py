"""What the results on file come to: of each question the latest answer, worse or better."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.peers import PEERS
from benchmarks.record import Row, Shelf

_KEYS = {peer.title: key for key, peer in PEERS.items()}


@dataclass(frozen=True)
class Run:
    """A file of results."""

    path: Path
    content: dict[str, Any]

    @property
    def benchmark(self) -> str:
        """Name of the benchmark, whatever the file is called."""
        return str(self.content["benchmark"])

    @property
    def date(self) -> str:
        """When it was recorded, to the second."""
        return str(self.content["date"])

    def rows(self) -> Iterator[Row]:
        """Yield the rows with `case`, `method` and `status`, in files of any age."""
        for row in self.content["rows"]:
            case = row.get("case") or row.get("scenario") or f"grid-{row.get('k')}"
            method = row.get("method", "tool")
            status = row.get("status", row.get("outcome", ""))
            common = {"case": case, "method": _KEYS.get(method, method), "status": status}
            yield {**row, **common, "file": self.path.name, "date": self.date[:10]}


def runs(shelf: Shelf | None = None) -> list[Run]:
    """Return all results on file, the earliest first."""
    paths = (shelf or Shelf()).results.glob("*.json")
    found = [Run(path, json.loads(path.read_text("utf-8"))) for path in paths]
    found = [run for run in found if isinstance(run.content, dict) and "rows" in run.content]
    return sorted(found, key=lambda run: (run.date, run.path.name))


def latest(found: list[Run], benchmark: str, *keys: str) -> list[Row]:
    """Return of each question, told apart by some columns, the latest row.

    Rows come in the order in which their questions were asked first.
    """
    rows: dict[tuple[object, ...], Row] = {}
    for run in found:
        if run.benchmark == benchmark:
            for row in run.rows():
                rows[tuple(row.get(key) for key in keys)] = row
    return list(rows.values())
