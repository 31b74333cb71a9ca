"""The work plan in time: forward by the lengths of the law, back from a target, critical path.

Critical path method (Kelley and Walker 1959) on activities joined by dependencies. A gate
is two of them: it runs for its length, and it is passed once that and its tasks are over.
Only lengths that the law names or the office gives count; a task without one takes no time.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from optimizer.procedure.gates import Gate, Latest
from optimizer.procedure.state import Place, State, county_of
from optimizer.procedure.tasks import Task
from optimizer.text import Text


@dataclass
class Activity:
    """Something that takes time.

    Attributes
    ----------
    id
        `gate`, `gate@part` or a task's.
    after
        Activities that must have ended before it starts.
    joins
        Activities that must have ended before it ends.
    begun, ended
        What was entered; None where nothing was.
    start, end
        The earliest that is possible now.
    latest_end
        The latest that the target leaves; without one, the end of the whole.
    legal
        The latest by law, or the deadline that was assigned.
    """

    id: str
    kind: Literal["gate", "task"]
    name: Text
    county: str
    unit: str
    days: int = 0
    working_days: int = 0
    after: tuple[str, ...] = ()
    joins: tuple[str, ...] = ()
    begun: date | None = None
    ended: date | None = None
    legal: date | None = None
    start: date = field(default=date.min)
    end: date = field(default=date.min)
    latest_end: date = field(default=date.max)
    critical: bool = False

    @property
    def slack(self) -> int:
        """Days by which it may end later; negative where the target cannot be met."""
        return (self.latest_end - self.end).days


@dataclass(frozen=True)
class Schedule:
    """All activities, each after those that it waits for.

    Attributes
    ----------
    target
        The day by which the last gate is to be passed; None: nobody set one.
    """

    activities: dict[str, Activity]
    as_of: date
    target: date | None

    @property
    def end(self) -> date:
        """The earliest end of the whole."""
        return max(activity.end for activity in self.activities.values())

    def deadline(self, activity: Activity) -> date | None:
        """Return by when something is due: by law, as assigned, or counted back from the target."""
        days = [activity.legal, activity.latest_end if self.target else None]
        return min((day for day in days if day is not None), default=None)

    def is_overdue(self, activity: Activity) -> bool:
        """Return whether something is due and has not ended."""
        due = self.deadline(activity)
        return activity.ended is None and due is not None and due < self.as_of

    def overdue(self) -> list[Activity]:
        """Return everything that is overdue."""
        return [a for a in self.activities.values() if self.is_overdue(a)]

    def critical_path(self) -> list[Activity]:
        """Return what may not end later without putting off the end."""
        return [a for a in self.activities.values() if a.critical]


def schedule(state: State, as_of: date) -> Schedule:
    """Return the work plan in time.

    Parameters
    ----------
    as_of
        Today: what has not ended cannot end before it.

    Raises
    ------
    InputError
        When nobody told the working days of a year that is reached (E931, E932).
    """
    found = {activity.id: activity for activity in _ordered(state)}
    for activity in found.values():
        _forward(state, activity, found, as_of)
    _hand_down(found)
    planned = Schedule(found, as_of, state.settings.target)
    _back(state, planned)
    _mark_critical(found, planned.end)
    return planned


def gate_id(place: Place) -> str:
    """Return the id of a part of a gate."""
    return f"{place[0]}@{place[1]}" if place[1] else place[0]


def _ordered(state: State) -> Iterator[Activity]:
    """Yield tasks and gates, each after what it waits for."""
    by_gate: dict[str, list[Task]] = {}
    for task in state.tasks:
        by_gate.setdefault(task.kind.gate, []).append(task)
    for gate in state.gates:
        tasks = by_gate.get(gate.key, [])
        for task in tasks:
            yield _task(state, gate, task)
        for place in state.places(gate):
            yield _gate(state, gate, place, tasks)


def _task(state: State, gate: Gate, task: Task) -> Activity:
    places = [p for p in state.places(gate) if _of_county(p, task.county)]
    before = dict.fromkeys(gate_id(p) for place in places for p in state.needed(gate, place[1]))
    done = state.done.get(task.id)
    longer = state.settings.length.get(task.kind.key)
    return Activity(
        task.id,
        "task",
        task.name,
        task.county,
        task.unit,
        longer.days if longer else 0,
        longer.working_days if longer else 0,
        (*before, *task.after),
        ended=date.fromisoformat(done[0].date) if done else None,
        legal=state.due.get(task.id),
    )


def _of_county(place: Place, county: str) -> bool:
    """Return whether a part of a gate is a county's; the city's are everybody's."""
    return not county or not place[1] or county_of(place[1]) == county


