"""The near-optimal plans: the fewest units, and travel within a tolerance of the best."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from models.merge.sums import UNITS, Row, cost_of
from models.quantities import IntArray, allowance, fraction
from optimizer.decide.explore import Exploration, explore, unit_counts
from optimizer.decide.pieces import Assembly, assemble
from optimizer.decide.space import Space
from optimizer.solve.city import solve_city
from optimizer.solve.clock import Clock
from optimizer.solve.options import Option
from optimizer.solve.stage import Verdict

OBJECTIVES = ("units", "travel")


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
    def rows(self) -> tuple[Row, ...]:
        """What holds for near-optimal plans beside the scenario's rules."""
        return (
            Row(UNITS, self.units, self.units),
            Row(cost_of("travel"), high=self.most_travel),
        )


def near_optimal(space: Space, within: float, clock: Clock) -> Near:
    """Find the fewest units and the best travel at that number.

    Parameters
    ----------
    within
        Relative tolerance of travel; rounded down to whole person-metres.
    """
    specs = [s for s in space.scenario.objectives if s.name in OBJECTIVES]
    asked = space.scenario.model_copy(update={"objectives": tuple(specs)})
    answer = solve_city(space.partitions, asked, space.ties, clock)
    if answer.chosen is None:
        return Near(space, answer.verdict)
    units, travel = (
        sum(
            int(p.costs[name][chosen].sum())
            for p, chosen in zip(space.partitions, answer.chosen, strict=True)
        )
        for name in OBJECTIVES
    )
    most = travel + allowance(travel, fraction(within))
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


def rest_of(near: Near, clock: Clock) -> Rest:
    """Find each county's best travel at every number of units that the city leaves it.

    A county may keep as many units above its fewest as the city does above the sum
    of the counties' fewest.
    """
    space = near.space
    if len(space.partitions) == 1:
        return Rest(near, (Exploration(),))
    counts = [unit_counts(p, clock) for p in space.partitions]
    spare = near.units - sum(r.start for r in counts)
    menus = []
    for place, problem, count in zip(
        space.territory.counties, space.partitions, counts, strict=True
    ):
        clock.where = place.name
        wanted = range(count.start, min(count.stop, count.start + spare + 1))
        menus.append(explore(problem, ["travel"], wanted, space.levels, clock))
    return Rest(near, tuple(menus))
