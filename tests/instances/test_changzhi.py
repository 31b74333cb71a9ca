"""The Changzhi instance: rebuilt from its facts, whole, exact in its totals, connected."""

from __future__ import annotations

import csv
import shutil
import subprocess
import sys
from collections import Counter, defaultdict
from decimal import Decimal
from pathlib import Path

import networkx as nx
import pytest

INSTANCES = Path(__file__).resolve().parents[2] / "instances"
CITY = INSTANCES / "changzhi"
TABLES = ("counties", "townships", "villages", "contiguity", "roads")
AFTER_REFORM = ("reform_2021.csv", "units_2021.csv", "village_units_2021.csv")
COUNTY = "140430"
UNPLACED = "140406002"

Table = list[dict[str, str]]


def read(path: Path) -> Table:
    """Read a table."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def city() -> dict[str, Table]:
    """Return the committed tables by name."""
    return {name: read(CITY / f"{name}.csv") for name in TABLES}


@pytest.fixture(scope="module")
def rebuilt(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build one county in a process of its own, without the facts about the reform."""
    facts = tmp_path_factory.mktemp("facts")
    for path in (CITY / "facts").glob("*.csv"):
        if path.name not in AFTER_REFORM:
            shutil.copy(path, facts)
    output = tmp_path_factory.mktemp("county")
    _run("--facts", facts, "--county", COUNTY, "-o", output)
    return output


def _run(*arguments: object) -> None:
    command = [sys.executable, "-B", CITY / "build.py", *arguments]
    subprocess.run([str(part) for part in command], check=True, timeout=300)


@pytest.mark.parametrize("name", TABLES)
def test_one_county_is_rebuilt_byte_by_byte_without_the_reform(rebuilt: Path, name: str) -> None:
    """The county's lines of the committed table, and nothing else."""
    head, *lines = (CITY / f"{name}.csv").read_bytes().splitlines(keepends=True)
    codes = 2 if name in ("contiguity", "roads") else 1
    mine = [
        line
        for line in lines
        if all(code.startswith(COUNTY.encode()) for code in line.split(b",")[:codes])
    ]
    assert (rebuilt / f"{name}.csv").read_bytes() == head + b"".join(mine)


@pytest.mark.parametrize("name", TABLES)
def test_the_extracted_county_is_the_built_one(rebuilt: Path, name: str) -> None:
    """instances/one-county holds the same bytes as a build of that county alone."""
    kept = (INSTANCES / "one-county" / f"{name}.csv").read_bytes()
    assert (rebuilt / f"{name}.csv").read_bytes() == kept


def test_extraction_copies_rows(tmp_path: Path) -> None:
    """`--extract` writes what is committed."""
    _run("--extract", COUNTY, "-o", tmp_path)
    for name in TABLES:
        kept = INSTANCES / "one-county" / f"{name}.csv"
        assert (tmp_path / f"{name}.csv").read_bytes() == kept.read_bytes()


def test_no_temporary_file_is_left(rebuilt: Path) -> None:
    """Only the five tables remain."""
    assert sorted(p.name for p in rebuilt.iterdir()) == sorted(f"{name}.csv" for name in TABLES)


def test_the_build_names_no_table_of_the_reform() -> None:
    """No source file of the build mentions the tables that describe the outcome."""
    sources = [CITY / "build.py", *(CITY / "building").glob("*.py")]
    text = "".join(path.read_text(encoding="utf-8") for path in sources)
    assert not [name for name in AFTER_REFORM if name.removesuffix(".csv") in text]


def test_counts(city: dict[str, Table]) -> None:
    """12 counties, 146 townships of known kinds, 3,480 villages."""
    assert [len(city[name]) for name in ("counties", "townships", "villages")] == [12, 146, 3480]
    kinds = Counter(t["kind"] for t in city["townships"])
    assert kinds == {"街道": 16, "镇": 70, "乡": 60}
    for name in ("counties", "townships", "villages"):
        assert len({row["code"] for row in city[name]}) == len(city[name])


def test_every_reference_is_known(city: dict[str, Table]) -> None:
    """Villages name townships, townships counties, pairs villages; pairs are ordered."""
    townships = {t["code"] for t in city["townships"]}
    villages = {v["code"] for v in city["villages"]}
    assert {v["township"] for v in city["villages"]} == townships
    assert {t["county"] for t in city["townships"]} == {c["code"] for c in city["counties"]}
    for name in ("contiguity", "roads"):
        pairs = [(row["a"], row["b"]) for row in city[name]]
        assert {code for pair in pairs for code in pair} == villages
        assert pairs == sorted(set(pairs))
        assert all(a < b for a, b in pairs)


def test_seats_lie_in_their_townships(city: dict[str, Table]) -> None:
    """The seat village belongs to the township and lies on its seat point."""
    villages = {v["code"]: v for v in city["villages"]}
    for township in city["townships"]:
        seat = villages[township["seat"]]
        assert seat["township"] == township["code"]
        assert (seat["lon"], seat["lat"]) == (township["lon"], township["lat"])


def test_county_seats(city: dict[str, Table]) -> None:
    """Every county but 潞州区 has exactly one."""
    seats = Counter(t["county"] for t in city["townships"] if t["county_seat"] == "1")
    assert seats == {c["code"]: 1 for c in city["counties"] if c["code"] != "140403"}


