"""A county's problem cut loose from the territory around it, to be solved somewhere else."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from models.merge.problem import Problem
from models.plan import Plan
from models.quantities import IntArray
from models.territory import Territory, Township, Villages
from models.travel import KnownTravel

_NOBODY = (-1, -1)


def localised(problem: Problem) -> Problem:
    """Return a problem over a territory of its own county and nothing else.

    Every rule has been applied before: what rules look at beyond the county is not
    taken along. Villages and townships are counted within the county; `county` stays
    the county's position in the whole territory, as ties and columns name it.
    """
    territory = problem.territory
    here = _County(problem)
    part = Territory(
        counties=(territory.counties[problem.county],),
        townships=here.townships(),
        villages=here.villages(),
        pairs=here.local(problem.pairs),
        travel=KnownTravel(problem.metres, here.local(territory.seats[problem.townships])),
        flags=territory.flags,
        affinity=here.affinity(),
        earth=territory.earth,
    )
    return replace(
        problem,
        territory=part,
        villages=np.arange(len(problem.villages)),
        townships=np.arange(len(problem.townships)),
        pairs=part.pairs,
        barriers=here.local(problem.barriers),
        links=np.stack([problem.links[:, 0], here.local(problem.links[:, 1])], axis=1),
    )


def local_plan(plan: Plan, problem: Problem, local: Problem) -> Plan:
    """Return a plan's part of a county as a plan of its localised problem.

    A village whose unit is of another county has none (-1).
    """
    unit = _positions(plan.unit[problem.villages], problem.townships)
    position = {int(t): k for k, t in enumerate(problem.townships)}
    kinds = {position[t]: kind for t, kind in plan.conversions.items() if t in position}
    return Plan(local.territory, unit, kinds)


def _positions(values: IntArray, known: IntArray) -> IntArray:
    """Return positions in a sorted array; -1 for values that are not in it."""
    at = np.minimum(np.searchsorted(known, values), len(known) - 1)
    return np.where(known[at] == values, at, -1)


class _County:
    """Positions in a county for positions in the territory."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.around = problem.territory

    def local(self, villages: IntArray) -> IntArray:
        """Return villages' positions within the county."""
        return _positions(villages, self.problem.villages)

    def townships(self) -> tuple[Township, ...]:
        """Return the county's townships; their county is the only one."""
        before = [self.around.townships[t] for t in self.problem.townships]
        seats = self.local(np.array([t.seat for t in before], dtype=np.int64)).tolist()
        return tuple(replace(t, county=0, seat=s) for t, s in zip(before, seats, strict=True))

    def villages(self) -> Villages:
        """Return the county's villages, without the columns that only rules look at."""
        at, all_ = self.problem.villages, self.around.villages
        return Villages(
            codes=tuple(all_.codes[v] for v in at),
            names=tuple(all_.names[v] for v in at),
            township=self.problem.home_of_village,
            population=all_.population[at],
            area_ha=all_.area_ha[at],
            lon=all_.lon[at],
            lat=all_.lat[at],
        )

    def affinity(self) -> dict[tuple[int, int], int]:
        """Return the weights of ties between townships of the county.

        The largest weight of the whole territory stands under a pair that is nobody's.
        """
        position = {int(t): k for k, t in enumerate(self.problem.townships)}
        pairs = self.around.affinity.items()
        inside = ((a, b, w) for (a, b), w in pairs if a in position and b in position)
        found = {(position[a], position[b]): w for a, b, w in inside}
        return {**found, _NOBODY: self.around.strongest} if self.around.affinity else found
