"""What is answered of a pair of units."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from models.plan import Plan
from optimizer.solve.results import Value
from optimizer.text import Text


class Verdict(StrEnum):
    """What is known of the merger of two units.

    FORBIDDEN: rules on single units forbid a unit of the two at every seat, and no larger unit
    that holds both is in any plan either. NO_PLAN: no single unit's rules do, but no plan that
    keeps all rules has both in one unit. COSTS: the best plan with one is
    worse than the best plan. FREE: it is as good. OPEN: not known.
    """

    FORBIDDEN = "forbidden"
    NO_PLAN = "no plan"
    COSTS = "costs"
    FREE = "free"
    OPEN = "open"


@dataclass(frozen=True)
class Reason:
    """A rule that the merged unit breaks with the seat of one township.

    Attributes
    ----------
    seat
        Township (position) whose seat the merged unit would keep; -1 for any.
    text
        By how much, or how.
    """

    seat: int
    clause: str
    key: str
    text: Text


@dataclass(frozen=True)
class Forced:
    """The best plan in which both units are in one.

    Attributes
    ----------
    values
        Value of each objective, in order; proved where the verdict is COSTS or FREE.
    plan
        The plan itself, checked.
    alone
        Whether the unit that holds both holds nothing else.
    """

    values: tuple[Value, ...]
    plan: Plan
    alone: bool


@dataclass(frozen=True)
class PairAnswer:
    """What is known of one pair.

    Attributes
    ----------
    a, b
        The units, by the townships whose seats they keep (positions), a < b.
    verdict
        See `Verdict`.
    reasons
        What keeps the two, and nothing else, from being a unit, seat by seat; empty where
        nothing does.
    conflict
        Rules that together leave no plan, where the verdict is NO_PLAN.
    forced
        The plan behind COSTS and FREE; behind OPEN the best one that was found.
    """

    a: int
    b: int
    verdict: Verdict
    reasons: tuple[Reason, ...] = ()
    conflict: tuple[str, ...] = ()
    forced: Forced | None = None

    @property
    def exact(self) -> bool:
        """Whether the answer is proved."""
        return self.verdict is not Verdict.OPEN


@dataclass(frozen=True)
class WhyNot:
    """The answers to all pairs.

    Attributes
    ----------
    objectives
        Names, in order.
    best
        The best values without any pair forced, with which costs are compared; empty where
        they are not proved.
    counties
        What is known of the plan's part in each county (see `CountyProof`).
    """

    objectives: tuple[str, ...]
    best: tuple[Value, ...]
    pairs: tuple[PairAnswer, ...]
    counties: tuple[CountyProof, ...] = ()

    @property
    def exact(self) -> int:
        """How many answers are proved."""
        return sum(pair.exact for pair in self.pairs)


@dataclass(frozen=True)
class CountyProof:
    """What is proved of a plan's part in one county, at the number of units that it has there.

    Attributes
    ----------
    units
        Units that the plan leaves.
    fewest
        Proved lower bound of the county's units under its own rules; None when not known.
    values, bounds
        Of each objective: what the plan has, and the best at this number of units, those
        before it at their best; empty where not known.
    proved
        Whether the values are the bounds and these are proved.
    """

    county: int
    units: int
    fewest: int | None = None
    values: Mapping[str, Value] | None = None
    bounds: Mapping[str, Value] | None = None
    proved: bool = False
