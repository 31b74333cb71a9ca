"""The published districting problems: tables as their sources say, published plans that hold."""

from __future__ import annotations

import math

import numpy as np
import pytest

from benchmarks.published_beside import beside, published_unit
from benchmarks.published_cases import ALL, Case
from models.plan import Plan
from optimizer.check import audit

SIZES = {
    "oklahoma-2010": (77, 195, 3_751_351),
    "oklahoma-2020": (77, 195, 3_959_353),
    "idaho-2010": (44, 102, 1_567_582),
    "alabama-2010": (67, 171, 4_779_736),
    "colorado-2010": (64, 161, 5_029_196),
    "oregon-2010": (36, 81, 3_831_074),
    "south-carolina-2010": (46, 109, 4_625_364),
}
"""Counties, pairs that touch, people: as printed in the sources."""
WITH_PLAN = [case for case in ALL if case.plan]


@pytest.mark.parametrize("case", ALL, ids=lambda case: case.name)
def test_tables_are_the_published_problem(case: Case) -> None:
    """Sizes, and bounds that are so much off the mean of a district."""
    data = case.read()
    ground, people = data.territory, int(data.territory.villages.population.sum())
    assert (len(ground.villages), len(ground.pairs), people) == SIZES[case.name]
    count = data.scenario.rule("count").county
    share = 0.01 if case.name == "oklahoma-2020" else 0.005
    mean = people / count.min
    (bounds,) = data.scenario.rule("population").rows
    assert (bounds.min, bounds.max) == (
        math.ceil((1 - share) * mean),
        math.floor((1 + share) * mean),
    )


@pytest.mark.parametrize("case", WITH_PLAN, ids=lambda case: case.name)
def test_published_plans_hold(case: Case) -> None:
    """They keep every rule, and their value without rounding is the published one."""
    data = case.read()
    unit = published_unit(case, data)
    assert not audit(Plan(data.territory, unit), data.scenario).broken
    row = beside(case, data, unit)
    assert abs(row["difference"]) < 1e-9 and row["same_districts"]
    assert row["rounding"] < 1e-4


def test_another_plan_has_another_value() -> None:
    """A county on the border that changes its district is seen."""
    case = WITH_PLAN[0]
    data = case.read()
    unit = published_unit(case, data).copy()
    a, b = next(p for p in data.territory.pairs if unit[p[0]] != unit[p[1]])
    unit[a] = unit[b]
    row = beside(case, data, np.array(unit))
    assert abs(row["difference"]) > 1e-6 and not row["same_districts"]
