"""Which plan a certificate is about."""

from __future__ import annotations

import hashlib

from models.plan import Plan


def plan_hash(plan: Plan) -> str:
    """Return the SHA-256 of a plan's contents.

    Hashed is one line `village,unit,kind` for each village, in the order of villages.csv, with
    the codes of the village and of its unit and the unit's kind after the plan.
    """
    codes, units = plan.territory.villages.codes, plan.territory.unit_codes
    lines = [
        f"{codes[v]},{units[u] if u >= 0 else ''},{plan.kind(u).value if u >= 0 else ''}\n"
        for v, u in enumerate(plan.unit.tolist())
    ]
    return hashlib.sha256("".join(lines).encode()).hexdigest()
