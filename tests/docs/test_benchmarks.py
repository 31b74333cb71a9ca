"""docs/benchmarks.md and its pictures are what the results on file come to."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from benchmarks import found, plots
from benchmarks.page import page
from benchmarks.record import Row, Shelf

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"


def on_file(folder: Path, name: str, *rows: Row, date: str = "2026-01-01") -> None:
    """Write a file of results."""
    machine = {"cores": 2, "cpu": "x", "memory_gib": 4, "load_1_5_15_min": [0.1, 0, 0]}
    content = {
        "benchmark": name, "date": f"{date}T00:00:00", "command": "python x", "revision": "abc",
        "machine": machine, "rows": rows,
    }  # fmt: skip
    (folder / f"{date}-{name}.json").write_text(json.dumps(content), "utf-8")


def test_the_page_is_up_to_date() -> None:
    """After a run: python docs/make_benchmarks.py."""
    assert (DOCS / "benchmarks.md").read_text("utf-8") == page()


def test_the_pictures_are_up_to_date() -> None:
    """Each holds the digest of the rows that it shows."""
    for name, rows in plots.data().items():
        if rows:
            picture = (DOCS / "images" / f"{name}.svg").read_text("utf-8")
            assert f"data {plots.digest(rows)}" in picture, name


def test_a_later_worse_run_is_shown(tmp_path: Path) -> None:
    """It takes the place of the better one; the best known stands beside it."""
    row = {"case": "grid-7", "k": 7, "method": "tool", "at": 120, "status": "open", "bound": 9}
    on_file(tmp_path, "ladder", {**row, "value": 9}, date="2026-01-01")
    on_file(tmp_path, "ladder", {**row, "value": 12}, date="2026-01-02")
    known = {"grid-7": {"value": 9, "value_found": {"by": "maxp", "on": "2026-01-01"}}}
    shelf = Shelf.at(tmp_path)
    shelf.best_known.write_text(json.dumps(known), "utf-8")
    text = page(shelf)
    assert "| grid-7 | tool | 12 / 9 | - | 3 | 2026-01-02 |" in text
    assert "9 (spopt max-p, 2026-01-01)" in text


def test_what_breaks_a_rule_has_no_value(tmp_path: Path) -> None:
    row = {"case": "grid-7", "method": "maxp", "at": 120, "status": "breaks the cap"}
    on_file(tmp_path, "ladder", row)
    assert "| grid-7 | spopt max-p | - / - breaks the cap |" in page(Shelf.at(tmp_path))


def test_rows_of_older_files_are_read(tmp_path: Path) -> None:
    """Grids by their side, peers by their titles, outcomes for states."""
    on_file(tmp_path, "ladder", {"k": 7, "method": "PuLP+CBC", "at": 1, "status": "open"})
    (row,) = found.latest(found.runs(Shelf.at(tmp_path)), "ladder", "case")
    assert (row["case"], row["method"], row["status"]) == ("grid-7", "flow-cbc", "open")


def test_growth_is_drawn(tmp_path: Path) -> None:
    """One point a size, with the digest."""
    pytest.importorskip("matplotlib")
    sizes = {"counties": 1, "townships": 12, "wall_s": 2.0, "peak_mib": 100, "outcome": "OPTIMAL"}
    rows = [{"case": c, "villages": v, **sizes} for c, v in (("county", 240), ("city", 2880))]
    on_file(tmp_path, "growth", *rows)
    (picture,) = plots.draw(tmp_path, Shelf.at(tmp_path))
    assert picture.name == "bench-growth.svg" and "county" in picture.read_text("utf-8")
    assert plots.draw(tmp_path, Shelf.at(tmp_path)) == []
    assert "| city | 1 | 12 | 2,880 |" in page(Shelf.at(tmp_path))


def test_published_problems_are_shown(tmp_path: Path) -> None:
    """Values side by side, that no plan exists, and what does not agree."""
    common = {"method": "tool", "published_by": "x", "published_seconds": 1.5, "seconds": 2.0}
    optimum = {"case": "a", "published": "optimal", "published_square_miles": 10.25}
    on_file(
        tmp_path, "published",
        {**common, **optimum, "status": "OPTIMAL", "square_miles": 10.5, "agrees": False},
        {**common, "case": "b", "published": "infeasible", "published_square_miles": None,
         "status": "INFEASIBLE", "agrees": True},
    )  # fmt: skip
    text = page(Shelf.at(tmp_path))
    assert "| a | tool | 10.5 | 10.25 | no | - | 2 | proved | 1.5 | x |" in text
    assert "| b | tool | no plan | no plan | yes | - | 2 | infeasible | 1.5 | x |" in text
