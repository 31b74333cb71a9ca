"""scenario.toml as a file: its path, its encoding, what is no TOML, names of tables."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from optimizer.data.faults import Findings
from optimizer.data.scenario_file import (
    read_raw,
    scenario_path,
    territory_files,
)


def test_path_of_the_scenario(tmp_path: Path) -> None:
    """A folder means its scenario.toml; anything else is the file itself."""
    assert scenario_path(tmp_path) == tmp_path / "scenario.toml"
    assert scenario_path(tmp_path / "other.toml") == tmp_path / "other.toml"
    assert scenario_path(Path("x" * 5000)) == Path("x" * 5000)


@pytest.mark.parametrize("text", ["name = '\x1b[2J'", 'name = "\\u202e"', "#\x07\nname = 'x'"])
def test_control_characters_are_refused(folder: Any, text: str) -> None:
    """Raw or as an escape of TOML, in a value or a comment."""
    folder.write("scenario.toml", text)
    fault = folder.only()
    assert fault.code == "E111"
    assert not set("\x1b\x07\u202e") & set(fault.line("en"))
    assert fault.column == ("" if text.startswith("#") else "name")


def test_scenario_in_gb18030(tmp_path: Path) -> None:
    """A scenario saved in the Chinese code page, or with a BOM, is read."""
    path, findings = tmp_path / "scenario.toml", Findings()
    for encoding in ("gb18030", "utf-8-sig"):
        path.write_text('name = "长治"\r\n', encoding=encoding)
        assert read_raw(path, {}, findings) == {"name": "长治"}
    assert [fault.code for fault in findings.faults] == ["W101"]


@pytest.mark.parametrize(
    "text",
    [
        "name = ",
        "name",
        "[rules",
        "a = 1\na = 2",
        "a = " + "[" * 5000,
        "a = " + "9" * 5000,
    ],
)
def test_what_is_no_toml(tmp_path: Path, text: str) -> None:
    """Broken, absurdly deep and absurdly long TOML is a fault."""
    path, findings = tmp_path / "scenario.toml", Findings()
    path.write_text(text, encoding="utf-8")
    assert read_raw(path, {}, findings) is None
    assert [fault.code for fault in findings.faults] == ["E501"]


def test_names_survive_a_fault_beside_them() -> None:
    """The names that can be used are used, although others under [territory] are wrong."""
    files = territory_files({"territory": {"roads": "r.csv", "villages": 5, "vilages": "v.csv"}})
    assert (files.roads, files.villages) == ("r.csv", "villages.csv")
    assert territory_files({"territory": 5}).roads == "roads.csv"
    assert territory_files(None).roads == "roads.csv"
