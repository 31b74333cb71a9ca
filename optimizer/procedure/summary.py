"""The state of a case as data: what pages and documents show of it."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from optimizer.procedure.case import Case, read_case
from optimizer.procedure.gates import REQUIRED, Gate
from optimizer.procedure.progress import CountyProgress, Progress, progress
from optimizer.procedure.rules import length_text
from optimizer.procedure.state import Issue, Part, Place, Risk, State, approver_part, county_of
from optimizer.procedure.tasks import Task
from optimizer.text import Text

FORMAT = "merge-case/1"
DRAFT = Text(
    "DRAFT - sketch map, for internal work, before consultation",
    "草案 示意图 征求意见前 内部工作用图",
)
REVIEWED = Text("DRAFT - for consultation, not approved", "草案 征求意见用 未经批准")
APPROVED = Text("approved", "已批准")


def mark(case: Case) -> Text:
    """Return what every document and map of the plan says of its state.

    A draft for internal work until there is a 审图号, a draft until the plan is
    executable; the numbers stand with it where they were given.
    """
    state = case.state
    maps, papers = state.number("map"), state.number("document")
    base = APPROVED if case.executable else REVIEWED if maps and not case.stale else DRAFT
    en = [base.en, *(f"approval No. {n}" for n in papers), *(f"map review No. {n}" for n in maps)]
    zh = [base.zh, *(f"批准文号：{n}" for n in papers), *(f"审图号：{n}" for n in maps)]
    if case.stale:
        en.append("the plan was changed since it was bound")
        zh.append("方案在绑定后有变动")
    return Text("; ".join(en), ";".join(zh))


def case_state(folder: Path, as_of: date, head: str = "") -> dict[str, Any]:
    """Return the state of a case for whoever shows it.

    Parameters
    ----------
    folder
        The folder of the case.
    as_of
        The day by which things are overdue or not.
    head
        A hash that was kept outside; empty: none is compared.

    Returns
    -------
    dict
        `format`; `head`, the hash of the record, which every document prints; `plan_sha256`
        and `scenario_sha256`, to compare with the plan that is shown; `executable`;
        `draft`, its opposite; `mark`, the line to print on every page and map, in `en` and
        `zh`; `map_numbers` and `document_numbers`; `gates`, each with its parts;
        `shortened`, the gates that were passed early, with the reasons, to be shown in every
        report; `counties`, `risks`, `tasks`, `issues`, `warnings`.

    Raises
    ------
    InputError
        When the record is not as it was written.
    """
    return case_record(read_case(folder, head), as_of)


def case_record(case: Case, as_of: date) -> dict[str, Any]:
    """Return what `case_state` does, of a case that was read."""
    state, found, said = case.state, progress(case, as_of), mark(case)
    return {
        "format": FORMAT,
        "title": state.facts.title,
        "as_of": as_of.isoformat(),
        "head": case.head,
        "lines": len(case.found.entries),
        "plan_sha256": state.binding.plan_sha256,
        "scenario_sha256": state.binding.scenario_sha256,
        "bound_on": state.bound_on.isoformat(),
        "executable": case.executable,
        "draft": not case.executable,
        "open_gates": list(case.open_gates),
        "mark": _both(said),
        "map_numbers": list(state.number("map")),
        "document_numbers": list(state.number("document")),
        "gates": [_gate(case, gate) for gate in state.gates],
        "shortened": shortened(case),
        "counties": [county_record(row) for row in found.counties],
        "risks": [_risk(risk) for risk in state.risks.values()],
        "tasks": [_task(state, found, task) for task in state.tasks],
        "issues": [_issue(issue) for issue in state.issues.values()],
        "warnings": [fault.record("en") for fault in (*case.warnings, *found.faults)],
    }


def _risk(risk: Risk) -> dict[str, Any]:
    return {
        "id": risk.id,
        "kind": risk.kind,
        "county": risk.county or None,
        "text": {"en": risk.en, "zh": risk.zh},
        "measure": risk.measure or None,
        "owner": risk.owner or None,
        "state": risk.state,
    }


def _task(state: State, found: Progress, task: Task) -> dict[str, Any]:
    """Return a task with who is responsible, until when, and whether it is closed or overdue."""
    planned, who = found.planned, state.responsible(task)
    return {
        "id": task.id,
        "county": task.county or None,
        "unit": task.unit or None,
        "name": _both(task.name),
        "gate": task.kind.gate,
        "after": list(task.after),
        "office": who.office if who else None,
        "person": who.person if who else None,
        "due": _iso(planned.deadline(planned.activities[task.id])) if planned else None,
        "done": state.done[task.id][0].date if task.id in state.done else None,
        "overdue": any(a.id == task.id for a in found.overdue),
        "critical": planned.activities[task.id].critical if planned else None,
    }


def _issue(issue: Issue) -> dict[str, Any]:
    return {
        "id": issue.id,
        "text": issue.text,
        "county": issue.county or None,
        "raised": issue.raised.date,
        "due": _iso(issue.due),
        "level": issue.level,
        "closed": issue.closed.date if issue.closed else None,
    }


def shortened(case: Case) -> list[dict[str, str]]:
    """Return the gates that were passed before their normal length, with the reasons."""
    found = []
    for (key, part), passed in case.state.passes():
        gate = case.state.gate(key)
        if passed.shorter and gate is not None:
            length = length_text(gate)
            found.append(
                {
                    "gate": key,
                    "county": county_of(part),
                    "en": f"{gate.name.en}: {passed.day} instead of {passed.earliest} "
                    f"({length.en}): {passed.shorter}",
                    "zh": f"{gate.name.zh}：{passed.day} 通过，通常最早 {passed.earliest}"
                    f"({length.zh}):{passed.shorter}",
                }
            )
    return found


def _gate(case: Case, gate: Gate) -> dict[str, Any]:
    state = case.state
    return {
        "key": gate.key,
        "name": _both(gate.name),
        "law": gate.law,
        "required": gate.key in REQUIRED,
        "stands": state.stands(gate.key),
        "parts": [_part(place, state.parts[place]) for place in state.places(gate)],
    }


def _part(place: Place, part: Part) -> dict[str, Any]:
    passed = part.passed
    return {
        "county": county_of(place[1]) or None,
        "approver": approver_part(place[1]) or None,
        "state": "passed" if passed else "failed" if part.failed else "open",
        "begun": _iso(part.begun),
        "passed": _iso(passed.day if passed else None),
        "by": passed.entry.by if passed else None,
        "evidence": [item.__dict__ for item in passed.evidence] if passed else [],
        "shorter": passed.shorter or None if passed else None,
        "number": passed.number or None if passed else None,
        "reason": part.failed.data["reason"] if part.failed else None,
    }


def county_record(row: CountyProgress) -> dict[str, Any]:
    """Return how far a county is."""
    return dict(row.__dict__)


def _both(text: Text) -> dict[str, str]:
    return {"en": text.en, "zh": text.zh}


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
