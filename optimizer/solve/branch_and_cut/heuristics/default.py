"""The heuristics that the stages of the village modes hand to the branch and cut."""

from __future__ import annotations

import numpy as np

from models.quantities import IntArray
from optimizer.solve.branch_and_cut.heuristics.base import Heuristic
from optimizer.solve.branch_and_cut.heuristics.region_search import RegionSearch
from optimizer.solve.branch_and_cut.heuristics.seat_sets import SeatSetHeuristic
from optimizer.solve.branch_and_cut.incumbent import Incumbent
from optimizer.solve.branch_and_cut.node_lp import NodeLp
from optimizer.solve.branch_and_cut.tree import FIRST_EFFORT, BranchAndCut
from optimizer.solve.lp.program import Program

SUB_SEARCH_EFFORT = FIRST_EFFORT / 4
"""Deterministic time of CP-SAT for a node of a region's search: many are tried."""


def default_heuristics(seed: int) -> list[Heuristic]:
    """Return a search over sets of seats and one over regions; they share their random numbers."""
    regions = RegionSearch(np.random.default_rng(seed), search_within)
    return [SeatSetHeuristic(regions), regions]


def search_within(
    incumbent: Incumbent, lp: NodeLp, program: Program, nodes: int
) -> IntArray | None:
    """Return a better plan of a smaller program, looked for by branch and cut in a few nodes."""
    small = Incumbent(lp.model, lp.program.cost, lp.pool, value=incumbent.value)
    BranchAndCut(
        small, lp.smaller(program), lp.clock.quiet, nodes=nodes, effort=SUB_SEARCH_EFFORT
    ).run()
    return small.best