def test_population_is_the_census(city: dict[str, Table]) -> None:
    """County totals and their urban part are exact; nobody's village is empty."""
    facts = {row["code"]: row for row in read(CITY / "facts" / "counties.csv")}
    total: Counter[str] = Counter()
    urban: Counter[str] = Counter()
    for v in city["villages"]:
        total[v["code"][:6]] += int(v["population"])
        urban[v["code"][:6]] += int(v["population"]) * v["class"].startswith("1")
    assert min(int(v["population"]) for v in city["villages"]) >= 1
    for code, fact in facts.items():
        people = int(fact["population_2020"])
        assert total[code] == people
        assert abs(urban[code] - people * Decimal(fact["urban_share_2020"])) <= Decimal("0.5")


def test_village_areas_add_up_to_their_township(city: dict[str, Table]) -> None:
    """In units of 0.01 km2, and every village has some."""
    total: dict[str, Decimal] = defaultdict(Decimal)
    for v in city["villages"]:
        assert Decimal(v["area_km2"]) > 0
        total[v["township"]] += Decimal(v["area_km2"])
    assert total == {t["code"]: Decimal(t["area_km2"]) for t in city["townships"]}


def test_township_areas_are_the_facts(city: dict[str, Table]) -> None:
    """Outside 潞城区 unchanged; there 成家川街道 comes in and the county's sum stays."""
    facts = {t["code"]: t for t in read(CITY / "facts" / "townships_2020.csv")}
    known = {code: Decimal(t["area_km2"] or 0) for code, t in facts.items()}
    built = {t["code"]: Decimal(t["area_km2"]) for t in city["townships"]}
    assert built[UNPLACED] == Decimal("76.64")
    changed = {code for code in known if built[code] != known[code]}
    assert {code[:6] for code in changed} == {UNPLACED[:6]}
    assert sum(built.values()) == sum(known.values())


def test_every_township_and_county_is_connected(city: dict[str, Table]) -> None:
    """By contiguity, which never leaves a county."""
    graph = nx.Graph((row["a"], row["b"]) for row in city["contiguity"])
    assert all(a[:6] == b[:6] for a, b in graph.edges)
    groups = defaultdict(list)
    for v in city["villages"]:
        groups[v["township"]].append(v["code"])
        groups[v["code"][:6]].append(v["code"])
    assert all(nx.is_connected(graph.subgraph(codes)) for codes in groups.values())


def test_roads_join_the_whole_city(city: dict[str, Table]) -> None:
    """One network; a road for every contiguous pair; none shorter than its straight line."""
    graph = nx.Graph((row["a"], row["b"]) for row in city["roads"])
    assert nx.is_connected(graph)
    assert {(r["a"], r["b"]) for r in city["contiguity"]} <= {
        (r["a"], r["b"]) for r in city["roads"]
    }
    assert min(Decimal(r["km"]) for r in city["roads"]) >= Decimal("0.05")


@pytest.mark.parametrize(
    ("column", "digits"), [("area_km2", 2), ("lon", 6), ("lat", 6), ("population", 0)]
)
def test_village_precision(city: dict[str, Table], column: str, digits: int) -> None:
    """Figures are written at the precision that they are read with."""
    assert {len(v[column].partition(".")[2]) for v in city["villages"]} == {digits}


def test_road_and_border_precision(city: dict[str, Table]) -> None:
    """Kilometres have three decimals; no border is shorter than the documented least."""
    assert {len(r["km"].partition(".")[2]) for r in city["roads"]} == {3}
    assert {len(r["border_km"].partition(".")[2]) for r in city["contiguity"]} == {3}
    assert min(Decimal(r["border_km"]) for r in city["contiguity"]) >= Decimal("0.05")


def test_every_estimate_says_so(city: dict[str, Table]) -> None:
    """Areas, populations, borders and roads of villages are labelled as estimates."""
    for column in ("population_source", "area_source"):
        assert all(v[column].startswith("estimate:") for v in city["villages"])
    for name in ("contiguity", "roads"):
        assert all(row["source"].startswith("estimate:") for row in city[name])


def test_measured_section_agrees_with_the_tables(city: dict[str, Table]) -> None:
    """SOURCES.md carries the figures of quality.csv, which count these tables."""
    figures = {
        row["measure"]: row["value"] for row in read(CITY / "quality.csv") if row["county"] == "all"
    }
    assert int(figures["villages"]) == len(city["villages"])
    assert int(figures["pairs"]) == len(city["contiguity"])
    assert int(figures["roads"]) + int(figures["roads_out"]) == len(city["roads"])
    measured = (CITY / "SOURCES.md").read_text(encoding="utf-8").partition("measured: begin")[2]
    assert f"| {figures['precision']} | {figures['recall']} |" in measured


def test_townships_touch_where_the_facts_say(city: dict[str, Table]) -> None:
    """At least 95 % precision and recall against the facts' Voronoi adjacency."""
    of = {v["code"]: v["township"] for v in city["villages"]}
    here = {frozenset((of[r["a"]], of[r["b"]])) for r in city["contiguity"]}
    here = {pair for pair in here if len(pair) == 2 and UNPLACED not in pair}
    known = {
        frozenset((row["a"], row["b"]))
        for row in read(CITY / "facts" / "township_adjacency.csv")
        if row["same_county"] == "1"
    }
    assert len(here & known) >= 0.95 * len(here)
    assert len(here & known) >= 0.95 * len(known)
