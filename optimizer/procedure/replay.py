"""Entries applied to the state of a case; each is judged again by the rules of the procedure.

What a record says counts only where the rules allow it: an entry that no sound tool could
have written makes the whole record invalid, however well it is sealed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date
from pathlib import Path

from optimizer.data.faults import Fault, InputError
from optimizer.procedure import rules
from optimizer.procedure.binding import Binding, Copies, read_copies
from optimizer.procedure.chain import FILE, Entry
from optimizer.procedure.evidence import Evidence
from optimizer.procedure.settings import Responsible
from optimizer.procedure.state import Issue, Part, Pass, Risk, State, binding_of, changed_bases

Reader = Callable[[Binding], Copies]


def replay(case: Path, entries: Iterable[Entry]) -> State:
    """Return the state that the entries of a record come to.

    Raises
    ------
    InputError
        At the first entry that is not in the form of a case (E907), or that the rules of
        the procedure forbid (E908).
    """
    state = State()
    for entry in entries:
        try:
            apply(state, entry, lambda binding: read_copies(case, binding))
        except (KeyError, TypeError, ValueError, AttributeError, IndexError) as error:
            raise InputError([Fault("E907", FILE, entry.n, "", entry.event)]) from error
    if not state.bindings:
        raise InputError([Fault("E907", FILE, 1)])
    return state


def apply(state: State, entry: Entry, read: Reader) -> None:
    """Apply one entry.

    Raises
    ------
    InputError
        When the rules of the procedure forbid it.
    """
    faults = rules.judge(state, entry)
    if faults:
        raise InputError([Fault("E908", FILE, entry.n, "", entry.event), *faults])
    state.entries.append(entry)
    if entry.event in ("open", "amend"):
        _bind(state, entry, read)
    else:
        _APPLY[entry.event](state, entry)


def _bind(state: State, entry: Entry, read: Reader) -> None:
    """Bind a plan; gates that rest on what changed are open again, and all after them."""
    before = state.binding if state.bindings else None
    binding = binding_of(entry.data)
    changed = changed_bases(before, binding)
    if entry.data["changed"] != changed:
        raise ValueError("changed")
    state.bindings.append((entry, binding))
    state.copies = read(binding)
    state.gates = state.settings.gates()
    places = [place for gate in state.gates for place in state.places(gate)]
    resting = {g.key for g in state.gates if set(g.rests_on) & set(changed)}
    held = {p: s for p, s in state.parts.items() if p in places and p[0] not in resting}
    state.parts = {place: held.get(place, Part()) for place in places}
    _reopen_unfounded(state)
    _point(state)
    open_again = {task.id for task in state.tasks if task.kind.gate in resting}
    state.done = {key: done for key, done in state.done.items() if key not in open_again}


def _reopen_unfounded(state: State) -> None:
    """Open what stands although something that must stand before it does not."""
    for gate in state.gates:  # in order: what is opened here is seen by those after it
        for place in state.places(gate):
            if state.missing(gate, place[1]):
                state.parts[place] = Part()


def _point(state: State) -> None:
    """Take the plan's own risk points; a point that says the same keeps its measure."""
    before = state.risks
    found: dict[str, Risk] = {}
    for point in state.facts.risks:
        fresh = Risk(point.id, point.kind, point.county, point.unit, point.en, point.zh)
        old = before.get(point.id)
        same = old is not None and (old.en, old.zh) == (point.en, point.zh)
        found[point.id] = old if old is not None and same else fresh
    own = {key: risk for key, risk in before.items() if not risk.by_machine}
    state.risks = {**found, **own}


def _places(entry: Entry) -> list[tuple[str, str]]:
    return [(entry.data["gate"], part) for part in entry.data["parts"]]


def _begin(state: State, entry: Entry) -> None:
    for place in _places(entry):
        part = state.parts[place]
        state.parts[place] = replace(part, begun=date.fromisoformat(entry.date), failed=None)


def _pass(state: State, entry: Entry) -> None:
    data = entry.data
    earliest = data.get("earliest")
    passed = Pass(
        entry,
        date.fromisoformat(entry.date),
        Evidence.of(data["evidence"]),
        date.fromisoformat(earliest) if earliest else None,
        data.get("shorter", ""),
        data.get("number", ""),
    )
    begun = date.fromisoformat(data["begun"]) if data.get("begun") else None
    for place in _places(entry):
        part = state.parts[place]
        state.parts[place] = Part(begun or part.begun, passed, None, part.more_months)


def _fail(state: State, entry: Entry) -> None:
    for place in _places(entry):
        state.parts[place] = Part(failed=entry)
    _reopen_unfounded(state)


def _extend(state: State, entry: Entry) -> None:
    for place in _places(entry):
        part = state.parts[place]
        state.parts[place] = replace(part, more_months=part.more_months + entry.data["months"])


def _done(state: State, entry: Entry) -> None:
    state.done[entry.data["task"]] = entry, Evidence.of(entry.data["evidence"])


def _assign(state: State, entry: Entry) -> None:
    data = entry.data
    if data.get("office"):
        who = Responsible(office=data["office"], person=data["person"])
        state.people[data["to"]] = who
    if data.get("due"):
        state.due[data["to"]] = date.fromisoformat(data["due"])


def _issue(state: State, entry: Entry) -> None:
    data = entry.data
    due = date.fromisoformat(data["due"]) if data.get("due") else None
    state.issues[data["issue"]] = Issue(data["issue"], data["text"], data["county"], entry, due)


def _step(state: State, entry: Entry) -> None:
    issue = state.issues[entry.data["issue"]]
    issue.steps.append(entry)
    if entry.event == "close":
        issue.closed = entry


def _risk(state: State, entry: Entry) -> None:
    data = entry.data
    state.risks[data["risk"]] = Risk(
        data["risk"],
        "entered",
        data["county"],
        data.get("unit", ""),
        data["text"],
        data["text"],
        by_machine=False,
    )


def _measure(state: State, entry: Entry) -> None:
    risk = state.risks[entry.data["risk"]]
    for key in ("measure", "owner", "state"):
        if entry.data.get(key):
            setattr(risk, key, entry.data[key])


def _attach(state: State, entry: Entry) -> None:
    held = state.documents.setdefault(entry.data["document"], [])
    held += [(entry, item) for item in Evidence.of(entry.data["evidence"])]


def _report(state: State, entry: Entry) -> None:
    state.reports.append(entry)


_APPLY: dict[str, Callable[[State, Entry], None]] = {
    "begin": _begin,
    "pass": _pass,
    "fail": _fail,
    "extend": _extend,
    "done": _done,
    "assign": _assign,
    "issue": _issue,
    "escalate": _step,
    "answer": _step,
    "close": _step,
    "risk": _risk,
    "measure": _measure,
    "attach": _attach,
    "report": _report,
}
EVENTS = frozenset({"open", "amend", *_APPLY})
