"""Gates: their order, their lengths, their approvers, and what reopens them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from optimizer.data.faults import InputError
from optimizer.procedure import register, steps
from optimizer.procedure.binding import Source
from optimizer.procedure.case import BrokenPlanError, Case, open_case, read_case
from optimizer.procedure.gates import REQUIRED, by_law, in_order
from optimizer.procedure.summary import case_record, mark
from tests.optimizer.procedure.made import (
    DAYS,
    MERGED,
    OPENED,
    RURAL,
    URBAN,
    book,
    lines,
    opened,
    paper,
    ready,
    walk,
    write_plan_table,
    write_sources,
)


def refused(case: Case, make: Callable[[], Any]) -> list[str]:
    """Return the codes of what is refused; nothing may have been written."""
    before = lines(case)
    with pytest.raises(InputError) as raised:
        make()
    assert lines(case) == before
    assert all(fault.line(lang) for fault in raised.value.faults for lang in ("en", "zh"))
    return [fault.code for fault in raised.value.faults]


def test_gates_of_the_law_are_in_order_and_hold_the_five() -> None:
    """The five of S4.gates are there, required, and each gate comes after what it needs."""
    assert in_order(by_law())
    assert {gate.key for gate in by_law() if gate.required} == set(REQUIRED)
    lengths = {g.key: (g.days, g.working_days) for g in by_law() if g.has_length}
    assert lengths == {"consultation": (30, 0), "legality": (0, 7)}


def test_a_walk_ends_executable(case: Case, tmp_path: Path) -> None:
    """With the five gates standing the plan is executable, not one gate before."""
    assert not walk(case, "city", tmp_path).executable
    passed = steps.pass_gate(
        book(case, date(2026, 6, 8)), "approval", [paper(tmp_path)], approver="province"
    )[1]
    assert not passed.executable, "the founding government has not approved the 街道"
    last = steps.pass_gate(
        book(case, date(2026, 6, 9)), "approval", [paper(tmp_path)], approver="founder"
    )[1]
    assert last.executable
    assert last.open_gates == ()
    assert mark(last).en.startswith("approved")


def test_all_gates_can_be_passed(case: Case, tmp_path: Path) -> None:
    """The procedure can be walked to its end."""
    done = walk(case, "archive", tmp_path)
    assert all(done.state.stands(gate.key) for gate in done.state.gates)


def test_out_of_order(case: Case, tmp_path: Path) -> None:
    """Nothing is passed, begun or failed before what must stand before it."""
    evidence, at = [paper(tmp_path)], book(case, date(2026, 4, 1))
    for gate in (g.key for g in by_law() if g.after):
        given = {"number": "x"} if gate == "map_review" else {}
        given |= {"approver": "province"} if gate == "approval" else {}
        codes = refused(
            case, lambda gate=gate, given=given: steps.pass_gate(at, gate, evidence, **given)
        )
        assert "E954" in codes
    assert refused(case, lambda: steps.begin(at, "consultation")) == ["E954", "E954"]
    assert "E954" in refused(case, lambda: steps.fail(at, "legality", "x"))


def test_thirty_days(case: Case, tmp_path: Path) -> None:
    """A consultation ends on the 30th day after it began, not on the 29th."""
    walk(case, "map_review", tmp_path)
    steps.begin(book(case, date(2026, 3, 21)), "consultation")
    evidence = [paper(tmp_path)]
    early = book(case, date(2026, 4, 19))
    assert refused(case, lambda: steps.pass_gate(early, "consultation", evidence)) == ["E957"] * 2
    assert steps.pass_gate(book(case, date(2026, 4, 20)), "consultation", evidence)


def test_seven_working_days_over_a_holiday(case: Case, tmp_path: Path) -> None:
    """The first of May and the weekends moved for it are not counted: 28 April to 11 May."""
    walk(case, "risk", tmp_path, consultation={})
    steps.begin(book(case, date(2026, 4, 28)), "legality")
    evidence = [paper(tmp_path)]
    calendar = case.state.calendar
    first = calendar.after(date(2026, 4, 28), working_days=7)
    assert first == date(2026, 5, 11)
    early = book(case, date(2026, 5, 10))
    assert refused(case, lambda: steps.pass_gate(early, "legality", evidence)) == ["E957"] * 2
    assert steps.pass_gate(book(case, first), "legality", evidence)


def test_shorter_needs_a_reason_and_evidence_and_is_shown(case: Case, tmp_path: Path) -> None:
    """An early pass without a reason is refused; with one it stands in every report."""
    walk(case, "map_review", tmp_path)
    at, begun = book(case, date(2026, 3, 30)), date(2026, 3, 20)

    def early(shorter: str, evidence: list[Path]) -> Any:
        return steps.pass_gate(at, "consultation", evidence, begun=begun, shorter=shorter)

    assert refused(case, lambda: early("", [paper(tmp_path)])) == ["E957"] * 2
    assert refused(case, lambda: early("  ", [paper(tmp_path)])) == ["E957"] * 2
    assert refused(case, lambda: early("汛期", [])) == ["E921"]
    found = early("汛期", [paper(tmp_path)])[1]
    shown = case_record(found, date(2026, 4, 1))["shortened"]
    assert [row["gate"] for row in shown] == ["consultation"] * 2
    assert all("汛期" in row["zh"] and "2026-04-19" in row["en"] for row in shown)


def test_a_reason_without_need_is_not_kept(case: Case, tmp_path: Path) -> None:
    """A gate that took its normal length is not said to have been shortened."""
    found = walk(case, "consultation", tmp_path, consultation={"shorter": "x"})
    assert case_record(found, OPENED)["shortened"] == []


@pytest.mark.parametrize(
    ("gate", "evidence", "day", "more", "code"),
    [
        ("suvey", True, "2026-03-05", {}, "E941"),
        ("survey", False, "2026-03-05", {}, "E921"),
        ("survey", True, "2026-03-01", {}, "E952"),
        ("survey", True, "2999-01-01", {}, "E951"),
        ("survey", True, "2026-03-05", {"county": "990009"}, "E301"),
    ],
)
def test_refusals(
    case: Case, tmp_path: Path, gate: str, evidence: bool, day: str, more: Any, code: str
) -> None:
    """A bad gate, no evidence, a day before the binding or in the future, a county too many."""
    files = [paper(tmp_path)] if evidence else []
    at = book(case, date.fromisoformat(day))
    assert code in refused(case, lambda: steps.pass_gate(at, gate, files, **more))


def test_evidence_must_be_a_file_with_something_in_it(case: Case, tmp_path: Path) -> None:
    """A missing file, a folder and an empty file are no evidence; every one is named."""
    empty = tmp_path / "empty.pdf"
    empty.touch()
    files = [tmp_path / "none.pdf", tmp_path, empty]
    at = book(case, date(2026, 3, 5))
    assert refused(case, lambda: steps.pass_gate(at, "survey", files)) == ["E922", "E922", "E923"]


def test_who_enters_must_be_said(case: Case, tmp_path: Path) -> None:
    """A name of blanks is none, and control characters are refused."""
    for name, code in ((" ", "E945"), ("a\x1b[2J", "E111")):
        at = book(case, date(2026, 3, 5))
        at.by = name
        assert refused(case, lambda at=at: steps.pass_gate(at, "survey", [paper(tmp_path)])) == [
            code
        ]


def test_approval_is_by_item(case: Case, tmp_path: Path) -> None:
    """What concerns a 街道 is approved by who founded it, the rest by the province."""
    facts = walk(case, "city", tmp_path).state.facts
    assert facts.approvers(RURAL) == ("province",)
    assert facts.approvers(URBAN) == ("province", "founder")
    at, evidence = book(case, date(2026, 6, 8)), [paper(tmp_path)]
    assert refused(case, lambda: steps.pass_gate(at, "approval", evidence)) == ["E975"]
    wrong = {"approver": "founder", "county": RURAL}
    assert refused(case, lambda: steps.pass_gate(at, "approval", evidence, **wrong)) == ["E960"]


def test_no_county_goes_ahead_of_the_batch(case: Case, tmp_path: Path) -> None:
    """A county that is approved is not carried out before the other one is, too."""
    walk(case, "city", tmp_path)
    at, evidence = book(case, date(2026, 6, 8)), [paper(tmp_path)]
    steps.pass_gate(at, "approval", evidence, county=RURAL)
    for gate in ("announcement", "carrying_out"):
        codes = refused(case, lambda gate=gate: steps.pass_gate(at, gate, evidence, county=RURAL))
        assert "E954" in codes


def test_counties_go_at_their_own_pace_before(case: Case, tmp_path: Path) -> None:
    """Up to the city's review a county does not wait for the other."""
    walk(case, "map_review", tmp_path)
    at, evidence = book(case, date(2026, 4, 25)), [paper(tmp_path)]
    steps.pass_gate(at, "consultation", evidence, county="山阳县", begun=date(2026, 3, 20))
    steps.pass_gate(at, "experts", evidence, county=RURAL)
    ready(case, date(2026, 4, 25))
    steps.pass_gate(at, "risk", evidence, county=RURAL)
    found = steps.begin(at, "legality", RURAL)[1]
    assert found.state.parts["legality", RURAL].begun == date(2026, 4, 25)
    assert refused(case, lambda: steps.begin(at, "legality", URBAN)) == ["E954"]


