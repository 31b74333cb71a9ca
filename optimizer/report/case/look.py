"""How states are shown on charts: colours that can be told apart in grey, and what is meant."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from matplotlib.figure import Figure
from matplotlib.patches import Patch

from optimizer.procedure.gates import Gate
from optimizer.procedure.progress import Progress
from optimizer.procedure.schedule import gate_id
from optimizer.procedure.state import Place, county_of
from optimizer.procedure.summary import mark
from optimizer.report.map.fonts import Typeface
from optimizer.report.words.case import CaseWords

INK, FAINT, GRID = "#1f2a33", "#5d676e", "#c9d0d4"
FILL = {
    "done": "#3f8f5b",
    "now": "#f2c14e",
    "late": "#c0392b",
    "failed": "#7b241c",
    "later": "#e9edef",
}
TEXT = {"done": "white", "now": INK, "late": "white", "failed": "white", "later": FAINT}
ORDER = ("failed", "late", "now", "later", "done")
"""The state of several is the first of these that one of them is in."""
Look = dict[str, Any]


@dataclass(frozen=True)
class Board:
    """A case as charts show it.

    Attributes
    ----------
    face
        What text is set in; without Chinese glyphs, words are English and names codes.
    """

    found: Progress
    words: CaseWords
    face: Typeface

    @property
    def counties(self) -> list[tuple[str, str]]:
        """Code and name of each county with changes, the city first with an empty code."""
        facts = self.found.case.state.facts
        rows = [(code, self.text(facts.county_name(code), code)) for code in facts.changed]
        return [("", self.words("city")), *rows]

    def text(self, *texts: str) -> str:
        """Return the first of some texts that can be drawn."""
        return self.face.pick(*texts)

    def gate_name(self, gate: Gate) -> str:
        """Return a gate's name."""
        return self.text(self.words.of(gate.name), gate.name.en, gate.key)

    @cached_property
    def _late(self) -> frozenset[str]:
        return frozenset(activity.id for activity in self.found.overdue)

    def state(self, gate: Gate, place: Place) -> str:
        """Return the state of a part of a gate."""
        part = self.found.case.state.parts[place]
        if part.passed is not None:
            return "done"
        if part.failed is not None:
            return "failed"
        if gate_id(place) in self._late:
            return "late"
        return "later" if self.found.case.state.missing(gate, place[1]) else "now"

    def gate_state(self, gate: Gate, county: str | None = None) -> str:
        """Return the state of a gate, in all its parts or in those of a county; empty for none."""
        places = self.found.case.state.places(gate)
        if county is not None:
            places = [place for place in places if county_of(place[1]) == county]
        states = {self.state(gate, place) for place in places}
        return next((state for state in ORDER if state in states), "")

    def footer(self) -> tuple[str, str]:
        """Return the mark of the plan, and the head of the record with the day."""
        said = self.words.of(mark(self.found.case))
        shown = self.text(said, mark(self.found.case).en, "DRAFT")
        head = f"{self.words.label('head')}{self.found.case.head}"
        return shown, f"{head}   {self.words('as_of', day=self.found.as_of)}"


def write_footer(figure: Figure, board: Board, size: float, margin: float) -> None:
    """Write the mark on the left and the head of the record on the right.

    Parameters
    ----------
    size
        Of the text, points.
    margin
        From the edges, as a share of the sheet.
    """
    left, right = board.footer()
    look: Look = {"fontsize": size, "va": "bottom", "parse_math": False}
    figure.text(margin, margin, left, ha="left", color=FILL["late"], weight="bold", **look)
    figure.text(1 - margin, margin, right, ha="right", color=FAINT, **look)


def write_head(figure: Figure, board: Board, key: str, left: float) -> None:
    """Write the title of a chart that is a sheet of its own, and the legend of the states.

    Parameters
    ----------
    key
        Word of the chart.
    left
        Of the title, as a share of the sheet.
    """
    title = f"{board.words(key)}  {board.text(board.found.case.state.facts.title)}"
    look: Look = {"fontsize": 17, "weight": "bold", "color": INK, "parse_math": False}
    figure.text(left, 1 - 0.5 / figure.get_size_inches()[1], title, va="center", **look)
    handles = [Patch(facecolor=colour, label=text) for colour, text in legend(board)]
    figure.legend(handles=handles, loc="upper right", ncols=5, frameon=False, fontsize=9)


def legend(board: Board) -> list[tuple[str, str]]:
    """Return colour and meaning of each state."""
    return [(FILL[state], board.words(f"legend_{state}")) for state in FILL]
