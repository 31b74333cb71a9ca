"""The pictures of docs/benchmarks.md; each carries a digest of what it shows."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from benchmarks.cells import title
from benchmarks.found import latest, runs
from benchmarks.ladder import SPEC as LADDER
from benchmarks.record import Row, Shelf

_SHOWN = ("case", "method", "at", "value", "bound", "villages", "wall_s", "peak_mib")


def data(shelf: Shelf | None = None) -> dict[str, list[Row]]:
    """Return the rows of each picture, by its name without ending."""
    found = runs(shelf)
    growth = [row for row in latest(found, "growth", "case") if row.get("wall_s")]
    return {"bench-ladder": latest(found, "ladder", "case", "method", "at"), "bench-growth": growth}


def digest(rows: Sequence[Row]) -> str:
    """Return a digest of what a picture shows of rows."""
    known = [[row.get(name) for name in _SHOWN] for row in rows]
    return hashlib.sha256(json.dumps(known).encode()).hexdigest()[:16]


def draw(folder: Path, shelf: Shelf | None = None) -> list[Path]:
    """Draw the pictures whose rows have changed; return those that were written."""
    written = []
    for name, rows in data(shelf).items():
        path, mark = folder / f"{name}.svg", digest(rows)
        if rows and not (path.exists() and mark in path.read_text("utf-8")):
            _save(_DRAW[name], rows, path, mark)
            written.append(path)
    return written


def _save(
    figure: Callable[[Any, Sequence[Row]], Any], rows: Sequence[Row], path: Path, mark: str
) -> None:
    import matplotlib as mpl

    mpl.use("Agg")
    from matplotlib import pyplot as plt

    with mpl.rc_context({"svg.hashsalt": "benchmarks", "svg.fonttype": "none", "font.size": 8}):
        drawn = figure(plt, rows)
        drawn.savefig(path, metadata={"Date": None, "Description": f"data {mark}"})
        plt.close(drawn)


def _ladder(plt: Any, rows: Sequence[Row]) -> Any:
    """Draw a panel a grid: units (line) and bound (dashes) of each method over time."""
    cases = [case for case in LADDER.cases if any(row["case"] == case for row in rows)]
    methods = [m for m in LADDER.methods if any(row["method"] == m for row in rows)]
    figure, axes = plt.subplots(1, len(cases), figsize=(2.2 * len(cases) + 1, 2.8), squeeze=False)
    colours = {m: f"C{at}" for at, m in enumerate(methods)}
    for axis, case in zip(axes[0], cases, strict=True):
        for method in methods:
            mine = [r for r in rows if (r["case"], r["method"]) == (case, method)]
            mine.sort(key=lambda row: row["at"])
            for name, style in (("value", "o-"), ("bound", ".:")):
                points = [(r["at"], r[name]) for r in mine if r.get(name) is not None]
                label = title(method) if name == "value" else None
                axis.plot(*zip(*points, strict=True) if points else ([], []), style,
                          color=colours[method], label=label, ms=3, lw=1)  # fmt: skip
        axis.set(title=case, xscale="log", xlabel="seconds")
    axes[0][0].set_ylabel("units, bound (dotted)")
    figure.legend(*axes[0][0].get_legend_handles_labels(), loc="lower center", ncols=8)
    figure.tight_layout(rect=(0, 0.08, 1, 1))
    return figure


def _growth(plt: Any, rows: Sequence[Row]) -> Any:
    """Draw wall time and memory against the number of villages."""
    rows = sorted(rows, key=lambda row: row["villages"])
    figure, axes = plt.subplots(1, 2, figsize=(7, 2.8))
    for axis, name, words in zip(
        axes, ("wall_s", "peak_mib"), ("wall, s", "peak, MiB"), strict=True
    ):
        sizes = [row["villages"] for row in rows]
        axis.loglog(sizes, [row[name] for row in rows], "o-")
        axis.set(xlabel="villages", ylabel=words)
        axis.grid(True, which="major", alpha=0.3)
        for row in rows:
            axis.annotate(
                row["case"],
                (row["villages"], row[name]),
                xytext=(3, -9),
                textcoords="offset points",
            )
    figure.tight_layout()
    return figure


_DRAW: dict[str, Callable[[Any, Sequence[Row]], Any]] = {
    "bench-ladder": _ladder,
    "bench-growth": _growth,
}
