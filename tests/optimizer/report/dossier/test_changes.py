"""Items of change: official wording for every operation, and who approves each."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest

from models.kinds import Kind
from models.plan import Plan
from optimizer.procedure.facts import items as approvals
from optimizer.report.dossier.documents.changes import Changes
from optimizer.report.dossier.documents.wording import Wording
from optimizer.report.dossier.gather import plan_title
from optimizer.report.dossier.marks import Marks, day_text
from tests.optimizer.report.dossier.made import (
    CONVERTED,
    JOINT,
    SPLIT,
    WHOLE,
    city,
    city_of,
    material_of,
)
from tests.support import dataset_of


def said(into: dict[str, str], kinds: dict[str, Kind] | None = None) -> list[str]:
    """Return the items of a plan in Chinese."""
    material = material_of(city_of(), [into], kinds)
    wording = Wording(material, material.proposed)
    return [wording.item(change).zh for change in wording.changes.items]


def test_whole_mergers() -> None:
    """整建制并入: both territories become the unit's, the seat stays, the figures follow."""
    assert said(WHOLE)[0] == (
        "撤销乙乡，整建制并入甲镇。以原乙乡和原甲镇的行政区域为甲镇的行政区域，"
        "镇人民政府驻地不变，仍驻甲1村。调整后，甲镇辖4个村、2个社区，总面积80.04平方公里，"
        "总人口7437人。"
    )
    assert "街道办事处驻地不变，仍驻城1村" in said(WHOLE)[1]


def test_joint_founding() -> None:
    """合并设立: all are dissolved, one is founded, with the former government at its seat."""
    (item, other) = said(JOINT, CONVERTED)
    assert item == (
        "撤销丁乡、乙乡，合并设立丁镇。以原乙乡和原丁乡的行政区域为丁镇的行政区域。"
        "丁镇辖4个村、2个社区，总面积89.04平方公里，总人口7500人，"
        "镇人民政府驻丁1村（原丁乡人民政府驻地）。"
    )
    assert other.startswith(
        "撤销戊镇，设立戊街道。以原戊镇的行政区域为戊街道的行政区域，街道办事处"
    )


def test_splits_and_transfers_name_every_village() -> None:
    """分别并入 and 村划转."""
    split, transfer = said(SPLIT)
    assert split.startswith(
        "撤销丙乡，分别并入丁乡、甲镇。将原丙乡的丙2村、丙3社区共1个村、1个社区划归丁乡管辖。"
        "将原丙乡的丙1村划归甲镇管辖。调整后，丁乡辖3个村、2个社区，"
    )
    assert transfer.startswith("将戊镇的戊3社区划归城关街道管辖。调整后，戊镇辖2个村，")


def opened(unit: dict[str, str]) -> Changes:
    """Return the items of a plan of the city where any village may be a seat."""
    dataset = dataset_of(city(), {}, mode="redraw", seats="any")
    territory = dataset.territory
    seats = {territory.villages.codes[t.seat]: at for at, t in enumerate(territory.townships)}
    homes = territory.villages.township.tolist()
    units = [
        seats[unit[code]] if code in unit else home
        for code, home in zip(territory.villages.codes, homes, strict=True)
    ]
    return Changes(Plan(territory, np.array(units, dtype=np.int64)), dataset.scenario)


def test_seats_that_move_and_units_that_are_founded() -> None:
    """驻地迁移, 更名 and 设立 where any village may be a seat."""
    own = [f"99000120000{n}" for n in (1, 2, 3)]
    moved = opened(dict.fromkeys(own, own[1])).items
    assert [change.kind for change in moved] == ["seat", "name"]
    assert [[a.kind for a in change.approvals] for change in moved] == [["seat"], ["name"]]
    founded = opened({own[1]: own[1], own[2]: own[1]}).items
    assert [change.kind for change in founded] == ["founding", "transfer"]
    assert all(change.approvals for change in founded)


def test_a_unit_that_moves_its_seat_and_gains_villages_has_two_items() -> None:
    """The move of a seat is one item for approval, the change of territory another."""
    own = [f"99000120000{n}" for n in (1, 2, 3)]
    found = opened({**dict.fromkeys(own, own[1]), "990001201001": own[1]})
    kinds = {i.kind for i in approvals(found.plan, found.scenario)}
    assert {"seat", "boundary"} <= kinds
    told = {item for change in found.items for item in change.approvals}
    assert told == set(approvals(found.plan, found.scenario))


@pytest.mark.parametrize("seed", range(25))
def test_every_moved_village_stands_in_one_item_and_every_approval_in_some(seed: int) -> None:
    """On random plans; nothing that has to be approved is left out, nothing is told twice."""
    dataset = city_of()
    territory, random = dataset.territory, np.random.default_rng(seed)
    unit = territory.villages.township.copy()
    for village in random.integers(0, len(unit), size=int(random.integers(1, 12))).tolist():
        county = territory.county_of_township[unit[village]]
        unit[village] = random.choice(territory.townships_in(int(county)))
    kinds = {
        int(t): Kind.TOWN for t in np.unique(unit)[:2] if not territory.townships[t].kind.urban
    }
    plan = Plan(territory, unit, kinds)
    changes = Changes(plan, dataset.scenario)
    told = Counter[int]()
    for change in changes.items:
        moved = [v for move in change.moves for v in move.villages.tolist()]
        if change.kind in ("whole", "joint", "founding"):
            inside = np.isin(territory.villages.township, change.dissolved)
            moved += np.nonzero(inside)[0].tolist()
        told.update(v for v in moved if unit[v] != territory.villages.township[v])
    wanted = np.nonzero(unit != territory.villages.township)[0].tolist()
    assert sorted(told) == wanted and set(told.values()) <= {1}
    found = {item for change in changes.items for item in change.approvals}
    assert found == set(approvals(plan, dataset.scenario))
    assert all(change.approvals for change in changes.items)


def test_titles_and_days() -> None:
    """方案一 to 方案九十九; a year, a month, a day."""
    titles = [plan_title(n, "zh") for n in (1, 10, 11, 20, 21, 99, 100)]
    assert titles == [
        "方案一",
        "方案十",
        "方案十一",
        "方案二十",
        "方案二十一",
        "方案九十九",
        "方案100",
    ]
    assert plan_title(3, "en") == "Plan 3"
    days = [day_text(day) for day in ("2020", "2020-1", "2020-11-01", "2020-13", "x", "2021-02-29")]
    assert [day and day.zh for day in days] == [
        "2020年",
        "2020年1月",
        "2020年11月1日",
        None,
        None,
        None,
    ]
    assert days[1] is not None and days[1].en == "2020-01"


def test_marks_without_a_case() -> None:
    """Numbers are printed once they are given; a document stays a draft without a case."""
    none, review = Marks(), Marks(map_review="审图1")
    both = Marks(approval="政函1", map_review="审图1")
    assert none.line.zh == "草案 示意图 征求意见前 内部工作用图" and none.watermark is not None
    assert review.line.zh == "草案 征求意见用 未经批准；审图号：审图1"
    assert review.watermark is not None and both.watermark is None
    assert all(m.draft for m in (none, review, both))
    assert both.line.zh.endswith("批准文号：政函1；审图号：审图1")
