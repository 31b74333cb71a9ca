"""What a solve of a whole territory returns."""

from __future__ import annotations

from dataclasses import dataclass, field

from models.plan import Outcome, Plan
from optimizer.solve.lexicographic import Attained


@dataclass(frozen=True)
class Solution:
    """The outcome of a solve; data, never an exception.

    Attributes
    ----------
    plan
        The best plan; None when there is none or none was found.
    attained
        What each objective reached, in the scenario's order.
    notes
        What the reader should know: limits of the scenario that set the optimum,
        candidates generated on demand, counties that have no plan.
    """

    outcome: Outcome
    plan: Plan | None
    attained: tuple[Attained, ...] = ()
    notes: tuple[str, ...] = ()
    engine: str = "cpsat+highs"
    seconds: float = 0.0
    counties: dict[str, str] = field(default_factory=dict)
