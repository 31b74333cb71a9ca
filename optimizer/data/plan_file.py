"""Plans as folders: plan.csv is the plan, plan.json its record; each replaced by rename."""

from __future__ import annotations

import errno
import hashlib
import json
import os
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any, get_args

import numpy as np

from models.kinds import Kind
from models.plan import Plan
from models.quantities import IntArray
from models.scenario import Mode
from models.territory import Territory
from optimizer.data.cells import plain_csv
from optimizer.data.faults import A_FILE, Fault, Findings, some_of
from optimizer.data.output import replace_bytes
from optimizer.data.paths import leads_out
from optimizer.data.plan_record import FORMAT, read_record
from optimizer.data.plan_rows import PlanRows
from optimizer.data.spelling import read_kind
from optimizer.data.system_errors import reason
from optimizer.data.table import Table, read_table
from optimizer.endings import remove_at_the_end

COLUMNS = ("village", "unit", "kind", "township")
"""Columns that a planner's table may have under other headers (村代码, 调整后乡镇)."""
TABLE, RECORD, COUNTIES = "plan.csv", "plan.json", "counties"
PICTURES = ("map.png", "map.svg")
OUR_FILES = frozenset({TABLE, RECORD, COUNTIES, *PICTURES})


@dataclass(frozen=True)
class PlanFile:
    """A plan read from a folder or a table.

    Attributes
    ----------
    record
        What plan.json says; empty when there is none.
    """

    plan: Plan
    record: Mapping[str, Any] = field(default_factory=dict)
    warnings: tuple[Fault, ...] = ()


def read_plan(path: Path, territory: Territory, sha256: str = "") -> PlanFile:
    """Read a plan folder, or any CSV with the columns village and unit, or township and unit.

    Villages and units may be named instead of coded, where that is unique.

    Parameters
    ----------
    sha256
        Hash of the scenario that the plan is about to be judged by.

    Raises
    ------
    InputError
        With every fault. A village that the plan leaves out is no fault of the
        file: a warning counts them, and the checker reports them as a breach of
        P5.complete.
    """
    findings = Findings()
    file = path / TABLE if path.is_dir() else path
    if path.is_dir() and any(leads_out(path, name) for name in (TABLE, RECORD)):
        findings.add("E509", str(path))
    elif not os.path.lexists(file):
        findings.add("E630", str(file))
    findings.stop_on_errors()
    table = read_table(file, ("village|township", "unit"), findings, meant=COLUMNS)
    record = read_record(file.with_name(RECORD), findings)
    findings.stop_on_errors()
    assert table is not None
    plan = _plan(_inside(table, territory), territory)
    findings.stop_on_errors()
    _warn(record, file, sha256, findings)
    if left_out := int((plan.unit < 0).sum()):
        first = territory.villages.codes[int(np.argmin(plan.unit))]
        findings.add("W130", table.file, 0, "village", count=left_out, first=first)
    return PlanFile(plan, record, tuple(findings.warnings))


def _inside(table: Table, territory: Territory) -> Table:
    """Return the rows of a plan without those of counties that are left out."""
    if not territory.left_out:
        return table
    column = "village" if table.has("village") else "township"
    known = [code not in territory.left_out for code in table.code_text(column)]
    return table.kept(np.array(known, dtype=bool))


def _plan(table: Table, territory: Territory) -> Plan:
    rows = PlanRows(table, territory)
    rows.note_repeated()
    of_village = np.full(len(territory.villages), -1, dtype=np.int64)
    known = rows.village >= 0
    of_village[rows.village[known]] = rows.unit[known]
    by_row = np.full(len(table), -1, dtype=np.int64)
    by_row[rows.row] = rows.unit
    return Plan(territory, of_village, _conversions(table, by_row, territory))


def completed(plan: Plan) -> Plan:
    """Return a plan in which every village that it leaves out stays in its own township.

    What a list of changes means: who is not mentioned is not moved.
    """
    stays = plan.unit < 0
    return replace(plan, unit=np.where(stays, plan.territory.villages.township, plan.unit))


