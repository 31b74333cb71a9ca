"""A refutation: a tree that leaves no point of a program within a box."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from models.quantities import NO_LIMIT
from optimizer.check.certificate.broken import BrokenError
from optimizer.check.certificate.program import Prices, Program, State, evaluate


@dataclass(frozen=True)
class Leaf:
    """Prices that prove there is no point left; empty where a sum has no value left."""

    prices: Prices


@dataclass(frozen=True)
class Narrow:
    """Prices that fix columns; one subtree follows."""

    prices: Prices


@dataclass(frozen=True)
class Ask:
    """A question on columns: the subtree of yes follows, then that of no."""

    question: str
    of: tuple[int, ...]


@dataclass(frozen=True)
class Halve:
    """A sum is at most `at`, or above: two subtrees follow."""

    name: str
    at: int


@dataclass(frozen=True)
class Claimed:
    """No point is left, on the word of several solvers."""

    solvers: tuple[str, ...]


Node = Leaf | Narrow | Ask | Halve | Claimed


def refute(program: Program, state: State, nodes: Sequence[Node]) -> int:
    """Verify that a program has no point within a state; return how many leaves are claimed.

    Parameters
    ----------
    nodes
        The tree in preorder.

    Raises
    ------
    BrokenError
        At the first node that proves nothing, or where the tree is no tree.
    """
    waiting, claimed = [state], 0
    for number, node in enumerate(nodes):
        if not waiting:
            raise BrokenError(f"node {number} belongs to nothing", f"节点 {number} 多余")
        here = waiting.pop()
        try:
            claimed += isinstance(node, Claimed)
            waiting += _after(program, here, node)
        except BrokenError as error:
            raise error.at(f"node {number}", f"节点 {number}") from error
    if waiting:
        raise BrokenError("a subtree is missing", "缺少子树")
    return claimed


def _after(program: Program, state: State, node: Node) -> list[State]:
    """Return the states that a node leaves to be refuted, the last of them first."""
    match node:
        case Leaf():
            value = evaluate(program, state, node.prices).value
            if value <= 0 and not state.void:
                raise BrokenError(f"the leaf proves nothing ({value})", f"叶节点不成立（{value}）")
            return []
        case Narrow():
            return [evaluate(program, state, node.prices).narrowed(state)]
        case Ask():
            yes, no = program.decisions.sides(node.question, node.of)
            return [state.fixed(no), state.fixed(yes)]
        case Halve():
            if node.name not in program.sums or abs(node.at) >= NO_LIMIT:
                raise BrokenError(f"no sum {node.name}", f"没有求和项 {node.name}")
            below = state.within(node.name, (-NO_LIMIT, node.at))
            return [state.within(node.name, (node.at + 1, NO_LIMIT)), below]
        case Claimed():
            if len(set(node.solvers)) < 2:
                raise BrokenError("a leaf on one solver's word", "叶节点仅有一个求解器声称")
            return []
