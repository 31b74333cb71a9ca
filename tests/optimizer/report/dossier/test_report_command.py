"""`report` as a user runs it: whole sets, refusals, cases, both languages."""

from __future__ import annotations

import hashlib
import json
import shlex
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
from click.testing import CliRunner, Result

from optimizer.cli import cli
from optimizer.report.dossier import deliver
from tests.docs.test_procedure import block
from tests.support import INSTANCES

Run = Callable[..., Result]
THREE = INSTANCES / "three-townships"
FILES = ("对照表.xlsx", "划转清单.xlsx", "比选表.xlsx", "调整方案.docx", "论证报告.docx")


FULL = deliver.PARTS
LEAN = tuple(part for part in FULL if part is not deliver.write_maps)
"""Maps take the most time and have tests of their own."""


@pytest.fixture(autouse=True)
def _lean(monkeypatch: pytest.MonkeyPatch) -> None:
    """Write sets without maps."""
    monkeypatch.setattr(deliver, "PARTS", LEAN)


def call(*words: object, code: int = 0) -> Result:
    """Run the tool."""
    result = CliRunner().invoke(cli, [str(word) for word in words])
    assert result.exit_code == code, result.output
    return result


@pytest.fixture(scope="module")
def work(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a plan, a case that ends executable, and a set."""
    place = tmp_path_factory.mktemp("work")
    walk = block("walk").replace("WORK", str(place))
    for word in shlex.split(walk):
        if word.endswith(".pdf"):
            Path(word).write_text(word, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patched:
        patched.chdir(INSTANCES.parent)
        patched.setenv("TOWNSHIP_MERGE_CASE", str(place / "case"))
        patched.setattr(deliver, "PARTS", LEAN)
        for number, line in enumerate(filter(None, walk.splitlines())):
            if number == 5:
                shutil.copytree(place / "case", place / "begun")
            call(*shlex.split(line))
        call(*words(place), "-o", place / "set", "--lang", "zh")
    return place


def words(place: Path, *more: object) -> tuple[object, ...]:
    """Return the command without an analysis."""
    return ("report", THREE, place / "plan", *more, "--analysis-time", 0)


def contents(folder: Path) -> dict[str, bytes]:
    """Return every file of a folder."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def test_the_same_set_is_the_same_bytes(
    work: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Over the earlier one too, maps included; all that is without maps stays as it was."""
    monkeypatch.setattr(deliver, "PARTS", FULL)
    call(*words(work), "-o", tmp_path / "again", "--lang", "zh")
    first = contents(tmp_path / "again")
    call(*words(work), "-o", tmp_path / "again", "--lang", "zh")
    assert contents(tmp_path / "again") == first
    drop_redundant_rows = contents(work / "set")
    del drop_redundant_rows["audit.json"]  # lists the maps
    assert drop_redundant_rows == {name: first[name] for name in drop_redundant_rows}
    assert any(name.startswith("maps/") for name in first)


def test_the_record_of_a_set(work: Path) -> None:
    """Hashes of the inputs and of every file, rules with values, what each proof rests on."""
    record = json.loads((work / "set" / "audit.json").read_text("utf-8"))
    held = contents(work / "set")
    assert {row["name"] for row in record["files"]} == set(held) - {"audit.json"}
    for row in record["files"]:
        assert row["sha256"] == hashlib.sha256(held[row["name"]]).hexdigest()
    inputs = {row["name"]: row["sha256"] for row in record["inputs"]}
    for name in ("scenario.toml", "villages.csv", "roads.csv"):
        assert inputs[name] == hashlib.sha256((THREE / name).read_bytes()).hexdigest()
    plan = json.loads((work / "plan" / "plan.json").read_text("utf-8"))
    (found,) = record["plans"]
    assert found["sha256"] == plan["plan_sha256"]
    assert found["proof"] == plan["objectives"] and all(r["proof"] for r in found["proof"])
    assert found["rules"] == plan["rules"]
    values = {row["name"]: row["value"] for row in plan["objectives"]}
    assert {name: found["objectives"][name] for name in values} == values
    assert any(row["key"] == "area_cap" and row["value"] for row in record["rules"])
    assert record["left_out"] == [] and record["case"] is None


def test_a_folder_with_anything_else_is_refused(work: Path, tmp_path: Path) -> None:
    """At the top and below; nothing is written, nothing is lost."""
    for place in ("note.txt", "geodata/note.txt"):
        folder = tmp_path / place.replace("/", "-")
        shutil.copytree(work / "set", folder)
        (folder / place).write_text("mine", encoding="utf-8")
        before = contents(folder)
        said = call(*words(work), "-o", folder, "--lang", "en", code=2)
        assert "E701" in said.output and place in said.output
        assert contents(folder) == before


def test_a_document_that_somebody_edited_is_not_replaced(work: Path, tmp_path: Path) -> None:
    """It is named; moved away, the set is written again."""
    folder = tmp_path / "set"
    shutil.copytree(work / "set", folder)
    edited = folder / "论证报告.docx"
    edited.write_bytes(edited.read_bytes() + b"x")
    said = call(*words(work), "-o", folder, "--lang", "zh", code=2)
    assert "E716" in said.output and "论证报告.docx" in said.output
    edited.rename(tmp_path / "论证报告.docx")
    call(*words(work), "-o", folder, "--lang", "zh")
    assert contents(folder) == contents(work / "set")


def test_a_file_is_no_folder(work: Path, tmp_path: Path) -> None:
    """And a set has to have a folder."""
    (tmp_path / "file").write_text("x", encoding="utf-8")
    assert "E701" in call(*words(work), "-o", tmp_path / "file", "--lang", "en", code=2).output
    assert "-o" in call(*words(work), code=2).output


def headers(path: Path) -> str:
    """Return what stands above the pages of a document."""
    section = docx.Document(str(path)).sections[0]
    return "\n".join(p.text for p in section.header.paragraphs)


def test_an_approved_case_takes_the_draft_away(work: Path, tmp_path: Path) -> None:
    """Numbers, head and gates stand in every document."""
    case = ("--case", work / "case", "--as-of", "2026-11-29")
    call(*words(work), *case, "-o", tmp_path / "set", "--lang", "zh")
    record = json.loads((tmp_path / "set" / "audit.json").read_text("utf-8"))
    assert record["case"]["executable"] and record["approval"] == ["晋政函〔2026〕1号"]
    for name in ("调整方案.docx", "论证报告.docx", "风险评估.docx", "征求意见公告.docx"):
        top = headers(tmp_path / "set" / name)
        assert top.startswith("已批准；批准文号：晋政函〔2026〕1号；审图号：晋S(2026)001号")
        assert record["case"]["head"] in top and "草案" not in top
        made = docx.Document(str(tmp_path / "set" / name))
        gates = [t for t in made.tables if t.rows[0].cells[0].text == "环节"]
        assert len(gates) == 1 and "审批" in [row.cells[0].text for row in gates[0].rows]
    risks = docx.Document(str(tmp_path / "set" / "风险评估.docx")).tables
    cells = [cell.text for table in risks for row in table.rows for cell in row.cells]
    assert "原驻地保留便民服务点" in cells and "王五" in cells
    book = openpyxl.load_workbook(tmp_path / "set" / "比选表.xlsx")
    assert all(record["case"]["head"] in str(page.cell(2, 1).value) for page in book.worksheets)


def test_a_case_on_its_way_stays_a_draft(work: Path, tmp_path: Path) -> None:
    """With its open tasks."""
    case = ("--case", work / "begun", "--as-of", "2026-04-30")
    call(*words(work), *case, "-o", tmp_path / "set", "--lang", "zh")
    assert headers(tmp_path / "set" / "调整方案.docx").startswith("草案")
    made = docx.Document(str(tmp_path / "set" / "调整方案.docx"))
    tasks = [t for t in made.tables if t.rows[0].cells[0].text == "任务"]
    assert len(tasks) == 1 and len(tasks[0].rows) > 5
    assert "可实施：否。" in [p.text for p in made.paragraphs]


def test_what_does_not_fit_the_case_is_refused(work: Path, tmp_path: Path) -> None:
    """Another plan, another scenario, another number; nothing is written."""
    case = ("--case", work / "case", "-o", tmp_path / "set", "--lang", "en")
    table = tmp_path / "quo.csv"
    rows = [line.split(",") for line in (THREE / "villages.csv").read_text("utf-8").splitlines()]
    table.write_text("village,unit\n" + "".join(f"{r[0]},{r[2]}\n" for r in rows[1:]), "utf-8")
    assert "E713" in call("report", THREE, table, *case, code=2).output
    assert "E714" in call(*words(work), *case, "--set", "rules.area_cap.max_km2=299", code=2).output
    assert "E715" in call(*words(work), *case, "--approval", "1号", code=2).output
    assert not (tmp_path / "set").exists()


def test_titles_and_days_are_checked(work: Path, tmp_path: Path) -> None:
    """All faults in one report."""
    more = ("--title", "", "--title", "b", "--data-date", "2020-13", "--issuer", "a\x1bb")
    said = call(*words(work), *more, "-o", tmp_path / "set", "--lang", "en", code=2).output
    assert all(code in said for code in ("E710", "E711", "E712", "E111"))
    with_gap = tmp_path / "gap.csv"
    with_gap.write_text("village,unit\n990001100001,990001100\n", encoding="utf-8")
    said = call("report", THREE, with_gap, "-o", tmp_path / "set", "--lang", "en", code=2).output
    assert "E825" in said


def test_titles_name_plans_and_sheets(work: Path, tmp_path: Path) -> None:
    """The first plan is the one proposed; the second is a rival."""
    more = (work / "plan", "--title", "推荐方案", "-o", tmp_path / "set", "--lang", "zh")
    call(*words(work, *more))
    names = openpyxl.load_workbook(tmp_path / "set" / "对照表.xlsx").sheetnames
    assert names[0] == "推荐方案 对照表" and "方案二 对照表" in names


def test_what_is_not_installed_is_named(
    work: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both extras in one report, with the command; nothing is written."""
    for name in ("docx", "xlsxwriter", "pyogrio"):
        monkeypatch.setitem(sys.modules, name, None)
    said = call(*words(work), "-o", tmp_path / "set", "--lang", "en", code=2).output
    assert "township-merge[office]" in said and "township-merge[geo]" in said
    assert "xlsxwriter, docx" in said and not (tmp_path / "set").exists()


def test_without_coordinates_there_is_no_geodata(tmp_path: Path) -> None:
    """The rest is written, and the record says what is left out."""
    data, plan = tmp_path / "data", tmp_path / "plan.csv"
    shutil.copytree(THREE, data)
    rows = [line.split(",") for line in (data / "villages.csv").read_text("utf-8").splitlines()]
    text = "\n".join(",".join(row[:5]) for row in rows) + "\n"
    (data / "villages.csv").write_text(text, encoding="utf-8")
    plan.write_text("village,unit\n" + "".join(f"{r[0]},{r[2]}\n" for r in rows[1:]), "utf-8")
    said = call("report", data, plan, "-o", tmp_path / "set", "--analysis-time", 0, "--lang", "en")
    held = contents(tmp_path / "set")
    assert set(FILES) <= set(held) and not any(name.startswith("geodata") for name in held)
    record: dict[str, Any] = json.loads(held["audit.json"])
    assert record["left_out"][0]["part"] == "geodata" and "E823" in said.output


def test_in_english_and_as_data(work: Path, tmp_path: Path) -> None:
    """The record on stdout is that of the folder; documents in English."""
    said = call(*words(work), "-o", tmp_path / "set", "--lang", "en", "--json")
    record = json.loads((tmp_path / "set" / "audit.json").read_text("utf-8"))
    assert json.loads(said.stdout) == record
    assert headers(tmp_path / "set" / "调整方案.docx").startswith("DRAFT")
    shown = call(*words(work), "-o", tmp_path / "set", "--lang", "en").stdout
    assert "the scheme, item by item" in shown and str(tmp_path / "set") in shown
