"""The baseline of a county, against figures worked out by hand in the instance's README."""

from __future__ import annotations

import io
import tempfile
from pathlib import Path
from typing import Any

import pytest

from models.kinds import Kind
from optimizer.data.dataset import Dataset, find_county, read_dataset
from optimizer.data.faults import InputError
from optimizer.data.generate import generate_grid, write_dataset
from optimizer.report.screen import Screen
from optimizer.report.survey import Survey, survey
from optimizer.report.survey_tables import print_survey, survey_record
from optimizer.report.tables import print_caveats
from optimizer.report.words import Words
from tests.support import INSTANCES


@pytest.fixture(scope="module")
def three() -> Dataset:
    """Return the three townships."""
    return read_dataset(INSTANCES / "three-townships")


@pytest.fixture(scope="module")
def city() -> Dataset:
    """Return a city of twelve counties."""
    return read_dataset(INSTANCES / "changzhi")


def found(dataset: Dataset, **sets: Any) -> Survey:
    """Survey a dataset."""
    return survey(dataset.territory, dataset.scenario, **sets)


def printed(surveyed: Survey, townships: bool, lang: str = "en") -> str:
    """Return what is printed."""
    stream = io.StringIO()
    print_survey(Screen(stream), Words(lang), surveyed, townships)
    return stream.getvalue()


def test_baseline_of_a_county(three: Dataset) -> None:
    """Kinds, areas, people and distances of the status quo: 8,000 person-km."""
    (baseline,) = found(three).baselines
    assert baseline.kinds == {Kind.TOWNSHIP: 2, Kind.TOWN: 1, Kind.SUBDISTRICT: 0}
    assert sorted(baseline.area_ha.tolist()) == [11_000, 12_000, 19_000]
    assert baseline.mean_m * int(baseline.people.sum()) == pytest.approx(8_000_000)
    assert int(baseline.metres.max()) == 4_000
    assert baseline.p95_m == 4_000


def test_standing_of_each_township(three: Dataset) -> None:
    """Villages, people, distances, and the townships that it touches, by hand."""
    rows = {three.territory.townships[s.township].name: s for s in found(three).standings}
    centre = rows["中和镇"]
    assert (centre.villages, centre.area_ha, centre.population) == (3, 12_000, 4_700)
    assert centre.mean_m == pytest.approx(4_100_000 / 4_700)
    assert centre.worst_m == 3_000
    assert {three.territory.townships[t].name for t in centre.touches} == {"西川乡", "东岭乡"}
    assert [s.over_cap for s in rows.values()] == [False, False, False]


def test_over_the_cap_is_counted_only_where_there_is_a_cap(three: Dataset) -> None:
    """Without the rule nothing is over it: the table has a dash, not a nought."""
    capped = read_dataset(three.path, {"rules.area_cap.max_km2": 150})
    free = read_dataset(three.path, {"rules": {}})
    assert found(capped).baselines[0].over_cap == 1
    assert [s.over_cap for s in found(capped).standings] == [False, False, True]
    assert found(free).baselines[0].over_cap is None
    assert survey_record(found(free))["total"]["over_cap"] is None


def test_a_township_touches_none_of_another_county(city: Dataset) -> None:
    """Those that it could be merged with lie in its county, and touching is mutual."""
    townships = city.territory.townships
    standings = found(city).standings
    near = {s.township: set(s.touches) for s in standings}
    assert len(standings) == len(townships)
    for one, others in near.items():
        assert all(townships[t].county == townships[one].county for t in others)
        assert all(one in near[t] for t in others)


def test_one_county_of_a_city(city: Dataset) -> None:
    """Its baseline, its townships and its farthest villages alone, the same as in the whole."""
    position = find_county(city, "沁县")
    assert find_county(city, "140430") == position
    alone, whole = found(city, county=position), found(city)
    assert len(alone.baselines) == 1
    assert survey_record(alone)["counties"][0] == survey_record(whole)["counties"][position]
    assert len(whole.baselines) == 13
    villages = [v for v, _ in alone.worst]
    assert set(city.territory.villages.township[villages]) <= {s.township for s in alone.standings}


def test_unknown_county_is_a_fault_with_a_hint(city: Dataset) -> None:
    """The nearest code or name is suggested."""
    with pytest.raises(InputError) as raised:
        find_county(city, "14043")
    (fault,) = raised.value.faults
    assert (fault.code, fault.file, fault.value) == ("E301", "--county", "14043")
    assert "140430" in fault.line("en") or "140431" in fault.line("en")


def test_tables_in_both_languages(three: Dataset) -> None:
    """Townships are listed when asked for, flags in words."""
    surveyed = found(three)
    assert "county seat" not in printed(surveyed, townships=False)
    assert "county seat" in printed(surveyed, townships=True)
    chinese = printed(surveyed, townships=True, lang="zh")
    assert "县城所在地" in chinese
    assert "西川乡、东岭乡" in chinese


def test_no_distance_within_a_township_is_zero(three: Dataset) -> None:
    """Where each township is a single village, ways inside are not known and shown so."""
    grid = generate_grid(3)
    with tempfile.TemporaryDirectory() as folder:
        write_dataset(grid, Path(folder) / "grid")
        coarse = read_dataset(Path(folder) / "grid")
    assert coarse.territory.township_level and not three.territory.township_level
    assert " 0.000" not in printed(found(coarse), townships=True)
    stream = io.StringIO()
    print_caveats(Screen(stream), Words("en"), coarse)
    assert "single village" in stream.getvalue()
