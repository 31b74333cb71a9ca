"""GerryChain: short bursts of ReCom and flips at a fixed number of units, mode `redraw`.

GerryChain walks over partitions into a given number of connected districts; it knows
neither seats nor a choice of their number, and proves nothing. It is a peer where the
number of units is fixed and any part may go to any seat (`suits`). Differences:

- A district takes the best of the seats in it: the rules of units are its constraint
  ("some seat in it is admissible") and the objective at that seat is its score.
- It starts from the status quo, the two lightest neighbours merged as often as needed.
  First it walks to a plan that keeps the rules: the score is how far all districts
  together miss their limits, relative. Then it walks among
  such plans, and the score is the objective.
- ReCom draws its cuts within bounds of population or area, those of the first limit
  that has an upper one; other rules only score or reject. Without such a limit, and
  where ReCom finds no cut, it proposes flips of single parts.
- A burst has `LENGTH` steps and starts from the best plan of the last
  (Cannon et al., 2022, arXiv:2011.02288). One thread; the walk depends on the seed.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import networkx as nx
import numpy as np

from benchmarks.peers import Moment, PeerResult
from benchmarks.peers.districts import Districts, Members, seats_are_free
from models.merge.coupling import CouplingConstraint
from models.merge.problem import Limit, Problem
from models.quantities import NO_LIMIT
from models.scenario import ObjectiveSpec

LENGTH = 10
SEED = 0
_ATTEMPTS = 200


class _TimeOverError(Exception):
    """Ends a walk that waits for an admissible proposal."""


def suits(problem: Problem, ties: Sequence[CouplingConstraint]) -> int | None:
    """Return the fixed number of units if the rules allow this peer, else None."""
    mine = [tie for tie in ties if tie.counties == {problem.county}]
    counts = {t.low for t in mine if t.counts_units and t.per_unit == 1 and t.low == t.high}
    if not seats_are_free(problem) or len(counts) != 1:
        return None
    return counts.pop() if all(tie.counts_units for tie in mine) else None


def solve(
    problem: Problem, ties: Sequence[CouplingConstraint], objective: ObjectiveSpec, seconds: float
) -> PeerResult:
    """Walk until the time is over; `unsuited` where the rules do not allow this peer."""
    units = suits(problem, ties)
    if units is None or objective.objective.ratio or objective.objective.bottleneck:
        return PeerResult("unsuited", None, None, 0.0)
    judge = _Judge(problem, objective)
    walk = _Walk.of(judge, units)
    start = time.perf_counter()
    judge.deadline = start + seconds
    trail = []
    try:
        for districts in walk.plans():
            plan = judge.plan(districts)
            trail.append(Moment(time.perf_counter() - start, plan))
    except _TimeOverError:
        pass
    spent = time.perf_counter() - start
    best = trail[-1].plan if trail else None
    value = None if best is None else judge.value(best)
    return PeerResult("open", value, None, spent, plan=best, trail=tuple(trail))


@dataclass
class _Judge(Districts):
    """Districts that are judged until the time is over."""

    deadline: float = 0.0

    def in_time(self, _partition: Any) -> bool:
        """Accept any partition, as long as there is time."""
        if time.perf_counter() > self.deadline:
            raise _TimeOverError
        return True

    def valid(self, partition: Any) -> bool:
        """Return whether every district has an admissible seat."""
        parts = partition.parts.values()
        return self.in_time(partition) and not any(
            self.best(frozenset(members)) is None for members in parts
        )

    def missed(self, partition: Any) -> float:
        """Return how far the districts without an admissible seat miss their limits."""
        return sum(self._missed(frozenset(m)) for m in partition.parts.values())

    def score(self, partition: Any) -> float:
        """Return the objective's value of a partition whose districts are all admissible."""
        return self.total(partition.parts.values())

    def _missed(self, members: Members) -> float:
        """Return the sum over limits of what is above or below, relative; 1 more at least."""
        if self.best(members) is not None:
            return 0.0
        inside = np.array(sorted(members))
        seats = self.seats(inside)
        sums = [(limit, int(limit.weight[inside].sum())) for limit in self.problem.limits]
        return 1.0 + min((sum(_beyond(*one, s) for one in sums) for s in seats), default=1.0)


