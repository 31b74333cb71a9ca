"""Faults of input: collected, never raised one by one, each with code, cause and action."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from functools import cache
from pathlib import Path

from optimizer.data.cells import visible
from optimizer.data.limits import FAULTS, FAULTS_TEXT
from optimizer.text import Text, full_width, language

NO_HINT = Text("", "")
NOTES = frozenset({"W102", "W103", "W107", "W860"})
"""Codes of what needs nothing to be done."""
HINTS = 20
"""Unknown words that get a hint; finding the nearest one is slow."""
_LIKENESS = 0.6
"""Likeness (difflib) of a word to a known one that may be meant."""
_LONGEST_WORD = 100
"""Characters of a word that is compared with the known ones: the comparison is quadratic."""


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
        What the texts of the catalogue name in braces; `cause`, a `Text`, is what has
        most likely happened.
    alike
        The faults that this one stands for, itself among them (`folded`);
        none where it stands for itself.
    """

    code: str
    file: str
    row: int = 0
    column: str = ""
    value: str = ""
    details: Mapping[str, object] = field(default_factory=dict)
    alike: tuple[Fault, ...] = ()

    @property
    def is_error(self) -> bool:
        """Whether the run stops."""
        return self.code.startswith("E")

    @property
    def is_note(self) -> bool:
        """Whether nothing needs to be done: `validate` says it, no other command does."""
        return self.code in NOTES

    @property
    def cause(self) -> Text | None:
        """What has most likely happened; None where nothing shows."""
        cause = self.details.get("cause")
        return cause if isinstance(cause, Text) else None

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
        place = {"file": self.file, "column": self.column, "near": ""}
        return catalogue()[self.code][key].format(**{**place, **said})

    def record(self, lang: str) -> dict[str, object]:
        """Return the fault as data for programs; one that stands for many holds all of them."""
        said: dict[str, object] = {
            "code": self.code,
            "file": visible(self.file),
            "row": self.row or None,
            "column": visible(self.column) or None,
            "value": _short(visible(self.value)) or None,
            "what": visible(self.what(lang)),
            "action": visible(self.action(lang)),
        }
        if self.cause:
            said["cause"] = visible(self.cause.in_lang(lang))
        if self.alike:
            said |= {"count": len(self.alike), "alike": [one.record(lang) for one in self.alike]}
        return said

    def line(self, lang: str) -> str:
        """Return the fault as one line."""
        place = [self.file]
        zh = lang == "zh"
        comma, colon, stop = ("\uff0c", "\uff1a", "\uff1b") if zh else (", ", ": ", "; ")
        if self.alike:
            place += [_column(self.column, lang)] if self.column else []
            value = f"{_examples(self.alike, lang)}{colon}"
        else:
            place += [_row(self.row, lang)] if self.row else []
            place += [_column(self.column, lang)] if self.column else []
            value = f"{_short(self.value)!r}{colon}" if self.value else ""
        what, action = self.what(lang), self.action(lang)
        said = f"{self.code} {comma.join(place)}{colon}{value}{what}{stop}{action}"
        if self.cause:
            likely = "\uff1b可能的原因\uff1a" if zh else "; likely cause: "
            said += likely + self.cause.in_lang(lang)
        return visible(said)


_LONGEST_VALUE = 200
"""Characters of a bad value that are shown whole; of longer ones the beginning and the length."""
EXAMPLES = 3
"""Values that stand for many faults of one cause."""
COLUMNS = 20
"""Columns of a header that are named where one is missing."""
FLOOD = 10
"""So many faults of one column without a common cause are still listed one by one."""


def _short(value: str) -> str:
    """Return a value that can be shown: whole but where it would fill the screen."""
    size = len(value)
    return value if size <= _LONGEST_VALUE else f"{value[:60]}... ({size:,} characters)"


def _row(row: int, lang: str) -> str:
    return f"行 {row}" if lang == "zh" else f"row {row}"


