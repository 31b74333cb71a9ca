"""Generated territories look like real ones, in numbers."""

import networkx as nx
import numpy as np
import pandas as pd
from scipy.spatial import ConvexHull

from optimizer.data.generate import Dataset, generate_county
from optimizer.data.generate.land import lay_out
from optimizer.data.generate.mesh import Mesh
from optimizer.data.generate.place import EARTH_KM, to_lon_lat
from optimizer.data.generate.relief import BRIDGE_KM, Relief, crossings, passable


def gini(values: pd.Series) -> float:
    """Return the Gini coefficient: 0 when all are equal."""
    ordered = np.sort(values.to_numpy(dtype=np.float64))
    rank = np.arange(1, len(ordered) + 1)
    return float((2 * rank - len(ordered) - 1) @ ordered / (len(ordered) * ordered.sum()))


def townships_of(dataset: Dataset) -> pd.DataFrame:
    """Return the townships with their area (km2) and people."""
    sums = dataset.tables["villages.csv"].groupby("township")[["area_km2", "population"]].sum()
    return dataset.tables["townships.csv"].join(sums, on="code")


def east_north_km(villages: pd.DataFrame) -> np.ndarray:
    """Return plane coordinates, near enough for one county."""
    scale = np.array([111.2 * np.cos(np.radians(36.5)), 111.2])
    return villages[["lon", "lat"]].to_numpy() * scale


def test_areas_are_those_of_hill_country(city: Dataset) -> None:
    """The median township has 80 to 110 km2, the median 街道 less."""
    townships = townships_of(city)
    assert 80 < townships["area_km2"].median() < 110
    streets = townships[townships["kind"] == "街道"]
    assert streets["area_km2"].median() < townships["area_km2"].median()
    assert 0.85 < townships["area_km2"].sum() / (105.0 * 150) < 1.2


def test_people_are_unequally_spread(county: Dataset, city: Dataset) -> None:
    """Villages and townships differ widely; the county's seat is the most populous."""
    for dataset in (county, city):
        assert gini(dataset.tables["villages.csv"]["population"]) > 0.35
        assert gini(townships_of(dataset)["population"]) > 0.25
    townships = townships_of(county)
    assert townships["population"].idxmax() == townships["county_seat"].idxmax()
    assert 150_000 < townships["population"].sum() < 600_000


def test_every_kind_terrain_and_class_occurs(city: Dataset) -> None:
    """A city has all kinds, terrains and classes, and seats have the class of their kind."""
    townships, villages = city.tables["townships.csv"], city.tables["villages.csv"]
    assert set(townships["kind"]) == {"乡", "镇", "街道"}
    assert set(townships["terrain"]) == {"plain", "hill", "mountain"}
    assert set(villages["class"]) == {"111", "112", "121", "122", "210", "220"}
    seats = townships.merge(villages, left_on="seat", right_on="code")
    expected = seats["kind"].map({"街道": "111", "镇": "121", "乡": "210"})
    assert seats["class"].tolist() == expected.tolist()


def test_names_are_unique_within_a_county(city: Dataset) -> None:
    """No village and no township of a county shares its name."""
    for name in ("villages.csv", "townships.csv"):
        table = city.tables[name]
        assert not table.assign(county=table["code"].str[:6]).duplicated(["county", "name"]).any()


def test_seats_lie_well_inside(city: Dataset) -> None:
    """A seat is nearer to the middle of its township than most villages are."""
    villages = city.tables["villages.csv"]
    off = pd.DataFrame(east_north_km(villages), columns=["x", "y"])
    off -= off.groupby(villages["township"]).transform("mean")
    far = np.hypot(off["x"], off["y"]).groupby(villages["township"]).rank(pct=True)
    seat = villages["code"].isin(city.tables["townships.csv"]["seat"])
    assert far[seat].median() < 0.35


