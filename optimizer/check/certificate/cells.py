"""Cells of a county: where its counts lie, and a vector that no plan there comes before.

A cell is a box of sums. Its *vector* b says of every plan of the county in the cell that its
objectives, in order, are lexicographically at least b: for each stage i, no plan has
f_1 <= b_1, ..., f_{i-1} <= b_{i-1} and f_i <= b_i - 1. A vector may be shorter than the list of
objectives; what is left out may be anything. A cell that is halved passes its vector on.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from models.quantities import NO_LIMIT
from optimizer.check.certificate.broken import BrokenError
from optimizer.check.certificate.program import Box, Program, State, meet
from optimizer.check.certificate.tree import Node, refute

Vector = tuple[int, ...]


@dataclass(frozen=True)
class Stage:
    """A bound of an objective, those before it held, and the tree that proves it."""

    bound: int
    tree: tuple[Node, ...]


@dataclass(frozen=True)
class Cell:
    """A cell as a certificate writes it.

    Attributes
    ----------
    stages
        One for each component of the vector; None takes over what the cell that was halved
        has there.
    empty
        The tree that shows that the cell has no plan; None where it may have some.
    split
        The sum and the number at which the cell is halved, and both halves.
    """

    stages: tuple[Stage | None, ...] = ()
    empty: tuple[Node, ...] | None = None
    split: tuple[str, int, Cell, Cell] | None = None


@dataclass(frozen=True)
class Verified:
    """A cell that is not halved, its vector verified.

    Attributes
    ----------
    claimed
        Leaves claimed by solvers that each component rests on, those before it included; the
        last entry is for there being no plan, where that is shown.
    """

    box: Box
    vector: Vector
    claimed: tuple[int, ...]
    empty: bool = False


def verify_cells(
    program: Program, names: Sequence[str], splits: Sequence[str], cell: Cell
) -> Iterator[Verified]:
    """Yield the cells of a county that are not halved, each verified.

    Parameters
    ----------
    names
        The objectives in order.
    splits
        The sums that a cell may be halved by.

    Raises
    ------
    BrokenError
        Where a tree does not prove its bound.
    """
    waiting = [(cell, Verified({}, (), ()))]
    while waiting:
        cell, before = waiting.pop()
        here = _verified(program, names, cell, before)
        if here.empty or cell.split is None:
            yield here
            continue
        name, at, below, above = cell.split
        if name not in splits:
            raise BrokenError(f"a cell halved by {name}", f"单元按 {name} 划分")
        waiting.append((above, _cut(here, name, at + 1, NO_LIMIT)))
        waiting.append((below, _cut(here, name, -NO_LIMIT, at)))


def _cut(cell: Verified, name: str, low: int, high: int) -> Verified:
    box = {**cell.box, name: meet(cell.box.get(name), (low, high))}
    return Verified(box, cell.vector, cell.claimed)


def _verified(program: Program, names: Sequence[str], cell: Cell, before: Verified) -> Verified:
    """Return the cell with its vector."""
    state = State.of(program.size, before.box)
    place = before.box and ", ".join(f"{n} {a}..{b}" for n, (a, b) in before.box.items())
    try:
        if cell.empty is not None:
            claimed = refute(program, state, cell.empty)
            return Verified(before.box, (), (claimed,), empty=True)
        if len(cell.stages) > len(names):
            raise BrokenError("more stages than objectives", "阶段多于目标")
        vector: Vector = ()
        counted: tuple[int, ...] = ()
        for name, stage in zip(names, cell.stages, strict=False):
            if stage is None:
                bound, claimed = _taken_over(before, vector)
            else:
                bound = stage.bound
                claimed = refute(program, state.within(name, (-NO_LIMIT, bound - 1)), stage.tree)
                claimed += counted[-1] if counted else 0
            state = state.within(name, (-NO_LIMIT, bound))
            vector, counted = (*vector, bound), (*counted, claimed)
    except BrokenError as error:
        raise error.at(f"cell [{place}]" if place else "cell", "单元") from error
    if before.vector > vector:
        vector, counted = before.vector, before.claimed
    return Verified(before.box, vector, counted)


def _taken_over(before: Verified, vector: Vector) -> tuple[int, int]:
    """Return the next component of the halved cell's vector, where it agrees so far."""
    k = len(vector)
    if before.vector[:k] != vector or len(before.vector) <= k:
        raise BrokenError("nothing to take over", "没有可沿用的界")
    return before.vector[k], before.claimed[k]
