"""The search knows no rule by its name: a new rule changes nothing there."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from models.rules import ALL_RULES

ROOT = Path(__file__).resolve().parents[1]
FILES = sorted((ROOT / "optimizer" / "solve").rglob("*.py"))
CLAUSES = {rule.clause for rule in ALL_RULES.values() if "." in rule.clause}
CLASSES = {rule.__name__ for rule in ALL_RULES.values()}


def named(file: Path) -> Iterator[str]:
    """Yield the rules that a module names: classes, clauses, and keys that it asks for."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("models.rules"):
            yield from (alias.name for alias in node.names if alias.name in CLASSES)
        elif isinstance(node, ast.Constant) and node.value in CLAUSES:
            yield str(node.value)
        elif isinstance(node, ast.Attribute) and node.attr == "rule":
            yield ast.unparse(node)


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(ROOT)))
def test_no_rule_is_named(file: Path) -> None:
    """What is special about a rule stands in the rule."""
    assert not list(named(file))


def test_it_finds_one(tmp_path: Path) -> None:
    """A class, a clause and a key each are a name."""
    file = tmp_path / "made.py"
    lines = "from models.rules.count import Count", 'a = "P3.area"', 'scenario.rule("count")'
    file.write_text("\n".join(lines), encoding="utf-8")
    assert len(list(named(file))) == 3
