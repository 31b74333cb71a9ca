"""The city's choice among its counties' nodes: one for each, in the order of objectives."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from models.merge.bits import sparse
from models.merge.expressions import RURAL, UNITS, Row, cost_of
from models.merge.rows import RowMaker
from models.quantities import IntArray
from optimizer.solve.clock import Clock
from optimizer.solve.decomposition.combination.dominance import undominated
from optimizer.solve.decomposition.combination.master_spec import MasterSpec, reach
from optimizer.solve.decomposition.combination.node import CountyNode
from optimizer.solve.lexicographic import run_stages
from optimizer.solve.lp.highs import solve_mip
from optimizer.solve.lp.witness import as_program
from optimizer.solve.partition.problem import PartitionProblem
from optimizer.solve.results import ObjectiveResult, Verdict

MIP_NODES = 1_000
"""Nodes of HiGHS for an objective of a choice that needs no proof."""
_OPEN = "open"


@dataclass(frozen=True)
class MasterSolution:
    """One node for each county.

    Attributes
    ----------
    chosen
        Positions of the nodes; None without a choice.
    attained
        What the objectives come to at least: exactly, where all nodes chosen are exact.
    """

    verdict: Verdict
    chosen: IntArray | None = None
    attained: tuple[ObjectiveResult, ...] = ()


def choose(
    nodes: Sequence[CountyNode], counties: int, master: MasterSpec, clock: Clock
) -> MasterSolution:
    """Choose the best nodes as far as they are known; among equals, those of least work left.

    No plan of the city comes before the choice: each county's plan is in one of
    its nodes, comes after the node's vector, and adds to no tie more than the
    node may; and sums keep the order of vectors.
    """
    if len({node.county for node in nodes}) < counties:
        return MasterSolution(Verdict.INFEASIBLE)
    kept, problem = _partition(nodes, counties, master)
    verdict, state, attained = run_stages(
        problem.first_state(master.specs, clock, None), master.specs, clock
    )
    if state is None:
        return MasterSolution(verdict)
    if verdict is Verdict.SOLVED:
        stage = state.minimise(cost_of(_OPEN), clock)
        state = state.narrowed(stage, None)
    return MasterSolution(verdict, kept[state.answer()], attained)


def propose(
    nodes: Sequence[CountyNode], counties: int, master: MasterSpec, clock: Clock
) -> IntArray | None:
    """Return what `choose` is likely to choose: where to look next, and no proof of anything.

    One MIP by HiGHS for each objective, what it came to held by a row for those behind.

    Returns
    -------
    IntArray or None
        Positions of the nodes; None where HiGHS finds no choice, or a share comes before units.
    """
    if master.share_first or len({node.county for node in nodes}) < counties:
        return None
    kept, problem = _partition(nodes, counties, master)
    rows = as_program(problem, problem.units).rows
    for sum_ in (*master.sums, cost_of(_OPEN)):
        cost = problem.evaluate(sum_)
        size = max(1, int(np.abs(cost).max(initial=0)))
        point = solve_mip(cost / size, rows, MIP_NODES, 0.0, clock)
        if point is None:
            return None
        chosen, used, held = np.rint(point).astype(np.int64), np.nonzero(cost)[0], RowMaker()
        held.add(used, cost[used], high=int(cost @ chosen))
        rows = rows + held.rows(len(cost))
    out: IntArray = kept[np.nonzero(chosen)[0]]
    return out


def _partition(
    nodes: Sequence[CountyNode], counties: int, master: MasterSpec
) -> tuple[IntArray, PartitionProblem]:
    """Return the positions of the nodes that need to be looked at, and the choice among them."""
    kept = undominated(nodes, master)
    nodes = [nodes[k] for k in kept]
    county = np.array([node.county for node in nodes], dtype=np.int64)
    members = np.zeros((len(nodes), counties), dtype=bool)
    members[np.arange(len(nodes)), county] = True
    units = _column(node.spans[UNITS][0] for node in nodes)
    rural = _column(node.spans[RURAL][0] for node in nodes)
    vectors = np.array([node.vector for node in nodes], dtype=np.int64)
    costs = {spec.name: vectors[:, k] for k, spec in enumerate(master.specs)}
    costs[_OPEN] = _column(node.work for node in nodes)
    costs |= {"units": units}
    rows = []
    for k, tie in enumerate(master.ties):
        ends = np.array([reach(tie, node.county, node.spans) for node in nodes], dtype=np.int64)
        costs |= {f"least {k}": ends[:, 0], f"most {k}": ends[:, 1]}
        rows += [Row(cost_of(f"least {k}"), high=tie.high), Row(cost_of(f"most {k}"), low=tie.low)]
    problem = PartitionProblem(sparse(members), units, units - rural, county, costs, tuple(rows))
    return kept, problem


def _column(values: object) -> IntArray:
    return np.array(list(values), dtype=np.int64)  # type: ignore[call-overload]
