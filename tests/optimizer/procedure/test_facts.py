"""What a plan changes: items and approvers, and the points of the register."""

from __future__ import annotations

from pathlib import Path

import pytest

from models.kinds import Kind
from models.plan import Plan
from optimizer.procedure import points
from optimizer.procedure.facts import Facts, Item, items
from optimizer.procedure.points import Points
from optimizer.procedure.settings import RiskLimits
from tests.optimizer.procedure.made import MERGED, opened, tables
from tests.support import dataset_of, plan_of


def found(facts: Facts | list[Item]) -> set[tuple[str, str, str]]:
    """Return kind, place and approver of each item."""
    listed = facts.items if isinstance(facts, Facts) else facts
    return {(item.kind, item.place, item.approver) for item in listed}


def test_items_of_whole_mergers(tmp_path: Path) -> None:
    """A dissolved 乡 is the province's; a 街道 that grows is its founder's."""
    facts = opened(tmp_path).state.facts
    assert found(facts) == {
        ("abolition", "990001201", "province"),
        ("boundary", "990001100", "province"),
        ("abolition", "990002200", "province"),
        ("boundary", "990002001", "founder"),
    }
    assert [county.changed for county in facts.counties] == [True, True]
    assert [(c.before, c.after) for c in facts.counties] == [(3, 2), (2, 1)]
    assert [unit.vacated for unit in facts.units] == [("东岭满族乡",), ("石窑乡",)]


@pytest.mark.parametrize(
    ("kind", "wanted"),
    [
        (Kind.TOWN, {("conversion", "990002200", "province")}),
        (
            Kind.SUBDISTRICT,
            {("conversion", "990002200", "founder"), ("abolition", "990002200", "province")},
        ),
    ],
)
def test_items_of_conversions(kind: Kind, wanted: set[tuple[str, str, str]]) -> None:
    """乡改镇 is the province's; 乡改街道 needs the province and the founder."""
    dataset = dataset_of(tables(), {})
    quo = Plan.status_quo(dataset.territory)
    at = dataset.territory.township_codes["990002200"]
    plan = Plan(dataset.territory, quo.unit, {at: kind})
    assert found(list(items(plan, dataset.scenario))) == wanted


def test_items_of_moved_villages() -> None:
    """A village that changes between two that stay is an item of both."""
    dataset = dataset_of(tables(), {}, mode="redraw")
    plan = plan_of(dataset.territory, {"990001100002": "990001200"})
    assert found(list(items(plan, dataset.scenario))) == {
        ("boundary", "990001100", "province"),
        ("boundary", "990001200", "province"),
    }


def test_a_new_name_is_an_item() -> None:
    """A name that the scenario proposes is approved like the rest."""
    dataset = dataset_of(tables(), {"names": {"proposed": {"990001100": "太平镇"}}})
    quo = Plan.status_quo(dataset.territory)
    assert found(list(items(quo, dataset.scenario))) == {("name", "990001100", "province")}


def kinds(rules: dict[str, object], into: dict[str, str], **limits: object) -> dict[str, list[str]]:
    """Return the Chinese texts of the points of a plan, by kind."""
    dataset = dataset_of(tables(), rules)
    said: dict[str, list[str]] = {}
    plan = plan_of(dataset.territory, into)
    for point in Points(plan, dataset.scenario, RiskLimits(**limits)).all():  # type: ignore[arg-type]
        assert point.en
        said.setdefault(point.kind, []).append(point.zh)
    return said


def test_points_of_a_plan() -> None:
    """Each kind that the plan shows, and none that it does not."""
    said = kinds({"area_cap": {"max_km2": 300}}, MERGED)
    assert set(said) == {"far", "vacated", "service", "ethnic"}
    assert said["service"] == ["学校“东岭小学”由东岭满族乡改属中和镇"]
    assert "东岭满族乡" in said["ethnic"][0]
    assert len(said["vacated"]) == 2


def test_limits_of_points() -> None:
    """Large mergers, far villages and tight margins go by the office's numbers."""
    into = {"990001200": "990001100", "990001201": "990001100"}
    rules = {"area_cap": {"max_km2": 127}}
    assert "3 个乡镇" in kinds(rules, into)["large"][0]
    assert "large" not in kinds(rules, into, large_townships=4)
    assert "large" in kinds(rules, into, large_townships=4, large_people=6000)
    assert "126.00 平方公里，上限 127" in kinds(rules, into)["margin"][0]
    assert "margin" not in kinds(rules, into, tight_percent=0.5)
    assert "far" not in kinds(rules, into, farther_km=50)


def test_an_exception_and_estimates_are_points() -> None:
    """What is over the cap by exception is pointed at with its reason."""
    excepted = [{"township": "990001100", "reason": "山区"}]
    rules = {"area_cap": {"max_km2": 60, "exceptions": excepted}}
    assert "山区" in kinds(rules, MERGED)["over_cap"][0]


@pytest.mark.parametrize(
    ("name", "said"), [("西川镇", "重名"), ("夕川镇", "同音"), ("太平镇", None)]
)
def test_names_that_are_equal_or_sound_alike(name: str, said: str | None) -> None:
    """西川 and 西川, 西川 and 夕川; the word for the kind does not count."""
    found = kinds({"names": {"proposed": {"990001100": name}}}, MERGED)
    assert (said in found["name"][0]) if said else "name" not in found


def test_names_without_the_extra_are_said_not_to_be_checked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Nothing is silently left out."""
    monkeypatch.setattr(points, "sound", lambda _: None)
    assert "未核查同音" in kinds({}, MERGED)["name"][0]
