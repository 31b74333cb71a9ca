"""alternatives: near-optimal plans that differ as much as possible.

The first is the best. Each next one has the greatest least difference from those
before it, among all near-optimal plans; the bound of that search proves that no
other near-optimal plan differs more from all of them. A difference is linear in
which part goes to which seat, so the search is a max-min over a set partitioning, or
over the assignments of villages to seats.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

import numpy as np

from models.instance import Instance
from models.merge.expressions import cost_of
from models.merge.partition import Partition
from models.plan import Plan
from models.quantities import BoolArray, IntArray
from optimizer.check import Audit
from optimizer.decide.apart import CountyQuestion, counts_of, in_order, parts_of
from optimizer.decide.modelling import Seats
from optimizer.decide.near import OBJECTIVES, Near, near_optimal
from optimizer.decide.space import Space, make_space
from optimizer.decide.villages.alternatives import VillageField, merged, moved
from optimizer.decide.widest import Measure, Widest, widest
from optimizer.solve.clock import Clock
from optimizer.solve.decomposition.pool import InProcess, Pool
from optimizer.solve.lp.partition_bound import lp_bound
from optimizer.solve.partition.joint import join
from optimizer.solve.partition.stage import FEW
from optimizer.solve.results import Verdict

By = Literal["people", "mergers"]
_SHARES = 10
"""The least share of the time that is left for the next plan, however many are wanted: a tenth."""


@dataclass(frozen=True)
class Alternative:
    """A plan and how it differs.

    Attributes
    ----------
    least
        Least difference from the plans before it; 0 for the first.
    bound
        No near-optimal plan differs by more from all plans before it (proved); None
        when that is not known.
    """

    plan: Plan
    audit: Audit
    least: int
    bound: int | None

    @property
    def proved(self) -> bool:
        """Whether no plan differs more."""
        return self.bound == self.least


@dataclass(frozen=True)
class Alternatives:
    """Near-optimal plans, the best first.

    Attributes
    ----------
    next_bound
        Where fewer plans were found than wanted: no further plan differs by more than
        this from all of them; None when that is not known or not asked.
    wanted, least
        How many plans were asked for, and by how much they were to differ.
    """

    near: Near
    by: By
    plans: tuple[Alternative, ...]
    next_bound: int | None = None
    wanted: int = 0
    least: int = 1

    @property
    def exhausted(self) -> bool:
        """Whether it is proved that no further plan differs enough from all of these."""
        if self.near.best is None:
            return self.near.none
        return self.next_bound is not None and self.next_bound < max(1, self.least)

    @property
    def settled(self) -> bool:
        """Whether there are as many as wanted, or it is proved that there are no more."""
        return len(self.plans) >= self.wanted or self.exhausted


def alternatives(
    instance: Instance,
    wanted: int,
    within: float,
    least: int,
    by: By,
    clock: Clock,
    pool: Pool | None = None,
    told: Callable[[Alternative], None] = lambda _: None,
) -> Alternatives:
    """Choose near-optimal plans one after another, each as different as possible.

    The counties are solved alone, and their columns limited, in the pool. The plans
    are looked for here: each must differ from those before it, over all counties.

    Parameters
    ----------
    within
        How far travel may be above the best at the fewest units, relative.
    least
        Plans that differ by less from one before are not wanted.
    by
        What a difference counts: people whose unit is another one, or mergers that one
        plan has and the other has not: pairs of townships in one unit; in the village modes,
        a village and a unit that is not its township's.
    pool
        Where counties are solved alone; by default in this process.
    told
        Is told of each plan as it is found.
    """
    pool = pool or InProcess()
    seats = Seats.ALIKE if by == "people" else Seats.NOWHERE
    space = make_space(instance, OBJECTIVES, clock, by == "people", seats)
    near = near_optimal(space, within, pool, clock)
    if near.best is None:
        return Alternatives(near, by, (), None, wanted, least)
    plans, bound = [Alternative(*space.plan(near.best), 0, 0)], None
    told(plans[0])
    field: Field | None = None
    while len(plans) < wanted:
        if clock.over:  # a dense county's columns are not put together for nothing
            return Alternatives(near, by, tuple(plans), None, wanted, least)
        field = field or _field_of(near, by, pool, clock)
        found = field.next([a.plan for a in plans], clock, min(wanted - len(plans), _SHARES))
        bound = found.bound if near.proved else None
        if found.chosen is None or found.value < max(1, least):
            return Alternatives(near, by, tuple(plans), bound, wanted, least)
        plan, audit = space.plan(field.unfold(found.chosen))
        plans.append(Alternative(plan, audit, found.value, bound))
        told(plans[-1])
    return Alternatives(near, by, tuple(plans), None, wanted, least)


class Field(Protocol):
    """All near-optimal plans as one problem."""

    def next(self, plans: Sequence[Plan], clock: Clock, left: int) -> Widest:
        """Find the plan that differs most from all of some plans."""

    def unfold(self, chosen: IntArray) -> tuple[IntArray, ...]:
        """Return what is chosen in each county."""


def _field_of(near: Near, by: By, pool: Pool, clock: Clock) -> Field:
    """Return all near-optimal plans as one problem, of assignments or of listed units."""
    if near.space.assigned:
        return VillageField.of(near, _OF_VILLAGES[by], clock)
    return _Listed.of(near, by, pool, clock)


@dataclass(frozen=True)
class _Listed:
    """All near-optimal plans as one problem over listed units.

    Attributes
    ----------
    columns
        Column in its county, and county, of each column of the problem.
    """

    near: Near
    by: By
    problem: Partition
    columns: IntArray

    @classmethod
    def of(cls, near: Near, by: By, pool: Pool, clock: Clock) -> _Listed:
        """Put the counties together, without columns that no near-optimal plan can use."""
        space = near.space
        counts = in_order(pool, counts_of, CountyQuestion(), parts_of(space), clock)
        pairs = zip(space.partitions, counts, strict=True)
        kept = [_small_enough(problem, allowed.start) for problem, allowed in pairs]
        parts = [p.take(k) for p, k in zip(space.partitions, kept, strict=True)]
        problem = join(parts, space.wide).bounded(*near.rows)
        columns = np.concatenate(kept)
        if len(problem) > FEW:
            bound = lp_bound(problem, cost_of("travel"), clock)
            if bound is not None:
                useful = np.nonzero(bound.columns_below(near.most_travel))[0]
                problem, columns = problem.take(useful), columns[useful]
        return cls(near, by, problem, columns)

    def next(self, plans: Sequence[Plan], clock: Clock, left: int) -> Widest:
        """Find the plan that differs most from all of some plans."""
        clock = clock.at(f"plan {len(plans) + 1}")
        measures = [self._difference(plan) for plan in plans]
        found = widest(self.problem, measures, clock.share(left))
        if found.verdict is Verdict.INFEASIBLE:
            return Widest(Verdict.OPEN)
        return found

    def unfold(self, chosen: IntArray) -> tuple[IntArray, ...]:
        """Return the columns of each county."""
        counties = range(len(self.near.space.partitions))
        of = self.problem.county[chosen]
        return tuple(self.columns[chosen[of == c]] for c in counties)

    def _difference(self, plan: Plan) -> Measure:
        """Return by how much each column differs from a plan."""
        constant, gain = 0, np.zeros(len(self.problem), dtype=np.int64)
        for c in range(len(self.near.space.partitions)):
            rows = np.nonzero(self.problem.county == c)[0]
            more, of_columns = _DIFFERENCES[self.by](self.near.space, c, plan)
            constant += more
            gain[rows] = of_columns[self.columns[rows]]
        return Measure(constant, gain)


def _small_enough(problem: Partition, fewest: int) -> IntArray:
    """Return the columns that leave enough parts for the county's other units."""
    sizes = np.diff(problem.members.indptr)
    return np.nonzero(sizes <= problem.parts - fewest + 1)[0]


