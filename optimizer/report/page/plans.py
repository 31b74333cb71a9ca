"""Plans as the page shows them: by pieces, with the figures that the checker recomputed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from models.kinds import KINDS
from models.plan import Plan
from models.quantities import IntArray
from optimizer.decide.compare import Contender
from optimizer.report.compare import gap_text
from optimizer.report.dossier.material import Material
from optimizer.report.page.basic_units import BasicUnits
from optimizer.report.record import number, rule_records
from optimizer.report.words import Words
from optimizer.report.words.choosing import Terms


def plan_record(
    material: Material, contender: Contender, pieces: BasicUnits, title: str
) -> dict[str, Any]:
    """Return a plan that was given, or the status quo."""
    plan = contender.plan
    names, codes = material.unit_names(contender), material.unit_codes(contender)
    record = contender.record
    return {
        "title": title,
        "unit": pieces.units(plan).tolist(),
        "kinds": kinds_of(plan),
        "names": {str(u): name for u, name in names.items()},
        "codes": {str(u): code for u, code in codes.items()},
        "operations": {str(u.township): u.operation.value for u in plan.units},
        "objectives": {k: number(v) for k, v in contender.audit.objectives.items()},
        "rules": [
            {key: rule[key] for key in ("clause", "key", "status", "detail", "detail_zh")}
            for rule in rule_records(contender.audit)
        ],
        "outcome": record.get("outcome") if contender.own else None,
        "proof": _proof(contender),
        "gap": {lang: gap_text(Words(lang), Terms(lang), contender) for lang in ("en", "zh")},
        "notes": record.get("notes") or [],
        "farther": _travellers(contender),
    }


def _proof(contender: Contender) -> list[dict[str, Any]] | None:
    if contender.proof is None:
        return None
    keys = ("name", "unit", "value", "best", "allowed", "bound", "proved", "proof")
    return [{key: row.get(key) for key in keys} for row in contender.proof]


def _travellers(contender: Contender) -> dict[str, int]:
    moves = contender.travellers
    return {
        "villages": len(moves.worse),
        "people": int(moves.people[moves.worse].sum()),
        "nearer": int(moves.people[moves.better].sum()),
    }


def kinds_of(plan: Plan) -> dict[str, int]:
    """Return the kinds that a plan gives to units, as positions in `KINDS`, by unit."""
    return {str(t): KINDS.index(kind) for t, kind in sorted(plan.conversions.items())}


def difference(base: IntArray, plan: Plan, pieces: BasicUnits) -> dict[str, Any]:
    """Return a plan as what it changes of the first one: [piece, unit, piece, unit ...]."""
    units = pieces.units(plan)
    at = np.nonzero(units != base)[0]
    changes = np.stack([at, units[at]], axis=1).ravel().tolist()
    found: dict[str, Any] = {"changes": changes}
    if plan.conversions:
        found["kinds"] = kinds_of(plan)
    return found


def moves_in(value: Any) -> Iterator[Mapping[str, Any]]:
    """Yield every plan of an analysis, in the order in which it stands there."""
    if isinstance(value, Mapping):
        for key, inner in value.items():
            if key == "moves" and isinstance(inner, Mapping):
                yield inner
            else:
                yield from moves_in(inner)
    elif isinstance(value, Sequence) and not isinstance(value, str):
        for inner in value:
            yield from moves_in(inner)


def replaced(value: Any, found: Iterator[dict[str, Any]]) -> Any:
    """Return an analysis with its plans written by pieces; `found` yields them in order."""
    if isinstance(value, Mapping):
        return {
            key: next(found)
            if key == "moves" and isinstance(inner, Mapping)
            else replaced(inner, found)
            for key, inner in value.items()
        }
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [replaced(inner, found) for inner in value]
    return value
