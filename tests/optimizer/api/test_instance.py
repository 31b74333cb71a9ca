"""Instances of files and of data frames."""

from __future__ import annotations

import gc
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

import optimizer as tm
from tests.support import INSTANCES

THREE = INSTANCES / "three-townships"


def frames(dtype: Any = str) -> dict[str, pd.DataFrame]:
    """Return the tables of the three townships."""
    names = ("villages", "townships", "counties", "contiguity", "roads")
    return {name: pd.read_csv(THREE / f"{name}.csv", dtype=dtype) for name in names}


RULES = {
    "area_cap": {"max_km2": 300, "kinds": ["乡", "镇"]},
    "access": {"max_km": 15},
    "protected": {"flags": ["county_seat"]},
    "share": {"floor": "status_quo"},
}


@pytest.mark.parametrize("dtype", [str, None])
def test_frames_are_the_tables_that_they_were_read_from(dtype: Any) -> None:
    """Also where pandas took codes for numbers: the same territory, the same rules."""
    made = tm.Instance.from_frames(**frames(dtype), rules=RULES)
    read = tm.read_instance(THREE)
    pd.testing.assert_frame_equal(made.villages, read.villages)
    pd.testing.assert_frame_equal(made.townships, read.townships)
    pd.testing.assert_frame_equal(made.counties, read.counties)
    assert made.scenario.rules == read.scenario.rules
    assert made.scenario.objectives == read.scenario.objectives


def test_cells_of_every_type() -> None:
    """Gaps make floats of whole numbers; numpy's and pandas' own types; an index with a name."""
    tables = frames(None)
    villages = tables["villages"].astype({"code": float, "population": "Int64"})
    villages["area_km2"] = villages["area_km2"].astype(np.float32)
    townships = tables["townships"].set_index("code").assign(county_seat=[True, False, False])
    counties = tables["counties"].assign(is_district=[np.bool_(False)])
    made = tm.Instance.from_frames(
        villages, townships, counties, tables["contiguity"], roads=tables["roads"]
    )
    pd.testing.assert_frame_equal(made.villages, tm.read_instance(THREE).villages)
    assert made.townships["county_seat"].tolist() == [True, False, False]


def test_missing_values_are_faults_and_no_text() -> None:
    """None, NaN and NA are empty cells."""
    tables = frames()
    for gap in (None, np.nan, pd.NA):
        tables["villages"]["population"] = ["3000", gap, *["1"] * 5]
        with pytest.raises(tm.InputError) as caught:
            tm.Instance.from_frames(**tables)
        assert [(f.code, f.row, f.column) for f in caught.value.faults if f.is_error] == [
            ("E201", 3, "population")
        ]


def test_all_faults_come_together_and_are_printed() -> None:
    """Tables and rules; the exception says them in full, in either language."""
    tables = frames()
    tables["villages"].loc[0, "population"] = "-1"
    tables["contiguity"].loc[0, "a"] = "nobody"
    with pytest.raises(tm.InputError) as caught:
        tm.Instance.from_frames(**tables, rules={"area_cap": {"max": 3}}, mode="none")
    codes = [fault.code for fault in caught.value.faults]
    assert {"E301", "E502", "E503"} <= set(codes)
    text = caught.value.report("en")
    assert [code for code in codes if code not in text] == []
    assert "'nobody'" in text and "rules.area_cap.max" in text
    assert "个错误" in caught.value.report("zh")


def test_overrides_are_laid_over_the_scenario() -> None:
    """Tables key by key, None turns off, dotted keys are whole; and again on what was made."""
    read = tm.read_instance(THREE, mode="split", rules={"access": {"max_km": 12}, "share": None})
    assert read.overrides == {"mode": "split", "rules.access.max_km": 12, "rules.share": None}
    assert read.scenario.rule("access").max_km == 12
    assert read.scenario.rule("area_cap").max_km2 == 300
    assert read.scenario.rule("share") is None
    again = read.override(objectives=["units"], **{"rules.access": {"max_km": 9}})
    assert [spec.name for spec in again.scenario.objectives] == ["units"]
    assert (again.scenario.mode, again.scenario.rule("access").max_km) == ("split", 9)
    assert again.override(rules={"access": {"max_km": 8}}).scenario.rule("access").max_km == 8


