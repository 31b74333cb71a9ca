"""GerryChain: short bursts of ReCom and flips at a fixed number of units, mode `redraw`.

GerryChain walks over partitions into a given number of connected districts; it knows
neither seats nor a choice of their number, and proves nothing. It is a peer where the
number of units is fixed and any part may go to any seat (`suits`). Differences:

- A district takes the best of the seats in it: the rules of units are its constraint
  ("some seat in it is admissible") and the objective at that seat is its score.
- ReCom draws its cuts within bounds of population or area, those of the first limit
  that has an upper one; every other rule only rejects. Without such a limit, and
  where ReCom finds no cut, it proposes flips of single parts.
- It starts from the status quo, merged unit by unit at random as the rules allow.
- A burst has `LENGTH` steps and starts from the best plan of the last
  (Cannon et al., 2022, arXiv:2011.02288). One thread; the walk depends on the seed.
"""

from __future__ import annotations

import random
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import networkx as nx
import numpy as np

from benchmarks.peers import PeerResult
from models.merge.problem import Limit, Problem
from models.merge.ties import Tie
from models.quantities import NO_LIMIT, IntArray
from models.scenario import ObjectiveSpec

LENGTH = 10
SEED = 0
_ATTEMPTS = 200
Members = frozenset[int]


class _TimeOverError(Exception):
    """Ends a walk that waits for an admissible proposal."""


def suits(problem: Problem, ties: Sequence[Tie]) -> int | None:
    """Return the fixed number of units if the rules allow this peer, else None."""
    mine = [tie for tie in ties if tie.counties == {problem.county}]
    plain = problem.transfers is None and len(problem.options) == len(problem.townships)
    counts = {t.low for t in mine if t.counts_units and t.per_unit == 1 and t.low == t.high}
    if not plain or problem.together or problem.apart or len(counts) != 1:
        return None
    return counts.pop() if all(tie.counts_units for tie in mine) else None


def solve(
    problem: Problem, ties: Sequence[Tie], objective: ObjectiveSpec, seconds: float
) -> PeerResult:
    """Walk until the time is over; `unsuited` where the rules do not allow this peer."""
    units = suits(problem, ties)
    if units is None or objective.objective.ratio or objective.objective.bottleneck:
        return PeerResult("unsuited", None, None, 0.0)
    start = time.perf_counter()
    judge = _Judge(problem, objective, start + seconds)
    best = None
    try:
        for assignment in _walk(judge, units):
            best = assignment
    except _TimeOverError:
        pass
    spent = time.perf_counter() - start
    if best is None:
        return PeerResult("open", None, None, spent)
    chosen = judge.chosen(best)
    value = judge.assigning[np.arange(problem.parts), chosen].sum()
    opened = judge.opening[np.unique(chosen)].sum()
    return PeerResult("open", int(value + opened), None, spent, chosen=chosen)


