"""The reference against itself: files, rounding, and a second way to list all plans."""

import csv
import tomllib
from fractions import Fraction
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from .brute import DEFAULT_OBJECTIVES, best
from .cases import chain, town
from .figures import shortest, whole
from .judge import broken, values
from .strategies import problems, territories
from .tables import Objectives, Rules, Tables, scenario_text, toml_value

SLOW = (HealthCheck.too_slow, HealthCheck.data_too_large)
PLAIN = st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text()
NESTED = st.recursive(
    PLAIN, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=8
)


@given(NESTED)
def test_toml_round_trip(value: object) -> None:
    """What is dumped reads back the same."""
    assert tomllib.loads(f"x = {toml_value(value)}") == {"x": value}


@settings(suppress_health_check=SLOW, deadline=None)
@given(problems(max_townships=5))
def test_scenario_round_trip(problem: tuple[Tables, Rules, Objectives]) -> None:
    """A scenario reads back as its rules, objectives and mode."""
    _, rules, objectives = problem
    read = tomllib.loads(scenario_text(rules, objectives, "whole"))
    assert (read["rules"], read.get("objectives", []), read["mode"]) == (rules, objectives, "whole")


def test_tables_are_written_as_they_are(tmp_path: Path) -> None:
    """Each table becomes a CSV file with every column that some row has."""
    chain(town("A", terrain="hill"), town("B")).write(tmp_path / "new")
    with (tmp_path / "new" / "townships.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert [row["terrain"] for row in rows] == ["hill", ""]
    assert rows[0]["kind"] == "乡"


@pytest.mark.parametrize(
    ("value", "scale", "expected"),
    [(1.005, 100, 101), (12.345, 100, 1235), (2.5, 1, 3), (0.0005, 1000, 1), (0.00049, 1000, 0)],
)
def test_rounding_is_half_up_in_decimals(value: float, scale: int, expected: int) -> None:
    """Halves go up, also where the binary number lies below the decimal one."""
    assert whole(value, scale) == expected


def test_shortest_path_takes_the_detour() -> None:
    """Two short roads beat a long one."""
    roads = {
        "a": [("b", 9), ("c", 4)],
        "b": [("a", 9), ("c", 4)],
        "c": [("a", 4), ("b", 4)],
        "d": [],
    }
    assert shortest(roads, "a") == {"a": 0, "c": 4, "b": 8}


@settings(max_examples=25, suppress_health_check=SLOW, deadline=None)
@given(territories(finer=True))
def test_the_status_quo_breaks_nothing(tables: Tables) -> None:
    """Every territory is connected, and merging nobody disrupts nobody."""
    plan = {row["code"]: row["township"] for row in tables.villages}
    assert not broken(tables, {"area_cap": {"max_km2": 1}, "share": {"floor": "status_quo"}}, plan)
    assert values(tables, plan)["disruption"] == 0


@settings(max_examples=30, suppress_health_check=SLOW, deadline=None)
@given(problems(max_townships=4, villages_per_township=(1, 2)))
def test_all_maps_of_townships_give_the_same(problem: tuple[Tables, Rules, Objectives]) -> None:
    """Judging every map from townships to seats finds the same optimal plans."""
    tables, rules, objectives = problem
    rules.pop("kinds", None)
    answer = best(tables, rules, objectives)
    good = [plan for plan in every_map(tables) if not broken(tables, rules, plan)]
    found = [] if answer is None else list(answer.plans())
    assert sorted(map(str, map(ordered, found))) == sorted(
        map(str, map(ordered, optimal(tables, objectives or DEFAULT_OBJECTIVES, good)))
    )


def ordered(plan: dict[str, str]) -> list[tuple[str, str]]:
    """Return a plan in the order of its villages."""
    return sorted(plan.items())


def optimal(
    tables: Tables, objectives: Objectives, plans: list[dict[str, str]]
) -> list[dict[str, str]]:
    """Return the plans at the last objective's best; costs are minimised, a share negated."""
    first = objectives[0]
    sign = -1 if first["name"] == "share" else 1
    costs = [sign * worth(first, values(tables, plan)) for plan in plans]
    slack = Fraction(str(first.get("tolerance", 0))) if objectives[1:] else Fraction(0)
    lowest = Fraction(min(costs, default=0))
    limit = lowest + abs(lowest) * slack
    left = [plan for plan, cost in zip(plans, costs, strict=True) if cost <= limit]
    return optimal(tables, objectives[1:], left) if objectives[1:] else left


def worth(objective: dict[str, Any], found: dict[str, Any]) -> Any:
    """Return a plan's value of an objective, the weighted sum too."""
    if "weights" not in objective:
        return found[objective["name"]]
    return sum(weight * found[name] for name, weight in objective["weights"].items())


def every_map(tables: Tables) -> list[dict[str, str]]:
    """Return the plans that send each township to any township."""
    codes = [row["code"] for row in tables.townships]
    maps = [dict(zip(codes, to, strict=True)) for to in product(codes, repeat=len(codes))]
    return [{row["code"]: chosen[row["township"]] for row in tables.villages} for chosen in maps]
