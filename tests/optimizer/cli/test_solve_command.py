"""solve from end to end: tables, data, files, exit codes."""

from __future__ import annotations

import hashlib
import json
import shlex
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from optimizer.data.generate import generate_county, write_dataset
from tests.support import INSTANCES

Run = Callable[..., Result]
THREE, INFEASIBLE = INSTANCES / "three-townships", INSTANCES / "infeasible"
FILES = {"plan.csv", "plan.json", "map.png", "map.svg"}


def names(folder: Path) -> set[str]:
    """Return the names in a folder."""
    return {path.name for path in folder.iterdir()}


def test_tables_for_people(run: Run) -> None:
    """What merges into what, objectives with bounds, the outcome; as in the README."""
    shown = run("solve", THREE, "--lang", "en").stdout
    (unit,) = [line for line in shown.splitlines() if "西川乡" in line]
    assert all(
        word in unit for word in ("示例县", "中和镇 + 西川乡", "990001100", "230.00", "6,000")
    )
    assert shown.count("14,100.000 person-km") == 2, "value and bound"
    assert "1/2 = 50.00%" in shown and "1,300 persons" in shown
    assert "OPTIMAL: every objective proved optimal" in shown


def test_in_chinese(run: Run) -> None:
    """Terms of the notice."""
    shown = run("solve", THREE, "--lang", "zh").stdout
    assert "整建制并入" in shown and "14,100.000 人·公里" in shown and "各目标均已证明最优" in shown


def test_elsewhere_than_on_a_terminal_nothing_is_wrapped(run: Run) -> None:
    """No colours; what belongs to a unit stands in one line, however long."""
    result = run("solve", INSTANCES / "one-county", "--lang", "en")
    assert "\x1b" not in result.stdout
    assert max(map(len, result.stdout.splitlines())) > 100
    assert result.stderr.count("\r") == 0, "progress is for terminals"


def test_data_for_programs(run: Run, made: Path) -> None:
    """--json is the record that -o writes, and nothing else is on stdout."""
    record = json.loads(run("solve", THREE, "--json").stdout)
    written = json.loads((made / "plan.json").read_text(encoding="utf-8"))
    del written["plan_sha256"]
    for found in (record, written):
        del found["solver"]["seconds"]
    assert record == written
    assert [o["value"] for o in record["objectives"]] == [2, "1/2", 14_100_000, 1_300]


def test_files(made: Path) -> None:
    """The plan, its record with the plan's hash, and the map; no temporary file is left."""
    assert names(made) == FILES
    table = (made / "plan.csv").read_bytes()
    record = json.loads((made / "plan.json").read_text(encoding="utf-8"))
    assert record["plan_sha256"] == hashlib.sha256(table).hexdigest()
    lines = table.decode().splitlines()
    assert lines[0] == "village,unit"
    assert len(lines) == 1 + 7
    assert "990001200201,990001100" in lines


def test_set_changes_a_rule_and_is_recorded(run: Run) -> None:
    """With a cap of 229 km2 no merger is left."""
    words = ("solve", THREE, "--set", "rules.area_cap.max_km2=229", "--json")
    record = json.loads(run(*words).stdout)
    assert len(record["units"]) == 3
    assert record["scenario"]["overrides"] == {"rules.area_cap.max_km2": 229}


def test_the_advice_to_explain_asks_the_same_question(run: Run) -> None:
    """Overrides and all: without them there is a plan, and nothing to explain."""
    asked = ("--set", "rules.count={ county = { max = 1 } }", "--mode", "split")
    shown = run("solve", THREE, *asked, "--lang", "en", code=3).stdout
    (advice,) = [line for line in shown.splitlines() if line.startswith("Why: ")]
    program, *words = shlex.split(advice.removeprefix("Why: "))
    assert program == "township-merge"
    assert "cannot both hold" in run(*words, "--lang", "en").stdout
    longer = ("--set", "rules.count={ county = { max = 1 } }", "--set", f"title='{'x' * 400}'")
    shown = run("solve", THREE, *longer, "--lang", "en", code=3).stdout
    assert shown.endswith(f"explain {THREE}, with the same overrides\n")


