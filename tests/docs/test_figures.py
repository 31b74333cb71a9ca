"""Measured figures on pages are those of the results file that is named above their table."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGES = [ROOT / "README.md", ROOT / "benchmarks" / "README.md", *ROOT.glob("docs/*.md")]


class Claim(NamedTuple):
    """A row of a table of figures, and the results file that it goes by."""

    page: str
    file: str
    label: str
    cells: tuple[str, ...]


def claims(page: Path) -> Iterator[Claim]:
    """Yield each row of the tables of a page that follow a comment `figures: FILE`."""
    _, *parts = re.split(r"<!-- figures: (\S+) -->", page.read_text(encoding="utf-8"))
    for file, text in zip(parts[::2], parts[1::2], strict=True):
        lines = text.splitlines()
        start = next(at for at, line in enumerate(lines) if line.startswith("|---"))
        for line in lines[start + 1 :]:
            if not line.startswith("|"):
                break
            label, *cells = (cell.strip() for cell in line.strip("|").split("|"))
            yield Claim(page.name, file, label, tuple(cells))


CLAIMS = [claim for page in PAGES for claim in claims(page)]


def numbers(value: Any) -> Iterator[float]:
    """Yield every number in a value of JSON."""
    if isinstance(value, dict | list):
        inner = value.values() if isinstance(value, dict) else value
        for part in inner:
            yield from numbers(part)
    elif isinstance(value, int | float) and not isinstance(value, bool):
        yield value


def measured(claim: Claim) -> list[float]:
    """Return the numbers of the rows of the results that a row may speak of, and of the notes."""
    results = json.loads((ROOT / claim.file).read_text(encoding="utf-8"))
    names = re.findall(r"`([^`]+)`", claim.label)
    rows = [row for row in results["rows"] if all(n in row.values() for n in names)]
    assert rows, f"{claim.file} has no row of {claim.label}"
    return [*numbers(rows), *numbers(results["notes"])]


def test_the_pages_have_figures() -> None:
    """The README one table, the page of figures many, each with its file."""
    files = {
        page: {c.file for c in CLAIMS if c.page == page} for page in ("README.md", "figures.md")
    }
    assert len(files["README.md"]) == 1
    assert len(files["figures.md"]) > 5


@pytest.mark.parametrize("claim", CLAIMS, ids=lambda c: f"{c.page}: {c.label}")
def test_figures_are_measured(claim: Claim) -> None:
    """Each number is one of the results', rounded to the decimals that are shown."""
    known = measured(claim)
    for cell in claim.cells:
        for shown in re.findall(r"\d+(?:\.\d+)?", cell.replace(",", "")):
            decimals = len(shown.partition(".")[2])
            assert any(f"{value:.{decimals}f}" == shown for value in known), (cell, claim)
