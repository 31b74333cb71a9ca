"""A plan beside the instance that it is judged by: its units, its villages, its audit."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from models.plan import Plan as Assignment
from optimizer.api.instance import Instance
from optimizer.api.places import known_km, township_codes
from optimizer.api.results import Result, StrPath, exact, fault_table, frame, many, plotted, warn
from optimizer.check import Audit as Audited
from optimizer.check import Status, audit
from optimizer.data.faults import Fault, Findings
from optimizer.data.frames import write_frame
from optimizer.data.plan_file import completed
from optimizer.data.plan_file import read_plan as read_file
from optimizer.text import language

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from optimizer.report.screen import Screen

RULE_COLUMNS = ("clause", "rule", "status", "title", "detail")
UNIT_COLUMNS = (
    *("code", "name", "kind", "county", "county_name", "seat", "seat_name", "operation"),
    *("formed_from", "townships", "villages", "area_km2", "population", "worst_km", "person_km"),
    *("proposed_name", "proposed_code"),
)


@dataclass(frozen=True, repr=False, eq=False)
class Plan(Result):
    """A plan of an instance, and what the checker says of it.

    Attributes
    ----------
    assignment_of
        The plan as the rooms below hold it: the unit of each village, kinds that change.
    name
        What it is called beside others.
    record
        What plan.json says of it; empty where there is none.
    origin
        Which function found it and what was proved; written with it.
    """

    instance: Instance
    assignment_of: Assignment
    name: str = ""
    record: Mapping[str, Any] = field(default_factory=dict)
    odd: tuple[Fault, ...] = ()
    origin: Mapping[str, Any] = field(default_factory=dict)
    checked: Audited | None = None

    @cached_property
    def audited(self) -> Audited:
        """What the checker says: `optimizer.check.Audit`."""
        return self.checked or audit(self.assignment_of, self.instance.scenario)

    @property
    def passed(self) -> bool:
        """Whether every rule that is on is kept."""
        return not self.audited.broken

    @property
    def warnings(self) -> pd.DataFrame:
        """What is odd about the file or frame that it was read from."""
        return fault_table(self.odd)

    @property
    def units(self) -> pd.DataFrame:
        """One row a unit after the plan.

        Columns: code, name, kind, county, county_name, seat, seat_name, operation,
        formed_from (names), townships (list of codes), villages (number), area_km2,
        population, worst_km (farthest village from the seat), person_km (travel),
        proposed_name, proposed_code.

        Raises
        ------
        InputError
            When the plan leaves villages out.
        """
        return frame(unit_rows(self), UNIT_COLUMNS)

    @property
    def assignment(self) -> pd.DataFrame:
        """One row a village; `check` and `compare` take this table as a plan.

        Columns: village, village_name, township (before), unit (after; empty where the plan
        leaves the village out), unit_name, kind (of the unit), moved, population, km (to the
        seat), km_before.
        """
        return assignment_table(self.assignment_of)

    @property
    def audit(self) -> pd.DataFrame:
        """One row a rule: clause, rule, status, title, detail (where and by how much)."""
        return rule_table(self.audited)

    @property
    def objectives(self) -> pd.DataFrame:
        """The value of each objective that can be computed: name, unit, value (exact)."""
        from models.objectives import OBJECTIVES

        values = self.audited.objectives.items()
        rows = ({"name": n, "unit": _unit(OBJECTIVES, n), "value": v} for n, v in values)
        return exact((row for row in rows if row["value"] is not None), ("name", "unit", "value"))

    def plot(self, lang: str | None = None) -> Figure:
        """Return a map of the territory before and after.

        Raises
        ------
        ValueError
            When there are no coordinates, or more townships than find room.
        """
        from optimizer.report.map import map_figure

        instance, said = self.instance, language(lang)
        title = instance.scenario.title or instance.scenario.name
        return plotted(lambda: map_figure(self.assignment_of, title, said))

    def to_folder(self, folder: StrPath, *, maps: bool = True, lang: str | None = None) -> Path:
        """Write plan.csv, plan.json and the maps; an earlier plan is replaced whole.

        Parameters
        ----------
        maps
            Whether map.png and map.svg are drawn.

        Raises
        ------
        InputError
            When the folder holds anything but an earlier plan, or cannot be written.
        """
        from optimizer.data.output import replacing
        from optimizer.data.plan_file import claim_folder, write_plan
        from optimizer.report.deliver import plan_maps
        from optimizer.report.record import chosen_record

        target, dataset = Path(folder), self.instance.dataset
        claim_folder(target, Findings())
        origin = self.origin or {"command": "api"}
        record = chosen_record(dataset, self.assignment_of, self.audited, origin)
        with replacing(target) as draft:
            write_plan(draft, self.assignment_of, record)
        if maps:
            warn(plan_maps(target, dataset, self.assignment_of, language(lang))[1])
        return target

    def __repr__(self) -> str:
        """Return name, number of units and whether rules are broken."""
        broken = [finding.clause for finding in self.audited.broken]
        said = f"breaks {', '.join(broken)}" if broken else "keeps every rule"
        units = len(np.unique(self.assignment_of.unit[self.assignment_of.unit >= 0]))
        return f"<Plan{' ' + self.name if self.name else ''}: {many(units, 'unit')}, {said}>"

    def print_on(self, screen: Screen, lang: str) -> None:
        """Print what `check` prints."""
        from optimizer.report.tables import print_audit
        from optimizer.report.words import Words

        words = Words(lang, self.instance.territory.township_level)
        print_audit(screen, words, self.instance.dataset, self.audited)

    def tables(self) -> Iterable[tuple[str, pd.DataFrame]]:
        """Yield the units that change, and the rules."""
        yield "units that change", changed(self.units)
        yield "rules that are on", rules_on(self.audit)


def read_plan(instance: Instance, path: StrPath, name: str = "", *, judged: bool = True) -> Plan:
    """Read a plan folder, or a CSV with the columns village and unit, or township and unit.

    Villages and units may be named instead of coded, where that is unique.

    Parameters
    ----------
    path
        The folder or the file.
    name
        What the plan is to be called beside others.
    judged
        Whether the instance's rules are to judge it: that it was made under others is a
        warning then.

    Raises
    ------
    InputError
        With every fault. A village that the plan leaves out is a warning, and the checker
        reports it as a breach of P5.complete.
    """
    file = read_file(Path(path), instance.territory, instance.sha256 if judged else "")
    return Plan(instance, file.plan, name, file.record, file.warnings)


def plan_of(instance: Instance, given: Any, name: str = "") -> Plan:
    """Return what stands for a plan as one of this instance.

    Parameters
    ----------
    given
        A path as of `read_plan`; a table with village (or township) and unit; a mapping of
        villages or townships (codes) to units, in which who is not named stays; or a plan or a
        solution, also of another instance of the same places.

    Raises
    ------
    InputError
        With every fault of a file or a table.
    TypeError
        When it is none of these.
    """
    found = getattr(given, "plan", given) if not isinstance(given, Plan) else given
    if found is None:
        raise ValueError(f"{given!r} has no plan")
    if isinstance(found, Assignment):
        found = Plan(instance, found, name)
    if isinstance(found, Plan):
        return _here(instance, found, name)
    if isinstance(found, pd.Series):
        found = found.to_dict()
    if isinstance(found, pd.DataFrame):
        return _of_table(instance, found, name)
    if isinstance(found, Mapping):
        return _of_changes(instance, found, name)
    if isinstance(found, str | os.PathLike):
        return read_plan(instance, found, name)
    raise TypeError(
        f"{type(given).__name__} is no plan; give a path, a table, {{village: unit}} or a Plan"
    )


def _here(instance: Instance, plan: Plan, name: str) -> Plan:
    """Return a plan as one of another instance: by codes, where the territory is another."""
    if plan.instance is instance:
        return plan if not name else _named(plan, name)
    if plan.assignment_of.territory is instance.territory:
        return Plan(instance, plan.assignment_of, name or plan.name, plan.record)
    moved = _of_table(instance, plan.assignment[["village", "unit", "kind"]], name or plan.name)
    return Plan(instance, moved.assignment_of, moved.name, plan.record, moved.odd)


def _named(plan: Plan, name: str) -> Plan:
    return replace(plan, name=name)


def _of_table(instance: Instance, table: pd.DataFrame, name: str) -> Plan:
    if "village" in table and "unit" in table:
        table = table[[c for c in ("village", "unit", "kind") if c in table]]
        table = table[table["unit"].astype(str) != ""]
    with TemporaryDirectory(prefix="township-merge-") as folder:
        file = Path(folder) / "plan.csv"
        write_frame(file, table)
        read = read_file(file, instance.territory)
    return Plan(instance, read.plan, name, {}, read.warnings)


def _of_changes(instance: Instance, changes: Mapping[Any, Any], name: str) -> Plan:
    """Return the plan in which some villages, or whole townships, go to units, all others stay."""
    codes = instance.territory.township_codes
    place = "township" if all(str(key) in codes for key in changes) else "village"
    table = pd.DataFrame({place: list(changes), "unit": list(changes.values())})
    if changes:
        made = _of_table(instance, table, name).assignment_of
    else:
        made = Assignment.status_quo(instance.territory)
    return Plan(instance, completed(made), name)


def complete(plan: Plan) -> Plan:
    """Return a plan that places every village.

    Raises
    ------
    InputError
        E825: the plan leaves villages out; units have no figures then.
    """
    findings = Findings()
    if lost := int((plan.assignment_of.unit < 0).sum()):
        findings.add("E825", plan.name or "plan", count=lost)
    findings.stop_on_errors()
    return plan


def unit_rows(plan: Plan) -> Iterable[dict[str, object]]:
    """Yield one row for each unit."""
    from optimizer.report.record import unit_records

    territory, scenario = plan.instance.territory, plan.instance.scenario
    names = {township.code: township.name for township in territory.townships}
    counties = {county.code: county.name for county in territory.counties}
    villages = dict(zip(territory.villages.codes, territory.villages.names, strict=True))
    for record in unit_records(complete(plan).assignment_of, scenario):
        yield {
            **record,
            "county_name": counties[record["county"]],
            "seat_name": villages[record["seat"]],
            "formed_from": " + ".join(names[code] for code in record["townships"]),
            "villages": len(record["villages"]),
        }


def changed(units: pd.DataFrame) -> pd.DataFrame:
    """Return the units that change, in the columns that a notebook has room for."""
    columns = ["county_name", "name", "kind", "formed_from", "operation", "area_km2"]
    columns += ["population", "worst_km"]
    return units.loc[units["operation"] != "unchanged", columns]


def assignment_table(plan: Assignment) -> pd.DataFrame:
    """Return one row a village."""
    territory, unit = plan.territory, plan.unit
    held, level = territory.villages, territory.township_level
    codes = np.array([*territory.unit_codes, ""], dtype=object)
    names = np.array([*(t.name for t in territory.townships), ""], dtype=object)
    kept = np.unique(unit[unit >= 0]).tolist()
    kinds = {u: plan.kind(int(u)).value for u in kept} | {-1: ""}
    return pd.DataFrame(
        {
            "village": list(held.codes),
            "village_name": list(held.names),
            "township": township_codes(territory)[held.township],
            "unit": codes[unit],
            "unit_name": names[unit],
            "kind": [kinds[u] for u in unit.tolist()],
            "moved": unit != held.township,
            "population": held.population,
            "km": known_km(territory.metres_to_seat(unit), level),
            "km_before": known_km(territory.metres_to_seat(held.township), level),
        }
    )


def rule_table(found: Audited, lang: str | None = None) -> pd.DataFrame:
    """Return one row a rule."""
    said = language(lang)
    rows: Sequence[Mapping[str, object]] = [
        {
            "clause": finding.clause,
            "rule": finding.key,
            "status": finding.status.value,
            "title": finding.title.in_lang(said),
            "detail": finding.detail.in_lang(said),
        }
        for finding in found.findings
    ]
    return frame(rows, RULE_COLUMNS)


def broken_rows(table: pd.DataFrame) -> pd.DataFrame:
    """Return the rules of a table that are broken."""
    return table[table["status"] == Status.BROKEN.value].reset_index(drop=True)


def rules_on(table: pd.DataFrame) -> pd.DataFrame:
    """Return the rules of a table that are not off."""
    return table[table["status"] != Status.OFF.value]


def _unit(known: Mapping[str, Any], name: str) -> str:
    return str(known[name].unit) if name in known else ""
