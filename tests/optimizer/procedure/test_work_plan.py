"""Tasks, people, the critical path, issues, the application file, the register."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from optimizer.data.faults import InputError
from optimizer.procedure import register, steps
from optimizer.procedure.case import Case, read_case
from optimizer.procedure.documents import checklist
from optimizer.procedure.gates import Latest
from optimizer.procedure.progress import next_steps, planned_or_why, progress
from optimizer.procedure.schedule import Schedule, day_within, schedule
from optimizer.procedure.summary import FORMAT, case_state
from tests.optimizer.procedure.made import (
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
)

PEOPLE = """
target = 2026-08-31
[responsible]
city = { office = "市民政局", person = "王某" }
[responsible.county]
990001 = { office = "县民政局", person = "李某" }
[length]
handover = { working_days = 10 }
"""


def refused(case: Case, make: Callable[[], Any]) -> list[str]:
    """Return the codes of what is refused; nothing may have been written."""
    before = lines(case)
    with pytest.raises(InputError) as raised:
        make()
    assert lines(case) == before
    assert all(fault.line(lang) for fault in raised.value.faults for lang in ("en", "zh"))
    return [fault.code for fault in raised.value.faults]


@pytest.fixture
def led(tmp_path: Path) -> Case:
    """Return a case with people and a target."""
    return opened(tmp_path, PEOPLE)


def test_tasks_of_counties_and_units(led: Case) -> None:
    """Each county with changes and each unit has its tasks, in order, with people."""
    tasks = {task.id: task for task in led.state.tasks}
    assert {"leading_group", f"survey_report:{URBAN}", "handover:990001100"} <= set(tasks)
    assert tasks["archives:990001100"].after == ("handover:990001100",)
    assert tasks[f"completion:{URBAN}"].after == tuple(
        f"{kind}:990002001"
        for kind in ("handover", "seals", "archives", "papers", "service_point", "premises")
    )
    who = led.state.responsible
    assert who(tasks["leading_group"]).person == "王某"  # type: ignore[union-attr]
    assert who(tasks["handover:990001100"]).person == "李某"  # type: ignore[union-attr]
    assert who(tasks["handover:990002001"]) is None


def test_a_task_closes_only_with_evidence_and_somebody_responsible(
    led: Case, tmp_path: Path
) -> None:
    """任务销号: once, in order, with evidence, by one who is named."""
    at, evidence = book(led, date(2026, 3, 4)), [paper(tmp_path)]
    assert refused(led, lambda: register.done(at, "leading_group", [])) == ["E921"]
    assert refused(led, lambda: register.done(at, "leading_grp", evidence)) == ["E962"]
    rural, urban = f"survey_report:{RURAL}", f"survey_report:{URBAN}"
    assert refused(led, lambda: register.done(at, rural, evidence)) == ["E965"]
    register.done(at, "leading_group", evidence)
    assert refused(led, lambda: register.done(at, "leading_group", evidence)) == ["E963"]
    assert refused(led, lambda: register.done(at, urban, evidence)) == ["E964"]
    assert refused(led, lambda: register.assign(at, URBAN, "区民政局")) == ["E945"]
    assert refused(led, lambda: register.assign(at, "990009", "x", "y")) == ["E962"]
    register.assign(at, URBAN, "区民政局", "赵某")
    found = register.done(at, urban, evidence)[1]
    assert set(found.state.done) == {"leading_group", urban}


def test_a_change_of_the_plan_opens_its_tasks_again(led: Case, tmp_path: Path) -> None:
    """What was done for the former plan is not done for this one; the survey's tasks are."""
    at, evidence = book(led, date(2026, 3, 4)), [paper(tmp_path)]
    for task in ("leading_group", f"ask_departments:{RURAL}"):
        register.done(at, task, evidence)
    write_plan_table(tmp_path / "plan.csv", {**MERGED, "990001200": "990001100"})
    assert set(at.amend(None, "增并一乡")[1].state.done) == {"leading_group"}


def planned(case: Case, day: date) -> Schedule:
    """Return the work plan on a day."""
    return schedule(read_case(case.folder).state, day)


