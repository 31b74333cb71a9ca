"""Which tables a scenario may name: files in its own folder or below, nothing else."""

from __future__ import annotations

from pathlib import Path, PureWindowsPath

from models.scenario import TerritoryFiles
from optimizer.data.faults import Findings


def check_names(files: TerritoryFiles, folder: Path, file: str, findings: Findings) -> bool:
    """Note each table's name that leads out of the folder; return whether none does.

    A scenario may come from anyone. Were a table read from elsewhere, the faults
    of that file would show what stands in it.
    """
    names = files.tables()
    hostile = {key: name for key, name in names.items() if leads_out(folder, name)}
    for key, name in hostile.items():
        findings.add("E509", file, 0, f"territory.{key}", name)
    return not hostile


def leads_out(folder: Path, name: str) -> bool:
    """Return whether a name leads out of a folder, on any system.

    Absolute names and drives do, `..`, a colon (addresses such as `http://host`, streams
    of Windows), and symbolic links to elsewhere.
    """
    path = PureWindowsPath(name)
    if path.anchor or ".." in path.parts or ":" in name:
        return True
    try:
        return not (folder / name).resolve().is_relative_to(folder.resolve())
    except RuntimeError:  # links that go round in a circle
        return True
    except (OSError, ValueError):  # no file can have that name: reading it says so
        return False
