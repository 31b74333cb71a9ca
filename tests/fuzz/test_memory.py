"""Files that are made to fill the memory are refused, in a process that may not take much."""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from optimizer.data import limits
from optimizer.data.faults import Findings
from optimizer.data.limits import FAULTS, MIB, SCENARIO_BYTES, TABLE_BYTES
from optimizer.data.table import read_table
from tests.fuzz.base import TABLES, write_sound
from tests.fuzz.damage import entity_bomb, zip_bomb

ROOT = Path(__file__).resolve().parents[2]
MEMORY = 3 * 1024 * MIB
"""Addresses, of which the libraries alone take more than a third."""

PROGRAM = """
import json, sys
from click.testing import CliRunner
from optimizer.cli import cli

for folder in sys.argv[1:]:
    result = CliRunner().invoke(cli, ["validate", folder, "--json"])
    faults = json.loads(result.stdout).get("faults", []) if result.stdout else []
    codes = sorted({fault["code"] for fault in faults})
    print(json.dumps([result.exit_code, codes, len(faults), repr(result.exception)]))
"""


def _sparse(size: int) -> Callable[[Path], object]:
    """Return a maker of a file of so many NUL bytes that takes no room."""
    return lambda path: (path.touch(), os.truncate(path, size))


def _holds(data: bytes) -> Callable[[Path], object]:
    return lambda path: path.write_bytes(data)


BOMBS: Mapping[str, tuple[str, Callable[[Path], object], str]] = {
    "zip bomb": ("villages.csv", _holds(zip_bomb()), "E102"),
    "entity bomb": ("villages.csv", _holds(entity_bomb()), "E102"),
    "huge table": ("villages.csv", _sparse(TABLE_BYTES + 1), "E110"),
    "huge scenario": ("scenario.toml", _sparse(SCENARIO_BYTES + 1), "E110"),
    "a line of commas": ("villages.csv", _holds(b"," * 30 * MIB), "E110"),
    "a value without end": ("villages.csv", _holds(b'code,"' + b"x" * 30 * MIB), "E108"),
    "wide characters": ("villages.csv", _holds("\U0001f600".encode() * 5 * MIB), "E108"),
    "faults without end": ("roads.csv", _holds(b"a,b,km\n" + b"a1,a2,x\n" * 150_000), "E110"),
    "lists in lists": ("scenario.toml", _holds(b"x = " + b"[" * 3 * MIB), "E501"),
}


def test_memory_is_bounded(tmp_path: Path) -> None:
    """One process reads them all under a limit that each of them would break if it were read."""
    for name, (file, make, _) in BOMBS.items():
        folder = write_sound(tmp_path / name)
        (folder / file).unlink()
        make(folder / file)

    def limited() -> None:
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))

    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, *(str(tmp_path / name) for name in BOMBS)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        preexec_fn=limited,
        env={**os.environ, "OPENBLAS_NUM_THREADS": "1"},
    )
    assert done.returncode == 0, done.stderr
    ends: list[tuple[int, list[str], int, Any]] = list(map(json.loads, done.stdout.splitlines()))
    for (name, (_, _, code)), (ended, codes, count, error) in zip(BOMBS.items(), ends, strict=True):
        assert ended == 2, (name, error)
        assert code in codes, (name, codes)
        assert count <= FAULTS + 10


@pytest.mark.parametrize(
    ("sizes", "rows"), [((3, 9, 99), 3), ((99, 2, 99), 1), ((99, 9, 10), 4), ((99, 9, 99), 0)]
)
def test_rows_columns_and_values_have_a_limit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, sizes: tuple[int, ...], rows: int
) -> None:
    """The reading stops in the row that passes it."""
    texts = [text for _, text in limits._SIZES]
    monkeypatch.setattr(limits, "_SIZES", tuple(zip(sizes, texts, strict=True)))
    (tmp_path / "t.csv").write_text("a,b,c\n" + "1,2,3\n" * 5, encoding="utf-8")
    findings = Findings()
    table = read_table(tmp_path / "t.csv", ("a", "b"), findings)
    found = [(fault.code, fault.row) for fault in findings.faults]
    assert found == ([("E110", rows + (sizes[0] == 3))] if rows else [])
    assert (table is None) == bool(rows)


def test_a_country_keeps_every_limit() -> None:
    """620,000 villages of 75 bytes and 8 values, 2,000,000 pairs of 40 bytes and 4 values."""
    header = TABLES["villages.csv"].splitlines()[0]
    for rows, size, columns in ((620_000, 75, header.count(",") + 2), (2_000_000, 40, 4)):
        assert limits.passed_limit(rows, columns, rows * columns) is None
        assert rows * size < TABLE_BYTES