def _gate(state: State, gate: Gate, place: Place, tasks: list[Task]) -> Activity:
    part = state.parts[place]
    county = county_of(place[1])
    return Activity(
        gate_id(place),
        "gate",
        gate.name,
        county,
        "",
        gate.days,
        gate.working_days or gate.takes_working_days,
        tuple(dict.fromkeys(gate_id(p) for p in state.needed(gate, place[1]))),
        tuple(t.id for t in tasks if not county or t.county in ("", county)),
        begun=part.begun,
        ended=part.passed.day if part.passed else None,
        legal=latest_day(state, gate, place),
    )


def latest_day(state: State, gate: Gate, place: Place) -> date | None:
    """Return the latest day by law; None while what it is counted from has not been passed."""
    if gate.within is None:
        return None
    before = state.gate(gate.within.after)
    days = [
        passed.day
        for at in (state.places(before) if before else [])
        if _of_county(at, county_of(place[1])) and (passed := state.parts[at].passed)
    ]
    if before is None or not state.stands(before.key) or not days:
        return None
    return day_within(max(days), gate.within, state.parts[place].more_months)


def day_within(start: date, within: Latest, more_months: int) -> date:
    """Return the last day of a term in days and calendar months."""
    months = start.month - 1 + within.months + more_months
    year, month = start.year + months // 12, months % 12 + 1
    day = date(year, month, min(start.day, monthrange(year, month)[1]))
    return date.fromordinal(day.toordinal() + within.days)


def _forward(state: State, activity: Activity, found: dict[str, Activity], as_of: date) -> None:
    """Set the earliest start and end."""
    ends = [found[key].end for key in activity.after if key in found]
    ready = max([state.bound_on, *ends])
    activity.start = activity.begun or min(ready, activity.ended or ready)
    if activity.ended is not None:
        activity.end = activity.ended
        return
    if activity.begun is None:
        activity.start = max(activity.start, as_of)
    over = state.calendar.after(activity.start, activity.days, activity.working_days)
    joined = [found[key].end for key in activity.joins if key in found]
    activity.end = max([over, as_of, *joined])


def _hand_down(found: dict[str, Activity]) -> None:
    """Give the tasks of a gate its latest day: that by law, and the day on which it was passed."""
    for gate in found.values():
        days = [day for day in (gate.legal, gate.ended) if day is not None]
        for key in gate.joins if days else ():
            task = found[key]
            task.legal = min([*days, *([task.legal] if task.legal else [])])


def _back(state: State, planned: Schedule) -> None:
    """Set the latest ends, counted back from the target or the end, and what is critical."""
    last = planned.target or planned.end
    found = planned.activities
    for activity in found.values():
        activity.latest_end = last
    for activity in reversed(found.values()):
        if activity.ended is not None:
            continue
        started = activity.begun is not None
        start = (
            state.calendar.before(activity.latest_end, activity.days, activity.working_days)
            if not started
            else activity.latest_end
        )
        for key in activity.joins:
            found[key].latest_end = min(found[key].latest_end, activity.latest_end)
        for key in activity.after if not started else ():
            found[key].latest_end = min(found[key].latest_end, start)


def _mark_critical(found: dict[str, Activity], end: date) -> None:
    """Mark what drives the end: from the end back along what each waits for last.

    With weekends and holidays the slack along that path is not the same everywhere, so it
    is followed, not read off the slack.
    """
    todo = [a for a in found.values() if a.ended is None and a.end == end]
    while todo:
        activity = todo.pop()
        if activity.critical:
            continue
        activity.critical = True
        driving = [key for key in activity.joins if found[key].end == activity.end]
        if activity.begun is None:
            driving += [key for key in activity.after if found[key].end == activity.start]
        todo += [found[key] for key in driving if found[key].ended is None]
