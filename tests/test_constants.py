"""Numbers of the search and of what stands around it have a name and a line with their reason."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = ("api", "check", "data", "decide", "procedure", "report", "solve")
FILES = sorted(
    file for package in PACKAGES for file in (ROOT / "optimizer" / package).rglob("*.py")
)
DRAWN = {"look.py", "projection.py"}
"""Widths of lines and their dashes, and the series of a projection, are a table each."""


def constants(file: Path) -> Iterator[tuple[str, bool]]:
    """Yield each number (or tuple of numbers) with a name, and whether its reason follows."""
    text = file.read_text(encoding="utf-8")
    lines, body = text.splitlines(), ast.parse(text).body
    for at, node in enumerate(body):
        if not isinstance(node, ast.Assign) or not _is_number(node.value):
            continue
        said = body[at + 1] if at + 1 < len(body) else None
        why = isinstance(said, ast.Expr) and isinstance(said.value, ast.Constant)
        beside = "#" in lines[node.lineno - 1] or lines[node.lineno - 2].startswith("#")
        yield ast.unparse(node.targets[0]), why or beside


def _is_number(value: ast.expr) -> bool:
    if isinstance(value, ast.Tuple):
        return bool(value.elts) and all(map(_is_number, value.elts))
    if isinstance(value, ast.UnaryOp | ast.BinOp):
        parts = [value.operand] if isinstance(value, ast.UnaryOp) else [value.left, value.right]
        return any(map(_is_number, parts))
    return isinstance(value, ast.Constant) and type(value.value) in (int, float)


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(ROOT / "optimizer")))
def test_a_number_says_why(file: Path) -> None:
    """Below it or beside it; one line may stand for some that follow one another."""
    found = list(constants(file))
    left = [name for at, (name, why) in enumerate(found) if not (why or _shared(found[at:]))]
    assert file.name in DRAWN or not left


def _shared(rest: list[tuple[str, bool]]) -> bool:
    """Return whether the next number but one at the most has a reason, which then is of both."""
    return any(why for _, why in rest[1:2])


def test_it_finds_a_number_without_a_reason(tmp_path: Path) -> None:
    """A name alone is not enough."""
    file = tmp_path / "made.py"
    file.write_text('A = 3\nB = -2 * 5\n"""Why."""\nC = (1, 2)\nD = "x"\n', encoding="utf-8")
    assert list(constants(file)) == [("A", False), ("B", True), ("C", False)]
