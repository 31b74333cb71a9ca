"""A dataset folder is read whole, or refused with faults: nothing else ever happens."""

from __future__ import annotations

import random
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from optimizer.data.dataset import read_dataset
from optimizer.data.faults import InputError
from optimizer.data.generate import generate_province, write_dataset

INSTANCES = Path(__file__).resolve().parents[3] / "instances"
FILES = (
    "counties.csv",
    "townships.csv",
    "villages.csv",
    "contiguity.csv",
    "roads.csv",
    "travel.csv",
    "scenario.toml",
)
TRAVEL = "village,seat,km,minutes\n" + "".join(
    f"{v},{s},5,7\n" for v, s in (("a2", "a1"), ("b2", "b1"), ("c2", "c1"), ("a1", "b1"))
)
SCENARIO = """\
name = "fuzz"
[territory]
detour = 1.3
[rules]
area_cap = { max_km2 = 30, kinds = ["乡"], exceptions = [{ township = "A", reason = "r" }] }
population = [{ terrain = "mountain", min = 100 }, { max = 9000 }]
access = { max_km = 25, scope = "all" }
count = { city = { min = 1, max = 3 }, county = { X = { max_cut = 1 } } }
protected = { flags = ["county_seat"], townships = ["A"] }
share = { floor = "status_quo" }
together = [["A", "B"]]
apart = [["A", "C"]]
[[objectives]]
name = "units"
tolerance = 0.1
[[objectives]]
name = "travel"
"""


@pytest.mark.parametrize("file", sorted(INSTANCES.glob("*/*.toml")), ids=str)
def test_instances_are_sound(file: Path) -> None:
    """Every scenario that comes with the tool is read without a fault."""
    dataset = read_dataset(file)
    assert dataset.scenario.name
    assert len(dataset.territory.villages) > 0


def test_folder_and_file_are_the_same(folder: Any) -> None:
    """A dataset may be named by its folder or by its scenario."""
    by_file = read_dataset(folder.path / "scenario.toml")
    assert by_file.sha256 == folder.read().sha256
    assert by_file.path == folder.read().path


@pytest.mark.parametrize("name", ["gone", "gone/scenario.toml", "x" * 5000, "a\0b"])
def test_missing_dataset_is_one_fault(folder: Any, name: str) -> None:
    """Where nothing is, only that is said: not that every table is missing, too."""
    with pytest.raises(InputError) as raised:
        read_dataset(folder.path / name)
    assert [fault.code for fault in raised.value.faults] == ["E500"]


def test_every_missing_table_is_named(folder: Any) -> None:
    """A scenario alone lacks three tables of places; what needs them is not judged."""
    for file in (folder.path).glob("*.csv"):
        file.unlink()
    assert [fault.file for fault in folder.faults()] == [
        "counties.csv",
        "townships.csv",
        "villages.csv",
    ]


def test_scenario_may_be_no_toml_and_tables_wrong(folder: Any) -> None:
    """A scenario that is no TOML does not hide the faults of the tables."""
    folder.write("scenario.toml", "name = ")
    folder.replace("villages.csv", "500", "-500")
    assert folder.codes() == ["E501", "E203"]


def test_hash_covers_tables_and_overrides(folder: Any) -> None:
    """Any byte of a table and any override change the hash; comments of the scenario do not."""
    before = folder.read().sha256
    assert folder.read({"rules.area_cap.max_km2": 99}).sha256 != before
    folder.write("scenario.toml", '# a comment\nname = "small"\n')
    assert folder.read().sha256 == before
    folder.replace("villages.csv", "甲二", "甲三")
    assert folder.read().sha256 != before


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("mode", "whole"),
        ("territory.roads", "roads.csv"),
        ("territory.only", []),
        ("rules.area_cap.kinds", ["乡", "镇"]),
        ("rules.access.scope", "moved"),
        ("objectives", [{"name": n} for n in ("units", "share", "travel", "disruption")]),
    ],
)
def test_a_key_at_its_default_is_as_one_not_written(folder: Any, key: str, value: Any) -> None:
    """So a key that a later version knows makes no earlier plan stale."""
    rules = {"rules.area_cap.max_km2": 99, "rules.access.max_km": 30}
    before = folder.read(rules).sha256
    assert folder.read({**rules, key: value}).sha256 == before
    assert folder.read({**rules, "rules.access.scope": "all"}).sha256 != before


def test_a_rule_without_keys_counts_though_all_are_defaults(folder: Any) -> None:
    """A rule that is on with nothing but defaults is not one that is off."""
    assert folder.read({"rules.burden": {}}).sha256 != folder.read().sha256


def test_overrides_are_kept(folder: Any) -> None:
    """The dataset knows its overrides, for the record of a plan."""
    assert folder.read({"rules.area_cap.max_km2": 99}).overrides == {"rules.area_cap.max_km2": 99}


def test_estimates_reach_the_territory(folder: Any) -> None:
    """What of the data is estimated is known to the reports."""
    folder.write("scenario.toml", 'name = "x"\nestimated = "people of villages"\n')
    assert folder.read().territory.estimated == "people of villages"


