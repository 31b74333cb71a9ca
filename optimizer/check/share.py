"""P4.share recomputed, in exact fractions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from fractions import Fraction

import numpy as np

from models.kinds import Kind
from models.quantities import fraction
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
    for counties, least in _floors(ledger, rule):
        units = ledger.kept[np.isin(county, counties)]
        if not len(units):
            continue
        found = Fraction(ledger.urban(units), len(units))
        if found < least:
            name = ", ".join(territory.counties[c].name for c in counties)
            breaches.append(
                Text(
                    f"{name}: {found} ({float(found):.1%}) below {least} ({float(least):.1%})",
                    f"{name}：{found}（{float(found):.1%}）低于 {least}（{float(least):.1%}）",
                )
            )
    total = f"{Fraction(ledger.urban(ledger.kept), max(1, len(ledger.kept)))}"
    return verdict(breaches, Text(f"city {total}", f"全市 {total}"))


def _floors(ledger: Ledger, rule: Share) -> Iterator[tuple[list[int], Fraction]]:
    """Yield (counties, least share of them together).

    The status quo of each county, and of all where there are several; the target of all
    districts together.
    """
    everywhere = [*range(len(ledger.territory.counties))]
    before = [(t.county, t.kind is not Kind.TOWNSHIP) for t in ledger.territory.former.townships]
    total, urban = Counter(c for c, _ in before), Counter(c for c, is_urban in before if is_urban)
    groups = [[c] for c in everywhere] + ([everywhere] if len(everywhere) > 1 else [])
    for group in groups if rule.floor else ():
        yield group, Fraction(sum(urban[c] for c in group), sum(total[c] for c in group))
    districts = [c for c in everywhere if ledger.territory.counties[c].is_district]
    if rule.districts_target is not None and districts:
        yield districts, fraction(rule.districts_target)
