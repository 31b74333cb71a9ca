"""What a primal heuristic of the branch and cut is, and when it is asked for plans."""

from __future__ import annotations

from collections.abc import Callable

from models.quantities import IntArray
from optimizer.solve.branch_and_cut.incumbent import Incumbent
from optimizer.solve.branch_and_cut.node_lp import NodeLp
from optimizer.solve.lp.program import Bound, Program

SubSearch = Callable[[Incumbent, NodeLp, Program, int], IntArray | None]
"""Returns a plan of a smaller program that beats the incumbent, found in so many nodes."""


class Heuristic:
    """Offers plans to the incumbent; no bound and no proof rests on it.

    Each method is a moment of the search; by itself a heuristic does nothing at any of them.
    """

    def at_root(self, incumbent: Incumbent, lp: NodeLp, program: Program, bound: Bound) -> None:
        """Look for plans at the root, whose LP has been solved."""

    def at_node(self, incumbent: Incumbent, lp: NodeLp, program: Program, bound: Bound) -> None:
        """Look for plans at a node whose bound leaves room for a better one."""

    def after_node(self, incumbent: Incumbent, lp: NodeLp, nodes: int = 1) -> None:
        """Try to improve the best plan, after so many nodes."""
