"""The grid: its numbers are published, so they may never change."""

import random
import tomllib

import networkx as nx
import pytest

from optimizer.data.generate import generate_grid
from optimizer.data.generate.grid import CELL_KM


@pytest.mark.parametrize("k", [1, 2, 7, 10, 15])
def test_numbers_are_those_of_the_benchmark(k: int) -> None:
    """All areas are drawn first, then all populations, row by row."""
    r = random.Random(42000 + k)
    areas = [r.randint(20, 80) for _ in range(k * k)]
    people = [r.randint(2000, 15000) for _ in range(k * k)]
    villages = generate_grid(k).tables["villages.csv"]
    assert villages["area_km2"].tolist() == areas
    assert villages["population"].tolist() == people


def test_the_first_numbers_written_out() -> None:
    """A change of the random source itself would show here."""
    villages = generate_grid(2).tables["villages.csv"]
    assert villages["area_km2"].tolist() == [71, 62, 32, 34]
    assert villages["population"].tolist() == [14437, 6459, 12401, 7821]


@pytest.mark.parametrize("k", [1, 2, 5, 30])
def test_contiguity_is_the_rooks(k: int) -> None:
    """Cells touch along sides only, in the order of rows; roads are the same pairs."""
    tables = generate_grid(k).tables
    codes, pairs = tables["villages.csv"]["code"].tolist(), tables["contiguity.csv"]
    place = {code: divmod(i, k) for i, code in enumerate(codes)}
    found = nx.Graph()
    found.add_nodes_from(place.values())
    found.add_edges_from((place[a], place[b]) for a, b in pairs.itertuples(index=False))
    assert nx.utils.graphs_equal(found, nx.Graph(nx.grid_2d_graph(k, k)))
    assert len(pairs) == found.number_of_edges() == 2 * k * (k - 1)
    assert tables["roads.csv"][["a", "b"]].equals(pairs)
    assert (tables["roads.csv"]["km"] == CELL_KM).all()


@pytest.mark.parametrize("k", [1, 14, 15, 30, 31, 33])
def test_codes_are_unique_and_in_order(k: int) -> None:
    """Codes sort as text as the cells run, with nine digits up to 999 cells."""
    townships = generate_grid(k).tables["townships.csv"]
    codes = townships["code"].tolist()
    assert codes == sorted(set(codes)) and len(codes) == k * k
    assert (len(codes[0]) == 9) == (k * k <= 999)
    assert (townships["kind"] == "乡").all() and townships["name"].is_unique


def test_each_cell_is_a_township_with_its_seat() -> None:
    """The village of each cell is the seat of the cell's township."""
    tables = generate_grid(4).tables
    assert tables["villages.csv"]["code"].tolist() == tables["townships.csv"]["seat"].tolist()
    assert tables["villages.csv"]["township"].tolist() == tables["townships.csv"]["code"].tolist()
    assert len(tables["counties.csv"]) == 1


def test_scenario_caps_every_kind_and_counts_units_only() -> None:
    """Cap 300 for every kind, 20,000 people at least, objective units."""
    scenario = tomllib.loads(generate_grid(3).scenario)
    assert scenario["name"] == "grid-3" and scenario["mode"] == "whole"
    assert scenario["rules"] == {
        "area_cap": {"max_km2": 300, "kinds": ["乡", "镇", "街道"]},
        "population": {"min": 20000},
    }
    assert scenario["objectives"] == [{"name": "units"}]


def test_an_empty_grid_is_refused() -> None:
    """A side of 0 cells is an error."""
    with pytest.raises(ValueError, match="at least 1 cell"):
        generate_grid(0)
