"""What a stage, and an objective of a whole solve, came to: value, bound, and what proves them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from fractions import Fraction

from models.objectives import OBJECTIVES
from models.quantities import BoolArray, IntArray
from optimizer.solve.evidence import Proof

Value = int | Fraction


class Verdict(Enum):
    """What is known after a search."""

    SOLVED = "solved"
    INFEASIBLE = "infeasible"
    OPEN = "open"


@dataclass(frozen=True)
class StageResult:
    """What one stage, an objective with those before it held, came to.

    Attributes
    ----------
    chosen
        Columns of the best solution; None when none was found.
    bound
        A proved lower bound of the stage's cost.
    keep
        Columns that a solution as good as the value may use.
    claimed
        Whether one solver alone says that there is nothing better, or nothing at all.
    """

    verdict: Verdict
    chosen: IntArray | None = None
    value: int = 0
    bound: int = 0
    keep: BoolArray | None = None
    claimed: bool = False


@dataclass(frozen=True)
class ObjectiveResult:
    """What an objective came to.

    Attributes
    ----------
    value
        What the plan has; in a solution, as the checker recomputed it.
    bound
        Proved bound while the objectives before it stay at what they came to; None when
        none is known.
    proved
        Whether `best` equals `bound`, here and in every stage before, and this rests on
        more than one solver's word.
    proof
        What the proof rests on; `ONE_SOLVER` where a solver claims what nothing bears
        out, None where nothing is known.
    stage_value
        What the objective's own stage came to, where that is not `value`: with a tolerance
        later stages may have given some of it away.
    allowed
        The worst that later stages were allowed to leave; None without a tolerance.
    """

    name: str
    value: Value
    bound: Value | None
    proved: bool
    proof: Proof | None = None
    stage_value: Value | None = None
    allowed: Value | None = None

    @property
    def best(self) -> Value:
        """What the objective's own stage came to."""
        return self.value if self.stage_value is None else self.stage_value

    @property
    def given_away(self) -> bool:
        """Whether later stages worsened the value, within its tolerance."""
        return self.best != self.value

    @property
    def unit(self) -> str:
        """The unit that the value is counted in."""
        return OBJECTIVES[self.name].unit

    @property
    def gap(self) -> Fraction | None:
        """How far the value may be from the best, as a share of it; None where none is known."""
        if self.bound is None or not self.best:
            return None
        return abs(Fraction(self.best) - Fraction(self.bound)) / abs(Fraction(self.best))


@dataclass(frozen=True)
class OpenCounty:
    """A county without a final answer.

    Attributes
    ----------
    first
        Its first objective that is not proved and whose bound does not meet it; None while
        there is no plan, or none is known.
    """

    name: str
    first: ObjectiveResult | None = None
