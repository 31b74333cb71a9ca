"""P2.cohesion: `together` and `apart` recomputed."""

from __future__ import annotations

import numpy as np

from models.rules.pairs import Apart, Together
from optimizer.check.base import Verdict, check, verdict
from optimizer.check.ledger import Ledger
from optimizer.text import Text


def _units_of(ledger: Ledger, code: str) -> tuple[int, set[int]]:
    township = ledger.territory.township_codes[code]
    return township, set(np.unique(ledger.unit[ledger.origin == township]).tolist())


@check("together")
def together(ledger: Ledger, rule: Together) -> Verdict:
    """All villages of both townships are in one unit."""
    breaches = []
    for a, b in rule.pairs:
        (first, units_a), (second, units_b) = _units_of(ledger, a), _units_of(ledger, b)
        if len(units_a | units_b) > 1:
            names = ledger.name(first), ledger.name(second)
            breaches.append(
                Text(
                    f"{names[0]} and {names[1]} are not in one unit",
                    f"{names[0]} 与 {names[1]} 不在同一单位",
                )
            )
    return verdict(breaches)


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
