"""case: exit codes, what is printed, and that what is refused writes nothing."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from tests.optimizer.procedure.made import write_plan_table, write_sources

Run = Callable[..., Result]


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder with a scenario, a plan and evidence; the case will be `case`."""
    write_sources(tmp_path)
    (tmp_path / "e.pdf").write_text("材料", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TOWNSHIP_MERGE_CASE", "case")
    monkeypatch.setenv("TOWNSHIP_MERGE_LANG", "en")
    return tmp_path


@pytest.fixture
def opened(run: Run, place: Path) -> Path:
    """Return the same with the case opened."""
    run("case", "open", "data", "plan.csv", "-o", "case", "--by", "张三", "--date", "2026-03-02")
    return place


def record(place: Path) -> bytes:
    """Return the bytes of the record."""
    return (place / "case" / "record.jsonl").read_bytes()


def test_open_says_what_changes_and_prints_the_head(run: Run, place: Path) -> None:
    """The head is that of the record, in both languages."""
    words = ("data", "plan.csv", "--by", "张三", "--date", "2026-03-02")
    said = run("case", "open", *words, "-o", "case").stdout
    head = json.loads(record(place))["hash"]
    assert head in said
    assert "2 units of 2 counties" in said
    assert (
        "2 个县（区）的 2 个单位" in run("case", "open", *words, "-o", "x", "--lang", "zh").stdout
    )


def test_open_refuses(run: Run, place: Path) -> None:
    """No folder, a folder that holds something, a plan that breaks rules or changes nothing."""
    words = ("case", "open", "data", "plan.csv", "--by", "张三", "--date", "2026-03-02")
    run(*words, code=2)
    assert "E701" in run(*words, "-o", "data", code=2).stderr
    assert "E501" in run(*words, "-o", "new", "--procedure", "plan.csv", code=2).stderr
    write_plan_table(place / "plan.csv", {})
    assert "E944" in run(*words, "-o", "new", code=2).stderr
    write_plan_table(place / "plan.csv", {"990001200": "990002001"})
    assert "P5.county" in run(*words, "-o", "new", code=3).stderr
    assert not (place / "new" / "record.jsonl").exists()


def test_a_pass_prints_its_line(run: Run, opened: Path) -> None:
    """The number of the line and the new head."""
    words = ("--evidence", "e.pdf", "--by", "李四", "--date", "2026-03-05")
    said = run("case", "pass", "survey", *words).stdout
    assert "line 2" in said
    assert json.loads(record(opened).splitlines()[-1])["hash"] in said
    found = json.loads(run("case", "status", "--json").stdout)
    assert found["gates"][0]["stands"]
    assert found["executable"] is False


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("pass", "survay", "--evidence", "e.pdf"), "E941"),
        (("pass", "survey"), "E921"),
        (("pass", "survey", "--evidence", "none.pdf"), "E922"),
        (("pass", "approval", "--evidence", "e.pdf", "--approver", "province"), "E954"),
        (("begin", "legality"), "E954"),
        (("fail", "survey", "--reason", " "), "E945"),
        (("extend", "survey", "--months", "1", "--evidence", "e.pdf"), "E973"),
        (("done", "leading_group", "--evidence", "e.pdf"), "E964"),
        (("assign", "nobody", "--office", "a", "--person", "b"), "E962"),
        (("attach", "letter", "--evidence", "e.pdf"), "E969"),
        (("issue", "answer", "I1", "x"), "E967"),
        (("risk", "set", "x", "--measure", "y"), "E966"),
        (("issue", "add", "x", "--county", "990009"), "E301"),
    ],
)
def test_what_is_refused_writes_nothing(
    run: Run, opened: Path, words: tuple[str, ...], code: str
) -> None:
    """Exit code 2, the code in both languages, as data with --json, and the record as it was."""
    before = record(opened)
    entered = (*words, "--by", "张三", "--date", "2026-03-05")
    for lang in ("en", "zh"):
        assert code in run("case", *entered, "--lang", lang, code=2).stderr
    found = json.loads(run("case", *entered, "--json", code=2).stdout)
    assert code in {fault["code"] for fault in found["faults"]}
    assert record(opened) == before


