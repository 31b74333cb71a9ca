"""The LP over the columns in play comes to what the LP over all columns comes to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from scipy.optimize import Bounds as Bounds01
from scipy.optimize import LinearConstraint, milp

from models.merge.rows import RowMaker, Rows
from models.quantities import NO_LIMIT, IntArray
from optimizer.solve.clock import Clock, Effort
from optimizer.solve.lp import sifting as sift
from optimizer.solve.lp.program import Bound, NoSolutionError, Program, Relaxation

VILLAGES, SEATS = 14, 5
SEEDS = range(12)
Bounds = Callable[[Relaxation], Bound | None]


@pytest.fixture
def tiny(monkeypatch: pytest.MonkeyPatch) -> None:
    """Start from the cheapest seat of each village alone."""
    monkeypatch.setattr(sift, "ALL_COLUMNS", 0)
    monkeypatch.setattr(sift, "FIRST_COLUMNS", 1)


def _column(v: int, s: int) -> int:
    return v * SEATS + s


def _program(seed: int, most: int = 40, seats: int = SEATS) -> Program:
    """Villages of weight 1 to 9, each at one of the seats; the first villages are the seats.

    Parameters
    ----------
    most
        Weight that a unit holds at most.
    seats
        Seats that may be kept at most.
    """
    random = np.random.default_rng(seed)
    weight, maker = random.integers(1, 10, VILLAGES), RowMaker()
    for v in range(VILLAGES):
        maker.add([_column(v, s) for s in range(SEATS)], np.ones(SEATS), 1, 1)
    for s in range(SEATS):
        for v in [v for v in range(VILLAGES) if v != s]:
            maker.add([_column(v, s), _column(s, s)], [1, -1], high=0)
        inside = [_column(v, s) for v in range(VILLAGES)]
        maker.add([*inside, _column(s, s)], [*weight, -most], high=0)
    maker.add([_column(s, s) for s in range(SEATS)], np.ones(SEATS), high=seats)
    cost = random.integers(1, 1000, VILLAGES * SEATS)
    cost[[_column(s, s) for s in range(SEATS)]] += 400
    every = np.ones(len(cost), dtype=bool)
    return Program(cost, maker.rows(len(cost)), ~every, every)


def _separators(seed: int) -> Rows:
    """Rows x[v, s] <= sum of x[u, s] over some u."""
    random, maker = np.random.default_rng(seed + 1000), RowMaker()
    for _ in range(20):
        s = int(random.integers(SEATS))
        v, *others = random.choice(np.arange(SEATS, VILLAGES), 3, replace=False).tolist()
        maker.add([_column(v, s), *(_column(u, s) for u in others)], [1, -1, -1], high=0)
    return maker.rows(VILLAGES * SEATS)


def _value(relaxed: Relaxation) -> float:
    """Return the exact bound before it is rounded up."""
    bound = relaxed.bound()
    assert bound is not None
    return bound.base / bound.scale


def _over_all(program: Program) -> Relaxation:
    """Return the LP with every column in play from the start."""
    relaxed = Relaxation(program, Clock())
    relaxed._lp._enter(np.nonzero(~relaxed._lp.inside)[0])
    return relaxed


def _ones(program: Program) -> IntArray:
    """Return some columns out of play that are cheap to fix to 1: none of the same village."""
    outside = np.nonzero(~Relaxation(program, Clock())._lp.inside)[0]
    return outside[np.unique(outside // SEATS, return_index=True)[1]][-2:]


@pytest.mark.usefixtures("tiny")
class TestTiny:
    """Few columns in play at first."""

    @pytest.mark.parametrize("seed", SEEDS)
    def test_bound_is_that_over_all_columns(self, seed: int) -> None:
        """Columns come into play until nothing is lost, and not all of them do."""
        program = _program(seed, seats=3)
        relaxed = Relaxation(program, Clock())
        first = int(relaxed._lp.inside.sum())
        assert _value(relaxed) == pytest.approx(_value(_over_all(program)), rel=1e-6)
        assert first < int(relaxed._lp.inside.sum()) < len(program.cost)

    @pytest.mark.parametrize("seed", SEEDS)
    def test_reduced_costs_hold_for_plans(self, seed: int) -> None:
        """Reduced costs are those of the resting point: bound + changes <= cost of a plan."""
        program = _program(seed, most=200)
        bound = Relaxation(program, Clock()).bound()
        assert bound is not None
        for s in range(SEATS):
            plan = np.zeros(len(program.cost), dtype=np.int64)
            plan[[_column(v, s if v >= 2 else v) for v in range(VILLAGES)]] = 1
            plan[_column(s, s)] = 1
            assert program.rows.hold(plan)
            changed = (plan > 0) != bound.bound_point
            least = bound.base + int(bound.reduced[changed].sum())
            assert least <= bound.scale * int(program.cost @ plan)

    @pytest.mark.parametrize("seed", SEEDS)
    def test_rows_may_come_later(self, seed: int) -> None:
        """Separators bind columns in play and columns that come into play after them."""
        program, rows = _program(seed), _separators(seed)
        relaxed = Relaxation(program, Clock())
        relaxed.bound()
        relaxed.add(rows)
        whole = _over_all(program.with_rows(rows))
        assert _value(relaxed) == pytest.approx(_value(whole), rel=1e-6)

    @pytest.mark.parametrize("seed", SEEDS)
    def test_columns_out_of_play_may_be_fixed_to_one(self, seed: int) -> None:
        """They come into play; going back gives the first bound again."""
        program = _program(seed)
        ones = _ones(program)
        fixed = program.fixed(ones, True)
        relaxed = Relaxation(program, Clock())
        before = _value(relaxed)
        relaxed.move(fixed)
        whole = _over_all(program)
        whole.move(fixed)
        assert _value(relaxed) == pytest.approx(_value(whole), rel=1e-6)
        assert relaxed._lp.inside[ones].all()
        relaxed.move(program)
        assert _value(relaxed) == pytest.approx(before, rel=1e-6)

    @pytest.mark.parametrize("seed", SEEDS)
    def test_seats_may_be_closed(self, seed: int) -> None:
        """Columns of a closed seat are paid by nobody and cost nothing."""
        program = _program(seed, most=60)
        closed = [_column(v, s) for s in (0, 1) for v in range(VILLAGES)]
        fewer = program.fixed(np.array(closed), False)
        relaxed, whole = Relaxation(program, Clock()), _over_all(program)
        relaxed.bound()
        relaxed.move(fewer)
        whole.move(fewer)
        assert _value(relaxed) == pytest.approx(_value(whole), rel=1e-6)

    @pytest.mark.parametrize("seed", SEEDS)
    def test_no_point_is_proved_over_all_columns(self, seed: int) -> None:
        """A unit holds too little: columns come into play as long as they break the ray."""
        program = _program(seed, most=11, seats=3)
        with pytest.raises(NoSolutionError):
            Relaxation(program, Clock()).bound()

    @pytest.mark.parametrize("seed", SEEDS)
    def test_few_columns_without_point_are_no_proof(self, seed: int) -> None:
        """With one seat to keep, the cheapest seats alone leave no point, but all columns do."""
        program = _program(seed, most=200, seats=1)
        assert _value(Relaxation(program, Clock())) == pytest.approx(
            _value(_over_all(program)), rel=1e-6
        )

    def test_the_time_may_be_over(self) -> None:
        """Without time there is no bound."""
        assert Relaxation(_program(0), Clock(Effort(seconds=0))).bound() is None


@pytest.mark.parametrize("seed", SEEDS)
def test_bound_is_that_of_all_rows(seed: int) -> None:
    """Links come into play once a point breaks them; what comes out is the LP of every row."""
    program = _program(seed, seats=3).with_rows(_separators(seed))
    relaxed = Relaxation(program, Clock())
    first = len(relaxed._lp._held)
    matrix, low, high = program.rows.matrix, program.rows.low, program.rows.high
    finite = np.where(np.abs(low) < NO_LIMIT, low, -np.inf)
    limits = LinearConstraint(matrix, finite, np.where(high < NO_LIMIT, high, np.inf))
    whole = milp(program.cost, constraints=limits, bounds=Bounds01(0, 1))
    assert _value(relaxed) == pytest.approx(whole.fun, rel=1e-6)
    assert first < len(relaxed._lp._held) < len(program.rows)


def test_small_programs_are_held_whole() -> None:
    """Few columns are all in play."""
    assert Relaxation(_program(0), Clock())._lp.inside.all()


@pytest.mark.usefixtures("tiny")
@pytest.mark.parametrize("seed", SEEDS)
def test_columns_without_link_pay_for_themselves(seed: int) -> None:
    """Without links the bound is still that over all columns, whichever are in play first."""
    program = _program(seed)
    rows = program.rows
    link = np.diff(rows.matrix.indptr) == 2
    light = replace(program, rows=rows.take(np.nonzero(~link)[0]))
    whole = _value(_over_all(light))
    for liking in (None, -program.cost):
        relaxed = Relaxation(light, Clock(), liking)
        assert not relaxed._lp.inside.all()
        assert _value(relaxed) == pytest.approx(whole, rel=1e-6)