def test_warnings_do_not_disturb_programs(run: Run) -> None:
    """They are on stderr, beside the data on stdout."""
    words = ("--set", "rules.population.min=1000", "--set", "rules.population.terrain=sea")
    result = run("solve", THREE, *words, "--json", "--lang", "en")
    assert json.loads(result.stdout)["outcome"] == "OPTIMAL"
    assert "W113" in result.stderr


def test_set_turns_on_a_rule_that_was_off(run: Run) -> None:
    """Counts are not limited in the scenario."""
    record = json.loads(run("solve", THREE, "--set", "rules.count.city.min=3", "--json").stdout)
    assert len(record["units"]) == 3
    assert any("own limit" in note["en"] for note in record["notes"])


def test_an_unknown_key_is_refused_with_the_nearest(run: Run) -> None:
    """Exit code 2, and what was meant."""
    result = run("solve", THREE, "--set", "rules.area_cap.max_km=229", "--lang", "en", code=2)
    assert "E502" in result.stderr and "did you mean max_km2?" in result.stderr
    record = json.loads(
        run("solve", THREE, "--set", "rules.acess.max_km=1", "--json", code=2).stdout
    )
    assert [(f["code"], f["column"]) for f in record["faults"]] == [("E502", "rules.acess")]


@pytest.mark.parametrize(
    "words", [["--mode", "other"], ["--workers", "0"], ["--time-limit", "-1"], ["--colour", "red"]]
)
def test_bad_usage(run: Run, words: list[str]) -> None:
    """Options out of bounds, and options that are none."""
    run("solve", THREE, *words, code=2)


def test_no_such_folder(run: Run, tmp_path: Path) -> None:
    """It is said in one line."""
    result = run("solve", tmp_path / "none", "--lang", "en", code=2)
    assert len(result.stderr.splitlines()) == 2, "the fault, and how many there are"
    assert "no scenario" in result.stderr


def test_infeasible(run: Run, tmp_path: Path) -> None:
    """Exit code 3, why, and no plan is written."""
    result = run("solve", INFEASIBLE, "-o", tmp_path / "out", "--lang", "en", code=3)
    assert "INFEASIBLE" in result.stdout and "难解县" in result.stdout
    assert names(tmp_path / "out") == set()


