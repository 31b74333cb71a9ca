"""The objectives' values recomputed from a plan."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction

from models.quantities import NO_LIMIT
from optimizer.check.ledger import Ledger

Value = int | Fraction


def units(ledger: Ledger) -> Value:
    """Return the number of units."""
    return len(ledger.kept)


def share(ledger: Ledger) -> Value:
    """Return (towns + subdistricts) / units of the city."""
    return Fraction(ledger.urban(ledger.kept), max(1, len(ledger.kept)))


def travel(ledger: Ledger) -> Value | None:
    """Return person-metres to the seats; None where a distance is unknown."""
    metres = ledger.metres[ledger.placed]
    if (metres >= NO_LIMIT).any():
        return None
    return int(ledger.territory.villages.population[ledger.placed] @ metres)


def disruption(ledger: Ledger) -> Value:
    """Return the people of villages whose unit is not their township's."""
    return int(ledger.territory.villages.population[ledger.moved].sum())


def conversions(ledger: Ledger) -> Value:
    """Return the units whose kind changes."""
    return len(ledger.converted)


VALUES: Mapping[str, Callable[[Ledger], Value | None]] = {
    "units": units,
    "share": share,
    "travel": travel,
    "disruption": disruption,
    "conversions": conversions,
}