def test_a_folder_of_its_own_lasts_as_long_as_the_instance() -> None:
    """Others that were made of it keep it too."""
    made = tm.Instance.from_frames(**frames(), rules=RULES)
    folder = made.dataset.path.parent
    other = made.override(mode="split")
    del made
    gc.collect()
    assert folder.is_dir()
    assert other.override(mode="whole").scenario.mode == "whole"
    del other
    gc.collect()
    assert not folder.exists()


def test_written_and_read_again(tmp_path: Path) -> None:
    """With its overrides, so that the question is the same."""
    made = tm.Instance.from_frames(**frames(), rules=RULES, title='引号 " 与 \\')
    split = made.override(mode="split", rules={"access": {"max_km": 20}}, objectives=["travel"])
    read = tm.read_instance(split.to_folder(tmp_path / "set"))
    assert read.scenario == split.scenario
    assert read.sha256 == split.sha256
    pd.testing.assert_frame_equal(read.villages, split.villages)
    (tmp_path / "set" / "letter.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(tm.InputError, match="E701"):
        split.to_folder(tmp_path / "set")


def test_shapes_become_borders() -> None:
    """Anything with `__geo_interface__` in the column `geometry`, as geopandas has it."""

    class Square:
        def __init__(self, x: float, y: float) -> None:
            ring = ((x, y), (x + 0.01, y), (x + 0.01, y + 0.01), (x, y + 0.01), (x, y))
            self.__geo_interface__ = {"type": "Polygon", "coordinates": (ring,)}

    tables = frames(None)
    places = tables["villages"][["lon", "lat"]].itertuples(index=False)
    tables["villages"]["geometry"] = [Square(lon, lat) for lon, lat in places]
    made = tm.Instance.from_frames(**tables, rules=RULES)
    assert made.territory.borders is not None
    borders = made.territory.borders.read(made.territory.villages.codes)
    assert borders is not None
    assert "geometry" not in made.villages


def test_a_part_settled_before_the_search() -> None:
    """Mergers, kept townships and counties alone, as the options of `solve` have it."""
    read = tm.read_instance(THREE)
    held = read.restrict(lock=[("990001100", "990001200")], keep=["990001201"], counties=["示例县"])
    assert held.scenario.rule("together").pairs == (("990001100", "990001200"),)
    assert held.scenario.rule("protected").townships == ("990001201",)
    with pytest.raises(tm.InputError, match="nobody"):
        read.restrict(keep=["nobody"])


def test_what_a_notebook_shows_is_escaped() -> None:
    """Names come from anyone's tables."""
    tables = frames()
    tables["counties"]["name"] = ["<script>alert(1)</script>"]
    tables["townships"]["name"] = ["<b>甲</b>", "乙", "丙"]
    made = tm.Instance.from_frames(**tables, rules=RULES, estimated="<i>areas</i>", name="<u>x")
    solution = tm.solve(made, time_limit=20, workers=1)
    for shown in (made, solution, tm.survey(made), tm.rules(made), tm.check(made, solution)):
        html = shown._repr_html_()
        assert "<script" not in html and "<b>甲" not in html
        assert "<i>areas" not in html and "<u>x" not in html
        assert "<table" in html


def test_validate_never_raises_for_what_stands_in_files(tmp_path: Path) -> None:
    """A table of faults, or of none."""
    assert tm.validate(THREE).valid
    found = tm.validate(tmp_path / "nowhere")
    assert not found.valid
    assert found.faults["code"].tolist() == ["E500"]
    assert "E500" in str(found)