def test_infeasible_although_the_limit_ended_a_search(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No plan is promised where it is proved that there is none; another plan is where one is."""
    monkeypatch.setattr("optimizer.Search.cut", True)
    told = run("solve", INFEASIBLE, "--lang", "en", code=3).stderr
    assert "That no plan keeps the rules is proved" in told and "another" not in told
    assert "another plan of the same values" in run("solve", THREE, "--lang", "en").stderr


def test_no_plan_in_the_time_given(run: Run) -> None:
    """Exit code 4: without time nothing is proved, and where nothing is feasible nothing found."""
    result = run("solve", INFEASIBLE, "--time-limit", "0", "--lang", "en", code=4)
    assert "UNKNOWN" in result.stdout


def test_a_plan_with_hardly_any_time(run: Run, tmp_path: Path) -> None:
    """It is written with what is known of it, and keeps every rule."""
    run("solve", THREE, "--time-limit", "0.01", "-o", tmp_path / "out")
    assert names(tmp_path / "out") == FILES
    record = json.loads((tmp_path / "out" / "plan.json").read_text(encoding="utf-8"))
    assert record["outcome"] in ("FEASIBLE", "OPTIMAL")
    run("check", THREE, tmp_path / "out")


def test_a_foreign_folder_is_refused(run: Run, tmp_path: Path) -> None:
    """Before the solve, and nothing in it is touched."""
    (tmp_path / "notes.txt").write_text("mine")
    result = run("solve", THREE, "-o", tmp_path, "--lang", "en", code=2)
    assert "E701" in result.stderr and "notes.txt" in result.stderr
    assert names(tmp_path) == {"notes.txt"}


def test_a_folder_of_many_files_is_refused_in_a_line(run: Run, tmp_path: Path) -> None:
    """A few of them and their number; in Chinese no word of English."""
    for k in range(1200):
        (tmp_path / f"{k:04}.txt").touch()
    shown = run("solve", THREE, "-o", tmp_path, "--lang", "en", code=2).stderr
    assert "0000.txt, 0001.txt, 0002.txt and 1,197 more" in shown
    shown = run("solve", THREE, "-o", tmp_path, "--lang", "zh", code=2).stderr
    assert "0000.txt、0001.txt、0002.txt等 1,200 个" in shown
    shown = run("solve", THREE, "-o", tmp_path / "0000.txt", "--lang", "zh", code=2).stderr
    assert "一个文件" in shown and "a file" not in shown


@pytest.mark.parametrize(
    "words",
    [
        ("alternatives", THREE, "--within", "nan"),
        ("backbone", THREE, "--within", "inf"),
        ("solve", THREE, "--cross-check-time", "nan"),
        ("solve", THREE, "--time-limit", "nan"),
        ("solve", THREE, "--time-limit", "-1"),
        ("report", THREE, THREE, "--analysis-time", "nan"),
        ("import", THREE, "-o", "x", "--detour", "nan"),
        ("bench", "--time", "inf"),
    ],
    ids=lambda words: f"{words[0]} {words[-2]} {words[-1]}",
)
def test_what_is_no_number_is_refused(run: Run, words: tuple[str, ...]) -> None:
    """Python reads them as numbers, and what comes later fails."""
    shown = run(*words, code=2).stderr
    assert f"'{words[-1]}' is no number" in shown


@pytest.mark.parametrize(
    ("option", "value"),
    [("--lock", "A"), ("--lock", "A+B+C"), ("--keep", "A+B"), ("--freeze", "A")],
)
def test_an_option_says_what_it_takes(run: Run, option: str, value: str) -> None:
    """By its name, in one line, and without advice for another option."""
    shown = run("solve", THREE, option, value, "--lang", "en", code=2).stderr
    assert shown.startswith(f"E693 {option}: '{value}': ")
    assert "--set" not in shown and "1 fault" in shown


def test_a_file_as_folder_is_refused(run: Run, tmp_path: Path) -> None:
    """It stays as it is."""
    (tmp_path / "file").write_text("mine")
    assert "E701" in run("solve", THREE, "-o", tmp_path / "file", "--lang", "en", code=2).stderr
    assert (tmp_path / "file").read_text() == "mine"


def test_an_earlier_plan_is_replaced(run: Run, tmp_path: Path) -> None:
    """File by file; the new one is whole and passes its own check."""
    old, new = tmp_path / "out", ("--set", "rules.area_cap.max_km2=229")
    run("solve", THREE, "-o", old)
    before = (old / "plan.csv").read_bytes()
    run("solve", THREE, "-o", old, *new)
    assert names(old) == FILES
    assert (old / "plan.csv").read_bytes() != before
    assert "W1" not in run("check", THREE, old, *new, "--lang", "en").stderr


@pytest.mark.parametrize("mode", ["whole", "split", "redraw"])
def test_the_same_plan_again(run: Run, tmp_path: Path, mode: str) -> None:
    """One worker and one seed give the same plan.csv, byte by byte."""
    made = tmp_path / "data"
    write_dataset(generate_county(5, 25, 1), made)
    words = ("solve", made, "--mode", mode, "--workers", 1, "--seed", 0, "-o")
    for folder in ("first", "second"):
        run(*words, tmp_path / folder)
    first, second = ((tmp_path / f / "plan.csv").read_bytes() for f in ("first", "second"))
    assert first == second
    assert first.count(b"\n") == 1 + 25


def test_the_same_again(run: Run) -> None:
    """One worker finds the same plan, and writes the same record but for the seconds."""
    words = ("solve", INSTANCES / "one-county", "--workers", 1, "--json")
    first, second = (json.loads(run(*words).stdout) for _ in range(2))
    for record in (first, second):
        del record["solver"]["seconds"]
    assert first == second