def test_the_risk_gate_waits_for_measures_and_owners(case: Case, tmp_path: Path) -> None:
    """A point with a measure but no owner keeps the gate shut, an entered one too."""
    walk(case, "departments", tmp_path)
    at, evidence = book(case, date(2026, 4, 1)), [paper(tmp_path)]
    points = len(case.state.risks)
    assert refused(case, lambda: steps.pass_gate(at, "risk", evidence)) == ["E961"] * points
    ready(case, date(2026, 4, 1))
    register.add_risk(at, "水源地", RURAL)
    assert refused(case, lambda: steps.pass_gate(at, "risk", evidence)) == ["E961"]
    register.set_risk(at, "R1", measure="另议")
    assert refused(case, lambda: steps.pass_gate(at, "risk", evidence)) == ["E961"]
    register.set_risk(at, "R1", owner="王五")
    assert steps.pass_gate(at, "risk", evidence)


def test_a_map_needs_its_number(case: Case, tmp_path: Path) -> None:
    """The review of maps is passed with a 审图号, which documents then carry."""
    walk(case, "departments", tmp_path)
    at, evidence = book(case, date(2026, 3, 20)), [paper(tmp_path)]
    assert refused(case, lambda: steps.pass_gate(at, "map_review", evidence)) == ["E958"]
    assert "internal" in mark(read_case(case.folder)).en
    found = steps.pass_gate(at, "map_review", evidence, number="晋S(2026)001号")[1]
    assert "晋S(2026)001号" in mark(found).zh
    assert mark(found).zh.startswith("草案")


