"""What a frontier leaves open: at which numbers of units values may be missing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import inf

from models.quantities import NO_LIMIT
from optimizer.decide.explore import Exploration
from optimizer.solve.decomposition.options import Option

COUNTED = ("units", "share")
"""Objectives that are known from the numbers of units and of urban units."""


@dataclass(frozen=True)
class Doubts:
    """Where plans may be missing.

    Attributes
    ----------
    certain
        The number of units from which on plans may be missing.
    name, least
        Of one county alone and one sum beside units: the sum, and what it comes to at least at
        each number of units that is not settled.
    """

    certain: float
    name: str = ""
    least: Mapping[int, int] = field(default_factory=dict)

    @classmethod
    def of(cls, objectives: Sequence[str], menus: Sequence[Exploration]) -> Doubts:
        """Return what counties leave in doubt."""
        certain = certain_below(objectives, menus)
        sums = [name for name in objectives if name not in COUNTED]
        if len(menus) > 1 or None in menus[0].open_counts:
            return cls(certain)
        if set(objectives) != {"units", *sums} or len(sums) != 1:
            return cls(certain)
        (menu,) = menus
        return cls(certain, sums[0], {n: menu.least.get(n, -NO_LIMIT) for n in menu.left})

    @property
    def known(self) -> bool:
        """Whether it is known what may be missing at each number of units."""
        return bool(self.name)

    def beaten_by_none(self, option: Option) -> bool:
        """Return whether nothing that may be missing is as good as an option, or better."""
        if not self.known:
            return option.units < self.certain
        cost = option.costs[self.name]
        return all(
            bound > cost or (bound == cost and units == option.units)
            for units, bound in self.least.items()
            if units <= option.units
        )

    def open_counts(self, options: Sequence[Option]) -> set[int]:
        """Return at which numbers of units something may be missing that none of them beats."""
        open_ = set()
        for units, bound in self.least.items():
            known = [option.costs[self.name] for option in options if option.units <= units]
            if bound < min(known, default=inf):
                open_.add(units)
        return open_


def certain_below(objectives: Sequence[str], menus: Sequence[Exploration]) -> float:
    """Return the number of units below which no plan of the counties together is missing.

    A plan with fewer units uses in no county a number at which something is open, as all
    others keep at least their fewest. Without `units` among the objectives a plan with more
    units may beat one with less.
    """
    fewest = sum(menu.span[0] for menu in menus)
    certain = min(menu.certain_below + fewest - menu.span[0] for menu in menus)
    return certain if "units" in objectives or certain == inf else -inf


def open_counts(
    city: Exploration, menus: Sequence[Exploration], doubts: Doubts
) -> tuple[int | None, ...]:
    """Return the numbers of units at which values may be missing or are not proved."""
    certain = doubts.certain
    if certain == -inf or None in city.open_counts:
        return (None,)
    open_ = {count for count in city.open_counts if count is not None}
    if doubts.known:
        open_ |= doubts.open_counts(menus[0].options)
    elif certain < inf:
        open_ |= set(range(int(certain), sum(menu.span[1] for menu in menus) + 1))
    return tuple(sorted(open_))
