"""Plans written as what they change of another plan: a township, or a village, and its unit."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from models.kinds import Kind
from models.plan import Plan


def moves(base: Plan, plan: Plan) -> dict[str, Any]:
    """Return what a plan changes of another one.

    Returns
    -------
    dict
        `townships` and `villages`: unit by code, where it is not the unit of `base`; a
        township stands for all of its villages where they go to one unit. `kinds`: kind of
        each unit that takes one of its own, by the unit's code.
    """
    territory = plan.territory
    origin, codes = territory.villages.township, territory.unit_codes
    townships, villages = {}, {}
    for township in np.unique(origin[plan.unit != base.unit]).tolist():
        inside = np.nonzero(origin == township)[0]
        units = np.unique(plan.unit[inside])
        if len(units) == 1:
            townships[territory.townships[township].code] = codes[int(units[0])]
            continue
        for village in inside[plan.unit[inside] != base.unit[inside]].tolist():
            villages[territory.villages.codes[village]] = codes[int(plan.unit[village])]
    kinds = {codes[t]: kind.value for t, kind in sorted(plan.conversions.items())}
    return {"townships": townships, "villages": villages, "kinds": kinds}


def moved(base: Plan, found: Mapping[str, Any]) -> Plan:
    """Return the plan that `moves` wrote down."""
    territory = base.territory
    unit, origin = base.unit.copy(), territory.villages.township
    for code, to in found["townships"].items():
        unit[origin == territory.township_codes[code]] = territory.units_by_code[to]
    for code, to in found["villages"].items():
        unit[territory.village_codes[code]] = territory.units_by_code[to]
    kinds = {territory.units_by_code[code]: Kind(kind) for code, kind in found["kinds"].items()}
    return Plan(territory, unit, kinds)
