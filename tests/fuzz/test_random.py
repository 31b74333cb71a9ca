"""Random tables, scenarios, plans and records: the end is one of words, whatever was drawn."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.fuzz.base import PLAN, TABLES, write_sound
from tests.fuzz.scenarios import KEYS
from tests.fuzz.test_corpus import called
from tests.fuzz.values import VALUES

LIGHT = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
FILES = sorted(name for name in TABLES if name.endswith(".csv"))

ANY_TEXT = st.text(st.characters(codec="utf-8"), max_size=12)
CELL = st.one_of(st.sampled_from(VALUES), ANY_TEXT, st.integers().map(str), st.floats().map(str))
WORD = st.one_of(
    st.sampled_from(["A", "B", "X", "乡", "units", "travel", "whole", "all"]), ANY_TEXT
)
SIMPLE = st.one_of(WORD, st.integers(), st.floats(), st.booleans())
NAMES = sorted({part for key in KEYS for part in key.split(".")} | {"min", "max", "kinds"})


def _deeper(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    tables = st.dictionaries(st.one_of(st.sampled_from(NAMES), WORD), inner, max_size=4)
    return st.one_of(st.lists(inner, max_size=4), tables)


TREE = st.recursive(SIMPLE, _deeper, max_leaves=8)


def toml(value: Any) -> str:
    """Return a value as TOML."""
    if isinstance(value, dict):
        pairs = (f"{json.dumps(key)} = {toml(inner)}" for key, inner in value.items())
        return "{" + ", ".join(pairs) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(toml, value)) + "]"
    return json.dumps(value).replace("NaN", "nan").replace("Infinity", "inf")


@st.composite
def changed_table(draw: st.DrawFn) -> tuple[str, str]:
    """Draw a table with some cells, rows and columns changed."""
    file = draw(st.sampled_from(FILES))
    rows = [line.split(",") for line in TABLES[file].splitlines()]
    for _ in range(draw(st.integers(1, 4))):
        row = draw(st.sampled_from(rows))
        row[draw(st.integers(0, len(row) - 1))] = draw(CELL)
    if draw(st.booleans()):
        rows.append(list(draw(st.sampled_from(rows))))
    if draw(st.booleans()):
        rows = draw(st.permutations(rows))
    quote = draw(st.booleans())
    cells = [[json.dumps(c, ensure_ascii=False) if quote else c for c in row] for row in rows]
    return file, "\n".join(map(",".join, cells))


@LIGHT
@given(st.lists(changed_table(), min_size=1, max_size=2))
def test_random_tables(tables: list[tuple[str, str]]) -> None:
    """Cells of any text and any number, rows again or in another order."""
    with tempfile.TemporaryDirectory() as place:
        folder = write_sound(Path(place) / "case")
        for file, text in tables:
            (folder / file).write_text(text, encoding="utf-8", newline="")
        if called("validate", str(folder)).exit_code == 0:
            called("solve", str(folder), "--workers", "1", "--time-limit", "5")


@LIGHT
@given(st.lists(st.tuples(st.sampled_from(KEYS), TREE), min_size=1, max_size=3))
def test_random_scenarios(values: list[tuple[str, Any]]) -> None:
    """Any tree of values under any key, by --set."""
    sets = [word for key, value in values for word in ("--set", f"{key}={toml(value)}")]
    with tempfile.TemporaryDirectory() as place:
        folder = write_sound(Path(place) / "case")
        called("validate", str(folder), *sets)


@LIGHT
@given(st.dictionaries(st.one_of(st.sampled_from(NAMES), WORD), TREE, max_size=4), st.binary())
def test_random_files(raw: dict[str, Any], record: bytes) -> None:
    """A scenario of any keys, and plan.json of any bytes."""
    lines = "".join(f"{json.dumps(key)} = {toml(value)}\n" for key, value in raw.items())
    with tempfile.TemporaryDirectory() as place:
        folder = write_sound(Path(place) / "case")
        (folder / "plan.csv").write_text(PLAN, encoding="utf-8")
        (folder / "plan.json").write_bytes(record)
        called("check", str(folder), str(folder / "plan.csv"))
        (folder / "scenario.toml").write_text(lines, encoding="utf-8", errors="replace")
        called("validate", str(folder))