def test_failing_reopens_everything_after(case: Case, tmp_path: Path) -> None:
    """A gate that no longer stands takes those after it along, of its own county alone."""
    walk(case, "decision", tmp_path)
    found = steps.fail(book(case, date(2026, 5, 7)), "experts", "重新论证", county=RURAL)[1]
    stands = {gate.key: found.state.stands(gate.key) for gate in found.state.gates}
    assert [key for key, held in stands.items() if held] == [
        "survey",
        "departments",
        "map_review",
        "consultation",
        "risk",
    ]
    assert found.state.stands_at(("decision", URBAN))
    assert found.state.parts["experts", RURAL].failed is not None
    at = book(case, date(2026, 5, 6))
    evidence = [paper(tmp_path)]
    assert refused(case, lambda: steps.pass_gate(at, "experts", evidence)) == ["E952"]


def test_twice(case: Case, tmp_path: Path) -> None:
    """A gate that stands is neither passed nor begun again."""
    walk(case, "survey", tmp_path)
    at = book(case, date(2026, 3, 6))
    assert set(refused(case, lambda: steps.pass_gate(at, "survey", [paper(tmp_path)]))) == {"E953"}
    walk_on = book(case, date(2026, 3, 25))
    for gate in ("departments", "map_review"):
        steps.pass_gate(walk_on, gate, [paper(tmp_path)], number="x")
    steps.begin(walk_on, "consultation")
    assert refused(case, lambda: steps.begin(walk_on, "consultation")) == ["E956"] * 2


def test_a_change_of_the_plan_reopens(case: Case, tmp_path: Path) -> None:
    """An edited plan is not executable; bound anew, every gate that rests on it is open."""
    assert walk(case, "approval", tmp_path).executable
    write_plan_table(tmp_path / "plan.csv", {**MERGED, "990001200": "990001100"})
    changed = read_case(case.folder)
    assert not changed.executable
    assert [fault.code for fault in changed.warnings] == ["W902"]
    at, evidence = book(case, date(2026, 6, 20)), [paper(tmp_path)]
    assert refused(case, lambda: steps.pass_gate(at, "announcement", evidence)) == ["E971"]
    found = at.amend(None, "增并一乡")[1]
    assert not found.executable
    assert found.state.stands("survey"), "the survey rests on the data, not on the plan"
    assert not any(found.state.stands(key) for key in REQUIRED)
    again = book(case, date(2026, 6, 20))
    assert refused(case, lambda: steps.pass_gate(again, "experts", evidence)) == ["E954"] * 2


def test_the_former_plan_is_not_approved_again_by_itself(case: Case, tmp_path: Path) -> None:
    """Changed and changed back, a plan has to pass its gates again."""
    walk(case, "approval", tmp_path)
    for merged in ({**MERGED, "990001200": "990001100"}, MERGED):
        write_plan_table(tmp_path / "plan.csv", merged)
        found = book(case, date(2026, 6, 20)).amend(None, "改回")[1]
        assert not found.executable
        assert found.open_gates == REQUIRED


