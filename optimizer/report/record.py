"""plan.json: the record of a plan, for programs."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from models.objectives import OBJECTIVES
from models.plan import Plan, Unit
from models.quantities import HECTARES_PER_KM2
from models.scenario import Scenario
from models.territory import Territory
from optimizer.check import Audit
from optimizer.check.naming import MARK, unit_codes, unit_names
from optimizer.data.cells import Code
from optimizer.data.dataset import Dataset
from optimizer.data.plan_record import FORMAT
from optimizer.report.people import people_record
from optimizer.report.words import in_km
from optimizer.solve.clock import Effort
from optimizer.solve.results import ObjectiveResult, OpenCounty
from optimizer.solve.solution import Solution


def decimal_and_exact(value: Fraction | None) -> tuple[object, object]:
    """Return a share as a decimal, and exactly: a spreadsheet makes a date of 1/3."""
    return (
        ("", "")
        if value is None
        else (f"{float(value):.6f}", Code(f"{value.numerator}/{value.denominator}"))
    )


def exact_heads(name: str) -> tuple[str, ...]:
    """Return the headings of an objective in a table: a share stands twice."""
    return (name, f"{name}_exact") if OBJECTIVES[name].ratio else (name,)


def exact_cells(name: str, value: int | Fraction | None) -> tuple[object, ...]:
    """Return the cells of an objective's value under its headings."""
    if not OBJECTIVES[name].ratio:
        return ("" if value is None else number(value),)
    return decimal_and_exact(None if value is None else Fraction(value))


def number(value: int | Fraction | None) -> int | str | None:
    """Return a value for JSON; fractions are written as text, exactly."""
    if isinstance(value, Fraction):
        return f"{value.numerator}/{value.denominator}"
    return value


def solution_record(solution: Solution, dataset: Dataset, effort: Effort) -> dict[str, Any]:
    """Return the record of a solve."""
    record: dict[str, Any] = {
        "format": FORMAT,
        "scenario": scenario_record(dataset),
        "mode": dataset.scenario.mode,
        "estimated": dataset.territory.estimated or None,
        "distances": dataset.territory.travel.basis,
        "outcome": solution.outcome.value,
        "objectives": [_objective(reached) for reached in solution.reached],
        "notes": [{"en": note.en, "zh": note.zh} for note in solution.notes],
        "units": [],
        "rules": [],
        "proposals": {"en": MARK.en, "zh": MARK.zh},
        "solver": {
            "engine": solution.engine,
            "seconds": round(solution.seconds, 3),
            "seed": effort.seed,
            "workers": effort.workers,
            "time_limit": effort.seconds,
            "ended_by_time_limit": solution.cut,
            "open_counties": [_open(county) for county in solution.open],
            "faults": list(solution.faults),
        },
    }
    if solution.plan is not None and solution.audit is not None:
        record["units"] = unit_records(solution.plan, dataset.scenario)
        record |= people_record(solution.plan, dataset.scenario)
        record["rules"] = rule_records(solution.audit)
    return record


def chosen_record(
    dataset: Dataset, plan: Plan, audit: Audit, origin: Mapping[str, Any]
) -> dict[str, Any]:
    """Return the record of a plan that a command chose for another reason than `solve` does.

    Parameters
    ----------
    origin
        Which command, why this plan, and whether that is proved.
    """
    values = audit.objectives.items()
    return {
        "format": FORMAT,
        "scenario": scenario_record(dataset),
        "mode": dataset.scenario.mode,
        "estimated": dataset.territory.estimated or None,
        "distances": dataset.territory.travel.basis,
        "origin": dict(origin),
        "objectives": [{"name": name, "value": number(value)} for name, value in values],
        "units": unit_records(plan, dataset.scenario),
        **people_record(plan, dataset.scenario),
        "rules": rule_records(audit),
    }


def scenario_record(dataset: Dataset) -> dict[str, Any]:
    """Return which scenario, by name and hash, with which overrides."""
    return {
        "name": dataset.scenario.name,
        "title": dataset.scenario.title,
        "file": dataset.path.name,
        "sha256": dataset.sha256,
        "overrides": dict(dataset.overrides),
    }


def _objective(reached: ObjectiveResult) -> dict[str, Any]:
    return {
        "name": reached.name,
        "unit": reached.unit,
        "value": number(reached.value),
        "best": number(reached.best),
        "allowed": number(reached.allowed),
        "bound": number(reached.bound),
        "proved": reached.proved,
        "proof": None if reached.proof is None else reached.proof.label,
    }


def _open(county: OpenCounty) -> dict[str, Any]:
    """Return a county that is open, with its first objective that is."""
    first = county.first
    return {"county": county.name, "first_open": None if first is None else _objective(first)}


def unit_records(plan: Plan, scenario: Scenario) -> list[dict[str, Any]]:
    """Return one record for each unit, with the name and the code that are proposed for it."""
    names, codes = unit_names(plan, scenario), unit_codes(plan, scenario)
    return [
        {
            **_unit(plan.territory, unit),
            "proposed_name": names[unit.township],
            "proposed_code": codes[unit.township],
        }
        for unit in plan.units
    ]


def _unit(territory: Territory, unit: Unit) -> dict[str, Any]:
    township, villages = territory.townships[unit.township], territory.villages
    return {
        "code": territory.unit_codes[unit.township],
        "name": township.name,
        "kind": unit.kind.value,
        "county": territory.counties[unit.county].code,
        "seat": villages.codes[unit.seat],
        "townships": [territory.townships[t].code for t in unit.townships],
        "villages": [villages.codes[v] for v in unit.villages],
        "area_km2": unit.area_ha / HECTARES_PER_KM2,
        "population": unit.population,
        "operation": unit.operation.value,
        "worst_km": in_km(unit.worst_m, territory.township_level),
        "person_km": in_km(unit.person_m, territory.township_level),
    }


def rule_records(audit: Audit) -> list[dict[str, Any]]:
    """Return one record for each rule."""
    return [
        {
            "clause": finding.clause,
            "key": finding.key,
            "status": finding.status.value,
            "detail": finding.detail.en,
            "detail_zh": finding.detail.zh,
        }
        for finding in audit.findings
    ]


def audit_record(audit: Audit, dataset: Dataset, plan: Plan) -> Mapping[str, Any]:
    """Return the record of a check."""
    return {
        "scenario": scenario_record(dataset),
        "mode": dataset.scenario.mode,
        "estimated": dataset.territory.estimated or None,
        "passed": not audit.broken,
        "rules": rule_records(audit),
        "objectives": {name: number(value) for name, value in audit.objectives.items()},
    }
