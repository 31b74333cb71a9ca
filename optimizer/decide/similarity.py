"""How alike two plans are, in closed form from their contingency table.

With n_ij villages in unit i of one plan and j of the other, a_i and b_j their
sums, the pairs of villages that are treated alike (together in both or apart in
both) are

    C(n, 2) + 2 sum C(n_ij, 2) - sum C(a_i, 2) - sum C(b_j, 2)

(Rand 1971, JASA 66(336)): no pair is looked at.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from models.plan import Plan
from models.quantities import IntArray


@dataclass(frozen=True)
class Likeness:
    """How alike two plans are.

    Attributes
    ----------
    alike
        Share of all pairs of villages that are together in both plans or apart in both.
    mergers
        Of the pairs of villages of different townships that at least one of the plans
        puts into one unit, the share that both do; None where neither merges any.
    villages, people
        Villages, and their people, whose unit is not the same.
    """

    alike: Fraction
    mergers: Fraction | None
    villages: int
    people: int


def likeness(a: Plan, b: Plan) -> Likeness:
    """Compare two plans of one territory; a village left out is a unit of its own kind."""
    people = a.territory.villages.population
    differs = a.unit != b.unit
    return Likeness(
        alike=_alike(a.unit, b.unit),
        mergers=_mergers(a, b),
        villages=int(differs.sum()),
        people=int(people[differs].sum()),
    )


def _alike(a: IntArray, b: IntArray) -> Fraction:
    total = len(a) * (len(a) - 1) // 2
    same = total + 2 * pairs_within(a, b) - pairs_within(a) - pairs_within(b)
    return Fraction(same, total) if total else Fraction(1)


def _mergers(a: Plan, b: Plan) -> Fraction | None:
    """Return joined in both / joined in either, over villages of different townships."""
    home = a.territory.villages.township
    both = pairs_within(a.unit, b.unit) - pairs_within(a.unit, b.unit, home)
    one, other = (pairs_within(p.unit) - pairs_within(p.unit, home) for p in (a, b))
    either = one + other - both
    return Fraction(both, either) if either else None


def pairs_within(*labels: IntArray) -> int:
    """Return how many pairs of villages have all their labels in common."""
    _, sizes = np.unique(np.stack(labels), axis=1, return_counts=True)
    return int((sizes * (sizes - 1) // 2).sum())