def _conversions(table: Table, unit: IntArray, territory: Territory) -> dict[int, Kind]:
    """Return the kinds that the optional column `kind` gives to units; empty means unchanged."""
    given: dict[int, Kind] = {}
    for at, word in enumerate(table.text("kind", required=False)):
        township = int(unit[at])
        if not word or township < 0:
            continue
        kind = read_kind(word)
        if kind is None:
            table.note("E206", at, "kind", word)
        elif given.setdefault(township, kind) is not kind:
            table.note("E602", at, "kind", word, unit=territory.unit_codes[township])
    return {t: kind for t, kind in given.items() if kind is not territory.townships[t].kind}


def recorded_mode(path: Path) -> str | None:
    """Return the mode that plan.json beside a plan names, if there is one that is known."""
    file = path / TABLE if path.is_dir() else path
    mode = read_record(file.with_name(RECORD), Findings()).get("mode")
    return mode if mode in get_args(Mode) else None


def _warn(record: Mapping[str, Any], file: Path, sha256: str, findings: Findings) -> None:
    if record.get("plan_sha256") not in (None, hash_file(file)):
        findings.add("W111", file.name)
    scenario = record.get("scenario")
    made_for = scenario.get("sha256") if isinstance(scenario, dict) else None
    if sha256 and made_for not in (None, sha256):
        findings.add("W110", RECORD)


def hash_file(path: Path) -> str:
    """Return the SHA-256 of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def claim_folder(folder: Path, findings: Findings) -> None:
    """Refuse a folder that holds anything but an earlier plan; create it if missing."""
    names = _names(folder)
    known = OUR_FILES if not names or names & {TABLE, RECORD, COUNTIES} else frozenset[str]()
    _claim(folder, known, findings)


def claim_results(folder: Path, known: frozenset[str], findings: Findings) -> None:
    """Refuse a folder that holds anything but earlier results, by name; create it if missing."""
    _claim(folder, known, findings)


def _names(folder: Path) -> set[str]:
    if not os.path.isdir(folder):
        return set()
    return {p.name for p in folder.iterdir() if not p.name.endswith(".part")}


def _claim(folder: Path, known: frozenset[str], findings: Findings) -> None:
    if os.path.lexists(folder) and not os.path.isdir(folder):
        findings.add("E701", str(folder), what=A_FILE)
    elif others := sorted(_names(folder) - known):
        findings.add("E701", str(folder), what=some_of(others))
    findings.stop_on_errors()
    new = [place for place in (folder, *folder.parents) if not os.path.lexists(place)]
    remove_at_the_end(partial(_remove_empty, new))
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if not os.access(folder, os.W_OK):
            findings.add("E702", str(folder), why=reason(PermissionError(errno.EACCES, "")))
    except OSError as error:
        findings.add("E702", str(folder), why=reason(error))
    findings.stop_on_errors()


def _remove_empty(folders: Sequence[Path]) -> None:
    """Remove folders that hold nothing, the innermost first."""
    with suppress(OSError):
        for folder in folders:
            folder.rmdir()


def write_plan(folder: Path, plan: Plan, record: Mapping[str, Any]) -> None:
    """Write plan.csv, every code as it is, then plan.json with its hash."""
    territory = plan.territory
    units = [territory.unit_codes[u] for u in plan.unit]
    rows = [["village", "unit"], *map(list, zip(territory.villages.codes, units, strict=True))]
    if plan.conversions:
        kinds = ["kind", *(plan.kind(int(u)).value for u in plan.unit)]
        rows = [[*row, kind] for row, kind in zip(rows, kinds, strict=True)]
    replace_file(folder / TABLE, plain_csv(rows))
    full = {"format": FORMAT, **record, "plan_sha256": hash_file(folder / TABLE)}
    replace_file(folder / RECORD, json.dumps(full, ensure_ascii=False, indent=1) + "\n")


def replace_file(path: Path, text: str) -> None:
    """Write a text file: to a temporary name, then renamed."""
    replace_bytes(path, text.encode())
