"""Who comes nearer to their seat and who is moved away from it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from models.plan import Plan
from models.quantities import NO_LIMIT, IntArray
from optimizer.check.ledger import Ledger


@dataclass(frozen=True)
class Travellers:
    """Distances of the villages to their seats, before and after; villages as positions.

    Attributes
    ----------
    before, after
        Metres, shape (villages,); `NO_LIMIT` where there is no way or no unit.
    worse, better
        The placed villages that are farther from, or nearer to, their seat than before.
    """

    people: IntArray
    before: IntArray
    after: IntArray
    worse: IntArray
    better: IntArray

    @classmethod
    def of(cls, ledger: Ledger) -> Travellers:
        """Compare a plan with the status quo."""
        territory, placed = ledger.territory, ledger.placed
        before = Ledger(Plan.status_quo(territory), ledger.mode).metres
        after = ledger.metres
        worse = placed[after[placed] > before[placed]]
        better = placed[after[placed] < before[placed]]
        return cls(territory.villages.population, before, after, worse, better)

    @property
    def added(self) -> IntArray:
        """Metres added for each village; `NO_LIMIT` where that is not known."""
        known = (self.before < NO_LIMIT) & (self.after < NO_LIMIT)
        found: IntArray = np.where(known, self.after - self.before, NO_LIMIT)
        return found

    def farthest(self, most: int) -> IntArray:
        """Return the villages that lose most, the greatest loss first."""
        losses = self.added[self.worse]
        return self.worse[np.argsort(-losses, kind="stable")[:most]]
