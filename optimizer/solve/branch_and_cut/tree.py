"""Branch and cut over LPs whose bounds are exact; small nodes are solved by CP-SAT."""

from __future__ import annotations

import heapq
import os
from collections.abc import Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import cached_property, partial

import numpy as np

from models.quantities import NO_LIMIT, IntArray
from optimizer.solve.available_memory import fitting
from optimizer.solve.branch_and_cut.branching import Pseudocosts, seat_to_branch
from optimizer.solve.branch_and_cut.claims import Claim, Claims
from optimizer.solve.branch_and_cut.cover_cuts import knapsacks
from optimizer.solve.branch_and_cut.cp_sat import solve_by_cp_sat
from optimizer.solve.branch_and_cut.heuristics.base import Heuristic
from optimizer.solve.branch_and_cut.incumbent import Incumbent
from optimizer.solve.branch_and_cut.node_lp import NodeLp
from optimizer.solve.branch_and_cut.separators import LEAST, borders
from optimizer.solve.clock import Clock
from optimizer.solve.lp.program import Bound, NoSolutionError, Program, Relaxation

ROOT_ROUNDS = 30
"""Rounds of separation at the root."""
NODE_ROUNDS = 3
"""Rounds of separation at a node whose seats are fixed."""
LEAST_WITH_OPEN_SEATS = 0.1
"""By how much a separator must be broken where seats are open and any plan will do."""
CP_SAT_COLUMNS = 400
"""Free columns up to which CP-SAT is asked to solve a node whose seats are settled, at first."""
CP_SAT_COLUMNS_OPEN = 100
"""The same for a node with open seats: a few LPs that settle these take less time."""
CP_SAT_COLUMNS_LEAST = 60
"""Free columns that CP-SAT is given in any case, however often it failed."""
FIRST_EFFORT = 1.0
"""Deterministic time of CP-SAT for a node."""
SUBTREE_NODES = 40
"""Nodes of a subtree over villages before the other nodes get their turn."""
STALL = 2e-5
"""Relative rise of the bound below which another round of separation does not pay."""
INTEGRAL = 1e-6
"""How far from 0 or 1 an LP's point counts as whole."""


@dataclass(order=True)
class _Node:
    """A subproblem; with a subtree its seats are decided and its villages are searched."""

    bound: int
    order: int
    program: Program = field(compare=False)
    depth: int = field(compare=False)
    effort: float = field(compare=False)
    subtree: BranchAndCut | None = field(compare=False, default=None)