def test_forward_by_the_lengths_of_the_law(led: Case) -> None:
    """From 2 March: 20 working days of map review, 30 days, 7 working days, 10 of handing over."""
    found = planned(led, OPENED)
    calendar = led.state.calendar
    reviewed = calendar.after(OPENED, working_days=20)
    heard = reviewed + timedelta(30)
    legal = calendar.after(heard, working_days=7)
    over = calendar.after(legal, working_days=10)
    ends = {key: found.activities[key].end for key in ("map_review", f"consultation@{RURAL}")}
    assert ends == {"map_review": reviewed, f"consultation@{RURAL}": heard}
    assert found.activities[f"legality@{URBAN}"].end == legal
    assert found.end == over
    path = [activity.id for activity in found.critical_path()]
    assert {"map_review", f"consultation@{RURAL}", f"legality@{URBAN}", "archive"} <= set(path)
    assert f"experts@{RURAL}" not in path


def test_back_from_the_target(led: Case) -> None:
    """Deadlines leave what comes after them its length; slack is what is left over."""
    found = planned(led, OPENED)
    calendar = led.state.calendar
    assert found.target == date(2026, 8, 31)
    handover = found.activities["handover:990001100"]
    assert found.deadline(handover) == date(2026, 8, 31)
    latest = calendar.before(date(2026, 8, 31), working_days=10)
    assert found.deadline(found.activities[f"announcement@{RURAL}"]) == latest
    before = calendar.before(latest, working_days=7)
    assert found.deadline(found.activities[f"consultation@{RURAL}"]) == before
    assert all(a.slack >= 0 for a in found.activities.values())
    for activity in found.activities.values():
        for key in activity.after:
            assert found.activities[key].end <= activity.start


def test_a_target_that_cannot_be_met_is_said(led: Case) -> None:
    """On 1 August 30 days and more are no longer there."""
    found, faults = planned_or_why(led.state, date(2026, 8, 1))
    assert found is not None
    assert [fault.code for fault in faults] == ["W906"]
    assert min(a.slack for a in found.activities.values()) < 0


def test_days_that_nobody_told_give_no_dates(led: Case) -> None:
    """In December the legality review reaches a year without holidays: no plan in time."""
    found, faults = planned_or_why(led.state, date(2026, 12, 15))
    assert found is None
    assert [fault.code for fault in faults] == ["E931"]
    assert progress(led, date(2026, 12, 15)).planned is None


def test_overdue(led: Case, tmp_path: Path) -> None:
    """A deadline that was assigned, and tasks of a gate that was passed without them."""
    at = book(led, date(2026, 3, 4))
    register.assign(at, f"ask_departments:{RURAL}", due=date(2026, 3, 6))
    steps.pass_gate(at, "survey", [paper(tmp_path)])
    late = {a.id for a in planned(led, date(2026, 3, 6)).overdue()}
    assert late == {"leading_group", f"survey_report:{RURAL}", f"survey_report:{URBAN}"}
    assert f"ask_departments:{RURAL}" in {a.id for a in planned(led, date(2026, 3, 7)).overdue()}


def test_terms_in_calendar_months() -> None:
    """Twelve months end on the same day, at a month's end at the latest."""
    assert day_within(date(2026, 8, 31), Latest("x", months=6), 0) == date(2027, 2, 28)
    assert day_within(date(2026, 6, 8), Latest("x", months=12), 6) == date(2027, 12, 8)
    assert day_within(date(2026, 6, 8), Latest("x", days=15), 0) == date(2026, 6, 23)


def test_a_late_announcement_is_overdue(case: Case, tmp_path: Path) -> None:
    """15 days after the approval; what is late can still be passed, and says so."""
    walk(case, "approval", tmp_path)
    assert not planned(case, date(2026, 6, 23)).is_overdue(
        planned(case, date(2026, 6, 23)).activities[f"announcement@{RURAL}"]
    )
    late = {a.id for a in planned(case, date(2026, 6, 24)).overdue()}
    assert {f"announcement@{RURAL}", f"announcement@{URBAN}"} <= late
    assert steps.pass_gate(book(case, date(2026, 6, 24)), "announcement", [paper(tmp_path)])


