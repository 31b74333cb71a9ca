"""A county's cells while they are proved: vectors grow stage by stage, cells are halved."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from models.quantities import NO_LIMIT, IntArray
from optimizer.check.certificate.cells import Cell, Stage, Vector, Verified
from optimizer.check.certificate.program import (
    EVERYTHING,
    Box,
    Prices,
    Program,
    State,
    evaluate,
    meet,
)
from optimizer.check.certificate.tree import Claimed, Leaf, Node, refute
from optimizer.solve.certify.refute import BetterError, OpenError, Refuter

Measured = Mapping[str, int]


@dataclass(eq=False)
class Part:
    """A cell in the making.

    Attributes
    ----------
    inherited
        Vector of the cell that was halved, and what of it is claimed by solvers.
    best
        What a plan of the cell comes to whose objectives are those of the own vector.
    roots
        Prices of each stage's root, which narrow the stages after it.
    taken
        How many stages are taken over from the cell that was halved.
    stuck
        Whether the work that was granted did not do.
    """

    box: Box
    inherited: Vector = ()
    inherited_claims: tuple[int, ...] = ()
    stages: list[Stage] = field(default_factory=list)
    claims: list[int] = field(default_factory=list)
    best: Measured | None = None
    roots: list[Prices] = field(default_factory=list)
    empty: tuple[Node, ...] | None = None
    taken: int = 0
    stuck: bool = False
    split: tuple[str, int, Part, Part] | None = None

    @property
    def own(self) -> Vector:
        """The vector that was proved of this cell itself."""
        return tuple(stage.bound for stage in self.stages)

    @property
    def verified(self) -> Verified:
        """What is proved, as the verifier has it."""
        if self.inherited > self.own:
            return Verified(self.box, self.inherited, self.inherited_claims)
        return Verified(self.box, self.own, tuple(np.cumsum(self.claims).tolist()))

    def leaves(self) -> Iterator[Part]:
        """Yield the cells that are not halved and may have plans."""
        if self.empty is not None:
            return
        if self.split is None:
            yield self
            return
        for half in self.split[2:]:
            yield from half.leaves()

    def halve(self, name: str, at: int) -> None:
        """Cut the cell in two."""
        before = self.verified
        halves = []
        for ends in ((-NO_LIMIT, at), (at + 1, NO_LIMIT)):
            half = Part(
                {**self.box, name: meet(self.box.get(name), ends)}, before.vector, before.claimed
            )
            if self.best is not None and ends[0] <= self.best[name] <= ends[1]:
                self._hand_over(half)
            halves.append(half)
        self.split = (name, at, halves[0], halves[1])

    def _hand_over(self, half: Part) -> None:
        """Let a half go on from here: the plan at hand is one of its own."""
        half.best = self.best
        if self.own >= self.inherited:
            half.stages, half.claims = [*self.stages], [*self.claims]
            half.roots, half.taken = [*self.roots], len(self.stages)

    def cell(self) -> Cell:
        """Return the cell as a certificate writes it."""
        if self.empty is not None:
            return Cell(empty=self.empty)
        stages = (*[None] * self.taken, *self.stages[self.taken :])
        if self.split is None:
            return Cell(stages)
        name, at, below, above = self.split
        return Cell(stages, None, (name, at, below.cell(), above.cell()))


@dataclass(eq=False)
class CountyWriter:
    """Proves vectors of a county's cells.

    Attributes
    ----------
    names
        The objectives in order.
    plan
        What the plan of the territory comes to in this county.
    """

    names: Sequence[str]
    refuter: Refuter
    plan: Measured | None
    root: Part = field(default_factory=lambda: Part({}))

    def __post_init__(self) -> None:
        self.root.best = self.plan

    @property
    def program(self) -> Program:
        """The county's program, with the rows that were learnt."""
        return self.refuter.program

    def leaves(self) -> list[Part]:
        """Return the cells that are not halved and may have plans."""
        return list(self.root.leaves())

    def finished(self, part: Part) -> bool:
        """Return whether nothing more can be proved of a cell."""
        return part.stuck or len(part.stages) == len(self.names)

    def advance(self, part: Part) -> None:
        """Prove the next objective's bound in a cell, or that the cell has no plan."""
        name, state = self.names[len(part.stages)], self._held(part)
        low, high = part.box.get(name, EVERYTHING)
        if low == high:
            self.refuter.root = None
            self._add(part, Stage(low, (Leaf({}),)))
            return
        again: list[Prices] = []
        target = self._most(name) + 1 if part.best is None else part.best[name]
        while True:
            aimed = state.within(name, (-NO_LIMIT, target - 1))
            try:
                tree = self.refuter.refute(aimed, name, [*part.roots, *again])
            except BetterError as error:
                part.best = self.measured(error.point)
                target = part.best[name]
                again = [] if self.refuter.root is None else [self.refuter.root]
            except OpenError:
                self._settle(part, name, state, target)
                return
            else:
                break
        if part.best is None:
            self._empty(part)
            return
        self._add(part, Stage(target, tree))

    def measured(self, point: IntArray) -> Measured:
        """Return what a point comes to, by sum."""
        return {name: int(of @ point) for name, of in self.program.sums.items()}

    def _add(self, part: Part, stage: Stage) -> None:
        part.stages.append(stage)
        part.claims.append(sum(isinstance(node, Claimed) for node in stage.tree))
        part.roots += [self.refuter.root] if self.refuter.root is not None else []

    def _held(self, part: Part) -> State:
        state = State.of(self.program.size, part.box)
        for name, bound in zip(self.names, part.own, strict=False):
            state = state.within(name, (-NO_LIMIT, bound))
        return state

    def _most(self, name: str) -> int:
        """Return what no plan passes."""
        coefficients = self.program.sums[name]
        return int(coefficients[coefficients > 0].sum())

    def _empty(self, part: Part) -> None:
        state = State.of(self.program.size, part.box)
        try:
            part.empty = self.refuter.refute(state, None)
        except (BetterError, OpenError):
            part.stuck = True

    def _settle(self, part: Part, name: str, state: State, target: int) -> None:
        """Take the bound of the root's prices, where they give one, and go no further."""
        part.stuck, root = True, self.refuter.root
        price = 0 if root is None else -root.get(("sum", name), 0)
        if root is None or price <= 0:
            return
        aimed = state.within(name, (-NO_LIMIT, target - 1))
        value = evaluate(self.program, aimed, root).value
        bound = target - (max(0, -value) // price + 1)
        stage = Stage(bound, (Leaf(root),))
        refute(self.program, state.within(name, (-NO_LIMIT, bound - 1)), stage.tree)
        self._add(part, stage)
