"""Where townships are the smallest parts no distance within one is printed: not known, not 0."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from optimizer.cli import cli
from optimizer.data.generate import generate_grid, write_dataset

_ZERO = re.compile(r"(?<![\d.,+])0\.000(?!\d)")


@pytest.fixture(scope="module")
def grid(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, str]:
    """Nine townships of a village each, merged under a cap that leaves some as they are."""
    place = tmp_path_factory.mktemp("grid")
    write_dataset(generate_grid(3), place / "data")
    plan = place / "merged.csv"
    codes = _column(place / "data" / "townships.csv", "code")
    rows = [f"{code},{codes[0] if n == 1 else code}" for n, code in enumerate(codes)]
    plan.write_text("\n".join(["township,unit", *rows]), encoding="utf-8")
    return str(place / "data"), str(plan)


def _column(path: Path, name: str) -> list[str]:
    with path.open(encoding="utf-8-sig") as file:
        return [row[name] for row in csv.DictReader(file)]


def _printed(*words: str) -> str:
    result = CliRunner().invoke(cli, [*words, "--lang", "en"])
    assert result.exit_code in (0, 3), result.output
    return result.stdout


def _ways(record: Any, key: str = "") -> Iterator[Any]:
    """Yield every figure of a record that is a distance, but for what is added to one."""
    if isinstance(record, dict):
        for name, value in record.items():
            yield from () if name == "better" else _ways(value, name)
    elif isinstance(record, list):
        for value in record:
            yield from _ways(value, key)
    elif re.search("km$|metres$|_m$", key) and "added" not in key:
        yield record


@pytest.mark.parametrize("command", ["survey", "check", "compare", "solve", "frontier"])
def test_no_distance_is_printed_as_zero(grid: tuple[str, str], command: str) -> None:
    """Tables for people have a dash, and say why."""
    data, plan = grid
    told = _printed(command, data, *([plan] if command in ("check", "compare") else []))
    assert "distances within townships are not known" in told
    assert not _ZERO.findall(told)


@pytest.mark.parametrize("command", ["survey", "compare", "solve"])
def test_programs_get_null(grid: tuple[str, str], command: str) -> None:
    """Records have null for what is not known, and the distances of the others."""
    data, plan = grid
    more = {
        "compare": [plan],
        "solve": ["--set", "rules.population.min=0", "--set", "rules.count.city.min=8"],
    }
    told = _printed(command, data, *more.get(command, []), "--json")
    ways = list(_ways(json.loads(told)))
    assert None in ways
    assert 0 not in ways
    assert command == "survey" or any(ways)


def test_comparison_files_leave_the_cell_empty(grid: tuple[str, str], tmp_path: Path) -> None:
    """villages.csv: the ways of the village that moved, and of no other."""
    data, plan = grid
    _printed("compare", data, plan, "-o", str(tmp_path / "out"))
    ways = _column(tmp_path / "out" / "villages.csv", "merged km")
    assert [bool(way) for way in ways] == [n == 1 for n in range(9)]
    assert set(_column(tmp_path / "out" / "villages.csv", "status quo km")) == {""}


def test_a_known_zero_stays(tmp_path: Path) -> None:
    """Where townships have several villages the seat's own way is 0 and printed so."""
    data, out = "instances/three-townships", tmp_path / "out"
    plan = tmp_path / "plan.csv"
    codes = _column(Path(data) / "townships.csv", "code")
    plan.write_text("\n".join(["township,unit", *(f"{c},{c}" for c in codes)]), encoding="utf-8")
    _printed("compare", data, str(plan), "-o", str(out))
    assert _column(out / "villages.csv", "status quo km").count("0.000") == len(codes)
