"""Faults of input: collected, never raised one by one, each with code, cause and action."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import cache
from pathlib import Path

from optimizer.data.cells import visible
from optimizer.data.limits import FAULTS, FAULTS_TEXT
from optimizer.text import Text, full_width

NO_HINT = Text("", "")
HINTS = 20
"""Unknown words that get a hint; finding the nearest one is slow."""
_LONGEST_WORD = 100


@cache
def catalogue() -> Mapping[str, Mapping[str, str]]:
    """Return the texts of every fault by code."""
    raw = tomllib.loads((Path(__file__).parent / "faults.toml").read_text(encoding="utf-8"))
    return {
        code: {key: full_width(text) if "zh" in key else text for key, text in texts.items()}
        for code, texts in raw.items()
    }


@dataclass(frozen=True)
class Fault:
    """One thing wrong (E) or odd (W) with the input.

    Attributes
    ----------
    row
        Row of the table, the header being row 1; 0 where no row is meant.
    details
        What the texts of the catalogue name in braces.
    """

    code: str
    file: str
    row: int = 0
    column: str = ""
    value: str = ""
    details: Mapping[str, object] = field(default_factory=dict)

    @property
    def is_error(self) -> bool:
        """Whether the run stops."""
        return self.code.startswith("E")

    def what(self, lang: str) -> str:
        """Say what is wrong."""
        return self._fill(lang, lang)

    def action(self, lang: str) -> str:
        """Say what to do."""
        return self._fill(f"do_{lang}", lang)

    def _fill(self, key: str, lang: str) -> str:
        """Fill a text of the catalogue in with the details and the place."""
        said = {
            name: getattr(detail, lang) if isinstance(detail, Text) else detail
            for name, detail in self.details.items()
        }
        place = {"file": self.file, "column": self.column}
        return catalogue()[self.code][key].format(**{**place, **said})

    def record(self, lang: str) -> dict[str, object]:
        """Return the fault as data for programs."""
        return {
            "code": self.code,
            "file": self.file,
            "row": self.row or None,
            "column": self.column or None,
            "value": self.value or None,
            "what": self.what(lang),
            "action": self.action(lang),
        }

    def line(self, lang: str) -> str:
        """Return the fault as one line."""
        row, column = ("行", "列") if lang == "zh" else ("row", "column")
        place = [self.file]
        place += [f"{row} {self.row}"] if self.row else []
        place += [f"{column} {self.column}"] if self.column else []
        comma, colon, stop = ("\uff0c", "\uff1a", "\uff1b") if lang == "zh" else (", ", ": ", "; ")
        value = f"{self.value!r}{colon}" if self.value else ""
        what, action = self.what(lang), self.action(lang)
        return visible(f"{self.code} {comma.join(place)}{colon}{value}{what}{stop}{action}")


def tally(faults: Sequence[Fault], lang: str) -> str:
    """Return how many faults and warnings there are, in words."""
    errors = sum(fault.is_error for fault in faults)
    warnings = len(faults) - errors
    if lang == "zh":
        return f"{errors} 个错误，{warnings} 个警告"
    return f"{errors} fault{'s' * (errors != 1)}, {warnings} warning{'s' * (warnings != 1)}"


class InputError(Exception):
    """The input cannot be used; carries every fault that was found."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__(f"{len(faults)} faults in the input")
        self.faults = faults


class Findings:
    """Collects faults while a dataset is read."""

    def __init__(self) -> None:
        self.faults: list[Fault] = []
        self._errors = 0

    def add(
        self,
        code: str,
        file: str,
        row: int = 0,
        column: str = "",
        value: str = "",
        **details: object,
    ) -> None:
        """Note a fault.

        Raises
        ------
        InputError
            When there are so many that they would fill the memory.
        """
        self.faults.append(Fault(code, file, row, column, value, details))
        self._errors += self.faults[-1].is_error
        if self._errors == FAULTS:
            self.faults.append(Fault("E110", file, details={"limit": FAULTS_TEXT}))
            raise InputError(self.faults)

    @property
    def errors(self) -> Iterator[Fault]:
        """The faults that stop the run."""
        return (fault for fault in self.faults if fault.is_error)

    @property
    def warnings(self) -> list[Fault]:
        """What is odd but possible."""
        return [fault for fault in self.faults if not fault.is_error]

    def stop_on_errors(self) -> None:
        """Raise all faults together if any of them stops the run."""
        if any(True for _ in self.errors):
            raise InputError(self.faults)


def nearest_hint(word: str, known: list[str]) -> Text:
    """Return `; did you mean X?` for the nearest known word, or nothing."""
    close = get_close_matches(word[:_LONGEST_WORD], known, n=1, cutoff=0.6)
    return Text(f"; did you mean {close[0]}?", f"；是否应为 {close[0]}?") if close else NO_HINT