def _beyond(limit: Limit, total: int, s: int) -> float:
    low, high = int(limit.low[s]), int(limit.high[s])
    return max(0, total - high) / max(1, abs(high)) + max(0, low - total) / max(1, abs(low))


@dataclass(frozen=True)
class _Walk:
    """A walk over partitions of a county into so many districts."""

    judge: _Judge
    graph: Any
    start: dict[int, int]
    propose: Callable[..., Any]
    chance: random.Random

    @classmethod
    def of(cls, judge: _Judge, units: int) -> _Walk:
        """Set a walk up."""
        chance, problem = random.Random(SEED), judge.problem
        bounded = next((lim for lim in problem.limits if lim.high.min() < NO_LIMIT), None)
        graph: Any = nx.Graph(nx.from_scipy_sparse_array(problem.adjacency()))
        weight = np.ones(problem.parts, dtype=np.int64) if bounded is None else bounded.weight
        nx.set_node_attributes(graph, dict(enumerate(weight.tolist())), "weight")
        start = _merged(problem.home.tolist(), graph, units)
        return cls(judge, graph, start, _proposal(bounded, int(weight.sum()), units), chance)

    def plans(self) -> Iterator[list[Members]]:
        """Yield better and better districts that all keep the rules."""
        from gerrychain import Partition
        from gerrychain.updaters import Tally

        state = Partition(self.graph, self.start, {"population": Tally("weight", "population")})
        for better in self._bursts(state, self.judge.in_time, self.judge.missed):
            state = better
            if self.judge.missed(state) == 0:
                break
        yield _districts(state)
        if self.judge.objective.name != "units":
            for better in self._bursts(state, self.judge.valid, self.judge.score):
                yield _districts(better)

    def _bursts(self, state: Any, valid: Any, score: Callable[[Any], float]) -> Iterator[Any]:
        """Yield the first state and each better one."""
        from gerrychain.constraints import contiguous, no_vanishing_districts
        from gerrychain.optimization import SingleMetricOptimizer

        yield state
        best = score(state)
        optimizer = SingleMetricOptimizer(
            self.propose,
            [no_vanishing_districts, contiguous, valid],
            state,
            score,
            maximize=False,
            rng=self.chance,
        )
        for found in optimizer.short_bursts(LENGTH, 10**9):
            if score(found) < best:
                best = score(found)
                yield found


def _districts(partition: Any) -> list[Members]:
    """Return the members of each district."""
    return [frozenset(int(node) for node in part) for part in partition.parts.values()]


def _proposal(bounded: Limit | None, total: int, units: int) -> Any:
    """Return a proposal: ReCom within the bounds, a flip where it finds none."""
    try:
        from gerrychain.proposals import propose_random_flip, recom
        from gerrychain.proposals.tree_proposals import MetagraphError
        from gerrychain.tree import PopulationBalanceError, bipartition_tree
    except ImportError as error:
        raise ImportError("GerryChain is missing: pip install -e '.[benchmarks]'") from error
    from functools import partial

    if bounded is None:
        return propose_random_flip
    target = total / units
    width = min(0.99, max(0.05, min(total, int(bounded.high.max())) / target - 1))
    cut = partial(bipartition_tree, max_attempts=_ATTEMPTS, allow_pair_reselection=True)

    def propose(partition: Any, *, rng: Any = None) -> Any:
        if rng.random() < 0.5:
            return propose_random_flip(partition, rng=rng)
        try:
            return recom(partition, "weight", target, width, bipartition_tree_fn=cut, rng=rng)
        except (MetagraphError, PopulationBalanceError):
            return propose_random_flip(partition, rng=rng)

    return propose


def _merged(home: list[int], graph: nx.Graph[int], units: int) -> dict[int, int]:
    """Merge the two lightest neighbours until there are so many districts."""
    district = dict(enumerate(home))
    weight = dict.fromkeys(district.values(), 0)
    for part in graph:
        weight[district[part]] += graph.nodes[part]["weight"]
    while len(weight) > units:
        edges = ((district[a], district[b]) for a, b in graph.edges)
        pairs = {(min(a, b), max(a, b)) for a, b in edges if a != b}
        if not pairs:
            break
        into, gone = min(pairs, key=lambda pair: (weight[pair[0]] + weight[pair[1]], pair))
        weight[into] += weight.pop(gone)
        district = {p: into if d == gone else d for p, d in district.items()}
    return district
