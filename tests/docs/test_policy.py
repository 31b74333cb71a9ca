"""docs/policy.md lists every rule with its clause and key, docs/formats.md every key."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from models.objectives import OBJECTIVES
from models.rules import ALL_RULES, RULES
from models.standards.presets import STANDARDS
from optimizer.data.faults import catalogue

DOCS = Path(__file__).resolve().parents[2] / "docs"
POLICY = (DOCS / "policy.md").read_text(encoding="utf-8")
FORMATS = (DOCS / "formats.md").read_text(encoding="utf-8")
STATES = ("always", "when named", "objective", "data", "case", "not yet")


def clauses() -> dict[str, list[str]]:
    """Return the cells of each row of the table of clauses."""
    table = POLICY[POLICY.index("## Clauses") : POLICY.index("### What the rules apply to")]
    rows = [line.strip("|").split("|") for line in table.splitlines() if line.startswith("|")]
    cells = [[cell.strip() for cell in row] for row in rows[2:]]
    return {row[0]: row for row in cells}


@pytest.mark.parametrize("rule", ALL_RULES.values(), ids=ALL_RULES)
def test_every_rule_has_its_clause_with_its_key(rule: type) -> None:
    """A rule's clause has a row, and the row names the key that turns it on."""
    row = clauses()[rule.clause]
    keys = re.findall(r"`(\w+)`", row[-1])
    assert not rule.key or rule.key in keys
    assert ("when named" if rule.key else "always") in row[-2]


def test_no_key_is_named_that_is_none() -> None:
    """Keys in the table, and in what the rules apply to, are keys of rules."""
    named = [key for row in clauses().values() for key in re.findall(r"`(\w+)`", row[-1])]
    assert sorted(named) == sorted(RULES)
    applies = POLICY[POLICY.index("### What the rules") : POLICY.index("## Presets")]
    assert set(re.findall(r"^\| `(\w+)` \|", applies, re.MULTILINE)) <= set(RULES)


@pytest.mark.parametrize("clause", clauses())
def test_every_clause_has_a_state(clause: str) -> None:
    """The state is one of those explained, or says what is there instead."""
    explained = POLICY[POLICY.index("**State.**") : POLICY.index("## Terms")]
    assert all(f"| {state} |" in explained for state in STATES)
    row = clauses()[clause]
    assert len(row) == 7
    assert all(row[:6])


def test_every_preset_has_its_row() -> None:
    """The presets of the page are those of the software, the empty one in the text."""
    presets = POLICY[POLICY.index("## Presets") : POLICY.index("## Procedure")]
    rows = re.findall(r"^\| `([\w-]+)`:", presets, re.MULTILINE)
    assert set(rows) | {"shanxi"} == set(STANDARDS)


def test_objectives_and_faults_that_are_named_exist() -> None:
    """What the page points to is there."""
    lists = re.findall(r"objectives? ((?:`\w+`(?:, )?)+)", POLICY)
    named = {name for text in lists for name in re.findall(r"`(\w+)`", text)}
    assert {"disruption", "travel", "share"} <= named <= set(OBJECTIVES)
    assert set(re.findall(r"\b[EW]\d{3}\b", POLICY)) <= set(catalogue())


@pytest.mark.parametrize("key", RULES)
def test_every_key_is_named_in_formats(key: str) -> None:
    """A key can be looked up."""
    assert f"`{key}`" in FORMATS
