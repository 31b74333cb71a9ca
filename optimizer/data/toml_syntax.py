"""TOML that anyone wrote: bounded in depth, and its faults with their place and in words."""

from __future__ import annotations

import re
import tomllib
from typing import Any

from optimizer.data.faults import Findings
from optimizer.data.nesting import DEPTH, deep_keys
from optimizer.text import Text

_PLACE = re.compile(r" ?\(at (?:line ([0-9]+), column ([0-9]+)|end of document)\)$")
_CHINESE = (
    ("Expected '=' after a key", "键之后应为 ="),
    ("Expected newline or end of document", "一条语句之后应换行"),
    ("Expected ']]'", "表数组的标题应以 ]] 结束"),
    ("Expected ']'", "表的标题应以 ] 结束"),
    ("Expected", "引号未闭合"),
    ("Unterminated string", "引号未闭合"),
    ("Unclosed array", "列表未以 ] 结束"),
    ("Unclosed inline table", "表未以 } 结束"),
    ("Duplicate inline table key", "键重复"),
    ("Cannot overwrite", "键重复"),
    ("Cannot declare", "表重复"),
    ("Cannot redefine", "表重复"),
    ("Cannot mutate", "表已写完，不能再添加键"),
    ("Invalid initial character for a key", "键名的首个字符有误"),
    ("Invalid statement", "不是“键 = 值”的形式"),
    ("Invalid value", "值的写法有误，文字须加引号"),
    ("Invalid date", "日期或时间有误"),
    ("Unescaped", "文字中的反斜杠须写两个"),
    ("Invalid hex value", "反斜杠之后的编码有误"),
    ("Escaped character", "反斜杠之后的编码有误"),
    ("Found invalid character", "有不允许的字符"),
    ("Illegal character", "有不允许的字符"),
    ("Exceeds the limit", "数字过长"),
    ("maximum recursion", "嵌套过深"),
    ("TOML inline arrays/tables are nested", "嵌套过深"),
)
"""What Python's parser says, by its beginning."""


def parsed_toml(text: str, file: str, findings: Findings) -> dict[str, Any] | None:
    """Return what a TOML text holds; None where it is none, every reason noted.

    Keys that lead too deep are refused before the parser builds tables of them.
    """
    deep = list(deep_keys(text))
    for line, parts in deep:
        findings.add("E530", file, line, parts=parts, most=DEPTH)
    if deep:
        return None
    try:
        return tomllib.loads(text)
    except (ValueError, RecursionError) as error:  # ValueError: whole numbers of 4300 digits too
        why, row, column = syntax_fault(error)
        if _PLACE.search(str(error)) and not row:
            row = text.rstrip().count("\n") + 1
        findings.add("E501", file, row, column, why=why)
        return None


def syntax_fault(error: BaseException) -> tuple[Text, int, str]:
    """Return what the parser found in words, and its line and column, 0 and "" where unknown."""
    said = str(error)
    at = _PLACE.search(said)
    said = _PLACE.sub("", said)
    zh = next((text for start, text in _CHINESE if said.startswith(start)), "写法有误")
    return Text(said, zh), int(at[1] or 0) if at else 0, (at[2] or "") if at else ""
