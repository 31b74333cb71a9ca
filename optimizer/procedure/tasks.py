"""The work plan: what a plan brings to do, for the city, each county and each unit."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

from optimizer.procedure.facts import Facts, UnitFacts
from optimizer.procedure.gates import Gate
from optimizer.text import Text

Reach = Literal["city", "county", "unit", "vacated"]


@dataclass(frozen=True)
class TaskKind:
    """A kind of task; the rows of tasks.toml say what the fields mean."""

    key: str
    name: Text
    scope: Reach
    gate: str
    after: tuple[str, ...] = ()


@dataclass(frozen=True)
class Task:
    """A task of the work plan.

    Attributes
    ----------
    id
        Its kind, and the county or unit that it is for.
    county, unit
        Empty where it is for the city, or for a whole county.
    name
        What is to be done, with the place.
    after
        Tasks that come before it.
    """

    id: str
    kind: TaskKind
    county: str
    unit: str
    name: Text
    after: tuple[str, ...] = ()


@cache
def task_kinds() -> tuple[TaskKind, ...]:
    """Return the kinds of task, in order."""
    text = (Path(__file__).parent / "tasks.toml").read_text(encoding="utf-8")
    return tuple(_kind(row) for row in tomllib.loads(text)["task"])


def _kind(row: dict[str, Any]) -> TaskKind:
    name = Text(row["en"], row["zh"])
    return TaskKind(row["key"], name, row["scope"], row["gate"], tuple(row.get("after", ())))


def tasks_of(facts: Facts, gates: tuple[Gate, ...]) -> tuple[Task, ...]:
    """Return the tasks that a plan brings; none for a gate that is left out."""
    there = {gate.key for gate in gates}
    found: dict[str, Task] = {}
    for kind in task_kinds():
        if kind.gate in there:
            for county, unit in _places(kind, facts):
                task = _task(kind, facts, county, unit, found)
                found[task.id] = task
    return tuple(found.values())


def _places(kind: TaskKind, facts: Facts) -> Iterator[tuple[str, UnitFacts | None]]:
    if kind.scope == "city":
        yield "", None
    elif kind.scope == "county":
        for county in facts.changed:
            yield county, None
    else:
        for unit in facts.units:
            if kind.scope == "unit" or unit.vacated:
                yield unit.county, unit


def _task(
    kind: TaskKind, facts: Facts, county: str, unit: UnitFacts | None, before: dict[str, Task]
) -> Task:
    code = unit.code if unit else county
    after = tuple(
        task.id
        for task in before.values()
        if task.kind.key in kind.after and _meets(task, county, unit)
    )
    place = unit.name if unit else facts.county_name(county) if county else ""
    name = Text(
        f"{place}: {kind.name.en}" if place else kind.name.en,
        f"{place}:{kind.name.zh}" if place else kind.name.zh,
    )
    return Task(
        f"{kind.key}:{code}" if code else kind.key, kind, county, code if unit else "", name, after
    )


def _meets(task: Task, county: str, unit: UnitFacts | None) -> bool:
    """Return whether a task lies in the same place: one around it, or one inside it."""
    if unit is not None and task.unit:
        return task.unit == unit.code
    return not county or not task.county or task.county == county
