"""Errors of use are said in the language that the command line asks for."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]


def said(*words: str) -> str:
    """Return what a command line with a mistake prints to stderr."""
    command = [sys.executable, str(ROOT / "run_optimizer.py"), *words]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8")
    assert done.returncode == 2 and not done.stdout
    return done.stderr


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (["solve"], "缺少参数 SCENARIO"),
        (["solve", "x", "--sed", "1"], "没有选项 --sed（是否指 --"),
        (["solve", "x", "-o"], "选项 -o 缺少取值"),
        (["solve", "x", "--mode", "q"], "--mode 的取值无效：应为 whole、split、redraw 之一"),
        (["solve", "x", "--workers", "0"], "--workers 的取值无效：应为整数（x>=1）"),
    ],
)
def test_mistakes_in_chinese(words: list[str], reason: str) -> None:
    """The reason and where help is, and no English sentence."""
    text = said("--lang", "zh", *words)
    assert f"用法错误：{reason}" in text
    assert "solve --help" in text or words[-1] == "-o"
    assert "Error" not in text and "Usage" not in text


def test_mistakes_in_english() -> None:
    """As click says them."""
    text = said("solve", "x", "--mode", "q", "--lang", "en")
    assert "Error: Invalid value for '--mode'" in text
