"""Days and working days. A year whose holidays nobody told is an error, never a guess.

Working days in China are announced year by year (放假安排): weekends are moved. They come
from a calendar file of the user, else from the package `chinesecalendar`.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import MAXYEAR, date, timedelta
from functools import cache
from pathlib import Path

from optimizer.data.faults import Fault, Findings, InputError
from optimizer.data.table import read_table

EXTRA = "procedure"
WORDS = {"holiday": False, "workday": True, "休": False, "班": True, "假": False}
LEAST_HOLIDAYS = 11
"""Fewest days off in a year (全国年节及纪念日放假办法 before 2025; 13 since)."""
_SATURDAY = 5
"""`date.weekday()` of it; days before it are workdays where no calendar says otherwise."""


@dataclass(frozen=True)
class Calendar:
    """Which days are worked.

    Attributes
    ----------
    listed
        Days that the user's file names, and whether they are worked.
    years
        Years that the file covers; in them all other days go by the week.
    """

    listed: Mapping[date, bool] = field(default_factory=dict)
    years: frozenset[int] = frozenset()

    def is_workday(self, day: date) -> bool:
        """Return whether a day is worked.

        Raises
        ------
        InputError
            When nobody told the holidays of its year (E931), or the extra is missing (E932).
        """
        if day.year in self.years:
            return self.listed.get(day, day.weekday() < _SATURDAY)
        return _by_package(day)

    def after(self, start: date, days: int = 0, working_days: int = 0) -> date:
        """Return the first day by which so many days have gone by; the first day is not counted."""
        day = _moved(start, days)
        for _ in range(working_days):
            day = _moved(day, 1)
            while not self.is_workday(day):
                day = _moved(day, 1)
        return day

    def before(self, end: date, days: int = 0, working_days: int = 0) -> date:
        """Return the last day from which `after` comes to `end` or earlier."""
        day = end
        for left in range(working_days, 0, -1):
            while not self.is_workday(day):
                day = _moved(day, -1)
            day = _moved(day, -1)
            assert left
        return _moved(day, -days)


def _moved(day: date, days: int) -> date:
    try:
        return day + timedelta(days)
    except OverflowError as error:
        raise InputError([Fault("E931", "-", value=str(MAXYEAR))]) from error


def _by_package(day: date) -> bool:
    try:
        import chinese_calendar
    except ImportError as error:
        details = {"year": day.year, "extra": EXTRA}
        raise InputError([Fault("E932", "--calendar", details=details)]) from error
    try:
        return bool(chinese_calendar.is_workday(day))
    except NotImplementedError as error:
        raise InputError([Fault("E931", "--calendar", value=str(day.year))]) from error


@cache
def years_of_package() -> str:
    """Return the years that the package knows, in words; empty without it."""
    try:
        from chinese_calendar import constants
    except ImportError:
        return ""
    years = {day.year for day in constants.holidays}
    return f"{min(years)}-{max(years)}"


def read_calendar(path: Path) -> Calendar:
    """Read a calendar file: columns `date` and `day` (holiday or workday, 休 or 班).

    Raises
    ------
    InputError
        With every fault. A year with fewer days off than the law gives is one: the
        file does not hold all of it.
    """
    findings = Findings()
    table = read_table(path, ("date", "day"), findings)
    findings.stop_on_errors()
    assert table is not None
    listed: dict[date, bool] = {}
    words = zip(table.text("date"), table.text("day"), strict=True)
    for at, (text, word) in enumerate(words):
        try:
            day = date.fromisoformat(text)
        except ValueError:
            table.note("E933", at, "date", text)
            continue
        if word not in WORDS:
            table.note("E934", at, "day", word)
        elif listed.setdefault(day, WORDS[word]) is not WORDS[word]:
            table.note("E935", at, "date", text)
    off = Counter(day.year for day, worked in listed.items() if not worked)
    for year in sorted({day.year for day in listed}):
        if off[year] < LEAST_HOLIDAYS:
            given = {"count": off[year], "least": LEAST_HOLIDAYS}
            findings.add("E936", table.file, 0, "date", str(year), **given)
    findings.stop_on_errors()
    return Calendar(listed, frozenset(off))


def calendar_text(calendar: Calendar) -> str:
    """Return a calendar as the file that `read_calendar` reads."""
    import io

    text = io.StringIO()
    rows = csv.writer(text, lineterminator="\n")
    rows.writerow(["date", "day"])
    for day, worked in sorted(calendar.listed.items()):
        rows.writerow([day.isoformat(), "workday" if worked else "holiday"])
    return text.getvalue()
