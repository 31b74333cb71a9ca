"""The objectives' values recomputed from a plan."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction

import numpy as np

from models.quantities import METRES_PER_KM, NO_LIMIT, SQUARE_METRES_PER_HECTARE, at_most
from models.scenario import ObjectiveSpec
from optimizer.check.burden import worse_off as worse_off_villages
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


def inertia(ledger: Ledger) -> Value | None:
    """Return people x squared straight metres to the seats, each rounded to hectares."""
    straight = ledger.territory.straight_to_seat(ledger.unit)
    metres: list[int] = straight[ledger.placed].tolist()
    people: list[int] = ledger.territory.villages.population[ledger.placed].tolist()
    if max(metres, default=0) >= NO_LIMIT:
        return None
    ha = SQUARE_METRES_PER_HECTARE
    return sum(n * ((2 * m * m + ha) // (2 * ha)) for n, m in zip(people, metres, strict=True))


def disruption(ledger: Ledger) -> Value:
    """Return the people of villages whose unit is not their township's."""
    return int(ledger.territory.villages.population[ledger.moved].sum())


def conversions(ledger: Ledger) -> Value:
    """Return the units whose kind changes."""
    return len(ledger.converted)


def moved_villages(ledger: Ledger) -> Value:
    """Return the villages whose unit is not their township's."""
    return len(ledger.moved)


def worst(ledger: Ledger, _spec: ObjectiveSpec) -> Value | None:
    """Return the largest distance to a seat, metres; None where one is unknown."""
    most = int(ledger.metres[ledger.placed].max(initial=0))
    return None if most >= NO_LIMIT else most


def worse_off(ledger: Ledger, spec: ObjectiveSpec) -> Value | None:
    """Return the people whose way grows by more than the threshold; None where one is unknown."""
    if (ledger.metres[ledger.placed] >= NO_LIMIT).any():
        return None
    return worse_off_villages(ledger, at_most(spec.added_km, METRES_PER_KM)).people


def strengthen(ledger: Ledger, spec: ObjectiveSpec) -> Value:
    """Return the people who are not joined to a unit with one of the flags."""
    territory, moved = ledger.territory, ledger.moved
    flags = [t.flags & set(spec.flags) for t in territory.townships]
    preferred = np.array([bool(found) for found in flags], dtype=bool)
    joined = moved[preferred[ledger.unit[moved]]]
    people = territory.villages.population
    return int(people[ledger.placed].sum() - people[joined].sum())


def affinity(ledger: Ledger, _spec: ObjectiveSpec) -> Value:
    """Return people x the weight that their move forgoes."""
    weights = ledger.territory.affinity
    most, people = max(weights.values(), default=0), ledger.territory.villages.population
    total = 0
    for village in ledger.moved.tolist():
        a, b = int(ledger.origin[village]), int(ledger.unit[village])
        total += int(people[village]) * (most - weights.get((min(a, b), max(a, b)), 0))
    return total


def weighted(ledger: Ledger, spec: ObjectiveSpec) -> Value | None:
    """Return the weighted sum of other values; None where one is unknown."""
    total = 0
    for part, weight in spec.weighed():
        value = objective_value(ledger, part)
        if value is None:
            return None
        total += weight * int(value)
    return total


def objective_value(ledger: Ledger, spec: ObjectiveSpec) -> Value | None:
    """Return the plan's value of an objective with its parameters."""
    if spec.name in PARAMETRIC:
        return PARAMETRIC[spec.name](ledger, spec)
    return VALUES[spec.name](ledger)


def objective_values(ledger: Ledger, specs: Sequence[ObjectiveSpec]) -> dict[str, Value | None]:
    """Return the values of a scenario's objectives, and of all others that need no parameters."""
    given = {spec.name: spec for spec in specs}
    names = [*VALUES, *PARAMETRIC]
    wanted = [given.get(n) or ObjectiveSpec(name=n) for n in names if n in given or n != "weighted"]
    return {spec.name: objective_value(ledger, spec) for spec in wanted}


PARAMETRIC: Mapping[str, Callable[[Ledger, ObjectiveSpec], Value | None]] = {
    "worst": worst,
    "worse_off": worse_off,
    "strengthen": strengthen,
    "affinity": affinity,
    "weighted": weighted,
}
VALUES: Mapping[str, Callable[[Ledger], Value | None]] = {
    "units": units,
    "share": share,
    "travel": travel,
    "inertia": inertia,
    "disruption": disruption,
    "conversions": conversions,
    "moved_villages": moved_villages,
}
