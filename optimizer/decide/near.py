"""The near-optimal plans: the fewest units, and travel within a tolerance of the best."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from models.merge.expressions import UNITS, Row, cost_of
from models.quantities import NO_LIMIT, IntArray, allowance, fraction
from optimizer.decide.apart import CountyQuestion, counts_of, each_of, in_order, menu_of, parts_of
from optimizer.decide.assembly import Assembly, assemble
from optimizer.decide.explore import Exploration
from optimizer.decide.space import Space
from optimizer.solve.clock import Clock
from optimizer.solve.decomposition.city import solve_city
from optimizer.solve.decomposition.options import Option
from optimizer.solve.decomposition.pool import Pool
from optimizer.solve.decomposition.source import Listed
from optimizer.solve.results import Verdict

OBJECTIVES = ("units", "travel")
_SHARE = 0.6
"""Of the time, for the best plan where parts are assigned: the questions come after it."""


@dataclass(frozen=True)
class Near:
    """What makes a plan near-optimal, and the best of them.

    Attributes
    ----------
    units
        Number of units of every near-optimal plan.
    travel, most_travel
        The best travel at that number, and the most that is allowed, person-metres.
    best
        Columns of the best plan by county; None where there is none or none was found.
    verdict
        SOLVED when units and travel are proved best.
    """

    space: Space
    verdict: Verdict
    units: int = 0
    travel: int = 0
    most_travel: int = 0
    best: tuple[IntArray, ...] | None = None

    @property
    def proved(self) -> bool:
        """Whether the set of near-optimal plans is known for certain."""
        return self.verdict is Verdict.SOLVED and self.space.complete

    @property
    def none(self) -> bool:
        """Whether it is proved that no plan keeps all rules."""
        return self.verdict is Verdict.INFEASIBLE and self.space.complete

    @property
    def rows(self) -> tuple[Row, ...]:
        """What holds for near-optimal plans beside the scenario's rules."""
        return (
            Row(UNITS, self.units, self.units),
            Row(cost_of("travel"), high=self.most_travel),
        )


def near_optimal(space: Space, within: float, pool: Pool, clock: Clock) -> Near:
    """Find the fewest units and the best travel at that number.

    Parameters
    ----------
    within
        Relative tolerance of travel; rounded down to whole person-metres.
    pool
        Where the counties are solved alone. Where their own optima break a tie over
        several of them, the rest is done in this process.
    """
    specs = [s for s in space.scenario.objectives if s.name in OBJECTIVES]
    asked = space.scenario.model_copy(update={"objectives": tuple(specs)})
    own = clock.within(_SHARE * clock.left) if space.assigned else clock
    answer = solve_city(Listed.of(space.choices), asked, space.ties, own, each_of(space, pool))
    if answer.chosen is None:
        return Near(space, answer.verdict)
    pairs = list(zip(space.choices, answer.chosen, strict=True))
    units, travel = (sum(p.measure(cost_of(n), chosen) for p, chosen in pairs) for n in OBJECTIVES)
    most = min(travel + allowance(travel, fraction(within)), NO_LIMIT)
    return Near(space, answer.verdict, units, travel, most, tuple(answer.chosen))


@dataclass(frozen=True)
class Rest:
    """Each county's plans worth considering by the others, near the fewest units."""

    near: Near
    menus: tuple[Exploration, ...]

    @property
    def complete(self) -> bool:
        """Whether no plan is missing and all are proved best."""
        return all(menu.complete for menu in self.menus)

    def around(self, county: int) -> Assembly:
        """Return one county's columns beside the others' options, near-optimal plans only."""
        space = self.near.space
        others: dict[int, Sequence[Option]] = {
            c: menu.options for c, menu in enumerate(self.menus) if c != county
        }
        return assemble(space.partitions, others, space.wide, self.near.rows)


def rest_of(near: Near, pool: Pool, clock: Clock) -> Rest:
    """Find each county's best travel at every number of units that the city leaves it.

    A county may keep as many units above its fewest as the city does above the sum
    of the counties' fewest.
    """
    space = near.space
    if len(space.partitions) == 1:
        return Rest(near, (Exploration(),))
    parts = parts_of(space)
    counts = in_order(pool, counts_of, CountyQuestion(), parts, clock)
    spare = near.units - sum(r.start for r in counts)
    wanted = [range(r.start, min(r.stop, r.start + spare + 1)) for r in counts]
    pairs = zip(parts, wanted, strict=True)
    asked = CountyQuestion(sums=("travel",), levels=space.levels)
    items = [replace(part, counts=count) for part, count in pairs]
    return Rest(near, tuple(in_order(pool, menu_of, asked, items, clock)))
