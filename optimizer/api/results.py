"""What all results have in common: a line, the command's own text, and HTML for notebooks."""

from __future__ import annotations

import io
import os
import warnings
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from optimizer.data.faults import Fault
from optimizer.text import language

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from optimizer.report.screen import Screen

StrPath = str | os.PathLike[str]
ROWS = 60
"""Rows of a table in a notebook; pandas shows as many at either end as fit in them."""


class Result(ABC):
    """A result: `repr` is one line, `print` shows what the command prints, a notebook tables."""

    @abstractmethod
    def __repr__(self) -> str:
        """Return one line."""

    @abstractmethod
    def print_on(self, screen: Screen, lang: str) -> None:
        """Print what the command prints."""

    @abstractmethod
    def tables(self) -> Iterable[tuple[str, pd.DataFrame]]:
        """Yield (heading, table) of what a notebook shows."""

    def text(self, lang: str | None = None) -> str:
        """Return what the command prints.

        Parameters
        ----------
        lang
            en or zh; by default TOWNSHIP_MERGE_LANG, else that of the environment.
        """
        from optimizer.report.screen import Screen

        stream = io.StringIO()
        self.print_on(Screen(stream), language(lang))
        return stream.getvalue()

    def __str__(self) -> str:
        """Return what the command prints."""
        return self.text().rstrip("\n")

    def _repr_html_(self) -> str:
        """Return the line and the tables; every text of the data is escaped."""
        return "".join(self._html())

    def _html(self) -> Iterator[str]:
        yield f"<div><p><b>{escape(repr(self)[1:-1])}</b></p>"
        for heading, table in self.tables():
            yield f"<p>{escape(heading)}</p>" if heading else ""
            yield table.to_html(index=False, max_rows=ROWS, na_rep="", border=0)
        yield "</div>"


class Written(Result):
    """A result that is written into a folder of its own."""

    @abstractmethod
    def deliver(
        self, folder: StrPath, *, lang: str | None = None, excel: bool = False
    ) -> tuple[list[Path], str]:
        """Write the files; return them, and a warning about pictures (empty when all is well)."""

    def to_folder(self, folder: StrPath, *, lang: str | None = None, excel: bool = False) -> Path:
        """Write what the command writes with -o, and return the folder.

        Parameters
        ----------
        folder
            New, empty, or one that holds an earlier result of the kind, which is replaced whole.
        lang
            en or zh; by default TOWNSHIP_MERGE_LANG, else that of the environment.
        excel
            Write codes in CSV tables as ``="140406101"``, which Excel shows as they are.

        Raises
        ------
        InputError
            When the folder holds anything else, or cannot be written.

        Warns
        -----
        UserWarning
            When a picture could not be drawn, or not as it should be.
        """
        _, warning = self.deliver(folder, lang=lang, excel=excel)
        warn(warning)
        return Path(folder)


def claim_files(folder: Path, known: frozenset[str]) -> None:
    """Refuse a folder that holds anything but earlier results, before the work."""
    from optimizer.data.faults import Findings
    from optimizer.data.plan_file import claim_results

    claim_results(folder, known, Findings())


def warn(warning: str) -> None:
    """Warn of what is wrong with a picture; of nothing where the text is empty."""
    if warning:
        warnings.warn(warning, stacklevel=3)


def frame(rows: Iterable[Mapping[str, object]], columns: Sequence[str]) -> pd.DataFrame:
    """Return rows as a table with these columns, also where there is no row."""
    return pd.DataFrame(list(rows), columns=list(columns))


def exact(rows: Iterable[Mapping[str, object]], columns: Sequence[str]) -> pd.DataFrame:
    """Return rows as a table that leaves each value as it is: whole numbers and fractions."""
    return pd.DataFrame(list(rows), columns=list(columns), dtype=object)


def fault_table(faults: Iterable[Fault], lang: str | None = None) -> pd.DataFrame:
    """Return faults as a table, one row each."""
    said = language(lang)
    columns = ("code", "file", "row", "column", "value", "what", "action")
    rows = ({key: fault.record(said)[key] for key in columns} for fault in faults)
    found = frame(rows, columns)
    return found.assign(row=found["row"].astype("Int64"))


def number(value: object) -> float | int | None:
    """Return an exact figure as pandas counts with it: fractions become floats."""
    if value is None or isinstance(value, int):
        return value
    return float(value)  # type: ignore[arg-type]


def plotted(draw: Callable[[], tuple[Figure | None, str]]) -> Figure:
    """Return a picture that notebooks show; what is wrong with it is a warning.

    Raises
    ------
    ValueError
        When there is nothing to draw.
    """
    figure, warning = draw()
    if figure is None:
        raise ValueError(warning)
    warn(warning)
    # Notebooks know pictures of pyplot, which this is not: they ask an object for this method.
    figure._repr_png_ = lambda: _png(figure)  # type: ignore[attr-defined]
    return figure


def _png(figure: Figure) -> bytes:
    stream = io.BytesIO()
    figure.savefig(stream, format="png", dpi=110)
    return stream.getvalue()


def many(count: int, one: str, more: str = "") -> str:
    """Return a number of things: `1 county`, `12 counties`."""
    return f"{count:,} {one if count == 1 else more or one + 's'}"
