"""Figures that cannot be right are said before a plan is proved optimal on them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from optimizer.data.dataset import read_dataset
from optimizer.data.faults import InputError
from optimizer.data.generate import generate_county
from optimizer.data.generate.dataset import Dataset, write_dataset

Spoil = Callable[[dict[str, pd.DataFrame]], object]


def codes(folder: Path, spoil: Spoil) -> set[str]:
    """Return what is said of a county of twelve townships that was spoilt."""
    made = generate_county(12, 140, 5)
    tables = {name: table.copy() for name, table in made.tables.items()}
    spoil(tables)
    write_dataset(Dataset(tables, made.scenario), folder)
    try:
        faults = list(read_dataset(folder).warnings)
    except InputError as error:
        faults = error.faults
    assert all(fault.line(lang) for fault in faults for lang in ("en", "zh"))
    return {fault.code for fault in faults if fault.code[1] == "8"}


def scale(column: str, factor: float) -> Spoil:
    def spoil(tables: dict[str, pd.DataFrame]) -> None:
        villages = tables["villages.csv"]
        villages[column] = villages[column] * factor

    return spoil


def test_a_sound_county_is_sound(tmp_path: Path) -> None:
    assert codes(tmp_path, lambda tables: None) <= {"W857"}


@pytest.mark.parametrize(
    ("column", "factor"),
    [
        ("population", 1e-4),
        ("population", 1e3),
        ("area_km2", 1500),
        ("area_km2", 1e-4),
    ],
)
def test_wrong_units_stop_the_run(tmp_path: Path, column: str, factor: float) -> None:
    """People in 万 or thousands too many, areas in 亩 or in 万 km2."""
    assert codes(tmp_path, scale(column, factor)) >= {"E851"}


@pytest.mark.parametrize("factor", [15, 100, 1500, 1e4])
def test_areas_against_the_county_s_own(tmp_path: Path, factor: float) -> None:
    def spoil(tables: dict[str, pd.DataFrame]) -> None:
        own = tables["villages.csv"]["area_km2"].sum()
        tables["counties.csv"]["area_km2"] = [own / factor]

    assert codes(tmp_path, spoil) >= {"E850"}


def test_a_sum_that_differs_is_said(tmp_path: Path) -> None:
    def spoil(tables: dict[str, pd.DataFrame]) -> None:
        tables["counties.csv"]["population"] = [
            int(tables["villages.csv"]["population"].sum() * 1.2)
        ]

    assert codes(tmp_path, spoil) >= {"W854"}


def test_single_figures_are_said(tmp_path: Path) -> None:
    """One township too large and empty of people, one too small and full of them."""

    def spoil(tables: dict[str, pd.DataFrame]) -> None:
        villages, seats = tables["villages.csv"], tables["townships.csv"]["code"].tolist()
        one, other = (villages["township"] == code for code in seats[:2])
        villages.loc[one, "area_km2"] = 25_000.0
        villages.loc[other, "area_km2"] = 0.001
        tables["counties.csv"]["population"] = [int(villages["population"].sum())]
        tables["counties.csv"]["area_km2"] = [villages["area_km2"].sum()]

    assert codes(tmp_path, spoil) >= {"W850", "W852"}


def test_a_seat_far_away_is_said(tmp_path: Path) -> None:
    def spoil(tables: dict[str, pd.DataFrame]) -> None:
        villages, seat = tables["villages.csv"], tables["townships.csv"]["seat"].iloc[3]
        villages.loc[villages["code"] == seat, "lat"] += 2.0

    assert codes(tmp_path, spoil) >= {"W858", "W856"}
