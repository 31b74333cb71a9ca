"""Branch and bound over LPs whose bounds are exact, leaves closed by CP-SAT."""

from __future__ import annotations

import heapq
from dataclasses import dataclass, field, replace

import numpy as np

from models.merge.rows import Rows
from models.merge.villages import VillageModel
from models.quantities import NO_LIMIT, IntArray
from optimizer.solve.branch_and_cut.branching import Pseudocosts, seat_to_branch
from optimizer.solve.branch_and_cut.cover_cuts import knapsacks
from optimizer.solve.branch_and_cut.cp_sat import solve_by_cp_sat
from optimizer.solve.branch_and_cut.cut_plan_pool import CutPlanPool
from optimizer.solve.branch_and_cut.heuristics.region_search import RegionSearch
from optimizer.solve.branch_and_cut.heuristics.seat_sets import SeatSetHeuristic
from optimizer.solve.branch_and_cut.node_lp import NodeLp
from optimizer.solve.branch_and_cut.separators import LEAST, borders
from optimizer.solve.clock import Clock
from optimizer.solve.lp.program import Bound, NoSolutionError, Program, Relaxation

_ROUNDS = 30
_NODE_ROUNDS = 3
_MUCH = 0.1
_FEW = 400
_LEAST = 60
_TURN = 40
_CLOSING = 1.0
_STALL = 2e-5


@dataclass(order=True)
class _Node:
    bound: int
    order: int
    program: Program = field(compare=False)
    depth: int = field(compare=False)
    effort: float = field(compare=False)
    subtree: Tree | None = field(compare=False, default=None)