@dataclass
class BranchAndCut:
    """The search for the cheapest plan of a program.

    Attributes
    ----------
    incumbent
        The best plan, and the bounds from both sides; shared with the heuristics.
    heuristics
        What looks for plans between the nodes; without any, seats and villages are branched
        on in one tree.
    nodes
        How many nodes may still be expanded.
    effort
        Deterministic time that CP-SAT first gets for a node.
    lp
        The LP that the nodes share.
    """

    incumbent: Incumbent
    program: Program
    clock: Clock
    heuristics: Sequence[Heuristic] = ()
    nodes: int = NO_LIMIT
    effort: float = FIRST_EFFORT
    lp: NodeLp = field(init=False)

    def __post_init__(self) -> None:
        self.model, self.pool = self.incumbent.model, self.incumbent.pool
        self._heap: list[_Node] = []
        self._made = 0
        self._pseudocosts = Pseudocosts()
        self._inside = not len(self._undecided(self.program))
        limits = knapsacks(self.program) if self._inside else []
        self.lp = NodeLp(self.model, self.program, self.pool, self.clock, limits)
        self._cp_sat_columns = CP_SAT_COLUMNS
        self._claims = Claims()
        self._limited = self.nodes < NO_LIMIT

    def run(self) -> None:
        """Search, or search on, until the bound meets the value or time or nodes are used up."""
        incumbent = self.incumbent
        if not self._made:
            self._push(self.program, incumbent.bound, 0, self.effort)
        while (self._heap or self._claims) and not self.clock.over and self.nodes > 0:
            if incumbent.first_only and incumbent.best is not None:
                return
            self._hear_witnesses()
            if not self._heap:
                continue
            before = self.nodes
            self.nodes -= 1
            node = heapq.heappop(self._heap) if incumbent.best is not None else self._deepest()
            incumbent.raise_bound(min(node.bound, self._least))
            self.clock.progress(incumbent.shown, incumbent.bound)
            if node.bound < incumbent.value:
                self._expand(node)
            elif node.subtree is not None:
                node.subtree._claims.dismiss()
            if not incumbent.first_only and incumbent.best is not None:
                for heuristic in self.heuristics:
                    heuristic.after_node(incumbent, self.lp, before - self.nodes)
        incumbent.raise_bound(self._least)
        if incumbent.optimal:
            self._claims.dismiss()

    @property
    def _least(self) -> int:
        """What plans cost at least, the node in work aside."""
        open_ = (node.bound for node in self._heap)
        return min([self.incumbent.value, self._claims.least, *open_])

    @cached_property
    def _witnesses(self) -> Executor | None:
        """Where second witnesses work beside the search; None where each is waited for.

        That is so with one worker, and in searches that end early: nobody would hear them.
        """
        effort = self.clock.effort
        brief = effort.patience is not None or self.incumbent.first_only or self._limited
        waited_for = brief or effort.workers == 1
        if waited_for:
            return None
        return ThreadPoolExecutor(fitting(min(effort.workers, os.cpu_count() or 1)))

    def _hear_witnesses(self) -> None:
        """Close nodes that are borne out and branch on others; wait where nothing else is left."""
        self._claims.dismiss(self.incumbent.value)
        for claim, found in self._claims.heard(wait_for_one=not self._heap):
            if found.chosen is not None:
                self.incumbent.offer(found.chosen)
            if not found.complete and claim.least < self.incumbent.value:
                claim.reopen()

    def _reopen(self, node: _Node, program: Program, bound: Bound) -> None:
        """Branch on a node that CP-SAT settled and the second witness did not bear out."""
        self._cp_sat_columns = max(CP_SAT_COLUMNS_LEAST, len(program.free) * 4 // 5)
        try:
            self._branch(node, program, bound)
        except NoSolutionError:
            return

    def _deepest(self) -> _Node:
        """Return the deepest node: before there is a plan, dive."""
        node = max(self._heap, key=lambda n: (n.depth, -n.bound, -n.order))
        self._heap.remove(node)
        heapq.heapify(self._heap)
        return node

    def _push(
        self,
        program: Program,
        bound: int,
        depth: int,
        effort: float,
        subtree: BranchAndCut | None = None,
    ) -> None:
        self._made += 1
        heapq.heappush(self._heap, _Node(bound, self._made, program, depth, effort, subtree))

    def _expand(self, node: _Node) -> None:
        """Bound a node; then ask heuristics and CP-SAT, and branch where it is still open."""
        if node.subtree is not None:
            self._search_on(node, node.subtree)
            return
        incumbent = self.incumbent
        try:
            program, bound = self._bounded(node)
            if node.depth and bound.value < incumbent.value:
                for heuristic in self.heuristics:
                    heuristic.at_node(incumbent, self.lp, program, bound)
            if bound.value < incumbent.value and not self._solved_by_cp_sat(node, program, bound):
                self._branch(node, program, bound)
        except NoSolutionError:
            return

    def _bounded(self, node: _Node) -> tuple[Program, Bound]:
        """Solve the node's LP, with separators as long as they help."""
        incumbent = self.incumbent
        at_root = not node.depth
        relaxed = self.lp.at_root() if at_root else self.lp.at(node.program, incumbent.value)
        bound = self._lp_bound(relaxed, node)
        self._offer_point(bound)
        rounds, least = self._separation(node)
        for _ in range(rounds):
            if bound.value >= incumbent.value or not self.lp.separated(relaxed, bound, least):
                break
            last, bound = bound, self._lp_bound(relaxed, node, bound)
            self._offer_point(bound)
            if _stalls(last, bound):
                break
        program = relaxed.program
        if at_root:
            self.lp.root = bound
            wanted = incumbent.best is None or not incumbent.first_only
            if wanted and bound.value < incumbent.value:
                for heuristic in self.heuristics:
                    heuristic.at_root(incumbent, self.lp, program, bound)
        if incumbent.value < NO_LIMIT:
            fixing, most = self.lp.path_fixing, incumbent.value - 1
            program = fixing.fix_by_reduced_cost(program, bound, most).propagated()
        return program, bound

    def _separation(self, node: _Node) -> tuple[int, float]:
        """Return (rounds of separation, by how much a separator must be broken) of a node.

        Below the root there are none while seats are open: other seats raise the bound more
        than separators do.
        """
        if not node.depth and not self.incumbent.first_only:
            return ROOT_ROUNDS, LEAST
        if self._inside:
            return NODE_ROUNDS, LEAST
        return int(not node.depth), LEAST_WITH_OPEN_SEATS

    def _lp_bound(self, relaxed: Relaxation, node: _Node, last: Bound | None = None) -> Bound:
        """Return the LP's bound; what is known already where the LP came to nothing."""
        bound, program = relaxed.bound() or last, relaxed.program
        if bound is None:
            size = len(program.cost)
            nothing = np.zeros(size, dtype=np.int64)
            return Bound(1, node.bound, program.low, nothing, np.full(size, 0.5))
        if not node.depth:
            self.incumbent.raise_bound(min(bound.value, self.incumbent.value))
            self.clock.progress(self.incumbent.shown, self.incumbent.bound)
        return bound

    def _offer_point(self, bound: Bound) -> None:
        """Take the LP's point as a plan where it is one."""
        if np.abs(bound.x - np.rint(bound.x)).max() < INTEGRAL:
            self.incumbent.offer(self.model.read(np.rint(bound.x).astype(np.int64)))

    def _solved_by_cp_sat(self, node: _Node, program: Program, bound: Bound) -> bool:
        """Return whether CP-SAT settled the node; the second witness may still be at work."""
        size, incumbent = len(program.free), self.incumbent
        settled = not len(self._undecided(program))
        largest = NO_LIMIT if settled else CP_SAT_COLUMNS_OPEN
        if (
            size > min(largest, self._cp_sat_columns)
            or self.clock.over
            or self.clock.effort.engine == "milp"
        ):
            return False
        hint = None if incumbent.best is None else self.model.point(incumbent.best)
        # Only the root's bound is the stage's: those of other nodes are not shown.
        clock = self.clock.quiet if node.depth else self.clock
        near = program.with_rows(borders(self.model, program)) if settled else program
        most = incumbent.value - 1
        found = solve_by_cp_sat(
            self.model,
            near,
            most,
            clock,
            node.effort,
            bound,
            hint,
            proves=True,
            witnesses=self._witnesses,
        )
        self.pool.add_cuts(found.cuts)
        complete = found.complete or found.witness is not None
        if found.chosen is not None:
            complete = incumbent.offer(found.chosen) and complete
        # Try larger programs after an easy success, smaller ones after a failure.
        if not complete:
            self._cp_sat_columns = max(CP_SAT_COLUMNS_LEAST, size - size // 5)
        elif found.spent < node.effort / 4:
            self._cp_sat_columns = max(self._cp_sat_columns, size + size // 10)
        if found.witness is not None and complete:
            least = max(node.bound, bound.value)
            reopen = partial(self._reopen, node, program, bound)
            self._claims.add(Claim(found.witness, least, reopen))
        elif found.witness is not None:
            found.witness.dismiss()
        return complete

    def _undecided(self, program: Program) -> IntArray:
        """Return the columns of seats that are not fixed; where all are, those of options."""
        model, free = self.model, program.low != program.high
        kept, taken = (
            model.seat_column[model.seat_column >= 0],
            model.option_column[model.option_column >= 0],
        )
        out: IntArray = kept[free[kept]] if free[kept].any() else taken[free[taken]]
        return out

    def _branch(self, node: _Node, program: Program, bound: Bound) -> None:
        least = max(node.bound, bound.value)
        undecided = self._undecided(program)
        column: int | None
        if len(undecided):
            column = seat_to_branch(bound, undecided)
        elif self.heuristics and not self._inside:
            subtree = self._subtree(program, least)
            self._push(program, least, node.depth, node.effort, subtree)
            return
        else:
            value = self.incumbent.value
            lp = self.lp.at(program, value)
            program, column = self._pseudocosts.choose(lp, lp.program, bound, value)
        if column is None:
            # Another LP; more time for CP-SAT where nothing is left to branch on.
            effort = node.effort if len(program.free) else 2 * node.effort
            self._push(program, least, node.depth + 1, effort)
            return
        for value in (True, False):
            child = program.fixed(np.array([column]), value)
            self._push(child, least, node.depth + 1, node.effort)

    def _subtree(self, program: Program, bound: int) -> BranchAndCut:
        """Return a tree over the villages of a node that has all seats decided: its LP is small."""
        mine = self.incumbent
        own = Incumbent(
            self.model, mine.cost, self.pool, mine.best, mine.value, bound, mine.first_only
        )
        tree = BranchAndCut(own, self.lp.smaller(program), self.clock.quiet)
        tree._witnesses = self._witnesses
        return tree

    def _search_on(self, node: _Node, subtree: BranchAndCut) -> None:
        """Search in a node's own tree for a while."""
        turn, own = min(SUBTREE_NODES, self.nodes + 1), subtree.incumbent
        own.best, own.value, subtree.nodes = self.incumbent.best, self.incumbent.value, turn
        subtree.run()
        self.nodes -= max(0, turn - subtree.nodes - 1)
        if own.best is not None:
            self.incumbent.offer(own.best)
        if not own.optimal:
            bound = max(node.bound, own.bound)
            self._push(node.program, bound, node.depth, node.effort, subtree)


def _stalls(last: Bound, bound: Bound) -> bool:
    """Return whether a round of separation moved the bound by next to nothing."""
    gain = bound.base / bound.scale - last.base / last.scale
    return gain < STALL * max(1.0, abs(bound.base / bound.scale))
