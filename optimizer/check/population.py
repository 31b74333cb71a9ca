"""P2.population recomputed."""

from __future__ import annotations

from models.quantities import NO_LIMIT
from models.rules.population import Population
from optimizer.check.base import Verdict, check, verdict
from optimizer.check.ledger import Ledger
from optimizer.text import Text


@check("population")
def population(ledger: Ledger, rule: Population) -> Verdict:
    """Every unit's people are within the bounds of its terrain."""
    breaches = []
    for unit in ledger.kept:
        people, name = int(ledger.population[unit]), ledger.name(unit)
        low, high = rule.bounds(ledger.territory.townships[unit])
        if people < low:
            short = low - people
            breaches.append(
                Text(
                    f"{name} has {people} people, {short} short of {low}",
                    f"{name} 人口 {people},低于下限 {low} 差 {short}",
                )
            )
        if high < NO_LIMIT and people > high:
            over = people - high
            breaches.append(
                Text(
                    f"{name} has {people} people, {over} over {high}",
                    f"{name} 人口 {people},高于上限 {high} 多 {over}",
                )
            )
    return verdict(breaches)
