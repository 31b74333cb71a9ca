"""The scenario as the user writes it."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from models.rules import ALWAYS, RULES
from models.scenario import DEFAULT_OBJECTIVES, Scenario


def test_defaults() -> None:
    """No rule is on, no number is assumed; the objectives have their usual order."""
    scenario = Scenario(name="x")
    assert [spec.name for spec in scenario.objectives] == list(DEFAULT_OBJECTIVES)
    assert all(spec.tolerance == 0 for spec in scenario.objectives)
    assert all(scenario.rule(key) is None for key in RULES)
    assert scenario.territory.detour is None


def test_a_rule_that_is_named_is_on() -> None:
    """After those that are always on, in the order of the register."""
    rules = {"share": {"floor": "status_quo"}, "area_cap": {"max_km2": 300}}
    scenario = Scenario(name="x", rules=rules)
    assert [r.key for r in scenario.active_rules()] == [*[""] * len(ALWAYS), "area_cap", "share"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": ""},
        {"mode": "other"},
        {"objectives": []},
        {"objectives": [{"name": "units"}, {"name": "units"}]},
        {"objectives": [{"name": "beauty"}]},
        {"objectives": [{"name": "units", "tolerance": -0.1}]},
        {"objectives": [{"name": "units", "tolerance": float("inf")}]},
        {"rules": {"beauty": {}}},
        {"territory": {"detour": 0.5}},
        {"colour": "red"},
    ],
)
def test_refused(wrong: dict[str, Any]) -> None:
    """Unknown keys and names, objectives named twice, numbers out of bounds."""
    with pytest.raises(ValidationError):
        Scenario(**{"name": "x", **wrong})
