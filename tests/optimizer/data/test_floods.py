"""One cause, one line: floods of the same fault become one with a count, examples and a cause."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest

from optimizer.data.causes import code_pattern, degrees_cause, nearest_code
from optimizer.data.faults import FLOOD, Fault, folded

V, C, R, T = "villages.csv", "contiguity.csv", "roads.csv", "townships.csv"


def _county(folder: Any, count: int = 30) -> None:
    """Write a county of one township with many villages in a row, codes as in real tables."""
    codes = [f"140406101{at:03}" for at in range(200, 200 + count)]
    folder.write("counties.csv", "code,name,is_district\n140406,东县,0\n")
    folder.write(T, f"code,name,kind,county,seat\n140406101,甲镇,镇,140406,{codes[0]}\n")
    head = "code,name,township,population,area_km2,lon,lat\n"
    rows = [f"{c},村{c[-3:]},140406101,100,1.00,113.{c[-3:]},36.2\n" for c in codes]
    folder.write(V, head + "".join(rows))
    pairs = list(pairwise(codes))
    folder.write(C, "a,b\n" + "".join(f"{a},{b}\n" for a, b in pairs))
    folder.write(R, "a,b,km\n" + "".join(f"{a},{b},1\n" for a, b in pairs))


def _edit(folder: Any, file: str, change: Any) -> None:
    text = (folder.path / file).read_text(encoding="utf-8")
    head, *rows = text.splitlines()
    folder.write(file, "\n".join([head, *map(change, rows)]) + "\n")


def _lines(folder: Any, overrides: Any = None) -> list[str]:
    return [fault.line("en") for fault in folded(folder.faults(overrides))]


def test_the_county_is_sound(folder: Any) -> None:
    _county(folder)
    assert folder.faults() == []


def test_codes_in_exponent_form_are_one_line_a_file(folder: Any) -> None:
    """Excel kept six digits: each table says so once, with three examples."""
    _county(folder)
    for file in (C, R):
        _edit(folder, file, lambda row: ",".join(["1.40406E+11"] * 2 + row.split(",")[2:]))
    first, second = _lines(folder)
    assert first.startswith("E230 contiguity.csv, column a, b: 58 times, such as row 2 '1.40406E+")
    assert first.count("'1.40406E+11'") == 3
    assert "likely cause: Excel turned the codes into numbers" in first
    assert second.startswith("E230 roads.csv")


def test_codes_of_villages_in_exponent_form(folder: Any) -> None:
    """They are not called doubled besides."""
    _county(folder)
    _edit(folder, V, lambda row: "1.40406E+11" + row[12:])
    said = _lines(folder)
    assert sum(line.startswith("E230") for line in said) == 1
    assert not any("E207" in line for line in said)


@pytest.mark.parametrize(
    ("change", "cause"),
    [
        (lambda row: ",".join(c.removesuffix("00") for c in row.split(",")), None),
        (lambda row: row.replace("140406", "140427"), "begin with 140427 where the others begin"),
        (lambda row: ",".join(c + "000" for c in row.split(",")), "the zeros at the end differ"),
        (lambda row: row.replace("140406101", "甲村"), "names stand where codes are needed"),
        (lambda row: ",".join(c + ".0" for c in row.split(",")), "saved as numbers with decimals"),
    ],
)
def test_patterns_of_codes(folder: Any, change: Any, cause: str | None) -> None:
    """Another county's codes, another number of digits, names: one line says it, and no guess."""
    _county(folder)
    _edit(folder, C, change)
    said = [line for line in _lines(folder) if line.startswith("E301")]
    if cause:
        assert len(said) == 1
        assert cause in said[0]
        assert "did you mean" not in said[0]


def test_lost_zeros() -> None:
    known = [f"{at:06}" for at in range(1000, 1200)]
    found = code_pattern([code.lstrip("0") for code in known], known)
    assert found is not None
    assert "leading zeros were lost" in found.en
    assert code_pattern(["x1", "y2", "z3"], known) is None


