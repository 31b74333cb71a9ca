"""spopt's max-p regions with an area floor that is swept, mode `whole` or `redraw`.

Max-p asks for as many regions as possible, each connected and with at least so much
of one figure; it knows no upper limit, no seats and one figure only. Our question is
the mirror image: as few units as possible, each of at most so much area (and at least
so many people). So the floor is an area below the cap: the higher it is, the fewer the
regions, and the more of them pass the cap. The floors between half the cap and the cap
are tried in turn, with another seed each round, and the fewest regions count that all
have an admissible seat. Where no sweep gives such a plan, the one with the least area
above the cap is returned; the checker says what it breaks.

The regions are made by `spopt.region.MaxPHeuristic` (Wei, Rey and Knaap, 2020); it has
no bound and no time limit, and may not end where regions cannot trade parts, so it is called
with few iterations as often as time allows, and a call that takes too long is given up.
"""

from __future__ import annotations

import signal
import time
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from itertools import count
from typing import Any

import numpy as np
from scipy.sparse.csgraph import connected_components

from benchmarks.peers import Moment, PeerResult
from benchmarks.peers.districts import Districts, Members, seats_are_free
from models.merge.coupling import CouplingConstraint
from models.merge.problem import Limit, Problem
from models.quantities import NO_LIMIT, IntArray
from models.scenario import ObjectiveSpec

STEPS = 20
CONSTRUCTIONS = 10
SLICE = 0.1
"""Share of the time that one call may take."""


def suits(
    problem: Problem, ties: Sequence[CouplingConstraint], objective: ObjectiveSpec
) -> Limit | None:
    """Return the limit whose cap becomes a floor if the rules allow this peer, else None."""
    tied = any(tie.counties == {problem.county} for tie in ties)
    if objective.name != "units" or tied or not seats_are_free(problem):
        return None
    graph = problem.adjacency()
    if connected_components(graph, directed=False)[0] != 1:
        return None
    return next((lim for lim in problem.limits if lim.high.min() < NO_LIMIT), None)


def solve(
    problem: Problem, ties: Sequence[CouplingConstraint], objective: ObjectiveSpec, seconds: float
) -> PeerResult:
    """Sweep the floor until the time is over; `unsuited` where the rules do not allow it."""
    limit = suits(problem, ties, objective)
    if limit is None:
        return PeerResult("unsuited", None, None, 0.0)
    regions = _regions(problem, limit)
    start = time.perf_counter()
    judge = Districts(problem, objective)
    least: tuple[int, int] | None = None
    trail: list[Moment] = []
    while (left := start + seconds - time.perf_counter()) > 0:
        try:
            with _alarm(min(left, SLICE * seconds)):
                districts = next(regions)()
        except TimeoutError:
            continue
        rank = _rank(judge, limit, districts)
        if rank is not None and (least is None or rank < least):
            least = rank
            trail.append(Moment(time.perf_counter() - start, judge.plan(districts)))
    spent, plan = time.perf_counter() - start, trail[-1].plan if trail else None
    value = judge.value(plan) if plan is not None and least and not least[0] else None
    return PeerResult("open", value, None, spent, plan=plan, trail=tuple(trail))


@contextmanager
def _alarm(seconds: float) -> Iterator[None]:
    """Raise TimeoutError after so many seconds, where the system has alarms."""

    def ring(_signal: int, _frame: object) -> None:
        raise TimeoutError

    if not hasattr(signal, "setitimer"):
        yield
        return
    before = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def _rank(judge: Districts, limit: Limit, districts: Sequence[Members]) -> tuple[int, int] | None:
    """Return (what breaks rules, number of regions); None where a region has no seat."""
    if not all(judge.seats(np.array(sorted(members))) for members in districts):
        return None
    bad = [m for m in districts if judge.best(m) is None]
    high = int(limit.high.min())
    above = sum(max(1, int(limit.weight[sorted(members)].sum()) - high) for members in bad)
    return above, len(districts)


def _regions(problem: Problem, limit: Limit) -> Iterator[Callable[[], list[Members]]]:
    """Return what makes the regions of one floor after another, round after round."""
    try:
        import pandas as pd

        with warnings.catch_warnings(action="ignore"):
            from libpysal.weights import W
            from spopt.region import MaxPHeuristic
    except ImportError as error:
        raise ImportError("spopt is missing: pip install -e '.[benchmarks]'") from error
    parts = pd.DataFrame({"weight": limit.weight, "alike": np.zeros(problem.parts)})
    near = W(_neighbours(problem), silence_warnings=True)
    top = min(int(limit.high.min()), int(limit.weight.sum()))
    floors = np.linspace(top, top / 2, STEPS).astype(int).tolist()

    def made(seed: int, floor: int) -> list[Members]:
        np.random.seed(seed)  # spopt draws from numpy's global stream
        model: Any = MaxPHeuristic(
            parts, near, ["alike"], "weight", floor, max_iterations_construction=CONSTRUCTIONS,
            max_iterations_sa=1, policy="keep",
        )  # fmt: skip
        with warnings.catch_warnings(action="ignore"):  # spopt's own, about pandas
            model.solve()
        return _members(np.asarray(model.labels_))

    return (partial(made, seed, floor) for seed in count() for floor in floors)


def _neighbours(problem: Problem) -> dict[int, list[int]]:
    graph = problem.adjacency()
    ends = graph.indptr
    return {p: sorted(set(graph.indices[ends[p] : ends[p + 1]])) for p in range(problem.parts)}


def _members(labels: IntArray) -> list[Members]:
    return [frozenset(np.nonzero(labels == region)[0].tolist()) for region in np.unique(labels)]
