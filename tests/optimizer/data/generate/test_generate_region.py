"""Counties, cities and provinces: what holds of every one of them."""

import tomllib
from collections.abc import Callable

import networkx as nx
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from optimizer.data.generate import Dataset, generate_city, generate_county, generate_province


def graph_of(dataset: Dataset, table: str) -> nx.Graph:
    """Return all villages, joined by the pairs of `table`."""
    graph = nx.Graph()
    graph.add_nodes_from(dataset.tables["villages.csv"]["code"])
    pairs = dataset.tables[table]
    graph.add_edges_from(zip(pairs["a"], pairs["b"], strict=True))
    return graph


def assert_sound(dataset: Dataset, counties: int, townships: int, villages: int) -> None:
    """Check sizes, codes, seats, kinds, connectivity and roads."""
    county, township, village = (
        dataset.tables[f"{name}.csv"] for name in ("counties", "townships", "villages")
    )
    assert (len(county), len(township), len(village)) == (counties, townships, villages)
    for table, digits in ((county, 6), (township, 9), (village, 12)):
        assert table["code"].is_monotonic_increasing and table["code"].is_unique
        assert table["code"].str.fullmatch(rf"[1-9]\d{{{digits - 1}}}").all()
    assert township["county"].tolist() == township["code"].str[:6].tolist()
    assert village["township"].tolist() == village["code"].str[:9].tolist()
    assert set(village["township"]) == set(township["code"])
    assert set(township["county"]) == set(county["code"])
    assert_seats(county, township, village)
    assert_connected(dataset)


def assert_seats(county: pd.DataFrame, township: pd.DataFrame, village: pd.DataFrame) -> None:
    """Check that seats lie in their townships and kinds are where they may be."""
    assert township["seat"].isin(village["code"]).all()
    assert township["seat"].str[:9].tolist() == township["code"].tolist()
    assert (township.groupby("county")["county_seat"].sum() == 1).all()
    district = township["county"].map(county.set_index("code")["is_district"]) == 1
    assert district[township["kind"] == "街道"].all()
    capital = township[township["county_seat"] == 1]
    assert capital["kind"].tolist() == np.where(district[capital.index], "街道", "镇").tolist()
    number = township["code"].str[6:].astype(int)
    for kind, low, high in (("街道", 1, 99), ("镇", 100, 199), ("乡", 200, 399)):
        assert number[township["kind"] == kind].between(low, high).all()


def assert_connected(dataset: Dataset) -> None:
    """Check that townships, counties and roads are each in one piece."""
    graph, village = graph_of(dataset, "contiguity.csv"), dataset.tables["villages.csv"]
    assert graph.number_of_edges() == len(dataset.tables["contiguity.csv"])
    for digits in (6, 9):
        for _, part in village.groupby(village["code"].str[:digits]):
            assert nx.is_connected(graph.subgraph(part["code"]))
    roads = graph_of(dataset, "roads.csv")
    assert nx.is_connected(roads)
    assert all(graph.has_edge(a, b) for a, b in roads.edges)


@settings(max_examples=25, deadline=None)
@given(
    counties=st.integers(1, 6),
    more_townships=st.integers(0, 30),
    more_villages=st.integers(0, 400),
    seed=st.integers(0, 2**32),
)
def test_any_size_is_sound(
    counties: int, more_townships: int, more_villages: int, seed: int
) -> None:
    """Sizes are exact and all parts connected, from one village upwards."""
    townships = counties + more_townships
    villages = min(townships + more_villages, 100 * townships)
    city = generate_city(counties, townships, villages, seed)
    assert_sound(city, counties, townships, villages)


@pytest.mark.parametrize(
    "generate",
    [
        lambda seed: generate_county(12, 150, seed),
        lambda seed: generate_city(4, 30, 300, seed),
        lambda seed: generate_province(30, 90, 500, seed),
    ],
)
def test_the_seed_decides(generate: Callable[[int], Dataset]) -> None:
    """The same seed gives the same territory, another seed another one."""
    one, same, other = generate(5), generate(5), generate(6)
    assert one.scenario == same.scenario
    for name, table in one.tables.items():
        pd.testing.assert_frame_equal(table, same.tables[name])
    assert not one.tables["villages.csv"].equals(other.tables["villages.csv"])


def test_the_county_is_sound(county: Dataset) -> None:
    """A county of 25 townships has all that is promised."""
    assert_sound(county, 1, 25, 400)
    assert county.tables["counties.csv"]["is_district"].tolist() == [0]


def test_the_city_is_sound(city: Dataset) -> None:
    """A city of 12 has 4 districts, contiguity and roads across county borders."""
    assert_sound(city, 12, 150, 3000)
    assert city.tables["counties.csv"]["is_district"].sum() == 4
    for name in ("contiguity.csv", "roads.csv"):
        pairs = city.tables[name]
        assert (pairs["a"].str[:6] != pairs["b"].str[:6]).any()


def test_a_province_of_117_counties() -> None:
    """A province generates in seconds and is sound."""
    assert_sound(generate_province(117, 1400, 28000, seed=1), 117, 1400, 28000)


def test_the_scenario_protects_seats_and_caps_growth(county: Dataset) -> None:
    """Cap 300 for 乡 and 镇, county seats protected, units before travel."""
    scenario = tomllib.loads(county.scenario)
    assert scenario["mode"] == "whole" and scenario["title"]
    assert scenario["rules"] == {
        "area_cap": {"max_km2": 300, "kinds": ["乡", "镇"]},
        "protected": {"flags": ["county_seat"]},
    }
    assert [objective["name"] for objective in scenario["objectives"]] == ["units", "travel"]


@pytest.mark.parametrize(
    ("sizes", "word"),
    [
        ((0, 1, 1), "counties"),
        ((2, 1, 5), "townships"),
        ((1, 141, 500), "townships"),
        ((1, 5, 4), "villages"),
        ((1, 5, 501), "villages"),
    ],
)
def test_sizes_that_do_not_fit_are_refused(sizes: tuple[int, int, int], word: str) -> None:
    """The message begins with what is wrong and tells the limits."""
    with pytest.raises(ValueError, match=rf"^{word} must be"):
        generate_city(*sizes, seed=0)


def test_a_city_of_too_many_counties_is_refused() -> None:
    """A city has codes for 20 districts and 60 counties; a province has more cities."""
    with pytest.raises(ValueError, match="20 districts"):
        generate_city(90, 90, 180, seed=0)
