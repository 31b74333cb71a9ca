"""The commands rules and explain, and what solve may be asked to lock, keep and freeze."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from optimizer.cli import cli
from tests.reference.cases import chain, town
from tests.support import INSTANCES, write_folder

INFEASIBLE = str(INSTANCES / "infeasible")


def run(*words: str) -> Result:
    """Run a command in English."""
    return CliRunner().invoke(cli, [*words, "--lang", "en"])


def data(*words: str) -> Any:
    """Run a command for programs; it must end well."""
    result = run(*words, "--json")
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return A - B - C - D in two counties, fewest units wanted."""
    rows = [town("A"), town("B"), town("C", county="Y"), town("D", county="Y")]
    return write_folder(tmp_path / "data", chain(*rows), {}, [{"name": "units"}])


def units(*words: str) -> dict[str, list[str]]:
    """Solve and return the townships of each unit."""
    return {u["code"]: u["townships"] for u in data("solve", *words, "--workers", "1")["units"]}


def test_rules_prints_every_clause() -> None:
    """For people and for programs."""
    result = run("rules", INFEASIBLE)
    assert result.exit_code == 0
    for text in ("P3.area", "max_km2 = 300", "W6.plans", "not checked", "S3.together", "always on"):
        assert text in result.stdout
    rows = data("rules", INFEASIBLE)
    assert {"P2.prudent", "code", "name"} <= {row["clause"] for row in rows}
    assert "未核验" in CliRunner().invoke(cli, ["rules", INFEASIBLE, "--lang", "zh"]).stdout


def test_conflicts_within_a_clause_and_of_a_single_demand() -> None:
    """Demands of one clause are counted, and one that fails alone has no others beside it."""
    three = str(INSTANCES / "three-townships")
    within = run(
        "explain", three, "--set", "rules.count={ city = { max = 1 }, county = { min = 2 } }"
    )
    assert "2 demands of P2.count cannot both hold (proved; without any one" in within.stdout
    alone = run("explain", three, "--set", "rules.count={ county = { min_cut = 3 } }")
    assert "P2.count cannot hold (proved):" in alone.stdout


def test_explain_names_the_conflict_and_the_relaxations() -> None:
    """The teaching instance: cap, count and share; 350 km2 is the least that helps."""
    found = data("explain", INFEASIBLE)
    assert found["feasible"] is False
    (conflict,) = found["conflicts"]
    assert conflict["verified"]
    assert {m["rule"] for m in conflict["members"]} == {"area_cap", "count", "share"}
    needed = {r["key"]: r["needed"] for r in found["relaxations"]}
    assert needed == {
        "area_cap.max_km2": "350",
        "count.county.min_cut": "0",
        "count.county.max_cut": None,
    }
    text = run("explain", INFEASIBLE).stdout
    assert "难解县" in text and "300 -> 350" in text


def test_explain_says_so_where_there_is_a_plan(folder: Path) -> None:
    """And exits 0."""
    result = run("explain", str(folder))
    assert result.exit_code == 0 and "a plan exists" in result.stdout


def test_what_the_time_ended_before_it_found_anything_ends_with_4() -> None:
    """Not known is no answer, whoever asks."""
    asked = run("explain", INFEASIBLE, "--time-limit", "0")
    assert asked.exit_code == 4 and "not known" in asked.stdout
    span = ("area_cap", "--range", "300:310:10", "--processes", "1")
    assert run("price", INFEASIBLE, *span, "--time-limit", "0").exit_code == 4
    assert run("price", INFEASIBLE, *span).exit_code == 0


def test_explain_answers_single_questions(folder: Path) -> None:
    """Why not A with B: nothing forbids it. Why A: keeping it beside B costs a unit."""
    found = data("explain", str(folder), "--why-not", "A+B")
    assert found["best"] == found["as_asked"] == {"units": 2}
    assert "merged" in run("explain", str(folder), "--why-not", "A+B").stdout
    apart = ("--set", 'rules.apart=[["A", "B"]]')
    forbidden = data("explain", str(folder), "--why-not", "A+B", *apart)
    assert {m["rule"] for m in forbidden["conflicts"][0]["members"]} == {"apart", "together"}
    kept = ("--set", 'rules.protected.townships=["B"]')
    found = data("explain", str(folder), "--why", "A", *kept)
    assert (found["best"], found["as_asked"]) == ({"units": 2}, {"units": 3})


@pytest.mark.parametrize(
    "words",
    [("--why-not", "A"), ("--why-not", "A+A"), ("--why-not", "A+Q"), ("--why", "A+B")],
)
def test_questions_that_make_no_sense_are_faults(folder: Path, words: tuple[str, ...]) -> None:
    """Exit code 2, no traceback."""
    result = run("explain", str(folder), *words)
    assert result.exit_code == 2 and result.stderr.startswith("E")


def test_solve_keeps_and_locks(folder: Path) -> None:
    """Kept townships stay, locked ones merge even where nothing asks for it."""
    assert units(str(folder), "--keep", "A", "--keep", "B").keys() >= {"A", "B"}
    few = ("--set", "objectives=[{ name = 'disruption' }]")
    assert len(units(str(folder), *few)) == 4
    locked = units(str(folder), *few, "--lock", "A+B")
    assert len(locked) == 3 and ["A", "B"] in locked.values()


def test_solve_freezes_a_county_to_a_plan(folder: Path, tmp_path: Path) -> None:
    """X stays as agreed, Y is solved; the freeze stands in the record and in its hash."""
    plan = tmp_path / "agreed.csv"
    plan.write_text("village,unit\na,A\nb,B\n", encoding="utf-8")
    found = data("solve", str(folder), "--freeze", f"X={plan}", "--workers", "1")
    assert len(found["units"]) == 3
    assert found["scenario"]["overrides"]["rules.freeze"]["counties"] == ["X"]
    free = data("solve", str(folder), "--workers", "1")
    assert found["scenario"]["sha256"] != free["scenario"]["sha256"]


def test_unknown_names_are_one_report(folder: Path) -> None:
    """All of them, exit code 2."""
    result = run("solve", str(folder), "--lock", "A+Q", "--keep", "R", "--freeze", "Z=plan")
    assert result.exit_code == 2
    assert [line[:4] for line in result.stderr.splitlines()[:3]] == ["E301"] * 3
