"""Location and allocation in turn: plans that keep the rules, each better than the one before."""

from __future__ import annotations

import numpy as np
import pytest

from models.merge.restricted import all_ties, restricted_problem
from models.merge.villages import village_model
from models.quantities import IntArray
from optimizer.data.dataset import read_dataset
from optimizer.solve.branch_and_cut import relocation
from optimizer.solve.branch_and_cut.heuristics.default import default_heuristics
from optimizer.solve.branch_and_cut.incumbent import Incumbent
from optimizer.solve.branch_and_cut.problem import VillageProblem
from optimizer.solve.branch_and_cut.relocation import relocated
from optimizer.solve.branch_and_cut.tree import BranchAndCut
from optimizer.solve.clock import Clock, Effort
from optimizer.solve.lp.program import Program
from tests.support import INSTANCES

OPTIMUM = 124_265_238


@pytest.fixture(scope="module")
def grid() -> tuple[VillageProblem, Program, IntArray]:
    """Return the 49 villages, any of them a seat, their program, and the first plan that is met."""
    dataset = read_dataset(INSTANCES / "districting", {"rules.population": {"min": 0}})
    made = village_model(restricted_problem(dataset, 0), dataset.scenario, all_ties(dataset))
    problem = VillageProblem.of(made)
    program = problem.pool.program(made, made.costs["inertia"], []).propagated()
    first = Incumbent(made, program.cost, problem.pool, first_only=True)
    clock = Clock(Effort(workers=1))
    BranchAndCut(first, program, clock, default_heuristics(0)).run()
    assert first.best is not None
    return problem, program, first.best


def test_a_plan_becomes_better(grid: tuple[VillageProblem, Program, IntArray]) -> None:
    """From a far plan it comes within a tenth of the optimum."""
    problem, program, start = grid
    found = relocated(problem.model, program, problem.pool, start, Clock(Effort(workers=1)))
    assert problem.accepts(found)
    before, after = (int(program.cost[problem.model.columns(p)].sum()) for p in (start, found))
    assert OPTIMUM <= after <= before
    assert after <= 1.1 * OPTIMUM


def test_without_time_the_plan_stays(grid: tuple[VillageProblem, Program, IntArray]) -> None:
    """It is handed back as it was."""
    problem, program, start = grid
    over = Clock(Effort(seconds=0, workers=1))
    assert np.array_equal(relocated(problem.model, program, problem.pool, start, over), start)


def test_seats_are_those_at_hand_and_the_best_centres(
    grid: tuple[VillageProblem, Program, IntArray],
) -> None:
    """Of every unit its own seat, and the village that would cost it least."""
    problem, program, start = grid
    model = problem.model
    seats = relocation._around(model, program, start, 1)
    for seat in np.unique(model.option_seat[start]):
        inside = np.nonzero(model.option_seat[start] == seat)[0]
        centres = [s for s in range(model.seats) if model.contiguity.seat[s] in inside]
        total = {s: int(program.cost[model.column[inside, s]].sum()) for s in centres}
        assert seats[seat]
        assert any(seats[s] for s in centres if total[s] == min(total.values()))
    assert seats.sum() <= 2 * len(np.unique(start))
