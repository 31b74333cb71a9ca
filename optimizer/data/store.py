"""Results kept in a folder, one JSON file a name, found again for the very same question."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from optimizer.data.output import writing
from optimizer.data.plan_file import replace_file


@dataclass(frozen=True)
class FolderStore:
    """Keeps values under names; the folder is made at the first of them."""

    folder: Path

    def get(self, name: str, key: str) -> Any:
        """Return what was kept under a name for the same key; None if nothing that can be read."""
        try:
            kept = json.loads((self.folder / f"{name}.json").read_text(encoding="utf-8"))
        except (OSError, ValueError, RecursionError):
            return None
        return kept.get("value") if isinstance(kept, dict) and kept.get("key") == key else None

    def put(self, name: str, key: str, value: Any) -> None:
        """Keep a value, replacing what was there.

        Raises
        ------
        InputError
            When it cannot be written.
        """
        text = json.dumps({"key": key, "value": value}) + "\n"
        with writing(self.folder):
            self.folder.mkdir(parents=True, exist_ok=True)
            replace_file(self.folder / f"{name}.json", text)
