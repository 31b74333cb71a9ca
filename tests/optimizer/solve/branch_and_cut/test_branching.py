"""What is branched on, and a search that has nothing but branching."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest

from models.merge.rows import RowMaker
from optimizer.solve.branch_and_cut import tree as tree_module
from optimizer.solve.branch_and_cut.branching import Pseudocosts, seat_to_branch
from optimizer.solve.clock import Clock
from optimizer.solve.lp.program import Bound, NoSolutionError, Program, Relaxation
from tests.optimizer.solve.branch_and_cut.conftest import Read
from tests.support import solution_of


def _bound(x: list[float], reduced: list[int]) -> Bound:
    nothing = np.zeros(len(x), dtype=bool)
    return Bound(1, 0, nothing, np.array(reduced), np.array(x))


def test_a_half_open_seat_first() -> None:
    """Then one that is kept, the dearest to leave; then any."""
    free = np.array([0, 1, 2])
    assert seat_to_branch(_bound([1.0, 0.4, 0.1], [0, 0, 0]), free) == 1
    assert seat_to_branch(_bound([1.0, 1.0, 0.0], [2, 7, 9]), free) == 1
    assert seat_to_branch(_bound([0.0, 0.0, 0.0], [2, 7, 9]), free) == 0


def _knapsack(cost: list[int], weights: list[int], least: int) -> tuple[Relaxation, Program]:
    maker, size = RowMaker(), len(cost)
    maker.add(range(size), weights, low=least)
    program = Program(
        np.array(cost), maker.rows(size), np.zeros(size, dtype=bool), np.ones(size, dtype=bool)
    )
    return Relaxation(program, Clock()), program


def test_what_cannot_be_better_is_fixed() -> None:
    """Only the dear column reaches far enough: it is fixed, and there is nothing to branch on."""
    relaxed, program = _knapsack([10, 1, 1], [6, 2, 2], 5)
    bound = relaxed.bound()
    assert bound is not None and bound.value < 10
    fixed, column = Pseudocosts().choose(relaxed, program, bound, 12)
    assert column is None
    assert fixed.low[0]


def test_neither_way_is_better() -> None:
    """No point costs less than 10: proved by both values of a column."""
    relaxed, program = _knapsack([10, 1, 1], [6, 2, 2], 5)
    bound = relaxed.bound()
    assert bound is not None
    with pytest.raises(NoSolutionError):
        Pseudocosts().choose(relaxed, program, bound, 10)


def test_gains_are_remembered() -> None:
    """A column tried often enough is not tried again, and the better one is taken."""
    gains = Pseudocosts({(0, True): 2.0, (0, False): 2.0}, {(0, True): 2, (0, False): 2})
    gains.total |= {(1, True): 40.0, (1, False): 40.0}
    gains.count |= {(1, True): 2, (1, False): 2}
    relaxed, program = _knapsack([3, 4, 5], [3, 4, 5], 6)
    bound = Bound(1, 0, program.low, np.zeros(3, dtype=np.int64), np.array([0.5, 0.5, 1.0]))
    assert gains.choose(relaxed, program, bound, 100)[1] == 1


def test_branching_alone_proves_the_same(read: Read, monkeypatch: pytest.MonkeyPatch) -> None:
    """Trees of villages below settled seats, nothing closed by CP-SAT on the way."""
    made = []
    part = tree_module.BranchAndCut._subtree

    def noted(self: tree_module.BranchAndCut, *words: object) -> tree_module.BranchAndCut:
        made.append(self)
        return part(self, *words)  # type: ignore[arg-type]

    monkeypatch.setattr(tree_module.BranchAndCut, "_subtree", noted)
    for name, mode in product(("county", "city", "tied"), ("split", "redraw")):
        found = solution_of(read(name, mode), engine="milp")
        assert [one.bound for one in found.reached] == [one.value for one in found.reached]
        expected = solution_of(read(name, mode), engine="cpsat")
        assert [one.value for one in found.reached] == [one.value for one in expected.reached]
    assert made