def test_rivers_and_crests_part_near_neighbours(county: Dataset) -> None:
    """Pairs of a triangulation as short as most contiguous ones are missing from the table."""
    villages, pairs = county.tables["villages.csv"], county.tables["contiguity.csv"]
    xy, index = east_north_km(villages), pd.Index(villages["code"])
    mesh = Mesh.of(xy)
    joined = {*zip(index.get_indexer(pairs["a"]), index.get_indexer(pairs["b"]), strict=True)}
    length = np.hypot(*(xy[mesh.a] - xy[mesh.b]).T)
    near = length < np.median(length)
    missing = [
        (min(a, b), max(a, b)) not in joined
        for a, b in zip(mesh.a[near], mesh.b[near], strict=True)
    ]
    assert 15 < sum(missing) < 0.25 * len(missing)


def test_land_keeps_only_gates_across_the_lines() -> None:
    """Across each line there remain few pairs; without them the county falls apart."""
    land = lay_out(1, 1, 25, 400, np.random.default_rng(7))
    cross = crossings(land.relief, land.xy_km, land.a, land.b)
    graph = nx.Graph(zip(land.a[~cross], land.b[~cross], strict=True))
    assert 2 <= cross.sum() <= 25
    assert nx.number_connected_components(graph) >= 2


def test_bridges_come_at_about_their_distance() -> None:
    """Along a river of 200 km each stretch keeps one pair, and every other pair is dropped."""
    rng = np.random.default_rng(1)
    relief = Relief.draw(0.0, rng)
    xy = rng.uniform(-100, 100, (8000, 2))
    mesh = Mesh.of(xy)
    stays = passable(relief, xy, mesh.a, mesh.b)
    cross = crossings(relief, xy, mesh.a, mesh.b)
    assert stays[~cross].all()
    line = relief.strip(xy)[np.stack([mesh.a, mesh.b])].max(axis=0)
    bridges = (stays & cross & (line == 0)).sum()
    assert abs(bridges - 200 / BRIDGE_KM) < 0.3 * 200 / BRIDGE_KM
    assert (cross & (line == 0)).sum() > 5 * bridges


def test_roads_are_longer_than_straight_lines_and_longer_in_mountains() -> None:
    """No road is shorter than the straight line; on high ground detours are longer."""
    land = lay_out(1, 1, 25, 400, np.random.default_rng(2))
    straight = np.hypot(*(land.xy_km[land.a] - land.xy_km[land.b]).T)
    detour, high = land.way_km / straight, land.height[land.a] + land.height[land.b] > 1.4
    assert detour.min() > 1.1
    assert np.median(detour[high]) > np.median(detour[~high]) + 0.1
    assert 0.5 < land.road.mean() < 0.95


def test_cells_fill_the_triangulation() -> None:
    """The cells' areas sum to the hull's, and every inner edge has a border."""
    xy = np.random.default_rng(0).uniform(0, 10, (300, 2))
    mesh = Mesh.of(xy)
    assert np.isclose(mesh.areas_km2(xy).sum(), ConvexHull(xy).volume)
    assert (mesh.borders_km(xy, np.ones(len(mesh.a), dtype=np.bool_)) > 0).all()


def test_figures_have_the_precision_of_account() -> None:
    """Areas are whole 0.01 km2, lengths whole metres, people whole and positive."""
    tables = generate_county(20, 300, seed=9).tables
    for name, column, digits in (
        ("villages.csv", "area_km2", 2),
        ("roads.csv", "km", 3),
        ("contiguity.csv", "border_km", 3),
    ):
        values = tables[name][column]
        assert (values > 0).all() and np.array_equal(values.round(digits), values)
    assert tables["villages.csv"]["population"].dtype == np.int64
    assert (tables["villages.csv"]["population"] > 0).all()


def test_no_distance_on_the_plane_is_less_than_on_the_globe() -> None:
    """So a road, longer than the line on the plane, is longer than the line on the globe."""
    rng = np.random.default_rng(3)
    start = rng.uniform(-1000, 1000, (500, 2))
    end = start + rng.uniform(-30, 30, start.shape)
    (lon, lat), (lon2, lat2) = (np.radians(to_lon_lat(xy)) for xy in (start, end))
    square = np.sin((lat2 - lat) / 2) ** 2
    square += np.cos(lat) * np.cos(lat2) * np.sin((lon2 - lon) / 2) ** 2
    globe = 2 * EARTH_KM * np.arcsin(np.sqrt(square))
    plane = np.hypot(*(end - start).T)
    assert (globe < plane + 0.001).all() and (globe > 0.99 * plane - 0.001).all()
