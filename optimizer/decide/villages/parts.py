"""The villages of each township beside each unit, counted by how they stand."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from optimizer.decide.backbone import Backbone
from optimizer.decide.standing import Standing

SHOWN = (Standing.EVERY, Standing.SOME, Standing.OPEN)
"""The strongest first; what is in no plan is not shown."""


@dataclass(frozen=True)
class Part:
    """The villages of a township beside another unit.

    Attributes
    ----------
    whole
        How it stands that all of them go there.
    villages
        How many stand how; those that never go there are not counted.
    of
        How many there are.
    """

    township: int
    unit: int
    whole: Standing
    villages: Counter[Standing]
    of: int

    @property
    def strongest(self) -> Standing:
        """Return how it stands that any of its villages goes there."""
        return next((s for s in SHOWN if self.villages[s]), Standing.NONE)


def parts(found: Backbone) -> list[Part]:
    """Return each township beside each unit that some of its villages go to, or may go to."""
    home = found.near.space.territory.villages.township
    sizes = Counter(home.tolist())
    counts: dict[tuple[int, int], Counter[Standing]] = {}
    for going in found.goings:
        at = int(home[going.village]), going.unit
        counts.setdefault(at, Counter())[going.standing] += 1
    return [
        Part(p.a, p.b, p.standing, counts[p.a, p.b], sizes[p.a])
        for p in found.pairs
        if (p.a, p.b) in counts
    ]
