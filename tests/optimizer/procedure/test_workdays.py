"""Working days: counted from the next day on, over moved weekends, and never guessed."""

from __future__ import annotations

import builtins
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from optimizer.data.faults import InputError
from optimizer.procedure.workdays import Calendar, calendar_text, read_calendar

HOLIDAYS_2027 = [date(2027, 1, 1), *(date(2027, 10, n) for n in range(1, 8))]
HOLIDAYS_2027 += [date(2027, 5, n) for n in (1, 3, 4)]


def calendar_file(place: Path, rows: list[tuple[Any, str]]) -> Path:
    """Write a calendar file."""
    path = place / "calendar.csv"
    text = "".join(f"{day},{word}\n" for day, word in rows)
    path.write_text(f"date,day\n{text}", encoding="utf-8")
    return path


def codes(path: Path) -> list[str]:
    """Return the codes of what is wrong with a calendar file."""
    with pytest.raises(InputError) as raised:
        read_calendar(path)
    return [fault.code for fault in raised.value.faults]


@pytest.mark.parametrize(
    ("begun", "ends"),
    [
        ("2026-04-27", "2026-05-09"),  # 1 to 5 May are off, Saturday 9 May is worked
        ("2026-06-01", "2026-06-10"),  # an ordinary week and a half
        ("2026-09-18", "2026-09-29"),  # Sunday 20 September is worked, 25 to 27 are off
        ("2026-09-30", "2026-10-15"),  # 1 to 7 October are off, Saturday 10 October is worked
    ],
)
def test_seven_working_days(begun: str, ends: str) -> None:
    """As announced for 2026 (国务院办公厅 2025), counted by hand."""
    assert str(Calendar().after(date.fromisoformat(begun), working_days=7)) == ends


@given(st.dates(date(2025, 1, 1), date(2026, 10, 31)), st.integers(0, 15))
def test_back_is_the_inverse_of_forward(day: date, count: int) -> None:
    """`before` gives the last day from which `after` comes to the end or earlier."""
    calendar = Calendar()
    start = calendar.before(day, working_days=count)
    assert calendar.after(start, working_days=count) <= day
    assert count == 0 or calendar.after(start + timedelta(1), working_days=count) > day


def test_an_unknown_year_is_an_error() -> None:
    """Neither the package nor a file knows it: nothing is guessed."""
    with pytest.raises(InputError) as raised:
        Calendar().after(date(2026, 12, 30), working_days=3)
    fault = raised.value.faults[0]
    assert (fault.code, fault.value) == ("E931", "2027")
    assert Calendar().after(date(2026, 12, 30), days=30) == date(2027, 1, 29)


def test_a_file_tells_its_years(tmp_path: Path) -> None:
    """Days listed count as listed, others by the week; a year it does not name stays unknown."""
    rows = [(day, "休") for day in HOLIDAYS_2027] + [(date(2027, 10, 9), "班")]
    calendar = read_calendar(calendar_file(tmp_path, rows))
    assert calendar.after(date(2027, 9, 30), working_days=2) == date(2027, 10, 9)
    assert not calendar.is_workday(date(2027, 10, 10))
    with pytest.raises(InputError):
        calendar.is_workday(date(2028, 1, 4))
    again = tmp_path / "again.csv"
    again.write_text(calendar_text(calendar), encoding="utf-8")
    assert read_calendar(again) == calendar


def test_a_file_counts_more_than_the_package(tmp_path: Path) -> None:
    """What the user says of a year is taken whole."""
    rows = [(date(2026, 3, 2) + timedelta(n), "holiday") for n in range(11)]
    calendar = read_calendar(calendar_file(tmp_path, rows))
    assert not calendar.is_workday(date(2026, 3, 3))
    assert Calendar().is_workday(date(2026, 3, 3))


def test_faults_of_a_file(tmp_path: Path) -> None:
    """No dates, no days, both at once, a year in part: all named together."""
    rows = [("2027-13-01", "休"), (date(2027, 1, 1), "free"), (date(2027, 1, 2), "休")]
    rows += [(date(2027, 1, 2), "班")]
    assert codes(calendar_file(tmp_path, rows)) == ["E933", "E934", "E935", "E936"]
    assert codes(calendar_file(tmp_path, [(date(2027, 1, 1), "休")])) == ["E936"]


def test_without_the_extra_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    """The base install has no calendar; the message names the extra."""
    imported = builtins.__import__

    def without(name: str, *more: Any, **named: Any) -> Any:
        if name.startswith("chinese_calendar"):
            raise ImportError(name)
        return imported(name, *more, **named)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(InputError) as raised:
        Calendar().is_workday(date(2026, 3, 3))
    assert raised.value.faults[0].code == "E932"
    assert "township-merge[procedure]" in raised.value.faults[0].line("zh")
