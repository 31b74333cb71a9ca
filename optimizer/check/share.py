"""P4.share recomputed, in exact fractions."""

from __future__ import annotations

from fractions import Fraction

import numpy as np

from models.rules.share import Share
from optimizer.check.base import Verdict, check, verdict
from optimizer.check.ledger import Ledger
from optimizer.text import Text


@check("share")
def share(ledger: Ledger, rule: Share) -> Verdict:
    """The share of towns and subdistricts keeps its floors."""
    territory = ledger.territory
    county = territory.county_of_township[ledger.kept]
    breaches = []
    for counties, least in rule.floors(territory):
        units = ledger.kept[np.isin(county, sorted(counties))]
        if not len(units):
            continue
        found = Fraction(ledger.urban(units), len(units))
        if found < least:
            name = ", ".join(territory.counties[c].name for c in sorted(counties))
            breaches.append(
                Text(
                    f"{name}: {found} ({float(found):.1%}) below {least} ({float(least):.1%})",
                    f"{name}：{found}（{float(found):.1%}）低于 {least}（{float(least):.1%}）",
                )
            )
    total = f"{Fraction(ledger.urban(ledger.kept), max(1, len(ledger.kept)))}"
    return verdict(breaches, Text(f"city {total}", f"全市 {total}"))
