"""How far a case is: by county, what is overdue, what is open, what can be done next."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from optimizer.data.faults import Fault, InputError
from optimizer.procedure.case import Case
from optimizer.procedure.chain import Entry
from optimizer.procedure.gates import Gate
from optimizer.procedure.schedule import Activity, Schedule, schedule
from optimizer.procedure.state import Issue, Place, State, county_of


@dataclass(frozen=True)
class CountyProgress:
    """How far a county is; the code is empty for what the city does.

    Attributes
    ----------
    gates_passed, gates
        Parts of gates.
    at
        The first gate that does not stand; empty when all do.
    """

    code: str
    name: str
    gates_passed: int
    gates: int
    tasks_done: int
    tasks: int
    overdue: int
    issues: int
    risks_open: int
    at: str


@dataclass(frozen=True)
class Progress:
    """What a report says.

    Attributes
    ----------
    planned
        The work plan in time; None where the working days of a year are not known.
    faults
        Why it is None.
    since
        The last report; None before the first.
    changes
        Entries since then.
    """

    case: Case
    as_of: date
    planned: Schedule | None
    faults: tuple[Fault, ...]
    counties: tuple[CountyProgress, ...]
    overdue: tuple[Activity, ...]
    issues: tuple[Issue, ...]
    since: Entry | None
    changes: tuple[Entry, ...]


def progress(case: Case, as_of: date, since: date | None = None) -> Progress:
    """Return how far a case is.

    Parameters
    ----------
    since
        Entries from this day on count as changes; None: those since the last report.
    """
    planned, faults = planned_or_why(case.state, as_of)
    overdue = tuple(planned.overdue()) if planned else ()
    last = case.state.reports[-1] if case.state.reports else None
    if since is not None:
        changes = [e for e in case.state.entries if date.fromisoformat(e.date) >= since]
    else:
        changes = [e for e in case.state.entries if last is None or e.n > last.n]
    opened = tuple(issue for issue in case.state.issues.values() if issue.closed is None)
    counties = tuple(_counties(case.state, overdue, opened))
    return Progress(case, as_of, planned, faults, counties, overdue, opened, last, tuple(changes))


def planned_or_why(state: State, as_of: date) -> tuple[Schedule | None, tuple[Fault, ...]]:
    """Return the work plan in time, or why there is none; a target that is missed is noted."""
    try:
        planned = schedule(state, as_of)
    except InputError as error:
        return None, tuple(error.faults)
    if planned.target and planned.end > planned.target:
        details = {"target": planned.target.isoformat(), "earliest": planned.end.isoformat()}
        return planned, (Fault("W906", "target", details=details),)
    return planned, ()


def _counties(
    state: State, overdue: tuple[Activity, ...], opened: tuple[Issue, ...]
) -> Iterator[CountyProgress]:
    for code in ("", *state.facts.changed):
        places = [p for gate in state.gates for p in state.places(gate) if county_of(p[1]) == code]
        tasks = [task for task in state.tasks if task.county == code]
        waiting = next((key for key, part in places if not state.stands_at((key, part))), "")
        yield CountyProgress(
            code,
            state.facts.county_name(code) if code else "",
            sum(map(state.stands_at, places)),
            len(places),
            sum(task.id in state.done for task in tasks),
            len(tasks),
            sum(activity.county == code for activity in overdue),
            sum(issue.county == code for issue in opened),
            sum(risk.county == code and not risk.ready for risk in state.risks.values()),
            waiting,
        )


@dataclass(frozen=True)
class Next:
    """A part of a gate that can be worked on now.

    Attributes
    ----------
    earliest
        The first day on which it can be passed; None while it has not begun, or where the
        working days are not known.
    lacks
        What must be there before: `begin`, `risks`, `number`.
    """

    gate: Gate
    place: Place
    begun: date | None
    earliest: date | None
    lacks: tuple[str, ...]


def next_steps(state: State) -> Iterator[Next]:
    """Yield each part of a gate that does not stand while all before it does."""
    for gate in state.gates:
        for place in state.places(gate):
            if not state.stands_at(place) and not state.missing(gate, place[1]):
                yield _next(state, gate, place)


def _next(state: State, gate: Gate, place: Place) -> Next:
    begun = state.parts[place].begun
    lacks = ["begin"] if gate.has_length and begun is None else []
    lacks += ["number"] if gate.number == "map" else []
    if gate.key == "risk":
        county = county_of(place[1])
        lacks += ["risks"] if any(not_ready(state, county)) else []
    earliest = None
    if begun is not None or not gate.has_length:
        earliest = earliest_pass(state, gate, begun or state.latest_before(gate, place[1]))
    return Next(gate, place, begun, earliest, tuple(lacks))


def earliest_pass(state: State, gate: Gate, begun: date) -> date | None:
    """Return the first day on which a gate can be passed; None where nobody told the days."""
    try:
        return state.calendar.after(begun, gate.days, gate.working_days)
    except InputError:
        return None


def not_ready(state: State, county: str) -> Iterator[str]:
    """Yield the points of the risk register that keep a county's risk gate from passing."""
    for risk in state.risks.values():
        if not risk.ready and risk.county in ("", county):
            yield risk.id
