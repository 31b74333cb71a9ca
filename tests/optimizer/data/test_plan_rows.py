"""Plans as planners write them: names, Chinese headers, townships, rows left out."""

from __future__ import annotations

from typing import Any

import pytest

from models.plan import Plan
from optimizer.check import audit
from optimizer.data.faults import Fault, InputError
from optimizer.data.plan_file import completed, read_plan

CODES = "village,unit\na1,A\na2,A\nb1,A\nb2,A\nc1,C\nc2,C\n"
MERGED = [0, 0, 0, 0, 2, 2]


def _read(folder: Any, text: str) -> Plan:
    folder.write("made.csv", text)
    return read_plan(folder.path / "made.csv", folder.read().territory).plan


def _faults(folder: Any, text: str) -> list[Fault]:
    with pytest.raises(InputError) as raised:
        _read(folder, text)
    return raised.value.faults


@pytest.mark.parametrize(
    "text",
    [
        CODES,
        CODES.replace("village,unit", "村代码,调整后乡镇"),
        CODES.replace("village,unit", "Village,UNIT"),
        CODES.replace(",A", ",甲镇").replace(",C", ",丙街道办事处"),
        "村名,并入单位\n甲一,甲鎮\n甲二,甲镇\n乙一,甲镇\n乙二,甲镇\n丙一,丙街道\n丙二,丙街道\n",
        "township,unit\nA,A\nB,A\nC,C\n",
        "原乡镇,调整后\n甲镇,甲镇\n乙乡,甲镇\n丙街道,丙街道\n",
        CODES.replace("a1", '="a1"').replace(",C", ',="C"'),
        CODES.replace("a1", '"=""a1"""'),
        CODES.replace("a1", "ａ１"),
    ],
)
def test_one_plan_in_many_clothes(folder: Any, text: str) -> None:
    assert _read(folder, text).unit.tolist() == MERGED


def test_the_kind_as_it_is_written(folder: Any) -> None:
    plan = _read(folder, "township,unit,类型\nA,A,镇\nB,B,建制镇\nC,C,办事处\n")
    assert {t: kind.value for t, kind in plan.conversions.items()} == {1: "镇"}


def test_a_name_that_several_have_needs_the_code(folder: Any) -> None:
    """Two villages, or townships of other counties, of one name: ambiguous, both are named."""
    folder.replace("villages.csv", "b1,乙一", "b1,甲一")
    (fault,) = _faults(folder, CODES.replace("a1,", "甲一,").replace("b1,A\n", ""))
    assert (fault.code, fault.row, fault.column, fault.value) == ("E632", 2, "village", "甲一")
    assert "a1 (甲镇), b1 (乙乡)" in fault.what("en")
    rows = "village,township,unit\n甲一,甲镇,A\na2,,A\n甲一,乙乡,A\nb2,,A\nc1,C,C\nc2,C,C\n"
    folder.replace("townships.csv", "plain,0\nC", "plain,0\nC")
    assert _faults(folder, rows)[0].code == "E201"
    rows = rows.replace("a2,,", "a2,A,").replace("b2,,", "b2,B,")
    assert _read(folder, rows).unit.tolist() == MERGED


def test_units_of_one_name_in_two_counties(folder: Any) -> None:
    """The unit is that of the village's own county."""
    folder.replace("townships.csv", "C,丙街道", "C,甲镇")
    plan = _read(folder, CODES.replace(",A", ",甲镇").replace(",C", ",甲镇"))
    assert plan.unit.tolist() == MERGED


def test_rows_missing_are_counted_and_stay_where_they_are(folder: Any) -> None:
    """A list of changes dissolves nobody that it does not mention."""
    folder.write("made.csv", "village,unit\nb1,A\nb2,A\n")
    dataset = folder.read()
    read = read_plan(folder.path / "made.csv", dataset.territory)
    (warning,) = read.warnings
    assert (warning.code, warning.details["count"], warning.details["first"]) == ("W130", 4, "a1")
    assert read.plan.unit.tolist() == [-1, -1, 0, 0, -1, -1]
    assert completed(read.plan).unit.tolist() == MERGED


def test_a_township_with_rows_missing_is_not_divided(folder: Any) -> None:
    """Divided are townships in two units; a village without one is P5.complete's to tell."""
    plan = _read(folder, CODES.replace("c2,C\n", ""))
    broken = {finding.clause: finding for finding in audit(plan, folder.read().scenario).broken}
    assert "mode" not in broken
    assert "1 villages without a unit" in broken["P5.complete"].detail.en


def test_missing_plan(folder: Any) -> None:
    territory = folder.read().territory
    for path in (folder.path / "none.csv", folder.path):
        with pytest.raises(InputError) as raised:
            read_plan(path, territory)
        assert [fault.code for fault in raised.value.faults] == ["E630"]


def test_neither_villages_nor_townships(folder: Any) -> None:
    faults = _faults(folder, "BLOCKID,DISTRICT\na1,A\n")
    assert [(f.code, f.column) for f in faults] == [("E106", "village"), ("E106", "unit")]
