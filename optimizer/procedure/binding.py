"""A plan bound to a case: its hash, that of its scenario, and copies of what the case needs."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from models.plan import Plan
from optimizer.check import Audit, audit
from optimizer.data.dataset import Dataset, read_dataset, scenario_digest
from optimizer.data.faults import Fault, Findings, InputError
from optimizer.data.output import writing
from optimizer.data.paths import leads_out
from optimizer.data.plan_file import RECORD, TABLE, hash_file, read_plan, recorded_mode
from optimizer.data.scenario_file import scenario_path
from optimizer.procedure.evidence import hash_of
from optimizer.procedure.facts import Facts, county_facts, items, unit_facts
from optimizer.procedure.points import Points
from optimizer.procedure.settings import FILE as SETTINGS
from optimizer.procedure.settings import Settings, read_settings
from optimizer.procedure.workdays import Calendar, calendar_text, read_calendar

FOLDER = "bound"
FACTS, CALENDAR = "facts.json", "calendar.csv"


@dataclass(frozen=True)
class Source:
    """What is to be bound, as the user names it.

    Attributes
    ----------
    procedure, calendar
        procedure.toml and a calendar file; None: none of their own.
    """

    scenario: Path
    plan: Path
    overrides: Mapping[str, Any]
    procedure: Path | None = None
    calendar: Path | None = None


@dataclass(frozen=True)
class Bound:
    """What was read of a source.

    Attributes
    ----------
    audit
        What the checker says of the plan.
    """

    source: Source
    dataset: Dataset
    plan: Plan
    audit: Audit
    settings: Settings
    calendar: Calendar
    facts: Facts
    plan_sha256: str
    warnings: tuple[Fault, ...]


def beside(scenario: Path) -> Path | None:
    """Return the procedure.toml beside a scenario; None where there is none."""
    path = scenario_path(scenario).with_name(SETTINGS)
    return path if path.is_file() else None


def plan_table(plan: Path) -> Path:
    """Return the table of a plan that is a folder or a table."""
    return plan / TABLE if plan.is_dir() else plan


def read_source(source: Source) -> Bound:
    """Read and judge what is to be bound.

    Raises
    ------
    InputError
        With the faults of the scenario, the plan, procedure.toml or the calendar; when
        the plan leaves villages out or changes nothing.
    """
    mode = recorded_mode(source.plan)
    overrides = {**({"mode": mode} if mode else {}), **source.overrides}
    dataset = read_dataset(source.scenario, overrides)
    found = read_plan(source.plan, dataset.territory, dataset.sha256)
    findings = Findings()
    settings = read_settings(source.procedure, findings) if source.procedure else Settings()
    findings.stop_on_errors()
    calendar = read_calendar(source.calendar) if source.calendar else Calendar()
    if (found.plan.unit < 0).any():
        count = int((found.plan.unit < 0).sum())
        raise InputError([Fault("E943", str(source.plan), details={"count": count})])
    facts = facts_of(dataset, found.plan, settings)
    if not facts.changed:
        raise InputError([Fault("E944", str(source.plan))])
    warnings = (*dataset.warnings, *found.warnings)
    return Bound(
        Source(source.scenario, source.plan, overrides, source.procedure, source.calendar),
        dataset,
        found.plan,
        audit(found.plan, dataset.scenario),
        settings,
        calendar,
        facts,
        hash_file(plan_table(source.plan)),
        warnings,
    )


def facts_of(dataset: Dataset, plan: Plan, settings: Settings) -> Facts:
    """Return what a case needs to know of a plan."""
    found = tuple(items(plan, dataset.scenario))
    travel = dataset.territory.travel
    return Facts(
        title=dataset.scenario.title or dataset.scenario.name,
        scenario=dataset.scenario.name,
        mode=dataset.scenario.mode,
        estimated=dataset.territory.estimated,
        distances=(travel.basis, travel.basis_zh),
        counties=tuple(county_facts(plan, found)),
        units=tuple(unit_facts(plan, dataset.scenario)),
        items=found,
        risks=tuple(Points(plan, dataset.scenario, settings.risks).all()),
    )


@dataclass(frozen=True)
class Binding:
    """A plan as it is bound in the record.

    Attributes
    ----------
    scenario, plan
        Where they were, from the folder of the case.
    folder
        Where the copies are, from the folder of the case.
    files
        Hash of each copy.
    """

    scenario: str
    plan: str
    overrides: Mapping[str, Any]
    scenario_sha256: str
    plan_sha256: str
    folder: str
    files: Mapping[str, str]
    reason: str = ""


def write_copies(case: Path, number: int, bound: Bound) -> tuple[str, dict[str, str]]:
    """Keep copies of a bound plan in a case, whole or not at all.

    Returns
    -------
    tuple
        Their folder, from the case's, and the hash of each.
    """
    name = f"{number:04d}-{bound.plan_sha256[:12]}"
    home = case / FOLDER
    with writing(home):
        home.mkdir(exist_ok=True)
        draft = Path(tempfile.mkdtemp(".part", ".bound-", home))
        try:
            _fill(draft, bound)
            files = {path.name: hash_of(path) for path in sorted(draft.iterdir())}
            draft.chmod(0o755)
            shutil.rmtree(home / name, ignore_errors=True)  # of a process that was killed
            os.replace(draft, home / name)
        except BaseException:
            shutil.rmtree(draft, ignore_errors=True)
            raise
    return f"{FOLDER}/{name}", files


def _fill(draft: Path, bound: Bound) -> None:
    table, source = plan_table(bound.source.plan), bound.source
    shutil.copyfile(table, draft / TABLE)
    if table.with_name(RECORD).is_file():
        shutil.copyfile(table.with_name(RECORD), draft / RECORD)
    facts = bound.facts.model_dump_json(indent=1) + "\n"
    (draft / FACTS).write_text(facts, encoding="utf-8", newline="\n")
    if source.procedure is not None:
        shutil.copyfile(source.procedure, draft / SETTINGS)
    if source.calendar is not None:
        text = calendar_text(bound.calendar)
        (draft / CALENDAR).write_text(text, encoding="utf-8", newline="\n")
    for path in draft.iterdir():
        with path.open("rb+") as file:
            os.fsync(file.fileno())


@dataclass(frozen=True)
class Copies:
    """What a case keeps of a bound plan."""

    facts: Facts
    settings: Settings
    calendar: Calendar


def read_copies(case: Path, binding: Binding) -> Copies:
    """Read the copies of a bound plan.

    Raises
    ------
    InputError
        When one is gone or is not what it was (E926).
    """
    folder = case / binding.folder
    if leads_out(case, binding.folder):
        raise InputError([Fault("E926", binding.folder)])
    faults = [
        Fault("E926", f"{binding.folder}/{name}")
        for name, digest in binding.files.items()
        if leads_out(folder, name)
        or not (folder / name).is_file()
        or hash_of(folder / name) != digest
    ]
    if faults or FACTS not in binding.files:
        raise InputError(faults or [Fault("E926", f"{binding.folder}/{FACTS}")])
    try:
        facts = Facts.model_validate_json((folder / FACTS).read_bytes())
    except ValidationError as error:
        raise InputError([Fault("E926", f"{binding.folder}/{FACTS}")]) from error
    findings = Findings()
    settings = Settings()
    if SETTINGS in binding.files:
        settings = read_settings(folder / SETTINGS, findings)
        findings.stop_on_errors()
    calendar = read_calendar(folder / CALENDAR) if CALENDAR in binding.files else Calendar()
    return Copies(facts, settings, calendar)


def stale(case: Path, binding: Binding) -> list[Fault]:
    """Return what has changed since a plan was bound, or cannot be compared (W902 to W904)."""
    faults: list[Fault] = []
    plan = plan_table(case / binding.plan)
    if not plan.is_file():
        faults.append(Fault("W904", str(plan)))
    elif hash_file(plan) != binding.plan_sha256:
        faults.append(Fault("W902", str(plan)))
    scenario = case / binding.scenario
    try:
        same = scenario_digest(scenario, binding.overrides) == binding.scenario_sha256
        faults += [] if same else [Fault("W903", str(scenario))]
    except InputError:
        faults.append(Fault("W904", str(scenario)))
    return faults