@dataclass
class _Judge:
    """Which seat a district takes, and what it costs there; remembered by its members."""

    problem: Problem
    objective: ObjectiveSpec
    deadline: float
    known: dict[Members, tuple[int, int] | None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.assigning = self.objective.assigning(self.problem)
        self.opening = self.objective.opening(self.problem)
        self.roots = self.problem.seat_parts()

    def best(self, members: Members) -> tuple[int, int] | None:
        """Return (cost, seat) of the cheapest admissible seat; None where there is none."""
        if members not in self.known:
            inside = np.array(sorted(members))
            seats = np.nonzero(np.isin(self.roots, inside))[0].tolist()
            costs = [
                (int(self.assigning[inside, s].sum() + self.opening[s]), s)
                for s in seats
                if self._admissible(inside, s)
            ]
            self.known[members] = min(costs, default=None)
        return self.known[members]

    def _admissible(self, inside: IntArray, s: int) -> bool:
        if not self.problem.allowed[inside, s].all():
            return False
        grown = bool((self.problem.home[inside] != s).any())
        return all(
            limit.low[s] <= limit.weight[inside].sum() <= limit.high[s]
            for limit in self.problem.limits
            if grown or not limit.grown_only
        )

    def valid(self, partition: Any) -> bool:
        """Return whether every district has an admissible seat."""
        if time.perf_counter() > self.deadline:
            raise _TimeOverError
        parts = partition.parts.values()
        return all(self.best(frozenset(members)) is not None for members in parts)

    def score(self, partition: Any) -> int:
        """Return the objective's value of a partition whose districts are all admissible."""
        return self.total(partition.parts.values())

    def total(self, districts: Any) -> int:
        """Return the objective's value of districts."""
        found = (self.best(frozenset(members)) for members in districts)
        return sum(cost for cost, _ in (pair for pair in found if pair is not None))

    def chosen(self, assignment: dict[int, int]) -> IntArray:
        """Return the seat of each part."""
        seat = np.zeros(self.problem.parts, dtype=np.int64)
        for district in set(assignment.values()):
            members = frozenset(p for p, d in assignment.items() if d == district)
            found = self.best(members)
            assert found is not None
            seat[list(members)] = found[1]
        return seat


def _walk(judge: _Judge, units: int) -> Iterator[dict[int, int]]:
    """Yield better and better assignments of parts to districts."""
    try:
        from gerrychain import Partition
        from gerrychain.constraints import contiguous
        from gerrychain.optimization import SingleMetricOptimizer
        from gerrychain.updaters import Tally
    except ImportError as error:
        raise ImportError("GerryChain is missing: pip install -e '.[benchmarks]'") from error
    chance = random.Random(SEED)
    bounded = next((lim for lim in judge.problem.limits if lim.high.min() < NO_LIMIT), None)
    graph = nx.Graph(nx.from_scipy_sparse_array(judge.problem.adjacency()))
    weight = np.ones(judge.problem.parts, dtype=np.int64) if bounded is None else bounded.weight
    nx.set_node_attributes(graph, dict(enumerate(weight.tolist())), "weight")
    start = _merged(judge, graph, units, chance)
    yield start
    partition = Partition(graph, start, {"population": Tally("weight", alias="population")})
    optimizer = SingleMetricOptimizer(
        _proposal(bounded, int(weight.sum()), units),
        [contiguous, judge.valid],
        partition,
        judge.score,
        maximize=False,
        rng=chance,
    )
    best = judge.score(partition)
    for state in optimizer.short_bursts(LENGTH, 10**9):
        if judge.score(state) < best:
            best = judge.score(state)
            yield {int(node): int(state.assignment.mapping[node]) for node in state.graph.nodes}


def _proposal(bounded: Limit | None, total: int, units: int) -> Any:
    """Return a proposal: ReCom within the bounds, a flip where it finds none."""
    from functools import partial

    from gerrychain.proposals import propose_random_flip, recom
    from gerrychain.proposals.tree_proposals import MetagraphError, PopulationBalanceError
    from gerrychain.tree import bipartition_tree

    if bounded is None:
        return propose_random_flip
    target = total / units
    low, high = max(0, int(bounded.low.min())), min(total, int(bounded.high.max()))
    width = min(0.99, max(high / target - 1, 1 - low / target))
    cut = partial(bipartition_tree, max_attempts=_ATTEMPTS, allow_pair_reselection=True)

    def propose(partition: Any, *, rng: Any = None) -> Any:
        if rng.random() < 0.5:
            return propose_random_flip(partition, rng=rng)
        try:
            return recom(partition, "weight", target, width, bipartition_tree_fn=cut, rng=rng)
        except (MetagraphError, PopulationBalanceError):
            return propose_random_flip(partition, rng=rng)

    return propose


def _merged(
    judge: _Judge, graph: nx.Graph[int], units: int, chance: random.Random
) -> dict[int, int]:
    """Merge townships at random as the rules allow until there are so many units; try again."""
    while True:
        district = dict(enumerate(judge.problem.home.tolist()))
        while len(set(district.values())) > units:
            pairs = sorted({(district[a], district[b]) for a, b in graph.edges} - _same(district))
            chance.shuffle(pairs)
            if not any(_merge(judge, district, pair) for pair in pairs):
                break
        members = [
            frozenset(p for p in district if district[p] == d) for d in set(district.values())
        ]
        if len(members) == units and all(judge.best(m) for m in members):
            return district
        if time.perf_counter() > judge.deadline:
            raise _TimeOverError


def _same(district: dict[int, int]) -> set[tuple[int, int]]:
    return {(d, d) for d in district.values()}


def _merge(judge: _Judge, district: dict[int, int], pair: tuple[int, int]) -> bool:
    """Merge two districts, in place, if some seat is admissible for both together."""
    members = [p for p in district if district[p] in pair]
    if judge.best(frozenset(members)) is None:
        return False
    district.update(dict.fromkeys(members, pair[0]))
    return True