@pytest.mark.parametrize(
    ("word", "hint"),
    [
        ("14040610", "140406101"),
        ("140406110", "140406101"),
        ("140406171", "140406101"),
        ("140427101", ""),
        ("1", ""),
        ("140406333", ""),
    ],
)
def test_only_one_slip_is_guessed(word: str, hint: str) -> None:
    """Where several characters differ, or two codes are as near, nothing is suggested."""
    known = ["140406101", "140406222", "140406332", "140406334"]
    assert (hint in nearest_code(word, known).en) if hint else not nearest_code(word, known).en


def test_points_in_metres_or_exchanged(folder: Any) -> None:
    """624 lines for projected metres are one."""
    _county(folder)
    folder.remove(R)
    _edit(folder, V, lambda row: row.replace("113.", "38512345.").replace("36.2", "4012345.6"))
    said = _lines(folder, {"territory.detour": 1.3})
    assert len(said) == 1
    assert said[0].startswith("E204 villages.csv, column lon, lat: 60 times")
    assert "projected metres" in said[0]
    exchanged = degrees_cause([36.1, 36.2], [113.1, 113.2])
    assert exchanged is not None
    assert "exchanged" in exchanged.en
    assert degrees_cause([113.1, float("nan")], [36.1, 300.0]) is None


@pytest.mark.parametrize(
    ("old", "new", "cause"),
    [
        (",100,", ',"1,000",', "thousands separators"),
        (",100,", ",0.01万,", "万"),
        (",100,", ",100人,", "a unit stands behind the figure"),
    ],
)
def test_figures_that_are_none(folder: Any, old: str, new: str, cause: str) -> None:
    _county(folder)
    _edit(folder, V, lambda row: row.replace(old, new))
    (line,) = _lines(folder)
    assert line.startswith("E202 villages.csv, column population: 30 times")
    assert cause in line


def test_full_width_digits_and_kinds_are_understood(folder: Any) -> None:
    """Full-width digits, 民族乡, 办事处, 建制镇, 鄉 and codes held as text change nothing."""
    before = folder.read()
    _edit(folder, V, lambda row: row.translate({code: code + 0xFEE0 for code in range(48, 58)}))
    for old, new in (
        ("甲镇,镇", "甲镇,建制镇"),
        ("乙乡,乡", "乙乡,民族鄉"),
        ("街道,街道", "街道,办事处"),
    ):
        folder.replace(T, old, new)
    _edit(folder, C, lambda row: ",".join(f'="{code}"' for code in row.split(",")))
    after = folder.read()
    assert after.territory.townships == before.territory.townships
    assert after.territory.villages.codes == before.territory.villages.codes
    assert after.territory.villages.population.tolist() == [1000, 500, 800, 200, 3000, 100]
    assert after.territory.pairs.tolist() == before.territory.pairs.tolist()


def test_a_doubled_village_is_one_fault(folder: Any) -> None:
    """It brings neither an island nor a way that is missing."""
    folder.replace(V, "a2,甲二", "a1,甲一,A,1000,10.00,113.00,36.00\na2,甲二")
    fault = folder.only()
    assert (fault.code, fault.row, fault.column) == ("E207", 3, "code")


def test_folding_keeps_the_order_and_all_faults() -> None:
    """Few stay as they are, many of a column are one; nothing is lost."""
    many = [Fault("E202", V, row, "population", "x") for row in range(2, 2 + FLOOD + 1)]
    few = [Fault("E202", V, row, "area_km2", "x") for row in range(2, 2 + FLOOD)]
    said = folded([few[0], *many, *few[1:]])
    assert [fault.column for fault in said] == ["area_km2", "population", *["area_km2"] * 9]
    assert said[1].alike == tuple(many)
    record = said[1].record("en")
    assert record["count"] == FLOOD + 1
    assert [one["row"] for one in record["alike"]] == [fault.row for fault in many]  # type: ignore[attr-defined]
    assert "共 11 处" in said[1].line("zh")
