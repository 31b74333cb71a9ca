"""A sample of the solver that lies; `python -m tests.long lies` counts hundreds of lies."""

from __future__ import annotations

import random

import pytest
from ortools.sat.python import cp_model

from models.cp_sat import solver as seam

from .liar import CpSatLiar
from .lying import trial


def model_of(least: int) -> tuple[cp_model.CpModel, list[cp_model.IntVar]]:
    """Return a model in which so many of four Booleans must hold at least, and few should."""
    model = cp_model.CpModel()
    x = [model.new_bool_var("") for _ in range(4)]
    model.add(sum(x) >= least)
    model.minimize(sum(x))
    return model, x


def test_the_liar_lies_and_counts() -> None:
    """It says what is false at its rate: no solution, or a worse one as the best."""
    liar, told = CpSatLiar(random.Random(1), 1.0), set()
    with liar.standing_in():
        for _ in range(12):
            model, x = model_of(2)
            solver = seam.guarded()
            status = seam.solve(solver, model)
            optimal = status == cp_model.OPTIMAL
            told.add((optimal, sum(map(solver.boolean_value, x)) if optimal else None))
    assert told == {(False, None), (True, 3)}
    assert liar.count == 12


def test_who_does_not_lie_is_the_solver_itself() -> None:
    """At rate 0 every answer is honest, and what has no solution is never called solved."""
    liar = CpSatLiar(random.Random(1), 0.0)
    with liar.standing_in():
        solver = seam.guarded()
        assert seam.solve(solver, model_of(2)[0]) == cp_model.OPTIMAL
        assert solver.objective_value == 2
        assert seam.solve(seam.guarded(), model_of(5)[0]) == cp_model.INFEASIBLE
    assert liar.count == 0


@pytest.mark.parametrize(
    ("number", "mode", "solver"),
    [
        (2, "whole", "CP-SAT"),
        (5, "split", "CP-SAT"),
        (5, "redraw", "CP-SAT"),
        (7, "redraw", "HiGHS"),
    ],
)
def test_no_lie_ends_as_proved(number: int, mode: str, solver: str) -> None:
    """Every second answer is a lie, some of them are met, and what is proved is true."""
    found = trial(number, mode, solver, rate=0.5, seconds=60, times=2, villages=(11, 14))
    print(found)
    assert found.false_proofs == ()
    assert found.honest_proved
    assert found.fakes.total() > 0