@pytest.mark.parametrize("key", ["counties", "townships", "villages", "contiguity", "roads"])
@pytest.mark.parametrize("name", ["", ".", "..", "x" * 300, "a\0b", "loop", "scenario.toml"])
def test_hostile_names_are_faults(folder: Any, key: str, name: str) -> None:
    """A folder, a loop, an impossible name or the wrong file as a table is a clean fault."""
    (folder.path / "loop").symlink_to(folder.path / "loop")
    codes = {fault.code for fault in folder.faults({f"territory.{key}": name})}
    assert codes & {"E101", "E102", "E106", "E107", "E509"}


def test_unreadable_extra_table_is_a_fault(folder: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """A table that is only hashed is a fault when it may not be read."""
    folder.write("facilities.csv", "village,kind\n")
    read_bytes = Path.read_bytes

    def refuse(path: Path) -> bytes:
        if path.name == "facilities.csv":
            raise PermissionError(13, "Permission denied")
        return read_bytes(path)

    monkeypatch.setattr(Path, "read_bytes", refuse)
    assert (folder.only().code, folder.only().file) == ("E102", "facilities.csv")


def test_tables_that_cannot_be_used_do_not_hide_rules(folder: Any) -> None:
    """A rule's unknown township is told although distances cannot be read."""
    folder.write("roads.csv", 'a,b,km\n"')
    overrides = {"rules.protected.townships": ["Q"], "rules.access.max_minutes": 5}
    assert sorted(folder.codes(overrides)) == ["E107", "E301"]


def test_a_province_is_read(tmp_path: Path) -> None:
    """117 counties, 1,400 townships and 5,600 villages; benchmarks read larger ones."""
    write_dataset(generate_province(117, 1400, 5600, seed=1), tmp_path / "p")
    territory = read_dataset(tmp_path / "p").territory
    found = len(territory.counties), len(territory.townships), len(territory.villages)
    assert found == (117, 1400, 5600)


WORDS = ["", "nan", "inf", "-1", "1e999", "1_000", "１", "9" * 40, "0", "A", "a1", "X", '"', "\n"]
BYTES = [b"\0", b"\xff", b"\r", b"\n", b'"', b",", b"\xef\xbb\xbf", b"=", b"[", b"}", b"\xe4\xb8"]
EXTREMES = [
    b"1e300",
    b"-1",
    b"0",
    b"nan",
    b"9" * 30,
    b"true",
    b"[]",
    b"{}",
    b"'x'",
    b"0x" + b"f" * 5000,
]


def _cut(raw: bytes, draw: random.Random) -> bytes:
    at = draw.randrange(len(raw) + 1)
    return raw[:at] + raw[at + draw.choice((1, 1, 5, 60)) :]


def _insert(raw: bytes, draw: random.Random) -> bytes:
    at = draw.randrange(len(raw) + 1)
    return raw[:at] + draw.choice(BYTES) + raw[at:]


def _swap(raw: bytes, draw: random.Random) -> bytes:
    """Put one cell in the place of another, or a hostile word."""
    cells = raw.split(b",")
    at, other = draw.randrange(len(cells)), draw.randrange(len(cells))
    cells[at] = draw.choice((cells[other], draw.choice(WORDS).encode()))
    return b",".join(cells)


def _drop_column(raw: bytes, draw: random.Random) -> bytes:
    rows = [line.split(b",") for line in raw.split(b"\n")]
    at = draw.randrange(len(rows[0]))
    return b"\n".join(b",".join(row[:at] + row[at + 1 :]) for row in rows)


def _number(raw: bytes, draw: random.Random) -> bytes:
    """Put an extreme value in the place of a number or a word of the scenario."""
    parts = raw.split(b" ")
    parts[draw.randrange(len(parts))] = draw.choice(EXTREMES)
    return b" ".join(parts)


CHANGES = (_cut, _insert, _swap, _drop_column, _number)


@pytest.fixture(scope="module")
def used() -> Iterator[Path]:
    """Return a folder for one example after another."""
    with tempfile.TemporaryDirectory() as path:
        yield Path(path)


@settings(
    max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(seed=st.integers(0, 2**32), count=st.integers(1, 4), straight=st.booleans())
def test_any_damage_is_read_or_refused(
    folder: Any, used: Path, seed: int, count: int, straight: bool
) -> None:
    """A damaged dataset is read or refused with faults that can be printed; never a traceback."""
    shutil.rmtree(used)
    shutil.copytree(folder.path, used)
    (used / "scenario.toml").write_text(SCENARIO, encoding="utf-8")
    (used / "travel.csv").write_text(TRAVEL, encoding="utf-8")
    draw = random.Random(seed)
    for _ in range(count):
        file = used / draw.choice(FILES)
        file.write_bytes(draw.choice(CHANGES)(file.read_bytes(), draw))
    for name in draw.sample(("roads.csv", "travel.csv"), 2 if straight else draw.randrange(2)):
        (used / name).unlink()
    try:
        found = list(read_dataset(used).warnings)
        assert not any(fault.is_error for fault in found)
    except InputError as error:
        found = error.faults
        assert any(fault.is_error for fault in found)
    assert all(fault.line("en") and fault.line("zh") for fault in found)
