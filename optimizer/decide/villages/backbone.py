"""backbone in the village modes: what each village and each township has in every plan.

Where no rule binds the counties each is asked about alone: the city's plans near the best
are then those in which one county spends what the city may. Otherwise all counties are
one problem.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from models.quantities import IntArray
from optimizer.decide.apart import as_ready
from optimizer.decide.near import Near
from optimizer.decide.standing import Going, Pair, Standing
from optimizer.decide.villages.nearby import all_near, near_county
from optimizer.decide.villages.settle import Settling
from optimizer.solve.branch_and_cut.problem import VillageProblem, split
from optimizer.solve.clock import Clock
from optimizer.solve.decomposition.county import VillageCounty
from optimizer.solve.decomposition.pool import Pool

Found = tuple[list[Pair], list[Going]]


def village_backbone(near: Near, pool: Pool, clock: Clock) -> Found:
    """Say how villages and townships stand beside the units of others."""
    counties = near.space.counties
    if near.space.wide:
        problem = all_near(near)
        return _settled(near, problem, near.most_travel, range(len(counties)), clock)
    items = [(c, -(-(len(counties) - c) // pool.width)) for c in range(len(counties))]
    found = dict(as_ready(pool, _county, near, items, clock))
    pairs = [pair for c in range(len(counties)) for pair in found[c][0]]
    return pairs, [going for c in range(len(counties)) for going in found[c][1]]


def _county(near: Near, item: tuple[int, int], clock: Clock) -> Found:
    """Ask about one county within its share of the time."""
    county, turns = item
    clock = clock.at(near.space.territory.counties[county].name)
    problem, most = near_county(near, county)
    return _settled(near, problem, most, [county], clock.share(turns))


def _settled(
    near: Near, problem: VillageProblem, most: int, counties: Sequence[int], clock: Clock
) -> Found:
    """Ask about the villages of some counties that are one problem."""
    first, grounds = 0, []
    for county in counties:
        grounds.append(_Ground(near.space.counties[county], first))
        first += near.space.villages[county].model.size
    mergers = [columns for ground in grounds for columns in ground.mergers()]

    def noted(plan: IntArray) -> object:
        own = split([near.space.villages[c] for c in counties], plan)
        chosen = list(near.best or ())
        for county, part in zip(counties, own, strict=True):
            chosen[county] = part
        return near.space.plan(chosen)

    settling = Settling(problem, most, clock, mergers, noted)
    settling.run(np.unique(np.concatenate([g.columns[g.foreign] for g in grounds])))
    pairs, goings, done = list[Pair](), list[Going](), 0
    for ground in grounds:
        goings += ground.goings(settling)
        pairs += ground.pairs(settling, done)
        done += len(ground.mergers())
    return pairs, goings


@dataclass(frozen=True)
class _Ground:
    """A county's villages and seats, and their columns in a problem that holds it.

    Attributes
    ----------
    first
        Where the county's columns begin.
    """

    county: VillageCounty
    first: int

    @property
    def columns(self) -> IntArray:
        """Column of each village at each seat, shape (villages, seats); -1 where it cannot be."""
        own = self.county.choices.model.column
        out: IntArray = np.where(own >= 0, own + self.first, -1)
        return out

    @property
    def foreign(self) -> IntArray:
        """Whether a village may be at a seat that is not its own township's."""
        seats = np.arange(self.columns.shape[1])
        other: IntArray = self.county.problem.home_of_village[:, None] != seats[None, :]
        return other & (self.columns >= 0)

    def _joint(self) -> list[tuple[int, int]]:
        """Return (township, seat) of all pairs that some village may be a reason for."""
        home, foreign = self.county.problem.home_of_village, self.foreign
        return [
            (a, s)
            for a in np.unique(home).tolist()
            for s in np.nonzero(foreign[home == a].any(axis=0))[0].tolist()
        ]

    def _possible(self) -> list[tuple[int, int]]:
        """Return the pairs of which all villages may be there."""
        home, foreign = self.county.problem.home_of_village, self.foreign
        return [(a, s) for a, s in self._joint() if foreign[home == a, s].all()]

    def mergers(self) -> list[IntArray]:
        """Return the columns of each township's villages at each seat that all may be at."""
        home, columns = self.county.problem.home_of_village, self.columns
        return [np.unique(columns[home == a, s]) for a, s in self._possible()]

    def pairs(self, settling: Settling, first: int) -> list[Pair]:
        """Return how the townships stand; `first` mergers were those of counties before."""
        townships = self.county.problem.townships
        possible = {pair: k for k, pair in enumerate(self._possible(), first)}
        return [
            Pair(
                int(townships[a]),
                int(townships[s]),
                settling.of_merger(possible[a, s]) if (a, s) in possible else Standing.NONE,
            )
            for a, s in self._joint()
        ]

    def goings(self, settling: Settling) -> list[Going]:
        """Return how the villages stand beside seats that they are at in some plan, or may be."""
        problem, columns = self.county.problem, self.columns
        found = (
            Going(
                int(problem.villages[v]),
                int(problem.townships[s]),
                settling.of_column(int(columns[v, s])),
            )
            for v, s in np.argwhere(self.foreign).tolist()
        )
        return [going for going in found if going.standing is not Standing.NONE]
