"""audit.json: what the set was made from and what each statement in it rests on."""

from __future__ import annotations

from importlib.metadata import version
from pathlib import Path
from typing import Any

from optimizer.data.plan_file import hash_file
from optimizer.decide.compare import Contender
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
        "estimated": material.estimated or None,
        "distances": {"en": material.distances.en, "zh": material.distances.zh},
        "data_date": marks.data_date or None,
        "mark": {"en": marks.line.en, "zh": marks.line.zh},
        "approval": list(marks.papers),
        "map_review": list(marks.reviews),
        "case": _case(material),
        "rules": rules_record(rule_states(material.scenario, material.territory)),
        "plans": [
            {"source": source.name, "sha256": source.sha256, **_plan(contender)}
            for source, contender in zip(material.sources, material.plans, strict=True)
        ],
        "files": [{"name": name, "sha256": hash_file(folder / name)} for name in sorted(names)],
    }


def _plan(contender: Contender) -> dict[str, Any]:
    record = contender.record
    return {
        "title": contender.name,
        "mode": record.get("mode"),
        "outcome": record.get("outcome") if contender.own else None,
        "objectives": {k: number(v) for k, v in contender.audit.objectives.items()},
        "measures": {k: number(v) for k, v in contender.measures.items()},
        "rules": rule_records(contender.audit),
        "proof": contender.proof,
    }


def _case(material: Material) -> dict[str, Any] | None:
    state = material.marks.state
    if state is None:
        return None
    keys = ("head", "lines", "as_of", "plan_sha256", "scenario_sha256", "executable", "open_gates")
    return {**{key: state[key] for key in keys}, "shortened": state["shortened"]}
