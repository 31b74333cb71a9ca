"""Small territories and what is asked of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from models.plan import Outcome
from optimizer.data.dataset import Dataset
from optimizer.decide.explain.explain import Explanation, explain
from optimizer.solve.clock import Clock, Effort
from optimizer.solve.run import solve
from tests.reference.cases import add_village, chain, town
from tests.reference.tables import Tables

CUT = {"county": {"min_cut": 1}}
UNITS = [{"name": "units"}]


def three(**kinds: str) -> Tables:
    """Return three townships of 100 km2 and 1,000 people in a row."""
    return chain(*(town(code, kind=kinds.get(code, "乡")) for code in "ABC"))


def gaps() -> Tables:
    """Return A and B of two villages each, without a road between them."""
    tables = chain(town("A"), town("B"))
    tables.roads.clear()
    for code in ("a2", "b2"):
        add_village(tables, code, code[0].upper(), km=1)
    return tables


CUT = {"county": {"min_cut": 1}}


def explained(data: Dataset) -> Explanation:
    """Explain with one worker."""
    return explain(data, clock())


def clock() -> Clock:
    """Return a clock of one worker."""
    return Clock(Effort(workers=1))


def outcome(data: Dataset, rules: Mapping[str, Any]) -> Outcome:
    """Solve with some rules replaced."""
    scenario = data.scenario
    for key, rule in rules.items():
        scenario = scenario.with_rule(key, rule)
    return solve(data.with_scenario(scenario), clock()).outcome
