"""Finds a refutation: branch and bound whose nodes are whole prices and questions."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from models.quantities import NO_LIMIT, IntArray
from optimizer.check.certificate.program import Prices, Program, State, evaluate
from optimizer.check.certificate.tree import Ask, Claimed, Halve, Leaf, Narrow, Node
from optimizer.solve.certify.lp import Solved, solve
from optimizer.solve.certify.warm import WarmLp

Floats = NDArray[np.float64]
Branching = Callable[[Program, State, Floats], Ask | Halve | None]
Separate = Callable[[Program, Floats], Program | None]
Witnesses = Callable[[Program, State], tuple[str, ...]]
WORTH = 0.1
"""Share of the gap that a round of separation must close to be followed by another."""
INTEGRAL = 1e-6
"""How far from 0 or 1 a value of the LP counts as whole."""
MOST_ROUNDS = 30
"""Rounds of separation at a node."""


class BetterError(Exception):
    """There is a point within the box: what was to be refuted is not so."""

    def __init__(self, point: IntArray) -> None:
        super().__init__("a point is left")
        self.point = point


class OpenError(Exception):
    """Neither refuted nor found a point, in the work that was granted."""


@dataclass(eq=False)
class Refuter:
    """Refutes states of a program.

    Attributes
    ----------
    branching
        Chooses what to ask at a fractional point.
    accepts
        Says whether a whole point that keeps the rows is a plan, and may learn more rows of
        one that is not; the program is then `program` anew.
    witnesses
        Names two solvers that claim that a state has no point; empty where they do not.
    nodes
        How many LPs a tree may take.
    """

    program: Program
    branching: Branching
    until: float = float("inf")
    nodes: int = 2000
    witnesses: Witnesses | None = None
    separate: Separate | None = None
    lp: type[WarmLp] | None = None
    work: int = field(default=0, init=False)
    root: Prices | None = field(default=None, init=False)
    _warm: WarmLp | None = field(default=None, init=False)

    def refute(
        self, state: State, name: str | None, before: Sequence[Prices] = ()
    ) -> tuple[Node, ...]:
        """Return a tree that refutes a state.

        Parameters
        ----------
        name
            The sum whose upper limit is what is to be refuted; None for there being no point.
        before
            Prices that may narrow the state at first.

        Raises
        ------
        BetterError
            With a whole point that the state holds.
        OpenError
            When the work that is granted did not do.
        """
        self.work, self.root = 0, None
        out: list[Node] = []
        for prices in before:
            found = evaluate(self.program, state, prices)
            if found.value > 0:
                self.root = prices
                return (*out, Leaf(prices))
            narrowed = found.narrowed(state)
            if _free(narrowed) < (1 - WORTH) * _free(state):
                out, state = [*out, Narrow(prices)], narrowed
        self._warm = None if self.lp is None else self.lp(self.program, state, name)
        waiting = [state]
        while waiting:
            nodes, after = self._node(waiting.pop(), name)
            out += nodes
            waiting += after
        return tuple(out)

    def _node(self, state: State, name: str | None) -> tuple[list[Node], list[State]]:
        """Return the nodes that stand here, and the states after them, the last one first."""
        if state.void:
            return [Leaf({})], []
        self.work += 1
        if self.work > self.nodes or time.monotonic() > self.until:
            return self._given_up(state)
        at_root, rounds = self.root is None, 0
        while True:
            solved = self._solved(state, name)
            if solved is None:
                return self._given_up(state)
            self.root = solved.prices if at_root else self.root
            found = evaluate(self.program, state, solved.prices)
            if found.value > 0:
                return [Leaf(solved.prices)], []
            if solved.x is None:
                return self._given_up(state)
            grown = self.separate(self.program, solved.x) if self.separate else None
            if grown is None:
                break
            self.program, rounds = grown, rounds + 1
            if rounds > MOST_ROUNDS and not _is_whole(solved.x):
                break
        self._look_at(state, solved.x)
        narrowed = found.narrowed(state)
        before: list[Node] = []
        if _free(narrowed) < (1 - WORTH) * _free(state):
            before, state = [Narrow(solved.prices)], narrowed
        node = self.branching(self.program, state, solved.x)
        if node is None:
            nodes, after = self._given_up(state)
            return [*before, *nodes], after
        return [*before, node], after_node(self.program, state, node)

    def _solved(self, state: State, name: str | None) -> Solved | None:
        left = self.until - time.monotonic()
        if self._warm is None:
            return solve(self.program, state, name, left)
        return self._warm.solve(self.program, state, left)

    def _look_at(self, state: State, x: Floats) -> None:
        """Raise where the LP's point is a whole one within the state."""
        point = np.rint(x).astype(np.int64)
        if _is_whole(x) and holds(self.program, state, point):
            raise BetterError(point)

    def _given_up(self, state: State) -> tuple[list[Node], list[State]]:
        """Return a leaf claimed by solvers, where two of them do."""
        claimed = self.witnesses(self.program, state) if self.witnesses else ()
        if len(claimed) < 2:
            raise OpenError
        return [Claimed(claimed)], []


def after_node(program: Program, state: State, node: Ask | Halve) -> list[State]:
    """Return the states after a question, the last one first."""
    if isinstance(node, Halve):
        above = state.within(node.name, (node.at + 1, NO_LIMIT))
        return [above, state.within(node.name, (-NO_LIMIT, node.at))]
    yes, no = program.decisions.sides(node.question, node.of)
    return [state.fixed(no), state.fixed(yes)]


def holds(program: Program, state: State, point: IntArray) -> bool:
    """Return whether a whole point keeps all rows and lies within a state."""
    if ((point < state.low) | (point > state.high)).any():
        return False
    sums = program.rows @ point
    if ((sums < program.low) | (sums > program.high)).any():
        return False
    boxed = ((int(program.sums[n] @ point), *state.box[n]) for n in state.box)
    return all(low <= total <= high for total, low, high in boxed)


def _is_whole(x: Floats) -> bool:
    return bool(np.abs(x - np.rint(x)).max(initial=0) < INTEGRAL)


def _free(state: State) -> int:
    return int((state.low != state.high).sum())
