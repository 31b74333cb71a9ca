"""P2.population recomputed, in every scenario of people that the rule names."""

from __future__ import annotations

from fractions import Fraction

from models.measures import measure
from models.quantities import NO_LIMIT, at_least, at_most
from models.rules.population import Population
from optimizer.check.base import Verdict, check, verdict
from optimizer.check.ledger import Ledger
from optimizer.text import Text


@check("population")
def population(ledger: Ledger, rule: Population) -> Verdict:
    """Every unit's people are within the bounds of its terrain, whatever the scenario."""
    breaches: list[Text] = []
    extremes: list[tuple[Fraction, str, str]] = []
    for column in ("population", *rule.scenarios):
        found = measure(ledger.territory, column)
        totals = ledger.add_up(found.figures)
        where = "" if column == "population" else f" ({column})"
        for unit in map(int, ledger.kept):
            people = Fraction(int(totals[unit]), found.factor)
            extremes.append((people, ledger.name(unit), where))
            bounds = _bounds(rule, ledger.territory.townships[unit].terrain)
            breaches += _judge(people, bounds, ledger.name(unit), where)
    if not rule.scenarios or not extremes:
        return verdict(breaches)
    least, name, where = min(extremes)
    text = Text(
        f"fewest in any scenario: {name} {float(least):g}{where}",
        f"各情景中最少：{name} {float(least):g}{where}",
    )
    return verdict(breaches, text)


def _bounds(rule: Population, terrain: str) -> tuple[int, int]:
    """Return (least, most) people: of the row of the terrain, else of the row without one."""
    rows = [row for row in rule.rows if row.terrain == terrain]
    rows += [row for row in rule.rows if not row.terrain]
    return (at_least(rows[0].min), at_most(rows[0].max)) if rows else (0, NO_LIMIT)


def _judge(people: Fraction, bounds: tuple[int, int], name: str, where: str) -> list[Text]:
    low, high = bounds
    shown = f"{float(people):.10g}"
    if people < low:
        short = f"{float(low - people):.10g}"
        return [
            Text(
                f"{name} has {shown} people{where}, {short} short of {low}",
                f"{name} 人口 {shown}{where}，低于下限 {low} 差 {short}",
            )
        ]
    if high < NO_LIMIT and people > high:
        over = f"{float(people - high):.10g}"
        return [
            Text(
                f"{name} has {shown} people{where}, {over} over {high}",
                f"{name} 人口 {shown}{where}，高于上限 {high} 多 {over}",
            )
        ]
    return []
