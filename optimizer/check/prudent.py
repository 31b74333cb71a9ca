"""P2.prudent recomputed."""

from __future__ import annotations

import numpy as np

from models.rules.prudent import Prudent
from optimizer.check.base import Status, Verdict, check, check_off, verdict
from optimizer.check.ledger import Ledger
from optimizer.text import Text


@check_off("prudent")
def listed(ledger: Ledger) -> Verdict:
    """Say how much changes although no limit is set."""
    return Status.OFF, _said(ledger)


@check("prudent")
def prudent(ledger: Ledger, rule: Prudent) -> Verdict:
    """People and villages whose unit changes are within the limits."""
    territory, breaches = ledger.territory, []
    county = territory.county_of_township[ledger.origin[ledger.moved]]
    everywhere = [*range(len(territory.counties))]
    for group in [everywhere] if rule.scope == "city" else [[c] for c in everywhere]:
        inside = ledger.moved[np.isin(county, group)]
        people = int(territory.villages.population[inside].sum())
        where = ", ".join(territory.counties[c].name for c in group)
        if rule.max_people is not None and people > rule.max_people:
            over = people - rule.max_people
            breaches.append(
                Text(
                    f"{where}: {people} people change unit, {over} too many",
                    f"{where}：变动 {people} 人，超出 {over} 人",
                )
            )
        if rule.max_villages is not None and len(inside) > rule.max_villages:
            over = len(inside) - rule.max_villages
            breaches.append(
                Text(
                    f"{where}: {len(inside)} villages change unit, {over} too many",
                    f"{where}：变动 {len(inside)} 个村（居），超出 {over} 个",
                )
            )
    return verdict(breaches, _said(ledger))


def _said(ledger: Ledger) -> Text:
    people = int(ledger.territory.villages.population[ledger.moved].sum())
    count = len(ledger.moved)
    return Text(
        f"{count} villages with {people} people change unit",
        f"{count} 个村（居）、{people} 人变动所属单位",
    )