def test_who_must_be_said_and_days_are_days(run: Run, opened: Path) -> None:
    """--by is asked for; a day that is none is bad usage."""
    assert "--by" in run("case", "pass", "survey", "--evidence", "e.pdf", code=2).stderr
    words = ("--evidence", "e.pdf", "--by", "x", "--date", "5.3.2026")
    assert "2026-11-29" in run("case", "pass", "survey", *words, code=2).stderr


def test_everything_prints_in_both_languages(run: Run, opened: Path) -> None:
    """Each list and report, for people and for programs."""
    by = ("--by", "张三", "--date", "2026-03-05")
    run("case", "issue", "add", "问题", *by)
    run("case", "risk", "add", "水源地", *by)
    day = ("--as-of", "2026-03-06")
    for words in (
        ("status",),
        ("next",),
        ("tasks", *day),
        ("report", *day),
        ("risk", "list"),
        ("issue", "list"),
        ("log",),
        ("dossier",),
    ):
        assert json.loads(run("case", *words, "--json").stdout)
        texts = {lang: run("case", *words, "--lang", lang).stdout for lang in ("en", "zh")}
        assert texts["en"] != texts["zh"]


def test_tampering_ends_with_the_line(run: Run, opened: Path) -> None:
    """Every command refuses an edited record and names the line."""
    changed = record(opened).replace("张三".encode(), "王三".encode())
    (opened / "case" / "record.jsonl").write_bytes(changed)
    for words in (("status",), ("tasks",), ("log",), ("dossier",)):
        assert "E901 record.jsonl, row 1" in run("case", *words, code=2).stderr
    assert "E905" in run("case", "status", "--head", "0" * 64, code=2).stderr


def test_a_change_is_seen_and_bound_anew(run: Run, opened: Path) -> None:
    """An edited plan is warned of; `amend` binds it."""
    write_plan_table(opened / "plan.csv", {"990001201": "990001100"})
    assert "W902" in run("case", "status").stderr
    words = ("--evidence", "e.pdf", "--by", "李四", "--date", "2026-03-05")
    assert "E971" in run("case", "pass", "survey", *words, code=2).stderr
    run("case", "amend", "--reason", "城区不动", "--by", "张三", "--date", "2026-03-05")
    assert "W902" not in run("case", "status").stderr
    assert "bound anew" in run("case", "log").stdout


def test_a_year_without_working_days(run: Run, opened: Path) -> None:
    """No dates are guessed: the tasks come without, and the exit code says so."""
    result = run("case", "tasks", "--as-of", "2026-12-20", code=2)
    assert "E931" in result.stderr
    assert "leading_group" in result.stdout


def test_reports_are_sent_and_charts_are_drawn(run: Run, opened: Path) -> None:
    """Files where they were asked for; the next report begins after the one that was sent."""
    day = ("--as-of", "2026-03-06")
    run("case", "report", *day, "-o", "out", "--to", "市政府", "--by", "张三")
    assert (opened / "out" / "report.md").is_file()
    assert json.loads(run("case", "report", *day, "--json").stdout)["changes"] == []
    assert "E945" in run("case", "report", *day, "--to", "x", code=2).stderr
    assert "E701" in run("case", "chart", "-o", "data", code=2).stderr
    run("case", "dossier", "-o", "file")
    assert (opened / "file" / "SHA256SUMS").is_file()


def test_what_is_no_case(run: Run, place: Path) -> None:
    """E906 from every command that reads one."""
    for words in (("status",), ("next",), ("risk", "list"), ("chart", "-o", "x")):
        assert "E906" in run("case", *words, code=2).stderr
