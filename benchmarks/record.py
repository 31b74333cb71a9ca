"""Results of a benchmark: a dated JSON file that says on what machine, and a plain table."""

from __future__ import annotations

import json
import os
import platform
import shlex
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

Row = dict[str, Any]

ROOT = Path(__file__).resolve().parents[1]
LIBRARIES = (
    "ortools", "pulp", "highspy", "cbcbox", "numpy", "scipy", "networkx", "pandas",
    "gerrychain", "spopt", "pyscipopt", "pytest-benchmark", "distributed",
)  # fmt: skip


@dataclass(frozen=True)
class Shelf:
    """Where results are kept.

    Attributes
    ----------
    results
        Folder of the dated files.
    best_known
        The best values and bounds known.
    """

    results: Path = ROOT / "benchmarks" / "results"
    best_known: Path = ROOT / "benchmarks" / "best_known.json"

    @classmethod
    def at(cls, folder: Path | None) -> Shelf:
        """Return a shelf in a folder of its own; the repository's without one."""
        return cls() if folder is None else cls(folder, folder / "best_known.json")


def record(
    name: str,
    rows: Sequence[Row],
    targets: Sequence[Row] = (),
    notes: Row | None = None,
    shelf: Shelf | None = None,
) -> Path:
    """Write a run to `YYYY-MM-DD-<name>.json`, or `-2`, `-3`, ... after a run of the same day.

    Parameters
    ----------
    rows
        What was measured.
    targets
        Rows with `target` (in words), `value` and `met`; see :func:`target`.
    notes
        Anything else the reader needs, such as limits and repeats.

    Returns
    -------
    Path
        The file written.
    """
    now = datetime.now(UTC)
    result = {
        "benchmark": name,
        "date": now.isoformat(timespec="seconds"),
        "command": shlex.join(["python", *sys.orig_argv[1:]]),
        "revision": revision(),
        "machine": machine(),
        "versions": versions(),
        "notes": notes or {},
        "targets": list(targets),
        "rows": list(rows),
    }
    path = _free((shelf or Shelf()).results, f"{now:%Y-%m-%d}-{name}")
    write_atomically(path, json.dumps(result, ensure_ascii=False, indent=1) + "\n")
    return path


def _free(folder: Path, stem: str) -> Path:
    """Return the first path that no earlier run has taken."""
    names = (f"{stem}.json", *(f"{stem}-{turn}.json" for turn in range(2, 1000)))
    return next(folder / name for name in names if not (folder / name).exists())


def write_atomically(path: Path, text: str) -> None:
    """Write a file by rename, so that it is there whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.part")
    part.write_text(text, encoding="utf-8", newline="\n")
    part.replace(path)


def machine() -> Row:
    """Return processor, cores, memory, system, and how busy the machine is."""
    pages, size = os.sysconf("SC_PHYS_PAGES"), os.sysconf("SC_PAGE_SIZE")
    return {
        "cpu": _cpu(),
        "cores": os.cpu_count(),
        "memory_gib": round(pages * size / 2**30, 1),
        "system": f"{platform.system()} {platform.machine()}",
        "load_1_5_15_min": [round(load, 2) for load in os.getloadavg()],
    }


def _cpu() -> str:
    info = Path("/proc/cpuinfo")
    lines = info.read_text().splitlines() if info.exists() else []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.processor() or "unknown"


def versions() -> dict[str, str]:
    """Return versions of Python and the libraries, without importing them."""
    found = {"python": platform.python_version()}
    for library in LIBRARIES:
        try:
            found[library] = version(library)
        except PackageNotFoundError:
            continue
    return found


def revision() -> str:
    """Return the git revision, with `+changes` when its files differ; empty without git.

    Results do not count as changes: every run writes some.
    """
    head = _git("rev-parse", "HEAD")
    measured = (":!benchmarks/results", ":!benchmarks/best_known.json", ":!docs", ":!*.md")
    changed = head and _git("status", "--porcelain", "-uno", "--", ".", *measured)
    return head + ("+changes" if changed else "")


def _git(*arguments: str) -> str:
    command = ["git", "--no-optional-locks", *arguments]
    try:
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return ""
    return done.stdout.strip()


def target(words: str, value: float | None, met: bool) -> Row:
    """Return a target row."""
    return {"target": words, "value": None if value is None else round(value, 3), "met": met}


def print_table(
    rows: Sequence[Row], columns: Sequence[str], say: Callable[[str], None] = print
) -> None:
    """Print some columns of rows, aligned; what is missing is shown as a dash."""
    cells = [list(columns), *([_text(row.get(c)) for c in columns] for row in rows)]
    widths = [max(len(line[i]) for line in cells) for i in range(len(columns))]
    for line in cells:
        say("  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip())


def print_targets(targets: Sequence[Row], say: Callable[[str], None] = print) -> None:
    """Print each target with its measured value and whether it is met."""
    for row in targets:
        say(f"{'met   ' if row['met'] else 'MISSED'}  {row['target']}: {_text(row['value'])}")


def _text(value: object) -> str:
    if value is None:
        return "-"
    return f"{value:.3f}" if isinstance(value, float) else str(value)
