"""P2.cohesion: `together` and `apart` recomputed; `dissolve` too."""

from __future__ import annotations

import numpy as np

from models.quantities import IntArray
from models.rules.dissolve import Dissolve
from models.rules.pairs import Apart, Together
from optimizer.check.base import Verdict, check, verdict
from optimizer.check.ledger import Ledger
from optimizer.text import Text


def _units_of(ledger: Ledger, code: str) -> tuple[int, set[int]]:
    township = ledger.territory.township_codes[code]
    return township, set(np.unique(ledger.unit[ledger.origin == township]).tolist())


@check("together")
def together(ledger: Ledger, rule: Together) -> Verdict:
    """All villages of both townships, or villages, are in one unit."""
    breaches = []
    for pair in rule.pairs:
        units = {u for code in pair for u in ledger.unit[_villages(ledger, code)]}
        if len(units) > 1:
            a, b = (_name(ledger, code) for code in pair)
            breaches.append(Text(f"{a} and {b} are not in one unit", f"{a} 与 {b} 不在同一单位"))
    return verdict(breaches)


def _villages(ledger: Ledger, code: str) -> IntArray:
    """Return the villages of a township before the plan, else the one village of that code."""
    township = ledger.territory.township_codes.get(code)
    if township is None:
        return np.array([ledger.territory.village_codes[code]], dtype=np.int64)
    return np.nonzero(ledger.origin == township)[0]


def _name(ledger: Ledger, code: str) -> str:
    """Return name and code of a township, else of a village."""
    township = ledger.territory.township_codes.get(code)
    if township is None:
        return ledger.village(ledger.territory.village_codes[code])
    return ledger.name(township)


@check("dissolve")
def dissolve(ledger: Ledger, rule: Dissolve) -> Verdict:
    """No unit keeps the seat of a township that is to be dissolved."""
    kept = set(ledger.kept.tolist())
    wanted = [ledger.territory.township_codes[code] for code in rule.townships]
    names = [ledger.name(t) for t in wanted if t in kept]
    breaches = [Text(f"{name} is not dissolved", f"{name} 未撤销") for name in names]
    return verdict(breaches, Text(f"{len(wanted)} dissolved", f"{len(wanted)} 个均撤销"))


@check("apart")
def apart(ledger: Ledger, rule: Apart) -> Verdict:
    """No unit holds villages of both townships."""
    breaches = []
    for a, b in rule.pairs:
        (first, units_a), (second, units_b) = _units_of(ledger, a), _units_of(ledger, b)
        for unit in sorted((units_a & units_b) - {-1}):
            names = ledger.name(first), ledger.name(second), ledger.name(unit)
            breaches.append(
                Text(
                    f"{names[0]} and {names[1]} share {names[2]}",
                    f"{names[0]} 与 {names[1]} 同在 {names[2]}",
                )
            )
    return verdict(breaches)
