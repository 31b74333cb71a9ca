"""The workbook of a case: gates, tasks, timetable, flow, wall chart, risks, issues, record."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from optimizer.data.cells import neutral
from optimizer.procedure.progress import Progress
from optimizer.procedure.rules import length_text
from optimizer.procedure.schedule import Schedule, gate_id
from optimizer.procedure.state import county_of
from optimizer.procedure.summary import mark
from optimizer.report.case import rows
from optimizer.report.map.fonts import em
from optimizer.report.words.case import CaseWords, law_text

BOOK = "case.xlsx"
EXTRA = "office"
_FILLS = {"done": "#A9D8B8", "now": "#FBE3A6", "late": "#F1B0A8", "failed": "#D98880"}
_WEEK = timedelta(7)
"""A column of the timetable."""
_MOST_WEEKS = 200
"""Columns of the timetable: nearly four years, and a sheet that still opens at once."""


class MissingExtraError(RuntimeError):
    """XlsxWriter is not installed."""

    def in_lang(self, lang: str) -> str:
        """Say what to install."""
        install = f"pip install 'township-merge[{EXTRA}]'"
        if lang == "zh":
            return f"未写 {BOOK}：需要 XlsxWriter；请安装：{install}"
        return f"{BOOK} was not written: it needs XlsxWriter; install it: {install}"


def write_workbook(path: Path, found: Progress, lang: str) -> None:
    """Write the workbook.

    Raises
    ------
    MissingExtraError
        When XlsxWriter is not installed.
    """
    try:
        import xlsxwriter
    except ImportError as error:
        raise MissingExtraError(EXTRA) from error
    words, case = CaseWords(lang), found.case
    with xlsxwriter.Workbook(
        path, {"strings_to_formulas": False, "strings_to_urls": False}
    ) as book:
        # Fixed, so that the same case gives the same workbook, byte for byte.
        book.set_properties({"title": case.state.facts.title, "created": datetime(2000, 1, 1)})
        sheets = Sheets(book, words, found)
        planned = found.planned
        sheets.table("progress", rows.progress_heads(words), rows.progress_rows(words, found))
        sheets.table("gates", rows.gate_heads(words), rows.gate_rows(words, case))
        tasks = rows.task_rows(words, case, planned)
        sheets.table("tasks", rows.task_heads(words), tasks)
        if planned is not None:
            sheets.gantt(planned)
        sheets.flow()
        sheets.wall()
        sheets.table("risks", rows.risk_heads(words), rows.risk_rows(words, case))
        sheets.table("issues", rows.issue_heads(words), rows.issue_rows(words, case, found.as_of))
        sheets.table("dossier", rows.dossier_heads(words), rows.dossier_rows(words, case))
        entries = case.found.entries
        sheets.table("log", rows.log_heads(words), rows.log_rows(words, entries))


class Sheets:
    """Writes the sheets of a workbook, each with the mark and the head of the record on top."""

    def __init__(self, book: Any, words: CaseWords, found: Progress) -> None:
        self.book, self.words, self.found = book, words, found
        edge = {"border": 1, "valign": "top", "text_wrap": True}
        self.cell = book.add_format(edge)
        self.head = book.add_format({**edge, "bold": True, "bg_color": "#DDE5EA"})
        self.title = book.add_format({"bold": True, "font_size": 16})
        self.note = book.add_format({"font_color": "#B3261E", "bold": True})
        self.fills = {k: book.add_format({**edge, "bg_color": v}) for k, v in _FILLS.items()}

    def start(self, key: str, columns: int) -> Any:
        """Return a new sheet with its title, mark and head in the first three rows."""
        name = "".join(c for c in self.words(key) if c not in "[]:*?/\\")[:31]
        sheet = self.book.add_worksheet(name)
        case = self.found.case
        title = f"{case.state.facts.title} {self.words(key)}"
        sheet.write_string(0, 0, str(neutral(title)), self.title)
        sheet.write_string(1, 0, self.words.of(mark(case)), self.note)
        as_of = self.words.bracketed(self.words("as_of", day=self.found.as_of))
        head = f"{self.words.label('head')}{case.head}{as_of}"
        sheet.write_string(2, 0, head)
        sheet.set_landscape()
        sheet.set_paper(8)  # A3
        sheet.fit_to_pages(1, 0)
        sheet.freeze_panes(4, 0)
        sheet.set_footer(f"&L{case.head[:16]}&R&P / &N")
        return sheet

    def table(self, key: str, heads: Sequence[str], found: Iterable[Sequence[str]]) -> None:
        """Write a list; columns as wide as what stands in them, within reason."""
        sheet, body = self.start(key, len(heads)), [list(row) for row in found]
        for at, text in enumerate(heads):
            widest = max([em(text), *(em(row[at]) for row in body)])
            sheet.set_column(at, at, min(48, max(8, widest * 1.9)))
            sheet.write_string(3, at, text, self.head)
        late = self.words("overdue")
        for y, row in enumerate(body, 4):
            for x, text in enumerate(row):
                look = self.fills["late"] if text == late else self.cell
                sheet.write_string(y, x, str(neutral(text)), look)
        if body:
            sheet.autofilter(3, 0, 3 + len(body), len(heads) - 1)
        sheet.repeat_rows(3)

    def gantt(self, planned: Schedule) -> None:
        """Write the timetable: a row for each gate and task, a column for each week."""
        first = min(a.start for a in planned.activities.values())
        first -= timedelta(first.weekday())
        weeks = min((planned.end - first).days // 7 + 1, _MOST_WEEKS)
        sheet = self.start("gantt", 5 + weeks)
        heads = [self.words(key) for key in ("key", "what", "start", "end", "due")]
        for at, text in enumerate([*heads, *(f"{first + n * _WEEK:%m-%d}" for n in range(weeks))]):
            sheet.write_string(3, at, text, self.head)
        sheet.set_column(0, 0, 26)
        sheet.set_column(1, 1, 46)
        sheet.set_column(2, 4, 12)
        sheet.set_column(5, 4 + weeks, 5.5)
        for y, activity in enumerate(planned.activities.values(), 4):
            due = planned.deadline(activity)
            name = self.words.of(activity.name)
            if activity.kind == "gate":
                name = f"{name} {self.found.case.state.facts.county_name(activity.county)}".strip()
            texts = [activity.id, name, str(activity.start), str(activity.end), str(due or "")]
            for x, text in enumerate(texts):
                sheet.write_string(y, x, str(neutral(text)), self.cell)
            look = "done" if activity.ended else "late" if planned.is_overdue(activity) else "now"
            for week in range(weeks):
                monday = first + week * _WEEK
                if activity.start < monday + _WEEK and activity.end >= monday:
                    sheet.write_blank(y, 5 + week, None, self.fills[look])
        sheet.freeze_panes(4, 2)

    def flow(self) -> None:
        """Write the gates in layers, those that may overlap beside one another."""
        from optimizer.report.case.flow import layers

        state = self.found.case.state
        sheet = self.start("flow", 4)
        sheet.set_column(0, 12, 34)
        for at, layer in enumerate(layers(state.gates)):
            y = 4 + 3 * at
            for x, gate in enumerate(layer):
                places = state.places(gate)
                done = sum(map(state.stands_at, places))
                length = self.words.of(length_text(gate))
                said = f"{done}/{len(places)}  {length}  {law_text(self.words, gate)}"
                text = f"{self.words.of(gate.name)}\n{said}"
                stands = state.stands(gate.key)
                look = self.fills["done"] if stands else self.cell
                sheet.write_string(y, x, str(neutral(text)), look)
            sheet.set_row(y, 46)
            if at < len(layers(state.gates)) - 1:
                sheet.write_string(y + 1, 0, "↓")

    def wall(self) -> None:
        """Write counties by gates, a colour for each state and the day when it was passed."""
        state = self.found.case.state
        late = {activity.id for activity in self.found.overdue}
        sheet = self.start("wall", 1 + len(state.gates))
        sheet.set_column(0, len(state.gates), 16)
        sheet.write_string(3, 0, self.words("county"), self.head)
        for x, gate in enumerate(state.gates, 1):
            sheet.write_string(3, x, str(neutral(self.words.of(gate.name))), self.head)
        for y, county in enumerate(["", *state.facts.changed], 4):
            name = rows.place_name(self.words, self.found.case, county)
            sheet.write_string(y, 0, str(neutral(name)), self.head)
            for x, gate in enumerate(state.gates, 1):
                self._wall_cell(sheet, y, x, county, gate, late)

    def _wall_cell(
        self, sheet: Any, y: int, x: int, county: str, gate: Any, late: set[str]
    ) -> None:

        state = self.found.case.state
        places = [place for place in state.places(gate) if county_of(place[1]) == county]
        passed = [state.parts[place].passed for place in places]
        if places and all(passed):
            days = [p.day for p in passed if p is not None]
            sheet.write_string(y, x, str(max(days)), self.fills["done"])
        elif any(state.parts[place].failed for place in places):
            sheet.write_string(y, x, self.words("failed"), self.fills["failed"])
        elif any(gate_id(place) in late for place in places):
            sheet.write_string(y, x, self.words("overdue"), self.fills["late"])
        elif places and not any(state.missing(gate, place[1]) for place in places):
            sheet.write_string(y, x, self.words("legend_now"), self.fills["now"])
