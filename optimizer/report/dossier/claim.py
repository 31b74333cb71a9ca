"""The folder of a set: only what the tool wrote, and as it wrote it, is replaced."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from optimizer.data.faults import A_FILE, Findings, some_of
from optimizer.data.output import SUFFIX, writing
from optimizer.data.plan_file import hash_file

RECORD, ANALYSIS = "audit.json", "analysis.json"
FREE = frozenset({RECORD, ANALYSIS})
"""What needs no listing: the list itself, and an analysis to be used again."""


def claim_set(folder: Path) -> None:
    """Refuse a folder that holds anything but an earlier set; create it if missing.

    What a person changed in it since is not replaced either: documents are there to be
    filled in.

    Raises
    ------
    InputError
        E701, E702, or E716 where files of the earlier set were changed.
    """
    findings = Findings()
    if os.path.lexists(folder) and not folder.is_dir():
        findings.add("E701", str(folder), what=A_FILE)
        findings.stop_on_errors()
    with writing(folder, "E702"):
        folder.mkdir(parents=True, exist_ok=True)
        if not os.access(folder, os.W_OK):
            raise PermissionError(13, os.strerror(13))
    written = _listed(folder)
    names = list(_files(folder))
    if foreign := [name for name in names if name not in written and name not in FREE]:
        findings.add("E701", str(folder), what=some_of(foreign))
    known = [name for name in names if name in written and name not in FREE]
    if changed := [n for n in known if hash_file(folder / n) != written[n]]:
        findings.add("E716", str(folder), files=some_of(changed))
    findings.stop_on_errors()


def _files(folder: Path) -> Iterator[str]:
    for path in sorted(folder.rglob("*")):
        if path.is_symlink() or not path.is_dir():
            name = path.relative_to(folder).as_posix()
            if not name.endswith(SUFFIX):
                yield name


def _listed(folder: Path) -> dict[str, str]:
    """Return the files of an earlier set with their hashes; nothing where there is none."""
    try:
        record: Any = json.loads((folder / RECORD).read_bytes())
        files = record["files"]
        return {str(row["name"]): str(row["sha256"]) for row in files}
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return {}
