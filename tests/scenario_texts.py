"""Scenarios as text, and what is wrong with them."""

from __future__ import annotations

import tomllib

from models.scenario import Scenario
from optimizer.data.faults import Fault, Findings
from optimizer.data.scenario_file import parse_scenario


def parse(text: str) -> tuple[Scenario | None, list[Fault]]:
    """Parse a scenario that has a name."""
    findings = Findings()
    scenario = parse_scenario(tomllib.loads(f'name = "x"\n{text}'), "scenario.toml", findings)
    return scenario, findings.faults


def rules(text: str) -> list[Fault]:
    """Return the faults of lines under [rules]."""
    return parse(f"[rules]\n{text}")[1]
