"""audit.json: what the set was made from and what each statement in it rests on."""

from __future__ import annotations

from importlib.metadata import version
from pathlib import Path
from typing import Any

from optimizer.data.faults import Fault
from optimizer.data.plan_file import hash_file
from optimizer.decide.compare import Contender
from optimizer.report.dossier.documents.basis import exceptions
from optimizer.report.dossier.geodata import FOLDER as GEODATA
from optimizer.report.dossier.material import Material
from optimizer.report.record import number, rule_records, scenario_record
from optimizer.report.rule_table import rule_states, rules_record

FORMAT = "merge-report/1"


def audit_of_set(material: Material, folder: Path, names: list[str]) -> dict[str, Any]:
    """Return the record of a set.

    Parameters
    ----------
    names
        The files of the set, from the folder; each is listed with its hash.
    """
    marks = material.marks
    return {
        "format": FORMAT,
        "title": material.title,
        "version": version("township-merge"),
        "scenario": scenario_record(material.dataset),
        "inputs": _inputs(material),
        "estimated": material.estimated or None,
        "distances": {"en": material.distances.en, "zh": material.distances.zh},
        "data_date": marks.data_date or None,
        "mark": {"en": marks.line.en, "zh": marks.line.zh},
        "approval": list(marks.papers),
        "map_review": list(marks.reviews),
        "case": _case(material),
        "rules": rules_record(rule_states(material.scenario, material.territory)),
        "plans": [
            {"source": source.name, "sha256": source.sha256, **_plan(material, contender)}
            for source, contender in zip(material.sources, material.plans, strict=True)
        ],
        "left_out": _left_out(material, names),
        "files": [{"name": name, "sha256": hash_file(folder / name)} for name in sorted(names)],
    }


def _inputs(material: Material) -> list[dict[str, str]]:
    """Return the hash of the scenario's file and of each table."""
    path = material.dataset.path
    tables = (path.parent / name for name in material.scenario.territory.tables().values())
    files = [path, *(table for table in tables if table.is_file())]
    return [{"name": file.name, "sha256": hash_file(file)} for file in files]


def _left_out(material: Material, names: list[str]) -> list[dict[str, str]]:
    """Return what the set goes without, and why."""
    if any(name.startswith(GEODATA) for name in names):
        return []
    fault = Fault("E823", material.scenario.territory.villages)
    return [{"part": GEODATA, "en": fault.line("en"), "zh": fault.line("zh")}]


def _plan(material: Material, contender: Contender) -> dict[str, Any]:
    record, codes = contender.record, material.territory.unit_codes
    return {
        "title": contender.name,
        "mode": record.get("mode"),
        "outcome": record.get("outcome") if contender.own else None,
        "objectives": {k: number(v) for k, v in contender.audit.objectives.items()},
        "measures": {k: number(v) for k, v in contender.measures.items()},
        "rules": rule_records(contender.audit),
        "exceptions": [
            {"unit": codes[unit], "reason": reason}
            for unit, reason in exceptions(material, contender).items()
        ],
        "proof": contender.proof,
    }


def _case(material: Material) -> dict[str, Any] | None:
    state = material.marks.state
    if state is None:
        return None
    keys = ("head", "lines", "as_of", "plan_sha256", "scenario_sha256", "executable", "open_gates")
    return {**{key: state[key] for key in keys}, "shortened": state["shortened"]}
