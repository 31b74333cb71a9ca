"""docs/formats.md names every key and column, and its examples are what they claim to be."""

from __future__ import annotations

import re
import shlex
import tomllib
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel

from models.objectives import OBJECTIVES
from models.rules import RULES
from models.scenario import DEFAULT_OBJECTIVES, ObjectiveSpec, Scenario, TerritoryFiles
from optimizer.data.faults import Findings
from optimizer.data.places import MOST_KM2, MOST_PEOPLE, TOWNSHIP_COLUMNS, VILLAGE_COLUMNS
from optimizer.data.scenario_file import parse_override, parse_scenario
from optimizer.data.scenario_keys import tables as _tables

PAGE = (Path(__file__).resolve().parents[3] / "docs" / "formats.md").read_text(encoding="utf-8")
EXAMPLE = re.findall(r"```toml\n(.*?)```", PAGE, re.DOTALL)[0]
OPTIONS = re.findall(r"`--set (.*?)` \|", PAGE)


def parse(raw: dict[str, Any]) -> Scenario:
    """Parse a scenario that must be sound."""
    findings = Findings()
    scenario = parse_scenario(raw, "formats.md", findings)
    assert findings.faults == []
    assert scenario is not None
    return scenario


def fields(model: type[BaseModel]) -> set[str]:
    """Return the keys of a table and of the tables inside it."""
    inner = (t for f in model.model_fields.values() for t in _tables(f.annotation))
    return set(model.model_fields).union(*(fields(table) for table in inner))


def test_example_is_a_sound_scenario() -> None:
    """The example of the page is read without a fault and turns every rule on."""
    scenario = parse(tomllib.loads(EXAMPLE))
    assert all(scenario.rule(key) is not None for key in RULES)


def test_example_shows_every_top_level_key_and_file() -> None:
    """No key at the top or under [territory] is missing from the example."""
    raw = tomllib.loads(EXAMPLE)
    assert set(raw) == set(Scenario.model_fields)
    assert set(raw["territory"]) == set(TerritoryFiles.model_fields)


def test_example_shows_the_default_files() -> None:
    """The file names of the example are the default ones."""
    files = parse(tomllib.loads(EXAMPLE)).territory
    assert files.tables() == TerritoryFiles().tables()


@pytest.mark.parametrize("key", sorted(RULES))
def test_every_key_of_a_rule_is_described(key: str) -> None:
    """Each rule has its row, and each of its keys is named in the tables."""
    named = set(re.findall(r"`(\w+)`", PAGE[PAGE.index("### Keys") :]))
    assert f"| `{key}` |" in PAGE
    assert fields(RULES[key]) - {RULES[key].shorthand, "rows"} <= named


def test_every_objective_is_described() -> None:
    """Each objective and each of its keys is named, with the default order."""
    assert all(f"`{name}`" in PAGE for name in (*OBJECTIVES, *ObjectiveSpec.model_fields))
    assert f"default: {', '.join(f'`{name}`' for name in DEFAULT_OBJECTIVES)}" in PAGE


def test_every_column_is_described() -> None:
    """Each column that is read is named in the section of its table, with its bounds."""
    sections = dict(re.findall(r"### (\w+\.csv)\n(.*?)(?=\n### |\n## )", PAGE, re.DOTALL))
    columns = {
        "counties.csv": ("code", "name", "is_district"),
        "townships.csv": (*TOWNSHIP_COLUMNS, "terrain", "exclave"),
        "villages.csv": (*VILLAGE_COLUMNS, "lon", "lat"),
        "contiguity.csv": ("a", "b", "link"),
    }
    for file, names in columns.items():
        assert [name for name in names if f"`{name}`" not in sections[file]] == []
    assert f"{MOST_PEOPLE:,}" in sections["villages.csv"]
    assert f"{MOST_KM2:,}" in sections["villages.csv"]


@pytest.mark.parametrize("option", OPTIONS)
def test_every_form_of_an_override_is_sound(option: str) -> None:
    """Each example of --set, as a shell passes it on, gives a sound scenario."""
    findings = Findings()
    (typed,) = shlex.split(option)
    key, value = parse_override(typed, findings)
    assert findings.faults == []
    *parents, last = key.split(".")
    raw: dict[str, Any] = {"name": "x"}
    table = raw
    for parent in parents:
        table = table.setdefault(parent, {})
    table[last] = value
    if key == "rules.area_cap.kinds":
        table["max_km2"] = 300
    assert parse(raw).name == "x"


def test_forms_of_overrides_are_found() -> None:
    """The page shows overrides, so that the test above is not empty."""
    assert len(OPTIONS) == 10
