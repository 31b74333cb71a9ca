"""How far the procedure is, as the papers say it: gates, and the tasks that are open."""

from __future__ import annotations

from collections.abc import Iterator

from optimizer.report.dossier.documents.basis import case_lines, same
from optimizer.report.dossier.documents.blocks import Block, Heading, Para, Table
from optimizer.report.dossier.marks import NO_DATA
from optimizer.report.dossier.material import Material
from optimizer.report.words.case import WORDS as CASE_WORDS
from optimizer.text import Text, full_width

_LISTED = 40
"""Open tasks that the scheme lists; `case tasks` prints all."""


def case_blocks(material: Material) -> Iterator[Block]:
    """Yield the state of the case: gates, open tasks, whether it may be carried out."""
    state = material.marks.state
    if state is None:
        return
    yield Heading(1, Text("State of the procedure", "程序办理情况"))
    for label, said in case_lines(material):
        yield Para(Text(f"{label.en}: {said.en}.", f"{label.zh}：{said.zh}。"))
    open_tasks = [task for task in state["tasks"] if task["done"] is None]
    late = sum(bool(task["overdue"]) for task in open_tasks)
    total = len(state["tasks"])
    yield Para(
        Text(
            f"Tasks: {total}, of which {len(open_tasks)} are open and {late} overdue.",
            f"任务共{total}项，未销号{len(open_tasks)}项，其中逾期{late}项。",
        )
    )
    rows = []
    for gate in state["gates"]:
        done = [part for part in gate["parts"] if part["state"] == "passed"]
        days = max((part["passed"] for part in done), default="")
        stands = CASE_WORDS["passed" if gate["stands"] else "open"]
        if any(part["state"] == "failed" for part in gate["parts"]):
            stands = CASE_WORDS["failed"]
        required = CASE_WORDS["yes" if gate["required"] else "no"]
        name = Text(gate["name"]["en"], gate["name"]["zh"])
        share = same(f"{len(done)}/{len(gate['parts'])}")
        rows.append([name, required, stands, share, same(days or "-")])
    yield Table(
        Text("Gates", "程序环节"),
        [
            CASE_WORDS["gate"],
            CASE_WORDS["required"],
            CASE_WORDS["state"],
            Text("parts passed", "已通过/应办"),
            CASE_WORDS["day"],
        ],
        rows,
        (4, 2, 2, 2, 3),
    )


def open_tasks(material: Material) -> Iterator[Block]:
    """Yield the open tasks that are due first."""
    state = material.marks.state
    found = [task for task in state["tasks"] if task["done"] is None] if state else []
    if not found:
        return
    found.sort(key=lambda task: (task["due"] or "9999", task["id"]))
    rows = []
    for task in found[:_LISTED]:
        who = " ".join(filter(None, (task["office"], task["person"])))
        late = CASE_WORDS["overdue" if task["overdue"] else "waiting"]
        name = Text(task["name"]["en"], full_width(task["name"]["zh"]))
        rows.append([name, same(who) if who else NO_DATA, same(task["due"] or "-"), late])
    more = len(found) - len(rows)
    caption = Text("Open tasks", "未销号任务")
    if more:
        caption = Text(f"Open tasks (and {more} more)", f"未销号任务（另有{more}项）")
    heads = [CASE_WORDS[key] for key in ("task", "person", "due", "state")]
    yield Table(caption, heads, rows, (6, 4, 2.4, 1.6))
