"""read_case: the state of a plan's procedure, as tables; entering is the command line's."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from optimizer.api.results import Result, StrPath, fault_table, frame
from optimizer.text import language

if TYPE_CHECKING:
    from optimizer.procedure.case import Case as Found
    from optimizer.report.screen import Screen

_COLUMNS = {
    "tasks": ("id", "county", "unit", "name", "gate", "office", "person", "due", "done", "overdue"),
    "risks": ("id", "kind", "county", "text", "measure", "owner", "state"),
    "issues": ("id", "text", "county", "raised", "due", "level", "closed"),
}
_PARTS = ("county", "approver", "state", "begun", "passed", "by", "number")


@dataclass(frozen=True, repr=False, eq=False)
class Case(Result):
    """The case of a plan: gates, tasks, risks and problems as of a day.

    Attributes
    ----------
    found
        The case as it was read.
    as_of
        The day by which tasks are overdue or not.
    """

    found: Found
    as_of: date

    @property
    def executable(self) -> bool:
        """Whether the five gates stand for the very plan and scenario that are there now."""
        return self.found.executable

    @property
    def head(self) -> str:
        """The hash that stands for the whole record; keep it outside the case."""
        return self.found.head

    @property
    def gates(self) -> pd.DataFrame:
        """One row a part of a gate.

        Columns: gate, name, required, stands (the gate as a whole), county and approver (where
        a gate has parts), state (open, passed, failed), begun, passed, by, number.
        """
        rows = [
            {
                "gate": gate["key"],
                "name": gate["name"][language()],
                "required": gate["required"],
                "stands": gate["stands"],
                **{key: part[key] for key in _PARTS},
            }
            for gate in self._record["gates"]
            for part in gate["parts"]
        ]
        return frame(rows, ("gate", "name", "required", "stands", *_PARTS))

    @property
    def tasks(self) -> pd.DataFrame:
        """One row a task: id, county, unit, name, gate, office, person, due, done, overdue."""
        return self._table("tasks")

    @property
    def risks(self) -> pd.DataFrame:
        """One row a risk: id, kind, county, text, measure, owner, state."""
        return self._table("risks")

    @property
    def issues(self) -> pd.DataFrame:
        """One row a problem: id, text, county, raised, due, level, closed."""
        return self._table("issues")

    @property
    def counties(self) -> pd.DataFrame:
        """One row a county: how far it is."""
        return pd.DataFrame(self._record["counties"])

    @property
    def warnings(self) -> pd.DataFrame:
        """What is odd: a plan that was changed since, evidence that is gone."""
        return fault_table(self.found.warnings)

    @cached_property
    def _record(self) -> dict[str, Any]:
        from optimizer.procedure.summary import case_record

        return case_record(self.found, self.as_of)

    def _table(self, key: str) -> pd.DataFrame:
        said = language()
        columns: Sequence[str] = _COLUMNS[key]
        rows = (
            {c: v[said] if isinstance(v := row[c], dict) else v for c in columns}
            for row in self._record[key]
        )
        return frame(rows, columns)

    def record(self) -> dict[str, Any]:
        """Return what `case status --json` prints."""
        return dict(self._record)

    def __repr__(self) -> str:
        """Return the title, and which gates are open."""
        lacking = ", ".join(self.found.open_gates)
        said = "executable" if self.executable else f"a draft; open: {lacking or 'see warnings'}"
        return f"<Case {self.found.state.facts.title}: {said}>"

    def print_on(self, screen: Screen, lang: str) -> None:
        """Print what `case status` prints."""
        from optimizer.report.case.tables import print_status
        from optimizer.report.case.words import CaseWords

        print_status(screen, CaseWords(lang), self.found)

    def tables(self) -> Iterable[tuple[str, pd.DataFrame]]:
        """Yield gates, and tasks that are overdue."""
        yield "gates", self.gates
        tasks = self.tasks
        yield "overdue", tasks[tasks["overdue"].astype(bool)]


def read_case(folder: StrPath, *, head: str = "", as_of: date | None = None) -> Case:
    """Read the book of a plan's procedure (docs/procedure.md).

    What is entered into it is entered by the command `case`, under somebody's name.

    Parameters
    ----------
    folder
        The folder of the case.
    head
        A hash that was kept outside; says whether lines were cut off or written anew.
    as_of
        The day by which tasks are overdue; by default today.

    Raises
    ------
    InputError
        When there is no case, or its record is not as it was written.
    """
    from optimizer.procedure.case import read_case as read

    return Case(read(Path(folder), head), as_of or date.today())
