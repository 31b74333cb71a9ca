"""What `solve` and `check` print for people."""

from __future__ import annotations

import io
from fractions import Fraction

from optimizer.check import audit
from optimizer.data.dataset import Dataset
from optimizer.report.screen import Screen
from optimizer.report.tables import (
    print_audit,
    print_changed_units,
    print_counties,
    print_objectives,
    print_solution,
)
from optimizer.report.words import Words
from optimizer.solve.results import ObjectiveResult
from tests.reference.cases import chain, town
from tests.support import dataset_of, plan_of, solution_of

EN = Words("en")


def dataset(**rules: object) -> Dataset:
    """Return X with three townships and Y with a town."""
    towns = [town("A", 100), town("B", 200, kind="镇"), town("C", 400), town("D", county="Y")]
    return dataset_of(chain(*towns), rules)


def lines(stream: io.StringIO) -> list[list[str]]:
    """Return the words of each line."""
    return [line.split() for line in stream.getvalue().splitlines()]


def test_changed_units() -> None:
    """The seat's township first, then what goes into it; the unchanged are counted."""
    stream = io.StringIO()
    plan = plan_of(dataset().territory, {"A": "B", "C": "B"})
    names = {u.township: plan.territory.townships[u.township].name for u in plan.units}
    print_changed_units(Screen(stream), EN, plan, names)
    found = lines(stream)
    assert found[0] == ["Units", "that", "change:", "1", "(unchanged:", "1)"]
    row = "X B B town b B + A + C whole merger 300.00 700 10.000"
    assert row.split() in found


def test_counties() -> None:
    """Units before and after, the cut, the share; the total in the end."""
    stream = io.StringIO()
    print_counties(Screen(stream), EN, plan_of(dataset().territory, {"A": "B"}))
    found = lines(stream)
    assert "X 3 2 1 1/3 = 33.3% 1/2 = 50.0%".split() in found
    assert "Y 1 1 0 0/1 = 0.0% 0/1 = 0.0%".split() in found
    assert found[-2:] == ["total 4 3 1 1/4 = 25.0% 1/3 = 33.3%".split(), []]


def test_objectives() -> None:
    """Value and bound; what is not proved says so, and no bound is a dash."""
    stream = io.StringIO()
    reached = (
        ObjectiveResult("units", 12, 12, True),
        ObjectiveResult("share", Fraction(1, 2), None, False),
    )
    print_objectives(Screen(stream), EN, reached)
    found = lines(stream)
    assert ["units", "12", "12", "proved"] in found
    assert "towns + subdistricts 1/2 = 50.00% - not proved".split() in found


def test_a_value_that_a_tolerance_gave_away() -> None:
    """Its own best stands beside the bound, and a line says what was allowed and what is proved."""
    stream = io.StringIO()
    reached = (
        ObjectiveResult("units", 9, 4, True, stage_value=4, allowed=10),
        ObjectiveResult("travel", 5000, 5000, True),
    )
    print_objectives(Screen(stream), EN, reached)
    text = " ".join(stream.getvalue().split())
    assert "objective value before later objectives bound proof" in text
    assert "units 9 4 4 proved" in text
    assert "travel 5.000 person-km 5.000 person-km 5.000 person-km proved" in text
    assert "the best is 4 (proved); its tolerance lets later objectives worsen it to 10" in text
    assert "in this plan it is 9" in text
    stream = io.StringIO()
    open_one = ObjectiveResult("units", 9, 3, False, stage_value=4, allowed=10)
    print_objectives(Screen(stream), EN, [open_one])
    text = " ".join(stream.getvalue().split())
    assert "units 9 4 3 not proved" in text
    assert "the best found is 4 (not proved)" in text


def test_audit() -> None:
    """One line a rule with its status and by how much; then the values."""
    found = dataset(area_cap={"max_km2": 150})
    stream = io.StringIO()
    plan = plan_of(found.territory, {"A": "C", "B": "C"})
    print_audit(Screen(stream), EN, found, audit(plan, found.scenario))
    text = stream.getvalue()
    (area,) = [line for line in text.splitlines() if line.startswith("P3.area")]
    assert area.split()[1] == "broken"
    assert area.endswith("C (C) has 300.00 km2, 150.00 over 150")
    assert "disruption: 300 persons" in text


def test_solution_with_its_caveats_and_notes() -> None:
    """Where distances come from, what the limits are of the user's own, and the outcome."""
    found = dataset(count={"city": {"min": 3}})
    stream = io.StringIO()
    print_solution(Screen(stream), Words("zh"), found, solution_of(found))
    text = stream.getvalue()
    assert "roads.csv" in text and "由本方案设定的全市总数" in text and "各目标均已证明最优" in text
