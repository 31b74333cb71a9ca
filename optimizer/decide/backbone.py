"""backbone: which townships are in one unit in every, in no, in some near-optimal plan.

The village modes are in `optimizer.decide.villages.backbone`. Of listed units:

For one county, its columns stand beside the options of all others, so every
near-optimal plan of the territory is a choice there, and the slack of travel is
the territory's own. All open pairs are asked about at once: a plan with as many of
them together as possible settles those that it has; when the most is none, all
that are left are never together. The same for apart.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from scipy.sparse import csr_array

from models.instance import Instance
from models.merge.expressions import cost_of
from models.merge.partition import Partition
from models.quantities import BoolArray, IntArray
from optimizer.decide.apart import in_order
from optimizer.decide.assembly import Assembly
from optimizer.decide.near import OBJECTIVES, Near, Rest, near_optimal, rest_of
from optimizer.decide.space import make_space
from optimizer.decide.standing import Going, Pair, Standing
from optimizer.decide.villages.backbone import village_backbone
from optimizer.solve.clock import Clock
from optimizer.solve.decomposition.pool import InProcess, Pool
from optimizer.solve.lp.partition_bound import lp_bound
from optimizer.solve.partition.stage import FEW, solve_stage
from optimizer.solve.results import Verdict

_GAIN = "gain"


@dataclass(frozen=True)
class Backbone:
    """How the pairs of townships stand in the near-optimal plans.

    Attributes
    ----------
    pairs
        Those that some unit within the rules on single units holds both of; all other
        pairs are in no plan together. In the village modes: a township and a unit that some
        of its villages may go to, and how it stands that all of them do.
    goings
        The village modes' villages and units of other townships, but those in no plan.
    proved
        Whether every standing but OPEN is certain.
    """

    near: Near
    pairs: tuple[Pair, ...]
    proved: bool
    goings: tuple[Going, ...] = ()

    @property
    def settled(self) -> bool:
        """Whether every standing is known for certain, none is open."""
        open_ = Standing.OPEN
        some_open = any(p.standing is open_ for p in self.pairs)
        return self.proved and not (some_open or any(g.standing is open_ for g in self.goings))

    def of(self, standing: Standing) -> list[Pair]:
        """Return the pairs that stand so."""
        return [pair for pair in self.pairs if pair.standing is standing]

    def alone(self) -> list[int]:
        """Return the townships that are in no near-optimal plan together with another."""
        territory = self.near.space.territory
        joined = {t for p in self.pairs if p.standing is not Standing.NONE for t in (p.a, p.b)}
        home = territory.villages.township
        joined |= {t for g in self.goings for t in (int(home[g.village]), g.unit)}
        before = enumerate(territory.townships)
        return [t for t, township in before if t not in joined and not township.new]


def backbone(
    instance: Instance,
    within: float,
    clock: Clock,
    pool: Pool | None = None,
) -> Backbone:
    """Say how all pairs of townships stand in the near-optimal plans.

    Parameters
    ----------
    within
        How far travel may be above the best at the fewest units, relative.
    pool
        Where counties are solved and asked about; by default in this process. A
        question goes on from the answers before it, so those of one county stay together.
    """
    pool = pool or InProcess()
    space = make_space(instance, OBJECTIVES, clock)
    near = near_optimal(space, within, pool, clock)
    if near.best is None:
        return Backbone(near, (), near.verdict is Verdict.INFEASIBLE and space.complete)
    if space.by_villages:
        pairs, goings = village_backbone(near, pool, clock)
        if not near.proved:
            pairs = [replace(p, standing=p.standing.unproved) for p in pairs]
            goings = [replace(g, standing=g.standing.unproved) for g in goings]
        return Backbone(near, tuple(pairs), near.proved, tuple(goings))
    rest = rest_of(near, pool, clock)
    by_county = in_order(pool, _county, rest, range(len(instance.territory.counties)), clock)
    pairs = [pair for found in by_county for pair in found]
    proved = near.proved and rest.complete
    if not proved:
        pairs = [replace(p, standing=p.standing.unproved) for p in pairs]
    return Backbone(near, tuple(pairs), proved)


def _county(rest: Rest, county: int, clock: Clock) -> list[Pair]:
    """Say how the pairs of one county stand."""
    space = rest.near.space
    clock = clock.at(space.territory.counties[county].name)
    search = _Search.over(rest, county, clock)
    search.run()
    townships = space.wholes[county].problem.townships
    return [
        Pair(int(townships[a]), int(townships[b]), search.standing(k))
        for k, (a, b) in enumerate(search.pairs)
    ]


@dataclass
class _Search:
    """The open questions of one county.

    Attributes
    ----------
    pairs
        Parts, shape (pairs, 2).
    holds
        Whether a column holds both parts of a pair, shape (columns, pairs). Sparse: a unit of
        five townships holds ten of the 780 pairs of forty.
    together, apart
        Whether a near-optimal plan has the pair together, or apart; shape (pairs,).
    sure
        Whether what is not seen together (first) or apart (second) is proved impossible.
    """

    assembly: Assembly
    columns: IntArray
    problem: Partition
    pairs: IntArray
    holds: csr_array
    together: BoolArray
    apart: BoolArray
    rest: Rest
    clock: Clock
    sure: tuple[bool, bool] = (False, False)

    @classmethod
    def over(cls, rest: Rest, county: int, clock: Clock) -> _Search:
        """Set the questions up, over the columns that near-optimal plans may use."""
        assembly = rest.around(county)
        parts = rest.near.space.wholes[county].problem.parts
        held = rest.near.space.partitions[county].members
        pairs = np.argwhere(np.triu((held.T @ held).toarray(), 1))
        columns = _useful(assembly.problem, rest.near.most_travel, clock)
        problem = assembly.problem.take(columns)
        holds = _held_pairs(csr_array(problem.members[:, :parts]), pairs)
        none = np.zeros(len(pairs), dtype=bool)
        return cls(assembly, columns, problem, pairs, holds, none, none.copy(), rest, clock)

    def run(self) -> None:
        """Ask until every pair is settled or the time is over."""
        together = self._ask(-1)
        self.sure = together, self._ask(1)

    def _ask(self, sign: int) -> bool:
        """Ask for plans that join open pairs (-1) or part them (1); return whether all is said."""
        while True:
            open_ = ~self.together if sign < 0 else self.together & ~self.apart
            if not open_.any():
                return True
            gain = sign * (self.holds @ open_.astype(np.int64))
            asked = replace(self.problem, costs={**self.problem.costs, _GAIN: gain})
            stage = solve_stage(asked, cost_of(_GAIN), self.clock)
            if stage.chosen is None:
                return stage.verdict is Verdict.INFEASIBLE
            self._note(stage.chosen)
            nothing = 0 if sign < 0 else int(open_.sum())
            if stage.value == nothing:
                return stage.verdict is Verdict.SOLVED

    def _note(self, chosen: IntArray) -> None:
        """Take down what a near-optimal plan shows, once the checker has passed it."""
        self.rest.near.space.plan(self.assembly.unfold(np.sort(self.columns[chosen])))
        joined = self.holds[chosen].sum(axis=0) > 0
        self.together |= joined
        self.apart |= ~joined

    def standing(self, pair: int) -> Standing:
        """Return how a pair stands."""
        if not self.together[pair]:
            return Standing.NONE if self.sure[0] else Standing.OPEN
        if not self.apart[pair]:
            return Standing.EVERY if all(self.sure) else Standing.OPEN
        return Standing.SOME


def _held_pairs(members: csr_array, pairs: IntArray) -> csr_array:
    """Return which of some pairs each column holds, 0/1, shape (columns, pairs)."""
    number = np.zeros((members.shape[1],) * 2, dtype=np.int32)
    number[pairs[:, 0], pairs[:, 1]] = number[pairs[:, 1], pairs[:, 0]] = np.arange(len(pairs))
    sizes, shape = np.diff(members.indptr), (members.shape[0], len(pairs))
    rows, held = [np.zeros(0, dtype=np.int32)], [np.zeros(0, dtype=np.int32)]
    for size in np.unique(sizes[sizes > 1]).tolist():
        of_size = np.nonzero(sizes == size)[0].astype(np.int32)
        inside = members.indices[members.indptr[of_size][:, None] + np.arange(size)]
        first, second = np.triu_indices(size, 1)
        held.append(number[inside[:, first], inside[:, second]].ravel())
        rows.append(np.repeat(of_size, len(first)))
    at = np.concatenate(rows), np.concatenate(held)
    return csr_array((np.ones(len(at[0]), dtype=np.int8), at), shape=shape)


def _useful(problem: Partition, most_travel: int, clock: Clock) -> IntArray:
    """Return the columns that a plan within the travel allowed may use, by the LP's prices."""
    if len(problem) > FEW:
        bound = lp_bound(problem, cost_of("travel"), clock)
        if bound is not None:
            return np.nonzero(bound.columns_below(most_travel))[0]
    return np.arange(len(problem))


__all__ = ["Backbone", "Going", "Pair", "Standing", "backbone"]