def _people(space: Space, county: int, plan: Plan) -> tuple[int, IntArray]:
    """Return (0, people of each column whose unit under a plan is another)."""
    problem = space.wholes[county].problem
    unit = plan.unit[problem.villages]
    moved = unit[:, None] != problem.townships[None, :]
    of_parts = problem.by_part(problem.population[:, None] * moved)
    opening = np.zeros_like(problem.options.urban)
    return 0, space.wholes[county].columns.candidates.cost(opening, of_parts)


def _mergers(space: Space, county: int, plan: Plan) -> tuple[int, IntArray]:
    """Return the pairs that a plan joins, and what each column adds to the difference.

    A column with p pairs, q of them joined by the plan, adds p - 2 q: what only it
    joins, less what it takes from the plan's own.
    """
    problem = space.wholes[county].problem
    seats = problem.territory.seats[problem.townships]
    unit = plan.unit[seats]
    joined: BoolArray = unit[:, None] == unit[None, :]
    members = space.partitions[county].members.toarray()
    common = ((members @ joined) * members).sum(axis=1)
    size = members.sum(axis=1)
    constant = int(joined.sum() - len(unit)) // 2
    return constant, size * (size - 1) // 2 - (common - size)


_DIFFERENCES = {"people": _people, "mergers": _mergers}
_OF_VILLAGES = {"people": moved, "mergers": merged}
