"""The second witness: asked for a 0/1 point where a solver claims that there is none.

A claim of CP-SAT that some rows have no point of at most some cost holds only when
something else says so too:

1. branch and bound over LPs whose bounds and rays are evaluated in whole numbers, which
   relies on no solver at all; for a few nodes;
2. HiGHS as a MIP solver over the same rows, another method and another code.

A point that either of them comes to is judged in whole numbers. If it keeps the rows it
contradicts the claim.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array

from models.merge.partition import Partition
from models.merge.rows import RowMaker, Rows
from models.quantities import NO_LIMIT, IntArray
from optimizer.solve.clock import Clock
from optimizer.solve.evidence import Proof
from optimizer.solve.lp.highs import Refusal, refuse_mip
from optimizer.solve.lp.program import Bound, NoSolutionError, Program, Relaxation

_TREE_NODES = 30
"""Nodes of the exact tree: enough where the LP is tight, little time where it is not."""
MIP_NODES = 20_000
"""Nodes that HiGHS gets; a count and not seconds, so that the same question has one answer."""
_NEAR_MISSES = 20
"""Points that HiGHS may come to that keep the rows but for its tolerance: each is ruled out.

Of a cost of thousands of millions it takes a point that costs one more for as good.
"""
_WHOLE = 1e-6
"""How far from 0 or 1 a value of the LP is branched on."""


@dataclass(frozen=True)
class Witnessed:
    """What the second witness says.

    Attributes
    ----------
    proof
        What it rests on that there is no point; None where that is not so.
    point
        A point that keeps the rows and the cost; None where none was found.
    """

    proof: Proof | None = None
    point: IntArray | None = None


def as_program(problem: Partition, cost: IntArray) -> Program:
    """Return a set partitioning problem as a 0/1 program over its columns."""
    members = problem.members.T.tocsr().astype(np.int64)
    ones = np.ones(problem.parts, dtype=np.int64)
    maker = RowMaker()
    for row in problem.rows:
        coefficients = problem.evaluate(row.sum)
        used = np.nonzero(coefficients)[0]
        maker.add(used, coefficients[used], row.low, row.high)
    size = len(problem)
    rows = Rows(csr_array(members), ones, ones) + maker.rows(size)
    return Program(cost, rows, np.zeros(size, dtype=bool), np.ones(size, dtype=bool))


def second_witness(program: Program, most: int, clock: Clock, nodes: int = MIP_NODES) -> Witnessed:
    """Ask whether a program has a point of cost at most `most`.

    Parameters
    ----------
    program
        With every row on which the claim rests.
    nodes
        Of HiGHS.
    """
    try:
        first = program.propagated()
    except NoSolutionError:
        return Witnessed(Proof.BOUND)
    by_tree = _Tree(first, most, clock).run(_TREE_NODES)
    if by_tree is not None:
        return by_tree
    return _by_mip(first, most, clock, nodes)


@dataclass
class _Tree:
    """Depth-first branch and bound over LPs in whole numbers."""

    program: Program
    most: int
    clock: Clock

    def run(self, nodes: int) -> Witnessed | None:
        """Search; None where the nodes, the time or the LP solver were not enough."""
        try:
            relaxed = Relaxation(self.program, self.clock)
        except NoSolutionError:
            return Witnessed(Proof.BOUND)
        open_nodes = [self.program]
        while open_nodes:
            if nodes < len(open_nodes) or self.clock.over:
                return None
            nodes -= 1
            try:
                node, bound = self._bounded(relaxed, open_nodes.pop())
            except NoSolutionError:
                continue
            if bound is None:
                return None
            if bound.value > self.most:
                continue
            point = self._point(node, bound)
            if point is not None:
                return Witnessed(point=point)
            open_nodes += self._children(node, bound)
        return Witnessed(Proof.BOUND)

    def _bounded(self, relaxed: Relaxation, node: Program) -> tuple[Program, Bound | None]:
        node = node.propagated()
        relaxed.move(node)
        bound = relaxed.bound()
        if bound is not None and bound.value <= self.most:
            node = node.fix_by_reduced_cost(bound, self.most).propagated()
        return node, bound

    def _point(self, node: Program, bound: Bound) -> IntArray | None:
        """Return the LP's point where it is a solution, or the only one that is left."""
        nearest = np.rint(bound.x).astype(np.int64)
        for point in (nearest, node.low.astype(np.int64)):
            within = (point >= node.low).all() and (point <= node.high).all()
            if within and node.rows.hold(point) and int(node.cost @ point) <= self.most:
                return point
        return None

    def _children(self, node: Program, bound: Bound) -> list[Program]:
        free = node.free
        if not len(free):
            return []
        off = np.abs(bound.x[free] - np.rint(bound.x[free]))
        column = int(free[np.argmax(off)]) if off.max() > _WHOLE else int(free[0])
        up = bool(bound.x[column] >= 0.5)
        at = np.array([column])
        return [node.fixed(at, not up), node.fixed(at, up)]


def _by_mip(program: Program, most: int, clock: Clock, nodes: int) -> Witnessed:
    if not clock.evidence.trusts("HiGHS"):
        return Witnessed()
    settled = int(program.cost @ program.low.astype(np.int64))
    maker, free = RowMaker(), program.free
    if settled > most and not program.cost[free].any():
        return Witnessed(Proof.BOUND)
    if most < NO_LIMIT and program.cost[free].any():
        maker.add(np.arange(len(free)), program.cost[free], high=most - settled)
    rows = program.active_rows() + maker.rows(len(free))
    for _ in range(_NEAR_MISSES):
        refusal, found = refuse_mip(rows, program.cost[free], nodes, clock)
        if refusal is Refusal.INFEASIBLE:
            return Witnessed(Proof.TWO_SOLVERS)
        if found is None:
            break
        point = program.low.astype(np.int64)
        point[free] = np.rint(found).astype(np.int64)
        if program.rows.hold(point) and int(program.cost @ point) <= most:
            return Witnessed(point=point)
        rows = rows + _but_for(point[free])
    return Witnessed()


def _but_for(point: IntArray) -> Rows:
    """Return the row that a point breaks, and no other 0/1 point."""
    maker = RowMaker()
    maker.add(np.arange(len(point)), 2 * point - 1, high=int(point.sum()) - 1)
    return maker.rows(len(point))
