"""Evidence: files that are copied into the case, known by their hash."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from optimizer.data.cells import visible
from optimizer.data.faults import Fault, Findings, InputError
from optimizer.data.output import writing
from optimizer.data.paths import leads_out
from optimizer.data.system_errors import reason

FOLDER = "evidence"
_BLOCK = 1 << 20
"""Bytes read at a time: evidence may be scans of any size."""
_LONGEST = 120
"""Bytes of a name; file systems take 255, and a hash stands before it."""


@dataclass(frozen=True)
class Evidence:
    """A file that proves something.

    Attributes
    ----------
    name
        What it was called.
    file
        Where it is in the case.
    sha256
        Hash of what stands in it.
    """

    name: str
    file: str
    sha256: str

    @classmethod
    def of(cls, data: Any) -> tuple[Evidence, ...]:
        """Return what an entry lists."""
        return tuple(cls(**item) for item in data or ())


def records(evidence: Iterable[Evidence]) -> list[dict[str, str]]:
    """Return evidence as an entry lists it."""
    return [asdict(item) for item in evidence]


def check_files(paths: Sequence[Path], findings: Findings) -> None:
    """Note each file that is missing, empty or cannot be read, and that there is none."""
    if not paths:
        findings.add("E921", "--evidence")
    for path in paths:
        if not path.is_file():
            findings.add("E922", str(path))
        elif not os.access(path, os.R_OK) or not path.stat().st_size:
            findings.add("E923", str(path))


def keep(case: Path, paths: Sequence[Path]) -> list[Evidence]:
    """Copy files into a case; one that is there already stays as it is.

    Raises
    ------
    InputError
        When a copy cannot be written.
    """
    folder = case / FOLDER
    with writing(folder):
        folder.mkdir(exist_ok=True)
        return [_keep(folder, path) for path in paths]


def _keep(folder: Path, path: Path) -> Evidence:
    """Copy under a temporary name, then rename: a copy is there whole or not at all."""
    descriptor, draft = tempfile.mkstemp(".part", ".evidence-", folder)
    digest = hashlib.sha256()
    try:
        with os.fdopen(descriptor, "wb") as copy, path.open("rb") as file:
            while block := file.read(_BLOCK):
                digest.update(block)
                copy.write(block)
            copy.flush()
            os.fsync(copy.fileno())
        found = digest.hexdigest()
        name = _safe(path.name)
        os.chmod(draft, 0o644)
        os.replace(draft, folder / f"{found[:16]}-{name}")
    except BaseException:
        Path(draft).unlink(missing_ok=True)
        raise
    return Evidence(visible(path.name), f"{FOLDER}/{found[:16]}-{name}", found)


def _safe(name: str) -> str:
    """Return a name that every system takes."""
    clean = "".join("_" if c in '\\/:*?"<>|' or ord(c) < 32 else c for c in visible(name))
    while len(clean.encode("utf-8", "surrogateescape")) > _LONGEST:
        clean = clean[1:]
    return clean.encode("utf-8", "replace").decode().strip(". ") or "file"


def altered(case: Path, evidence: Iterable[Evidence]) -> list[Fault]:
    """Return a fault for each file that is gone (E924) or is not what it was (E925)."""
    faults: dict[str, Fault] = {}
    for item in evidence:
        if item.file not in faults and (fault := _altered(case, item)):
            faults[item.file] = fault
    return list(faults.values())


def _altered(case: Path, item: Evidence) -> Fault | None:
    path = case / item.file
    if leads_out(case, item.file) or not path.is_file():
        return Fault("E924", item.file)
    try:
        return None if hash_of(path) == item.sha256 else Fault("E925", item.file)
    except OSError as error:
        raise InputError([Fault("E102", item.file, details={"why": reason(error)})]) from error


def hash_of(path: Path) -> str:
    """Return the SHA-256 of a file, read in blocks."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            digest.update(block)
    return digest.hexdigest()
