"""Reports, charts, the workbook and the dossier of a case."""

from __future__ import annotations

import builtins
import csv
import hashlib
import subprocess
import sys
import zipfile
from datetime import date
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import matplotlib as mpl
import pytest

from optimizer.data.faults import InputError
from optimizer.procedure import register, steps
from optimizer.procedure.case import Case, read_case
from optimizer.procedure.progress import progress
from optimizer.report.case import charts
from optimizer.report.case.charts import FILES, deliver_charts, ground_of
from optimizer.report.case.dossier import deliver_dossier, dossier_record
from optimizer.report.case.flow import layers
from optimizer.report.case.gantt import bars
from optimizer.report.case.look import Board
from optimizer.report.case.wall import A0_INCH, county_state, draw_wall
from optimizer.report.case.workbook import write_workbook
from optimizer.report.case.written import deliver_report, report_lines
from optimizer.report.map.fonts import typeface
from optimizer.report.words.case import CaseWords, law_text
from tests.optimizer.procedure.made import RURAL, URBAN, book, opened, paper, walk

DAY = date(2026, 4, 25)


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Case:
    """Return a case under way: one gate shortened, one failed, an issue open; not to be changed."""
    place = tmp_path_factory.mktemp("case")
    made = opened(place, "target = 2026-12-20\n")
    early = {"consultation": {"shorter": "汛期临近"}, "experts": {}}
    walk(made, "map_review", place)
    at, evidence = book(made, date(2026, 4, 10)), [paper(place)]
    more: dict[str, Any] = {"begun": date(2026, 3, 20), **early["consultation"]}
    steps.pass_gate(at, "consultation", evidence, county=RURAL, **more)
    steps.pass_gate(at, "experts", evidence, county=URBAN)
    steps.fail(at, "experts", "论证不足", county=URBAN)
    register.raise_issue(at, "村民|有异议", RURAL, date(2026, 4, 20))
    return read_case(made.folder)


@pytest.fixture
def board(case: Case) -> Board:
    """Return what charts show of it."""
    return Board(progress(case, DAY), CaseWords("en"), typeface())


@pytest.mark.timeout(300)
def test_charts_are_svg_pdf_and_a_workbook(case: Case, tmp_path: Path) -> None:
    """All are there, are what they are called, and are the same when drawn again."""
    seen = []
    for folder in (tmp_path / "a", tmp_path / "b"):
        files, _ = deliver_charts(folder, case, DAY, "zh")
        assert {path.name for path in files} == FILES
        seen.append({path.name: path.read_bytes() for path in files})
    assert seen[0] == seen[1]
    for name, content in seen[0].items():
        if name.endswith(".svg"):
            assert ElementTree.fromstring(content).tag.endswith("svg")
        elif name.endswith(".pdf"):
            assert content.startswith(b"%PDF")
    assert zipfile.ZipFile(tmp_path / "a" / "case.xlsx").testzip() is None


def test_the_wall_chart_is_a0_with_a_map(board: Board, case: Case) -> None:
    """Its size is A0, the counties are on it in the colours of their states."""
    with mpl.rc_context({"text.parse_math": False}):
        figure = draw_wall(board, ground_of(case))
    assert tuple(figure.get_size_inches()) == A0_INCH
    assert (county_state(board, RURAL), county_state(board, URBAN)) == ("now", "failed")
    said = " ".join(text.get_text() for text in figure.texts)
    assert case.head in said
    assert "executable = no" in said
    assert len(figure.axes[0].patches) >= 2


def test_without_ground_there_is_no_map_but_a_chart(board: Board) -> None:
    """Where the scenario cannot be read any more, the rest is drawn."""
    with mpl.rc_context({"text.parse_math": False}):
        figure = draw_wall(board, None)
    assert figure.axes[0].texts[0].get_text() == board.words("no_points")


def test_layers_put_what_may_overlap_beside_one_another(case: Case) -> None:
    """Consultation, experts and risk are one layer, and no arrow goes up."""
    found = [[gate.key for gate in layer] for layer in layers(case.state.gates)]
    assert ["consultation", "experts", "risk"] in found
    depth = {key: at for at, layer in enumerate(found) for key in layer}
    assert all(depth[key] < depth[g.key] for g in case.state.gates for key in g.after)


def test_bars_of_the_timetable(board: Board) -> None:
    """A bar for each gate, a thin one for each kind of task, with what is closed of it."""
    planned = board.found.planned
    assert planned is not None
    rows = list(bars(board, planned))
    assert sum(row.is_gate for row in rows) == len(board.found.case.state.gates)
    states = {row.name: row.state for row in rows if row.is_gate}
    assert states["baseline survey"] == "done"
    assert states["expert argumentation"] == "failed"
    assert all(row.start <= row.end for row in rows)


