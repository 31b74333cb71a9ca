"""generate from end to end: what it writes is a sound dataset, the same again by seed."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from optimizer.data.dataset import read_dataset

Run = Callable[..., Result]
COUNTY = ("county", "--townships", 8, "--villages", 60)
CITY = ("city", "--counties", 2, "--townships", 9, "--villages", 60)
PROVINCE = ("province", "--counties", 4, "--townships", 16, "--villages", 90)
SIZES = {"grid": (1, 9, 9), "county": (1, 8, 60), "city": (2, 9, 60), "province": (4, 16, 90)}


@pytest.mark.parametrize("words", [("grid", "--k", 3), COUNTY, CITY, PROVINCE], ids=lambda w: w[0])
def test_it_is_sound_and_of_the_size_asked_for(run: Run, words: tuple[str], tmp_path: Path) -> None:
    """And it says where its scenario is."""
    shown = run("generate", *words, "-o", tmp_path / "new").stdout
    assert shown.strip() == str(tmp_path / "new" / "scenario.toml")
    territory = read_dataset(tmp_path / "new").territory
    sizes = len(territory.counties), len(territory.townships), len(territory.villages)
    assert sizes == SIZES[words[0]]


def test_it_speaks_the_language_asked_for(run: Run, tmp_path: Path) -> None:
    """As every other command."""
    (tmp_path / "file").touch()
    words = "generate", "grid", "--k", 3, "-o", tmp_path / "file" / "below"
    assert "输出目录" in run(*words, "--lang", "zh", code=2).stderr
    assert "output folder" in run(*words, "--lang", "en", code=2).stderr


def test_the_seed_makes_it(run: Run, tmp_path: Path) -> None:
    """The same seed the same bytes, another seed another territory."""
    for name, seed in (("a", 1), ("b", 1), ("c", 2)):
        run("generate", *COUNTY, "--seed", seed, "-o", tmp_path / name)
    tables = [(tmp_path / name / "villages.csv").read_bytes() for name in "abc"]
    assert tables[0] == tables[1] != tables[2]


def test_it_can_be_solved_and_checked(run: Run, tmp_path: Path) -> None:
    """Grid 9: two units, proved, as in the reference MILP."""
    run("generate", "grid", "--k", 3, "-o", tmp_path / "grid")
    record = json.loads(run("solve", tmp_path / "grid", "-o", tmp_path / "plan", "--json").stdout)
    assert record["outcome"] == "OPTIMAL"
    assert [o["value"] for o in record["objectives"]] == [2]
    run("check", tmp_path / "grid", tmp_path / "plan")


@pytest.mark.parametrize(
    "words",
    [
        ("grid", "--k", 1),
        ("grid", "--k", "many"),
        ("county", "--townships", 8),
        ("county", "--townships", 9, "--villages", 8),
        ("city", "--counties", 9, "--townships", 8, "--villages", 60),
        ("village",),
    ],
)
def test_refused(run: Run, words: tuple[str], tmp_path: Path) -> None:
    """Sizes that cannot be, sizes that are missing, kinds that are none; nothing is written."""
    run("generate", *words, "-o", tmp_path / "new", code=2)
    assert not (tmp_path / "new" / "scenario.toml").exists()


def test_a_folder_in_use_is_refused(run: Run, tmp_path: Path) -> None:
    """Nothing in it is touched."""
    (tmp_path / "mine.txt").write_text("mine")
    assert "not empty" in run("generate", "grid", "--k", 3, "-o", tmp_path, code=2).stderr
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_a_place_that_cannot_be_written_has_a_code(run: Run, tmp_path: Path) -> None:
    """Below a file no folder can be: E702, as in every command."""
    (tmp_path / "file").write_text("x", encoding="utf-8")
    told = run("generate", "grid", "--k", 3, "-o", tmp_path / "file" / "new", code=2)
    assert "E702" in told.stderr
