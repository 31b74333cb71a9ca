"""A county's agreed plan recomputed (S3.together)."""

from __future__ import annotations

from models.kinds import Kind
from models.rules.freeze import Freeze
from optimizer.check.base import Verdict, check, verdict
from optimizer.check.ledger import Ledger
from optimizer.text import Text


@check("freeze")
def freeze(ledger: Ledger, rule: Freeze) -> Verdict:
    """Every village of a frozen county is where its agreed plan puts it."""
    territory, breaches = ledger.territory, []
    for code in rule.counties:
        county = territory.county_codes[code]
        name = territory.counties[county].name
        villages = territory.villages_in(county)
        wanted = [rule.units.get(territory.villages.codes[v], "") for v in villages]
        found = [territory.unit_codes[u] if u >= 0 else "" for u in ledger.unit[villages]]
        moved = sum(a != b for a, b in zip(wanted, found, strict=True))
        units = {u for u in ledger.unit[villages].tolist() if u >= 0}
        kinds = [u for u in units if ledger.plan.kind(u) is not _agreed(ledger, rule, u)]
        if moved or kinds:
            breaches.append(
                Text(
                    f"{name}: {moved} villages and {len(kinds)} kinds are not as agreed",
                    f"{name}：{moved} 个村（居）、{len(kinds)} 个单位类型与商定方案不同",
                )
            )
    return verdict(breaches)


def _agreed(ledger: Ledger, rule: Freeze, unit: int) -> Kind:
    """Return the kind that the agreed plan gives to a unit: its own, unless it says another."""
    code = ledger.territory.unit_codes[unit]
    return rule.kinds.get(code, ledger.territory.townships[unit].kind)
