"""What is no TOML is said with its place, in both languages, and takes no memory."""

from __future__ import annotations

import re

import pytest

from optimizer.data.faults import Findings
from optimizer.data.toml_syntax import parsed_toml

ENGLISH = re.compile("[A-Za-z]{3,}")


@pytest.mark.parametrize(
    ("text", "row", "column", "zh"),
    [
        ("a = 1\nname", 2, "", "键之后应为 ="),
        ("a = 1\nname = ", 2, "", "文字须加引号"),
        ('a = "x\nb = 2', 1, "7", "有不允许的字符"),
        ("a = [1, 2", 1, "", "列表未以 ] 结束"),
        ("a = { b = 1", 1, "", "表未以 } 结束"),
        ("a = 1\na = 2", 2, "", "键重复"),
        ("[rules", 1, "", "表的标题应以 ] 结束"),
        ("[a]\n[a]", 2, "3", "表重复"),
        ("a = 1 b = 2", 1, "7", "一条语句之后应换行"),
        ("a = 乡", 1, "5", "文字须加引号"),
        ("乡 = 1", 1, "1", "不是“键 = 值”的形式"),
        ('a = "\\x"', 1, "8", "文字中的反斜杠须写两个"),
        ("a = " + "9" * 5000, 0, "", "数字过长"),
        ("a = " + "[" * 5000, 0, "", "嵌套过深"),
    ],
)
def test_what_is_wrong_and_where(text: str, row: int, column: str, zh: str) -> None:
    """Rows and columns as an editor counts them; the end of the text is its last line."""
    findings = Findings()
    assert parsed_toml(text, "s.toml", findings) is None
    (fault,) = findings.faults
    assert (fault.code, fault.row, fault.column) == ("E501", row, column)
    assert zh in fault.what("zh")
    assert not ENGLISH.search(fault.what("zh").replace("TOML", ""))


def test_keys_that_lead_too_deep_are_refused_before_they_are_read() -> None:
    """121 kB of them would take gigabytes."""
    findings = Findings()
    text = "a = 1\n" + ".".join("k" * 60_000) + " = 1"
    assert parsed_toml(text, "s.toml", findings) is None
    assert [(f.code, f.row) for f in findings.faults] == [("E530", 2)]


def test_sound_text_is_read() -> None:
    """Nothing is noted."""
    findings = Findings()
    assert parsed_toml("[a]\nb = [1]", "s.toml", findings) == {"a": {"b": [1]}}
    assert not findings.faults