def _column(column: str, lang: str) -> str:
    return f"列 {column}" if lang == "zh" else f"column {column}"


def _examples(alike: Sequence[Fault], lang: str) -> str:
    """Say how many faults there are, and where the first of them stand."""
    shown = []
    for one in alike[:EXAMPLES]:
        value = repr(_short(one.value)) if one.value else ""
        shown.append(" ".join(filter(None, [_row(one.row, lang) if one.row else "", value])))
    shown = [text for text in shown if text]
    count = f"{len(alike):,} times" if lang == "en" else f"共 {len(alike):,} 处"
    if not shown:
        return count
    return (
        f"{count}, such as {', '.join(shown)}"
        if lang == "en"
        else f"{count}，如 {'、'.join(shown)}"
    )


def some_of(names: Sequence[str], most: int = EXAMPLES) -> Text:
    """Return a few names, of many the first ones and how many there are."""
    if len(names) <= most + 1:
        return Text(", ".join(names), "、".join(names))
    shown, more = names[:most], len(names) - most
    return Text(f"{', '.join(shown)} and {more:,} more", f"{'、'.join(shown)}等 {len(names):,} 个")


A_FILE = Text("a file", "一个文件")
"""What stands in the place of a folder."""


def tally(faults: Sequence[Fault], lang: str) -> str:
    """Return how many faults and warnings there are, in words; notes only where there are any."""
    errors = sum(fault.is_error for fault in faults)
    notes = sum(fault.is_note for fault in faults)
    counts = {"fault": errors, "warning": len(faults) - errors - notes}
    if notes:
        counts["note"] = notes
    if lang == "zh":
        words = {"fault": "错误", "warning": "警告", "note": "提示"}
        return "\uff0c".join(f"{count} 个{words[name]}" for name, count in counts.items())
    return ", ".join(f"{count} {name}{'s' * (count != 1)}" for name, count in counts.items())


def folded(faults: Sequence[Fault]) -> list[Fault]:
    """Return faults in their order; many of the same code and file with one cause are one.

    With a cause that is known more than three are one, over all columns of a file; without
    one more than `FLOOD` of a column. What is folded stands where its first stood, and
    holds all of it in `alike`.
    """
    groups: dict[tuple[str, ...], list[Fault]] = {}
    for fault in faults:
        groups.setdefault(_key(fault), []).append(fault)
    said: list[Fault] = []
    for group in groups.values():
        most = EXAMPLES if group[0].cause else FLOOD
        said += [_flood(group)] if len(group) > most else group
    order = {id(fault): at for at, fault in enumerate(faults)}
    return sorted(said, key=lambda fault: order[id(fault.alike[0] if fault.alike else fault)])


def _key(fault: Fault) -> tuple[str, ...]:
    cause = fault.cause
    return (fault.code, fault.file, "cause" if cause else "", cause.en if cause else fault.column)


def _flood(group: Sequence[Fault]) -> Fault:
    columns = ", ".join(dict.fromkeys(fault.column for fault in group if fault.column))
    return replace(group[0], column=columns, alike=tuple(group))


class InputError(Exception):
    """The input cannot be used; carries every fault that was found, and prints them all.

    Attributes
    ----------
    faults
        Each with code, file, row, column, value, and in both languages what is wrong and
        what to do.
    """

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__(faults)
        self.faults = faults

    def __str__(self) -> str:
        """Return the report in the environment's language."""
        return self.report()

    def report(self, lang: str | None = None) -> str:
        """Return every fault on a line of its own, floods of one folded, and their number."""
        said = language(lang)
        lines = [fault.line(said) for fault in folded(self.faults)]
        return "\n".join([*lines, tally(self.faults, said)])


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
    close = get_close_matches(word[:_LONGEST_WORD], known, n=1, cutoff=_LIKENESS)
    return Text(f"; did you mean {close[0]}?", f"；是否应为 {close[0]}？") if close else NO_HINT
