"""What the counties reached together."""

from __future__ import annotations

from dataclasses import dataclass

from models.quantities import IntArray
from optimizer.solve.results import ObjectiveResult, Verdict


@dataclass(frozen=True)
class CityAnswer:
    """Columns chosen in each county, and what the objectives reached together.

    Attributes
    ----------
    apart
        Whether these are the counties' own best plans, as far as these were found.
    """

    verdict: Verdict
    chosen: tuple[IntArray, ...] | None
    attained: tuple[ObjectiveResult, ...] = ()
    infeasible_counties: tuple[int, ...] = ()
    apart: bool = False
