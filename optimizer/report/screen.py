"""Tables and lines on the screen: coloured and fitted on a terminal, whole elsewhere."""

from __future__ import annotations

import sys
import textwrap
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TextIO

from rich.box import SIMPLE_HEAD
from rich.cells import cell_len, set_cell_size
from rich.console import Console
from rich.markup import escape
from rich.table import Table

_NEVER_WRAP = 100_000
"""Characters of a line where nothing may be wrapped: values stand whole for programs."""
_LEGIBLE = 8
"""Characters below which a column is not narrowed."""


@dataclass(frozen=True)
class Column:
    """A column of a table.

    Attributes
    ----------
    figures
        Whether it is set to the right; figures are never broken.
    whole
        Whether its values, such as codes, are never broken either.
    """

    heading: str
    figures: bool = False
    whole: bool = False

    def stacked(self, cells: Iterable[str]) -> Column:
        """Return the column with its heading broken at spaces, as narrow as its values allow."""
        words = self.heading.split()
        width = max(map(cell_len, (*words, *cells)), default=1)
        return Column(textwrap.fill(self.heading, width), self.figures, self.whole)

    def least(self, cells: Iterable[str]) -> int:
        """Return the width below which a value is cut, or a text falls into single characters."""
        lines = [line for text in (self.heading, *cells) for line in text.splitlines()]
        widest = max(map(cell_len, lines), default=1)
        return widest if self.figures or self.whole else min(widest, _LEGIBLE)


class Screen:
    """Where results are printed for people."""

    def __init__(self, stream: TextIO | None = None) -> None:
        stream = stream or sys.stdout
        self.is_terminal = stream.isatty()
        self.console = Console(
            file=stream,
            width=None if self.is_terminal else _NEVER_WRAP,
            no_color=None if self.is_terminal else True,  # None: as NO_COLOR says
            highlight=False,
            emoji=False,
            soft_wrap=not self.is_terminal,
        )

    def line(self, text: str = "", style: str | None = None) -> None:
        """Print one line, as it is."""
        self.console.print(text, style=style, markup=False)

    def table(self, title: str, columns: Sequence[Column], rows: Iterable[Sequence[str]]) -> None:
        """Print a table; set tight where the terminal is too narrow for it, else row by row."""
        cells = [list(row) for row in rows]
        table = self._table(title, columns, cells)
        unlimited = self.console.options.update_width(_NEVER_WRAP)
        if self.console.measure(table, options=unlimited).maximum > self.console.width:
            by_column = list(zip(*cells, strict=True)) or [()] * len(columns)
            narrow = [c.stacked(found) for c, found in zip(columns, by_column, strict=True)]
            table = self._table(title, narrow, cells, padding=0)
            least = sum(c.least(found) for c, found in zip(narrow, by_column, strict=True))
            if least + len(columns) + 1 > self.console.width:
                self._records(title, columns, cells)
                return
        self.console.print(table)

    def _records(self, title: str, columns: Sequence[Column], rows: list[list[str]]) -> None:
        """Print one line a value: in a table without room values would be cut."""
        self.line(title, style="italic")
        for row in rows:
            self.line()
            for column, cell in zip(columns, row, strict=True):
                colon = ": " if column.heading.isascii() else "\uff1a"
                self.line(f" {column.heading}{colon}{cell}")
        self.line()

    def _table(
        self, title: str, columns: Sequence[Column], rows: list[list[str]], padding: int = 1
    ) -> Table:
        table = Table(
            title=escape(title),
            title_justify="left",
            box=SIMPLE_HEAD,
            pad_edge=False,
            padding=(0, padding),
        )
        for column in columns:
            table.add_column(
                escape(column.heading),
                justify="right" if column.figures else "left",
                no_wrap=column.figures or column.whole or not self.is_terminal,
                overflow="fold",
            )
        for row in rows:
            table.add_row(*(escape(cell) for cell in row))
        return table

    def lines(self, rows: Sequence[tuple[Sequence[str], str | None]]) -> None:
        """Print rows of cells and their style, aligned; the last cell goes on below itself."""
        widths = [max(map(cell_len, cells)) for cells in zip(*(c for c, _ in rows), strict=True)]
        grid = Table.grid(padding=(0, 2), pad_edge=False)
        for _ in widths[:-1]:
            grid.add_column(no_wrap=True)
        grid.add_column(overflow="fold")
        for cells, style in rows:
            grid.add_row(*(escape(cell) for cell in cells), style=style)
            if not self.is_terminal:
                aligned = map(set_cell_size, cells[:-1], widths)
                self.line("  ".join([*aligned, cells[-1]]))
        if self.is_terminal:
            self.console.print(grid)