def test_a_change_of_the_data_reopens_the_survey_too(case: Case, tmp_path: Path) -> None:
    """The survey rests on the scenario and its tables."""
    walk(case, "approval", tmp_path)
    table = tmp_path / "data" / "villages.csv"
    table.write_text(table.read_text("utf-8").replace(",1000,", ",1001,"), encoding="utf-8")
    assert [f.code for f in read_case(case.folder).warnings] == ["W903"]
    found = book(case, date(2026, 6, 20)).amend(None, "人口更正")[1]
    assert not any(found.state.stands(gate.key) for gate in found.state.gates)


def test_moved_files_reopen_nothing(case: Case, tmp_path: Path) -> None:
    """A plan that only lies elsewhere is the same plan."""
    walk(case, "approval", tmp_path)
    moved = (tmp_path / "plan.csv").rename(tmp_path / "moved.csv")
    assert [f.code for f in read_case(case.folder).warnings] == ["W904"]
    source = Source(tmp_path / "data", moved, {}, tmp_path / "procedure.toml")
    assert book(case, date(2026, 6, 20)).amend(source, "移动文件")[1].executable


def test_changed_evidence_does_not_count(case: Case, tmp_path: Path) -> None:
    """A plan whose evidence was changed or taken away is not executable."""
    found = walk(case, "approval", tmp_path)
    held = case.folder / next(found.state.evidence()).file
    text = held.read_bytes()
    for change, code in ((lambda: held.write_bytes(b"x"), "E925"), (held.unlink, "E924")):
        change()
        assert [fault.code for fault in read_case(case.folder).warnings] == [code]
        assert not read_case(case.folder).executable
    held.write_bytes(text)
    assert read_case(case.folder).executable


def test_more_months_with_consent(case: Case, tmp_path: Path) -> None:
    """Carrying out takes 12 months from the approval, 6 more with consent, and no more."""
    from optimizer.procedure.schedule import latest_day

    found = walk(case, "announcement", tmp_path)
    gate = found.state.gate("carrying_out")
    assert gate is not None
    assert latest_day(found.state, gate, (gate.key, RURAL)) == date(2027, 6, 8)
    at, evidence = book(case, date(2026, 7, 1)), [paper(tmp_path)]
    found = steps.extend(at, gate.key, 6, evidence, RURAL)[1]
    assert latest_day(found.state, gate, (gate.key, RURAL)) == date(2027, 12, 8)
    assert latest_day(found.state, gate, (gate.key, URBAN)) == date(2027, 6, 8)
    assert refused(case, lambda: steps.extend(at, gate.key, 1, evidence, RURAL)) == ["E973"]
    assert refused(case, lambda: steps.extend(at, gate.key, 1, [], URBAN)) == ["E921"]


def test_a_plan_that_breaks_rules_is_not_bound(tmp_path: Path) -> None:
    """The checker comes first; nothing is left behind but an empty folder."""
    source = write_sources(tmp_path)
    write_plan_table(tmp_path / "plan.csv", {"990001200": "990002001"})
    with pytest.raises(BrokenPlanError) as raised:
        open_case(tmp_path / "case", source, "张三", OPENED)
    assert [f.clause for f in raised.value.bound.audit.broken]
    assert not (tmp_path / "case" / "record.jsonl").exists()


@pytest.mark.parametrize(("merged", "code"), [({}, "E944"), ({"990001201": ""}, "E201")])
def test_plans_that_cannot_be_bound(tmp_path: Path, merged: dict[str, str], code: str) -> None:
    """One that changes nothing, one that has faults."""
    source = write_sources(tmp_path)
    write_plan_table(tmp_path / "plan.csv", merged)
    with pytest.raises(InputError) as raised:
        open_case(tmp_path / "case", source, "张三", OPENED)
    assert code in {f.code for f in raised.value.faults}


def test_days_of_the_walk_are_of_the_law() -> None:
    """The walk of these tests names every gate once."""
    assert list(DAYS) == [gate.key for gate in by_law()]


def test_a_gate_of_the_office_stands_between(tmp_path: Path) -> None:
    """An added gate must be passed; a removed one need not be; the law's order is kept."""
    settings = """
remove = ["map_review"]
[[gate]]
key = "hearing"
en = "hearing"
zh = "听证"
after = ["consultation"]
before = ["legality"]
days = 5
[length]
consultation = { days = 40 }
legality = { working_days = 3 }
"""
    case = opened(tmp_path, settings)
    gates = {gate.key: gate for gate in case.state.gates}
    assert gates["consultation"].after == ("departments",)
    assert gates["legality"].after == ("consultation", "experts", "risk", "hearing")
    assert (gates["consultation"].days, gates["legality"].working_days) == (40, 7)