def test_articles_in_the_form_of_the_language(case: Case) -> None:
    """条例 art 13; 令713 art 19-21 is 条例第13条；令713第19-21条."""
    gate = case.state.gate("experts")
    assert gate is not None
    assert law_text(CaseWords("zh"), gate) == "条例第13条；令713第19-21条"


def test_a_report_says_everything(case: Case, tmp_path: Path) -> None:
    """Mark, head, progress, overdue, issues, what was shortened and why; markup is escaped."""
    for lang, words in (("zh", ("汛期临近", "逾期", "草案")), ("en", ("overdue", "DRAFT"))):
        page, data = deliver_report(tmp_path / lang, progress(case, DAY), lang)
        text = page.read_text(encoding="utf-8")
        assert all(word in text for word in (*words, case.head, "村民\\|有异议"))
        assert case.head in data.read_text(encoding="utf-8")
    assert "\n".join(report_lines(CaseWords("en"), progress(case, DAY))).count("## ") == 4


def sheets(path: Path) -> dict[str, str]:
    """Return the texts of a workbook's sheets, and all of them."""
    with zipfile.ZipFile(path) as book_file:
        return {name: book_file.read(name).decode() for name in book_file.namelist()}


def test_no_cell_of_the_workbook_is_a_formula(tmp_path: Path) -> None:
    """What people enter is text, and looks like what it is not no more."""
    made = opened(tmp_path)
    register.raise_issue(book(made, date(2026, 3, 3)), '=HYPERLINK("http://x","甲")')
    found = progress(read_case(made.folder), date(2026, 3, 4))
    write_workbook(tmp_path / "case.xlsx", found, "zh")
    parts = sheets(tmp_path / "case.xlsx")
    assert not any("<f>" in text for name, text in parts.items() if "worksheets" in name)
    assert "'=HYPERLINK" in parts["xl/sharedStrings.xml"]


def test_without_the_extra_the_charts_come_without_a_workbook(
    case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The message says what to install."""
    imported = builtins.__import__

    def without(name: str, *more: Any, **named: Any) -> Any:
        if name.startswith("xlsxwriter"):
            raise ImportError(name)
        return imported(name, *more, **named)

    monkeypatch.setattr(builtins, "__import__", without)
    monkeypatch.setattr(charts, "save", lambda _figure, _folder, name: [f"{name}.svg"])
    files, warning = deliver_charts(tmp_path / "out", case, DAY, "en")
    assert "case.xlsx" not in {path.name for path in files}
    assert "township-merge[office]" in warning


def test_the_dossier_holds_everything_with_hashes(case: Case, tmp_path: Path) -> None:
    """Each file is in the index and in SHA256SUMS, which sha256sum would accept."""
    deliver_dossier(tmp_path / "out", case, "zh")
    folder = tmp_path / "out"
    sums = dict(
        reversed(line.split("  ", 1))
        for line in (folder / "SHA256SUMS").read_text("utf-8").splitlines()
    )
    files = {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()}
    assert files == set(sums) | {"SHA256SUMS"}
    for name, digest in sums.items():
        assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == digest
    assert {"record.jsonl", "plan/plan.csv", "maps/map.png", "checklist.csv"} <= files
    assert any(name.startswith("documents/05-opinions/") for name in files)
    with (folder / "index.csv").open(encoding="utf-8", newline="") as table:
        rows = list(csv.reader(table))
    assert rows[2][1] == case.head
    record = dossier_record(case)
    assert not record["complete"]
    missing = {row["key"]: row["missing"] for row in record["documents"]}
    assert missing["opinions"] == [URBAN]


def test_altered_evidence_is_not_passed_on(tmp_path: Path) -> None:
    """A dossier is made of what was entered, or not at all."""
    made = walk(opened(tmp_path), "survey", tmp_path)
    (made.folder / next(made.state.evidence()).file).write_text("x", encoding="utf-8")
    with pytest.raises(InputError) as raised:
        deliver_dossier(tmp_path / "out", read_case(made.folder), "zh")
    assert [fault.code for fault in raised.value.faults] == ["E925"]


def test_the_sums_are_checked_by_the_usual_program(case: Case, tmp_path: Path) -> None:
    """`sha256sum -c` says OK, where there is one."""
    deliver_dossier(tmp_path / "out", case, "en")
    program = "sha256sum" if sys.platform == "linux" else "shasum"
    words = [program, "-c", "SHA256SUMS"]
    done = subprocess.run(words, cwd=tmp_path / "out", capture_output=True, text=True)
    assert done.returncode == 0, done.stdout
