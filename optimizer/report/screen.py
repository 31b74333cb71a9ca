"""Tables and lines on the screen: coloured and fitted on a terminal, whole elsewhere."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TextIO

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.markup import escape
from rich.table import Table

_NEVER_WRAP = 100_000


@dataclass(frozen=True)
class Column:
    """A column's heading; figures are set to the right."""

    heading: str
    figures: bool = False


class Screen:
    """Where results are printed for people."""

    def __init__(self, stream: TextIO | None = None) -> None:
        stream = stream or sys.stdout
        self.is_terminal = stream.isatty()
        self.console = Console(
            file=stream,
            width=None if self.is_terminal else _NEVER_WRAP,
            no_color=not self.is_terminal,
            highlight=False,
            emoji=False,
            soft_wrap=not self.is_terminal,
        )

    def line(self, text: str = "", style: str | None = None) -> None:
        """Print one line, as it is."""
        self.console.print(text, style=style, markup=False)

    def table(self, title: str, columns: Sequence[Column], rows: Iterable[Sequence[str]]) -> None:
        """Print a table."""
        table = Table(title=escape(title), title_justify="left", box=SIMPLE_HEAD, pad_edge=False)
        for column in columns:
            table.add_column(
                escape(column.heading),
                justify="right" if column.figures else "left",
                no_wrap=not self.is_terminal,
                overflow="fold",
            )
        for row in rows:
            table.add_row(*(escape(cell) for cell in row))
        self.console.print(table)
