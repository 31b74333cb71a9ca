"""The notice's numbers stand in one table, are those of docs/policy.md, and no rule's default."""

from __future__ import annotations

import re
from pathlib import Path

from models.rules.area_cap import AreaCap
from optimizer.data.notice import notice

ROOT = Path(__file__).resolve().parents[3]


def test_the_figure_is_that_of_its_clause() -> None:
    """The row of the clause in docs/policy.md has the number, and the rule carries the clause."""
    figure = notice().area_cap
    policy = (ROOT / "docs" / "policy.md").read_text(encoding="utf-8")
    (row,) = re.findall(rf"^\| {re.escape(figure.clause)} \|.*$", policy, re.MULTILINE)
    assert f"| {figure.max_km2} km2 |" in row
    assert figure.clause == AreaCap.clause


def test_no_rule_takes_it_by_default() -> None:
    """A scenario names its own cap; the kinds it is for are the notice's."""
    assert AreaCap.model_fields["max_km2"].is_required()
    assert AreaCap(max_km2=1).kinds == notice().area_cap.kinds


def test_the_number_is_nowhere_else() -> None:
    """No module names a number of the notice; scenarios that are generated say it is an example."""
    number = re.compile(rf"(?i)(?:km2|cap)\w*\s*=\s*{notice().area_cap.max_km2}\b")
    for file in (ROOT / "optimizer").rglob("*.py"):
        if file.parts[-2:] == ("generate", "scenario.py"):
            continue
        assert not number.search(file.read_text(encoding="utf-8")), file
