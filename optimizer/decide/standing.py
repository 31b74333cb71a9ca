"""In how many of the near-optimal plans something holds."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Standing(StrEnum):
    """In how many of the near-optimal plans something holds."""

    EVERY = "every"
    SOME = "some"
    NONE = "none"
    OPEN = "open"

    @property
    def unproved(self) -> Standing:
        """What is left of it where the set of near-optimal plans is not certain."""
        return self if self is Standing.SOME else Standing.OPEN


@dataclass(frozen=True)
class Pair:
    """Two townships (positions) that touch or could share a unit, and how they stand.

    In mode `whole`: they are in one unit. In the village modes: all villages of `a` are in
    the unit that keeps the seat of `b`.
    """

    a: int
    b: int
    standing: Standing


@dataclass(frozen=True)
class Going:
    """A village (position) in the unit of another township (position), and how that stands."""

    village: int
    unit: int
    standing: Standing
