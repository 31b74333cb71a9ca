"""check from end to end: anyone's plan, one line a rule, exit codes."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from tests.support import INSTANCES

Run = Callable[..., Result]
THREE = INSTANCES / "three-townships"
FAR = "990001201202"
"""石窑村, which touches nothing but its own seat."""


@pytest.fixture
def plan(made: Path, tmp_path: Path) -> Path:
    """Return a copy of the plan, to be changed."""
    return Path(shutil.copytree(made, tmp_path / "plan"))


def edit(plan: Path, old: str, new: str) -> None:
    """Replace a part of plan.csv that must be there."""
    text = (plan / "plan.csv").read_text(encoding="utf-8")
    assert old in text
    (plan / "plan.csv").write_text(text.replace(old, new), encoding="utf-8")


def statuses(result: Result) -> dict[str, str]:
    """Return the status of each rule by key, from --json."""
    return {rule["key"]: rule["status"] for rule in json.loads(result.stdout)["rules"]}


def test_a_sound_plan(run: Run, made: Path) -> None:
    """Every rule has its line, then every objective; exit code 0."""
    lines = run("check", THREE, made, "--lang", "en").stdout.splitlines()
    found = {line.split()[0]: line for line in lines if line and line[0] in "mP"}
    for clause in ("mode", "P2.contiguity", "P3.area", "P4.protected", "P5.complete"):
        assert found[clause].split()[1] == "met"
    assert "worst 7.000 km" in found["P3.access"]
    assert any("14,100.000 person-km" in line for line in lines)


def test_a_plan_made_by_hand(run: Run, tmp_path: Path) -> None:
    """Any CSV with the columns village and unit, more columns and another order too."""
    rows = (THREE / "villages.csv").read_text(encoding="utf-8").splitlines()[1:]
    cells = [row.split(",") for row in rows]
    hand = tmp_path / "hand.csv"
    hand.write_text("note,unit,village\n" + "".join(f"x,{c[2]},{c[0]}\n" for c in cells[::-1]))
    record = json.loads(run("check", THREE, hand, "--json").stdout)
    assert record["passed"]
    assert record["objectives"] | {"units": 3, "travel": 8_000_000} == record["objectives"]


def test_one_village_moved_to_a_far_unit(run: Run, plan: Path) -> None:
    """Exit code 3; contiguity and the village are named, and that the township is divided."""
    edit(plan, f"{FAR},990001201", f"{FAR},990001100")
    result = run("check", THREE, plan, "--lang", "en", code=3)
    (line,) = [line for line in result.stdout.splitlines() if line.startswith("P2.contiguity")]
    assert line.split()[1] == "broken"
    assert "2 pieces" in line and "石窑村" in line
    assert "W111" in result.stderr, "the plan is not the one that plan.json records"


def test_statuses_for_programs(run: Run, plan: Path) -> None:
    """As data: what is broken, by how much, in both languages."""
    edit(plan, f"{FAR},990001201", f"{FAR},990001100")
    result = run("check", THREE, plan, "--json", code=3)
    found = statuses(result)
    assert found["P2.contiguity"] == found["mode"] == "broken"
    assert found["P5.county"] == "met" and found["population"] == "off"
    record = json.loads(result.stdout)
    assert not record["passed"]
    assert all(r["detail"] and r["detail_zh"] for r in record["rules"] if r["status"] == "broken")


def test_a_village_left_out(run: Run, plan: Path) -> None:
    """It is no fault of the file but a breach of the plan."""
    edit(plan, f"{FAR},990001201\n", "")
    result = run("check", THREE, plan, "--lang", "en", code=3)
    (line,) = [line for line in result.stdout.splitlines() if line.startswith("P5.complete")]
    assert "broken" in line and "石窑村" in line


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        (f"{FAR},990001201", f"{FAR},990001999", "E301"),
        (f"{FAR},", "99,", "E301"),
        (f"{FAR},990001201\n", f"{FAR},990001201\n{FAR},990001100\n", "E601"),
        ("village,unit", "village,place", "E106"),
    ],
)
def test_a_plan_that_cannot_be_read(run: Run, plan: Path, old: str, new: str, code: str) -> None:
    """Unknown codes, a village twice, a missing column: exit code 2."""
    edit(plan, old, new)
    assert code in run("check", THREE, plan, "--lang", "en", code=2).stderr


def test_every_fault_of_a_plan_at_once(run: Run, plan: Path) -> None:
    """An unknown unit does not hide a village given twice."""
    edit(plan, f"{FAR},990001201\n", f"{FAR},1\n{FAR},2\n")
    result = run("check", THREE, plan, "--json", code=2)
    faults = json.loads(result.stdout)["faults"]
    assert sorted(fault["code"] for fault in faults) == ["E301", "E301", "E601"]


def test_other_rules_than_the_plan_was_made_under(run: Run, made: Path) -> None:
    """Judged by the rules given, with a warning; a cap of 229 km2 is passed by 1 km2."""
    words = ("check", THREE, made, "--set", "rules.area_cap.max_km2=229", "--lang", "en")
    result = run(*words, code=3)
    assert "W110" in result.stderr
    assert "230.00 km2, 1.00 over 229" in result.stdout


RECORD = '{"format": "merge-plan/1", "scenario": {"sha256": "0"}}'
NO_RECORDS = ("{", "null", "[1]", "{}", '{"format": "merge-plan/2"}')


@pytest.mark.parametrize(
    "record",
    [
        "{",
        "null",
        "[1]",
        "{}",
        '{"format": "merge-plan/2"}',
        RECORD.replace('{"sha256": "0"}', '"x"'),
    ],
)
def test_what_is_no_record_is_a_fault(run: Run, plan: Path, record: str) -> None:
    """In every command that reads plans: nothing would be known of the hash."""
    (plan / "plan.json").write_text(record)
    for command in ("check", "compare", "repair"):
        assert "E631 plan.json" in run(command, THREE, plan, "--lang", "en", code=2).stderr


def test_warnings_do_not_disturb_programs(run: Run, plan: Path) -> None:
    """They are on stderr, beside the data on stdout."""
    (plan / "plan.json").write_text(RECORD)
    result = run("check", THREE, plan, "--json", "--lang", "en")
    assert json.loads(result.stdout)["passed"]
    assert "W110" in result.stderr


def test_no_plan_there(run: Run, tmp_path: Path) -> None:
    """The file that is missing is named."""
    assert "plan.csv" in run("check", THREE, tmp_path, "--lang", "en", code=2).stderr


def test_in_chinese(run: Run, made: Path) -> None:
    """Titles and details."""
    shown = run("check", THREE, made, "--lang", "zh").stdout
    assert "地域相连" in shown and "最远 7.000 公里" in shown
