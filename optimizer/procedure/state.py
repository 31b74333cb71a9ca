"""The state of a case: what the entries of its record come to, one after the other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from optimizer.procedure.binding import Binding, Copies
from optimizer.procedure.chain import Entry
from optimizer.procedure.evidence import Evidence
from optimizer.procedure.facts import Facts
from optimizer.procedure.gates import BASES, REQUIRED, Gate
from optimizer.procedure.settings import Responsible, Settings
from optimizer.procedure.tasks import Task, tasks_of
from optimizer.procedure.workdays import Calendar

Place = tuple[str, str]
"""A gate and a part of it: empty for the city, a county, or `county/approver`."""


@dataclass(frozen=True)
class Pass:
    """How a part of a gate was passed.

    Attributes
    ----------
    earliest
        The first day that its normal length allowed.
    shorter
        Why it was passed before that day; empty where it was not.
    number
        审图号 or 批准文号, where it has one.
    """

    entry: Entry
    day: date
    evidence: tuple[Evidence, ...]
    earliest: date | None = None
    shorter: str = ""
    number: str = ""


@dataclass
class Part:
    """A part of a gate.

    Attributes
    ----------
    failed
        The entry by which it failed, as long as nothing came after.
    more_months
        By how many months its latest day was put off, with consent.
    """

    begun: date | None = None
    passed: Pass | None = None
    failed: Entry | None = None
    more_months: int = 0


@dataclass
class Risk:
    """A point of the risk register.

    Attributes
    ----------
    state
        open, in hand, settled or accepted.
    by_machine
        Whether the plan itself gives it.
    """

    id: str
    kind: str
    county: str
    unit: str
    en: str
    zh: str
    measure: str = ""
    owner: str = ""
    state: str = "open"
    by_machine: bool = True

    @property
    def ready(self) -> bool:
        """Whether it has a measure and an owner."""
        return bool(self.measure and self.owner)


@dataclass
class Issue:
    """A problem, with what was done about it."""

    id: str
    text: str
    county: str
    raised: Entry
    due: date | None = None
    steps: list[Entry] = field(default_factory=list)
    closed: Entry | None = None

    @property
    def level(self) -> int:
        """How often it was passed upward."""
        return sum(entry.event == "escalate" for entry in self.steps)


@dataclass
class State:
    """What is known of a case; entries are applied by `optimizer.procedure.replay`."""

    entries: list[Entry] = field(default_factory=list)
    bindings: list[tuple[Entry, Binding]] = field(default_factory=list)
    copies: Copies | None = None
    gates: tuple[Gate, ...] = ()
    parts: dict[Place, Part] = field(default_factory=dict)
    risks: dict[str, Risk] = field(default_factory=dict)
    issues: dict[str, Issue] = field(default_factory=dict)
    done: dict[str, tuple[Entry, tuple[Evidence, ...]]] = field(default_factory=dict)
    people: dict[str, Responsible] = field(default_factory=dict)
    due: dict[str, date] = field(default_factory=dict)
    documents: dict[str, list[tuple[Entry, Evidence]]] = field(default_factory=dict)
    reports: list[Entry] = field(default_factory=list)
    _tasks: tuple[int, tuple[Task, ...]] = (0, ())

    @property
    def binding(self) -> Binding:
        """The plan that is bound now."""
        return self.bindings[-1][1]

    @property
    def bound_on(self) -> date:
        """The day on which what is bound now was bound."""
        return date.fromisoformat(self.bindings[-1][0].date)

    @property
    def _held(self) -> Copies:
        assert self.copies is not None
        return self.copies

    @property
    def facts(self) -> Facts:
        """What the plan changes."""
        return self._held.facts

    @property
    def settings(self) -> Settings:
        """What procedure.toml says."""
        return self._held.settings

    @property
    def calendar(self) -> Calendar:
        """Which days are worked."""
        return self._held.calendar

    def gate(self, key: str) -> Gate | None:
        """Return a gate by its key."""
        return next((gate for gate in self.gates if gate.key == key), None)

    def places(self, gate: Gate) -> list[Place]:
        """Return the parts of a gate."""
        if gate.scope == "city":
            return [(gate.key, "")]
        changed = self.facts.changed
        if gate.scope == "county":
            return [(gate.key, county) for county in changed]
        return [(gate.key, f"{c}/{who}") for c in changed for who in self.facts.approvers(c)]

    def needed(self, gate: Gate, part: str) -> Iterator[Place]:
        """Yield the parts of other gates that must stand before a part of a gate."""
        for key in gate.after:
            before = self.gate(key)
            if before is not None:
                everywhere = gate.together or gate.scope == "city" or before.scope == "city"
                for place in self.places(before):
                    if everywhere or county_of(place[1]) == county_of(part):
                        yield place

    def missing(self, gate: Gate, part: str) -> list[Place]:
        """Return what must stand before a part of a gate and does not."""
        return [place for place in self.needed(gate, part) if not self.stands_at(place)]

    def stands_at(self, place: Place) -> bool:
        """Return whether a part of a gate stands."""
        return place in self.parts and self.parts[place].passed is not None

    def stands(self, key: str) -> bool:
        """Return whether a gate stands in all its parts."""
        gate = self.gate(key)
        places = self.places(gate) if gate else []
        return bool(places) and all(self.stands_at(place) for place in places)

    @property
    def approved(self) -> bool:
        """Whether all five gates of S4.gates stand for the plan that is bound now."""
        return all(self.stands(key) for key in REQUIRED)

    def latest_before(self, gate: Gate, part: str) -> date:
        """Return the day on which the last of what must stand before was passed.

        At least the day on which what the gate rests on was bound.
        """
        days = [self.parts[p].passed.day for p in self.needed(gate, part) if self.stands_at(p)]  # type: ignore[union-attr]
        return max([*days, self.rests_since(gate)])

    def rests_since(self, gate: Gate) -> date:
        """Return the day on which what a gate rests on was last bound anew."""
        for entry, _ in reversed(self.bindings):
            if entry.event == "open" or set(entry.data["changed"]) & set(gate.rests_on):
                return date.fromisoformat(entry.date)
        return self.bound_on

    def responsible_of(self, *places: str) -> Responsible | None:
        """Return who is responsible: what was assigned, else what procedure.toml says.

        Parameters
        ----------
        places
            A task, a unit, a county or "" for the city, the nearest first.
        """
        named = self.settings.responsible
        given = {**({"": named.city} if named.city else {}), **named.county, **named.unit}
        found = (self.people.get(place) or given.get(place) for place in places)
        return next(filter(None, found), None)

    def responsible(self, task: Task) -> Responsible | None:
        """Return who is responsible for a task: its own, its unit's, its county's person.

        Of a task of the city, the city's.
        """
        places = [task.id, *filter(None, (task.unit, task.county))]
        return self.responsible_of(*places, *([] if task.county else [""]))

    @property
    def tasks(self) -> tuple[Task, ...]:
        """The work plan of the plan that is bound now."""
        at = len(self.bindings)
        if self._tasks[0] != at:
            self._tasks = at, tasks_of(self.facts, self.gates)
        return self._tasks[1]

    def passes(self) -> Iterator[tuple[Place, Pass]]:
        """Yield what stands."""
        for place, part in self.parts.items():
            if part.passed is not None:
                yield place, part.passed

    def evidence(self) -> Iterator[Evidence]:
        """Yield the files that what stands rests on, tasks and documents too."""
        for _, passed in self.passes():
            yield from passed.evidence
        for _, found in self.done.values():
            yield from found
        for attached in self.documents.values():
            yield from (item for _, item in attached)

    def number(self, kind: str) -> tuple[str, ...]:
        """Return the numbers of a kind (`map`, `document`) that were given."""
        keys = {gate.key for gate in self.gates if gate.number == kind}
        found = [p.number for (key, _), p in self.passes() if key in keys and p.number]
        return tuple(dict.fromkeys(found))


def county_of(part: str) -> str:
    """Return the county of a part of a gate; empty for the city."""
    return part.partition("/")[0]


def approver_part(part: str) -> str:
    """Return the approver of a part of a gate; empty where it has none."""
    return part.partition("/")[2]


def binding_of(data: Mapping[str, Any]) -> Binding:
    """Return what an entry binds."""
    names = Binding.__dataclass_fields__
    return Binding(**{key: value for key, value in data.items() if key in names})


def changed_bases(before: Binding | None, after: Binding) -> list[str]:
    """Return what of scenario and plan a new binding changes."""
    if before is None:
        return list(BASES)
    return [b for b in BASES if getattr(before, f"{b}_sha256") != getattr(after, f"{b}_sha256")]
