"""Plans given on the command line, under the names of their folders or files."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from optimizer.data.dataset import Dataset
from optimizer.data.plan_file import TABLE, PlanFile, read_plan


def read_plans(paths: Sequence[Path], dataset: Dataset) -> list[tuple[str, PlanFile]]:
    """Read plans of a dataset; names that occur twice are numbered.

    Raises
    ------
    InputError
        With the faults of the first plan that has any.
    """
    files = [read_plan(path, dataset.territory, dataset.sha256) for path in paths]
    names = [_name(path) for path in paths]
    unique = [
        f"{name} ({names[: i + 1].count(name)})" if names.count(name) > 1 else name
        for i, name in enumerate(names)
    ]
    return list(zip(unique, files, strict=True))


def _name(path: Path) -> str:
    """Return a folder's name, or a table's without its ending."""
    whole = path.resolve()
    if whole.is_dir():
        return whole.name
    return whole.parent.name if whole.name == TABLE else whole.stem