def test_issues(led: Case) -> None:
    """Raised, passed upward, answered, closed; a closed one takes nothing more."""
    at = book(led, date(2026, 3, 4))
    register.raise_issue(at, "村民有异议", "山阳县", date(2026, 3, 10))
    register.escalate(at, "I1", "市领导小组")
    register.answer(at, "I1", "已答复")
    assert len(progress(read_case(led.folder), date(2026, 3, 5)).issues) == 1
    found = register.close(at, "I1", "同意")[1]
    issue = found.state.issues["I1"]
    assert (issue.level, issue.county, len(issue.steps)) == (1, RURAL, 3)
    assert refused(led, lambda: register.answer(at, "I1", "x")) == ["E968"]
    assert refused(led, lambda: register.close(at, "I9", "x")) == ["E967"]
    assert refused(led, lambda: register.raise_issue(at, " ")) == ["E945"]
    assert progress(found, date(2026, 3, 5)).issues == ()


def test_changes_since_the_last_report(led: Case) -> None:
    """The next report begins where the last one was sent."""
    at = book(led, date(2026, 3, 4))
    register.raise_issue(at, "一")
    assert len(progress(read_case(led.folder), date(2026, 3, 5)).changes) == 2
    at.enter("report", lambda _: {"to": "市政府"})
    register.raise_issue(at, "二")
    found = progress(read_case(led.folder), date(2026, 3, 5))
    assert [entry.data["text"] for entry in found.changes] == ["二"]
    assert found.since is not None
    assert len(progress(read_case(led.folder), OPENED, since=OPENED).changes) == 4


def test_measures_stay_where_the_point_says_the_same(case: Case, tmp_path: Path) -> None:
    """After a change of the plan a new point is open, an old one keeps its measure."""
    ready(case, date(2026, 3, 4))
    write_plan_table(tmp_path / "plan.csv", {**MERGED, "990001200": "990001100"})
    risks = book(case, date(2026, 3, 5)).amend(None, "增并一乡")[1].state.risks
    assert risks["vacated-990002001-990002200"].ready
    assert not risks["vacated-990001100-990001200"].ready
    assert not risks["far-990001100"].ready, "it says something else now"
    at = book(case, date(2026, 3, 5))
    assert refused(case, lambda: register.set_risk(at, "far-1", "x")) == ["E966"]
    assert refused(case, lambda: register.set_risk(at, "far-990001100")) == ["E945"]


def test_the_application_file(led: Case, tmp_path: Path) -> None:
    """Reports come from their gates, the rest from people; what is missing has a name to ask."""
    held = {item.document.key: item for item in checklist(led.state)}
    assert held["request"].by == ("市民政局 王某",)
    assert held["risk_report"].missing == (RURAL, URBAN)
    walk(led, "risk", tmp_path)
    at = book(led, date(2026, 4, 2))
    assert refused(led, lambda: register.attach(at, "requst", [paper(tmp_path)])) == ["E969"]
    found = register.attach(at, "request", [paper(tmp_path)])[1]
    held = {item.document.key: item for item in checklist(found.state)}
    assert [key for key, item in held.items() if item.missing] == ["facts"]
    assert held["expert_report"].by == ("张三",)


def test_what_comes_next(case: Case, tmp_path: Path) -> None:
    """Only what can be begun or passed, with what it lacks."""
    assert {step.gate.key for step in next_steps(case.state)} == {"survey"}
    found = walk(case, "map_review", tmp_path)
    lacking = {(s.gate.key, s.lacks) for s in next_steps(found.state)}
    assert lacking == {("consultation", ("begin",)), ("experts", ()), ("risk", ("risks",))}


def test_the_state_as_data(case: Case, tmp_path: Path) -> None:
    """What pages and documents take: it is JSON, and says what they have to print."""
    import json

    found = walk(case, "approval", tmp_path)
    state = json.loads(json.dumps(case_state(case.folder, date(2026, 6, 10), found.head)))
    assert state["format"] == FORMAT
    assert (state["executable"], state["draft"]) == (True, False)
    assert state["head"] == found.head
    assert state["map_numbers"] == ["晋S(2026)001号"]
    assert all(part["evidence"] for gate in state["gates"][:10] for part in gate["parts"])