@dataclass
class Tree:
    """The search for the cheapest plan of a program.

    Attributes
    ----------
    best, value
        The best plan and its cost; `value` is one above the most that is asked for
        while there is no plan.
    bound
        A proved lower bound of every plan's cost.
    plans
        Whether plans are looked for at the nodes.
    first_only
        Whether any plan will do.
    root
        The bound of the root's LP.
    nodes
        How many nodes may still be expanded.
    effort
        Deterministic time that CP-SAT first gets to close a node.
    """

    model: VillageModel
    program: Program
    pool: CutPlanPool
    clock: Clock
    best: IntArray | None = None
    value: int = NO_LIMIT
    bound: int = -NO_LIMIT
    plans: bool = False
    first_only: bool = False
    root: Bound | None = None
    nodes: int = NO_LIMIT
    effort: float = _CLOSING

    def __post_init__(self) -> None:
        self._heap: list[_Node] = []
        self._made = 0
        self._region_search = RegionSearch(np.random.default_rng(self.clock.effort.seed))
        self._pseudocosts = Pseudocosts()
        self._inside = not len(self._undecided(self.program))
        limits = knapsacks(self.program) if self._inside else []
        self.path_fixing = self.pool.path_fixing(self.model)
        self._node_lp = NodeLp(
            self.model, self.program, self.pool, self.clock, limits, self.path_fixing
        )
        self._few = _FEW
        self._heuristic_lp: NodeLp | None = None
        self._seat_sets = SeatSetHeuristic()

    @property
    def done(self) -> bool:
        """Whether nothing better can exist."""
        return self.bound >= self.value

    def run(self) -> None:
        """Search, or search on, until the bound meets the value or time or nodes are used up."""
        if not self._made:
            self._push(self.program, self.bound, 0, self.effort)
        while self._heap and not self.clock.over and self.nodes > 0:
            self.nodes -= 1
            if self.first_only and self.best is not None:
                return
            node = heapq.heappop(self._heap) if self.best is not None else self._deepest()
            self.bound = max(self.bound, min([node.bound, *(n.bound for n in self._heap)]))
            self.clock.progress(None if self.best is None else self.value, self.bound)
            if node.bound < self.value:
                self._expand(node)
            self._improve()
        least = min((n.bound for n in self._heap), default=self.value)
        self.bound = max(self.bound, min(self.value, least))

    def _improve(self) -> None:
        """Try some regions for a better plan."""
        if self.plans and not self.first_only and self.best is not None:
            self._region_search.improve(self)

    def within(self, program: Program, nodes: int) -> IntArray | None:
        """Return a better plan of a smaller program, looked for in a few nodes."""
        small = replace(program, rows=self.rows()).drop_redundant_rows()
        subtree = Tree(
            self.model,
            small,
            self.pool,
            self.clock.quiet,
            value=self.value,
            nodes=nodes,
            effort=_CLOSING / 4,
        )
        subtree.run()
        return subtree.best

    def improved(self, program: Program, plan: IntArray) -> IntArray:
        """Return a plan of a smaller program, improved region by region."""
        small = replace(program, rows=self.rows()).drop_redundant_rows()
        subtree = Tree(self.model, small, self.pool, self.clock.quiet)
        if subtree.offer(plan):
            # One of its own: what is settled in the smaller program need not be in this one.
            RegionSearch(self._region_search.random).settle(subtree)
        return plan if subtree.best is None else subtree.best

    def _deepest(self) -> _Node:
        """Return the deepest node: before there is a plan, dive."""
        node = max(self._heap, key=lambda n: (n.depth, -n.bound, -n.order))
        self._heap.remove(node)
        heapq.heapify(self._heap)
        return node

    def _push(
        self, program: Program, bound: int, depth: int, effort: float, subtree: Tree | None = None
    ) -> None:
        self._made += 1
        heapq.heappush(self._heap, _Node(bound, self._made, program, depth, effort, subtree))

    def offer(self, plan: IntArray) -> bool:
        """Take a plan if it is better; return whether it was."""
        if not self.model.accepts(plan):
            return False
        self.pool.keep(plan)
        if self.cost(plan) >= self.value:
            return False
        self.best, self.value = plan, self.cost(plan)
        return True

    def cost(self, plan: IntArray) -> int:
        """Return what a plan costs."""
        return int(self.program.cost[self.model.columns(plan)].sum())

    def _expand(self, node: _Node) -> None:
        if node.subtree is not None:
            self._search_on(node, node.subtree)
            return
        try:
            program, bound = self._bounded(node)
            if self.plans and node.depth and bound.value < self.value:
                self._seat_sets.seek(self, program, bound)
            if bound.value < self.value and not self._solved_by_cp_sat(node, program, bound):
                self._branch(node, program, bound)
        except NoSolutionError:
            return

    def _bounded(self, node: _Node) -> tuple[Program, Bound]:
        """Solve the node's LP, with separators as long as they help."""
        relaxed = self.lp_at(node.program) if node.depth else self._node_lp.at_root()
        bound = self._lp(relaxed, node)
        self._try(bound)
        rounds, least = self._separation(node)
        for _ in range(rounds):
            if bound.value >= self.value or not self._node_lp.separated(relaxed, bound, least):
                break
            last, bound = bound, self._lp(relaxed, node, bound)
            self._try(bound)
            if self._stalls(last, bound):
                break
        program = relaxed.program
        if not node.depth:
            self.root = bound
            wanted = self.best is None or not self.first_only
            if self.plans and wanted and bound.value < self.value:
                self._seat_sets.first(self, program, bound)
        if self.value < NO_LIMIT:
            program = self.path_fixing.fix_by_reduced_cost(
                program, bound, self.value - 1
            ).propagated()
        return program, bound

    def _separation(self, node: _Node) -> tuple[int, float]:
        """Return (rounds of separation, by how much a separator must be broken) of a node.

        While seats are open, other seats raise the bound more than separators do.
        """
        if not node.depth and not self.first_only:
            return _ROUNDS, LEAST
        return (_NODE_ROUNDS, LEAST) if self._inside else (1, _MUCH)

    def lp_at(self, program: Program) -> Relaxation:
        """Return the LP of a node, without what the root's bound shows to be too dear."""
        root = self.root if self.value < NO_LIMIT else None
        return self._node_lp.at(program, root, self.value - 1)

    def heuristic_lp_of(self, program: Program) -> Relaxation:
        """Return the LP of a smaller program, in an LP beside that of the nodes.

        That one keeps its basis, and what comes into play for it is no burden to the nodes.

        Raises
        ------
        NoSolutionError
            When nothing below the best plan is left.
        """
        if self._heuristic_lp is None:
            whole = replace(self.program, rows=self.rows())
            heuristic_lp = NodeLp(self.model, whole, self.pool, self.clock, [], self.path_fixing)
            heuristic_lp.at_root()
            self._heuristic_lp = heuristic_lp
        root = self.root if self.value < NO_LIMIT else None
        return self._heuristic_lp.at(program, root, self.value - 1)

    def _lp(self, relaxed: Relaxation, node: _Node, last: Bound | None = None) -> Bound:
        """Return the LP's bound; what is known already where the LP came to nothing."""
        bound, program = relaxed.bound() or last, relaxed.program
        if bound is None:
            size = len(program.cost)
            nothing = np.zeros(size, dtype=np.int64)
            return Bound(1, node.bound, program.low, nothing, np.full(size, 0.5))
        if not node.depth:
            self.bound = max(self.bound, min(bound.value, self.value))
            self.clock.progress(None if self.best is None else self.value, self.bound)
        return bound

    def apart(self, program: Program) -> Relaxation:
        """Return an LP of its own for a smaller program, without what the root's bound rules out.

        Raises
        ------
        NoSolutionError
            When nothing below the best plan is left.
        """
        small = replace(program, rows=self.rows())
        if self.root is not None and self.value < NO_LIMIT:
            small = self.path_fixing.fix_by_reduced_cost(small, self.root, self.value - 1)
        if (small.low & ~small.high).any():
            raise NoSolutionError
        return Relaxation(small.propagated().drop_redundant_rows(), self.clock)

    def rows(self) -> Rows:
        """Return the rows with all separators that are known."""
        return self._node_lp.rows()

    def _stalls(self, last: Bound, bound: Bound) -> bool:
        gain = bound.base / bound.scale - last.base / last.scale
        return gain < _STALL * max(1.0, abs(bound.base / bound.scale))

    def _try(self, bound: Bound) -> None:
        """Take the LP's point as a plan where it is one."""
        if np.abs(bound.x - np.rint(bound.x)).max() < 1e-6:
            self.offer(self.model.read(np.rint(bound.x).astype(np.int64)))

    def _solved_by_cp_sat(self, node: _Node, program: Program, bound: Bound) -> bool:
        """Return whether CP-SAT settled the node, on the word of two witnesses."""
        size = len(program.free)
        if size > self._few or self.clock.over or self.clock.effort.engine == "milp":
            return False
        hint = None if self.best is None else self.model.point(self.best)
        # Only the root's bound is the stage's: those of other nodes are not shown.
        clock = self.clock.quiet if node.depth else self.clock
        settled = not len(self._undecided(program))
        near = program.with_rows(borders(self.model, program)) if settled else program
        most = self.value - 1
        found = solve_by_cp_sat(
            self.model, near, most, clock, node.effort, bound, hint, proves=True
        )
        self.pool.add_cuts(found.cuts)
        complete = found.complete
        if found.chosen is not None:
            complete = self.offer(found.chosen) and complete
        # Try larger programs after an easy success, smaller ones after a failure.
        if not complete:
            self._few = max(_LEAST, size - size // 5)
        elif found.spent < node.effort / 4:
            self._few = max(self._few, size + size // 10)
        return complete

    def _undecided(self, program: Program) -> IntArray:
        """Return the columns of seats that are not fixed; where all are, those of options."""
        model, free = self.model, program.low != program.high
        kept, taken = model.kept[model.kept >= 0], model.taken[model.taken >= 0]
        out: IntArray = kept[free[kept]] if free[kept].any() else taken[free[taken]]
        return out

    def _branch(self, node: _Node, program: Program, bound: Bound) -> None:
        least = max(node.bound, bound.value)
        undecided = self._undecided(program)
        column: int | None
        if len(undecided):
            column = seat_to_branch(bound, undecided)
        elif self.plans and not self._inside:
            subtree = self._subtree(program, least)
            self._push(program, least, node.depth, node.effort, subtree)
            return
        else:
            lp = self.lp_at(program)
            program, column = self._pseudocosts.choose(lp, lp.program, bound, self.value)
        if column is None:
            # Another LP; more time for CP-SAT where nothing is left to branch on.
            effort = node.effort if len(program.free) else 2 * node.effort
            self._push(program, least, node.depth + 1, effort)
            return
        for value in (True, False):
            child = program.fixed(np.array([column]), value)
            self._push(child, least, node.depth + 1, node.effort)

    def _subtree(self, program: Program, bound: int) -> Tree:
        """Return a tree over the villages of a node that has all seats decided: its LP is small."""
        return Tree(
            self.model,
            replace(program, rows=self.rows()).drop_redundant_rows(),
            self.pool,
            self.clock.quiet,
            best=self.best,
            bound=bound,
            value=self.value,
            first_only=self.first_only,
        )

    def _search_on(self, node: _Node, subtree: Tree) -> None:
        """Search in a node's own tree for a while."""
        turn = min(_TURN, self.nodes + 1)
        subtree.best, subtree.value, subtree.nodes = self.best, self.value, turn
        subtree.run()
        self.nodes -= max(0, turn - subtree.nodes - 1)
        if subtree.best is not None:
            self.offer(subtree.best)
        if not subtree.done:
            self._push(
                node.program, max(node.bound, subtree.bound), node.depth, node.effort, subtree
            )
