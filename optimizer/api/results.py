"""What all results have in common: a line, the command's own text, and HTML for notebooks."""

from __future__ import annotations

import io
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from html import escape
from typing import TYPE_CHECKING, Any

import pandas as pd

from optimizer.data.faults import Fault
from optimizer.text import language

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from optimizer.report.screen import Screen

ROWS = 12
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
    import warnings

    figure, warning = draw()
    if figure is None:
        raise ValueError(warning)
    if warning:
        warnings.warn(warning, stacklevel=3)
    # Notebooks know pictures of pyplot, which this is not: they ask an object for this method.
    figure._repr_png_ = lambda: _png(figure)  # type: ignore[attr-defined]
    return figure


def _png(figure: Figure) -> bytes:
    stream = io.BytesIO()
    figure.savefig(stream, format="png", dpi=110)
    return stream.getvalue()


def word(value: Any) -> str:
    """Return the plain text of a member of an enumeration."""
    return str(getattr(value, "value", value))
