"""What a running benchmark has measured so far, for a run that is stopped and taken up again."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from benchmarks.record import Row, Shelf, revision
from benchmarks.spec import Limits


@dataclass(frozen=True)
class Journal:
    """Rows by case, method, limits and revision, one entry a line.

    Where files differ from the revision nothing is taken from before: nobody
    knows on what code it was measured.
    """

    path: Path
    revision: str

    @classmethod
    def of(cls, name: str, shelf: Shelf) -> Journal:
        """Return the journal of a benchmark beside its results."""
        return cls(shelf.results / f".{name}.part", revision())

    def rows(self, case: str, method: str, effort: Limits) -> list[Row] | None:
        """Return what was measured before; None where it was not."""
        if self.revision.endswith("+changes") or not self.path.exists():
            return None
        key, found = self._key(case, method, effort), None
        for line in self.path.read_text("utf-8").splitlines():
            try:
                entry = json.loads(line)
            except json.JSONDecodeError:
                continue  # the line that was being written when the run was stopped
            if entry["key"] == key:
                found = entry["rows"]
        return found

    def add(self, case: str, method: str, effort: Limits, rows: list[Row]) -> None:
        """Keep what was measured."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        entry = {"key": self._key(case, method, effort), "rows": rows}
        with self.path.open("a", encoding="utf-8") as file:
            file.write(json.dumps(entry, ensure_ascii=False) + "\n")

    def close(self) -> None:
        """Forget it: the run is recorded."""
        self.path.unlink(missing_ok=True)

    def _key(self, case: str, method: str, effort: Limits) -> list[object]:
        return [case, method, effort.seconds, effort.runs, self.revision]
