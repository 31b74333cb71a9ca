"""The columns file: whatever it holds, words with the place, in bounded memory."""

from __future__ import annotations

from pathlib import Path

import pytest

from optimizer.data.importing.levels import read_chosen
from optimizer.data.importing.notices import Notices


@pytest.mark.parametrize(
    ("text", "code", "row"),
    [
        ("x = " + "[" * 5000, "E501", 0),
        (".".join("k" * 60_000) + " = 1", "E530", 1),
        ("a = 1\n[[layer]\n", "E501", 2),
        ("", "E103", 0),
        ("layer = 5", "E817", 0),
        ("[layer]\nsource = 'x'", "E817", 0),
        ("[[layer]]\nlevel = 'villages'", "E817", 0),
    ],
)
def test_what_is_no_columns_file(tmp_path: Path, text: str, code: str, row: int) -> None:
    """One fault, of the file that is meant, which stops the import."""
    path, notices = tmp_path / "columns.toml", Notices()
    path.write_text(text, encoding="utf-8")
    assert read_chosen(path, notices) == {}
    (fault,) = notices.faults()
    assert (fault.code, fault.row) == (code, row)
    assert "columns.toml" in fault.line("zh")
    assert notices.stopped


@pytest.mark.parametrize(("name", "code"), [("no such file", "E101"), (".", "E102")])
def test_what_is_no_file(tmp_path: Path, name: str, code: str) -> None:
    """A missing file, a folder."""
    notices = Notices()
    assert read_chosen(tmp_path / name, notices) == {}
    assert [fault.code for fault in notices.faults()] == [code]


def test_a_columns_file_is_read(tmp_path: Path) -> None:
    """By the titles of the layers."""
    path, notices = tmp_path / "columns.toml", Notices()
    path.write_text("[[layer]]\nsource = '村'\nlevel = 'villages'\n", encoding="utf-8")
    assert read_chosen(path, notices) == {"村": {"source": "村", "level": "villages"}}
    assert not notices.stopped
