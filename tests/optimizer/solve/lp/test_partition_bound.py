"""The LP bound holds exactly: for every choice of columns, in whole numbers."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from models.merge.duals import DualPrices
from models.merge.expressions import UNITS, LinearExpression, Row, cost_of
from models.merge.partition import Partition
from models.quantities import NO_LIMIT, IntArray
from optimizer.solve.clock import Clock, Effort
from optimizer.solve.lp import partition_bound
from optimizer.solve.lp.partition_bound import Bound, exact_bound, free_below, lp_bound
from optimizer.solve.lp.partition_lp import Duals
from tests.partitions import SUMS, choices, partition_of, partitions, total

PROBLEMS = partitions(most=10**6)


def by_hand(problem: Partition, prices: DualPrices) -> tuple[int, list[int]]:
    """Return (base, reduced cost of each column) in Python's whole numbers, never too large."""
    parts = [int(p) for p in prices.parts]
    base = sum(parts) + sum(price * limit for _, price, limit in prices.rows)
    reduced = []
    for k, held in enumerate(problem.members.toarray()):
        alone = np.array([k])
        value = prices.scale * total(problem, prices.cost, alone)
        value -= sum(parts[p] for p in np.nonzero(held)[0])
        value -= sum(price * total(problem, sum_, alone) for sum_, price, _ in prices.rows)
        reduced.append(value)
    return base, reduced


def relaxed(problem: Partition, objective: LinearExpression) -> float | None:
    """Return the optimum of the linear relaxation, None when it has no solution."""
    rows = [(problem.evaluate(r.sum), r.low, r.high) for r in problem.rows]
    above = [(c, high) for c, _, high in rows] + [(-c, -low) for c, low, _ in rows]
    held = problem.members.toarray().T
    found = linprog(
        problem.evaluate(objective),
        A_ub=[c for c, _ in above] or None,
        b_ub=[limit for _, limit in above] or None,
        A_eq=held,
        b_eq=np.ones(problem.parts),
    )
    return float(found.fun) if found.success else None


def assert_exact(problem: Partition, bound: Bound) -> None:
    """Assert that a bound is what its prices come to."""
    base, reduced = by_hand(problem, bound.prices)
    lowest = min(0, *reduced)
    assert bound.base == base + problem.parts * lowest
    assert bound.reduced.tolist() == [value - lowest for value in reduced]
    assert (bound.reduced >= 0).all()


def assert_valid(problem: Partition, bound: Bound) -> None:
    """Assert that no choice costs less than bound and reduced costs say."""
    for chosen in choices(problem):
        cost = total(problem, bound.prices.cost, chosen)
        assert bound.scale * cost >= bound.base + int(bound.reduced[chosen].sum())
        assert cost >= bound.value
        assert bound.columns_below(cost)[chosen].all()


@settings(max_examples=80, deadline=None)
@given(partitions(most=10**11), st.sampled_from(list(SUMS)))
def test_lp_bound_is_valid(problem: Partition, name: str) -> None:
    """At most the optimum, with reduced costs that hold; also where nothing is feasible."""
    bound = lp_bound(problem, SUMS[name], Clock())
    assert bound is not None
    assert_exact(problem, bound)
    assert_valid(problem, bound)


@settings(max_examples=80, deadline=None)
@given(
    PROBLEMS,
    st.sampled_from(list(SUMS)),
    st.integers(1, 10**4),
    st.integers(0, 2**32),
    st.integers(-(10**6), 0),
)
def test_any_prices_give_a_valid_bound(
    problem: Partition, name: str, scale: int, seed: int, elsewhere: int
) -> None:
    """However bad the LP's duals are; columns elsewhere make it lower by their reduced cost."""
    random = np.random.default_rng(seed)
    parts: IntArray = random.integers(-(10**9), 10**9, problem.parts)
    sides = tuple((r.sum, -int(random.integers(0, 10**9)), r.high) for r in problem.rows)
    prices = DualPrices(SUMS[name], scale, parts, sides)
    bound = exact_bound(problem, prices)
    assert_exact(problem, bound)
    assert_valid(problem, bound)
    lower = exact_bound(problem, prices, elsewhere)
    assert lower.base <= bound.base
    assert_valid(problem, lower)


@settings(max_examples=40, deadline=None)
@given(PROBLEMS, st.sampled_from(list(SUMS)))
def test_lp_bound_is_the_lps_optimum(problem: Partition, name: str) -> None:
    """Rounding loses next to nothing of what scipy finds for the same LP."""
    expected = relaxed(problem, SUMS[name])
    bound = lp_bound(problem, SUMS[name], Clock())
    assert bound is not None
    if expected is not None:
        assert bound.base / bound.scale == pytest.approx(expected, rel=1e-6, abs=1e-4)


def test_fractional_optimum_is_rounded_up() -> None:
    """Three pairs of three parts: the LP takes half of each, 1.5 units; 2 are needed."""
    pairs = [{0, 1}, {1, 2}, {0, 2}]
    problem = partition_of([*pairs, {0}, {1}, {2}], 3, [0] * 6, [0] * 6)
    bound = lp_bound(problem, UNITS, Clock())
    assert bound is not None
    assert bound.base / bound.scale == pytest.approx(1.5)
    assert bound.value == 2


def test_side_rows_raise_the_bound() -> None:
    """A floor on units and a ceiling on travel both count."""
    problem = partition_of([{0}, {1}, {0, 1}], 2, [0] * 3, [0, 0, 9])
    for row, value in ((Row(UNITS, low=2), 2), (Row(cost_of("travel"), high=0), 2)):
        bound = lp_bound(problem.bounded(row), UNITS, Clock())
        assert bound is not None
        assert bound.value == value


def test_sifting_gives_the_same_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    """Over a growing subset of the columns the bound is that over all of them."""
    random = np.random.default_rng(7)
    sets = [set(random.choice(12, size=random.integers(1, 5), replace=False)) for _ in range(400)]
    sets += [{p} for p in range(12)]
    travel = random.integers(1, 10**6, len(sets)).tolist()
    problem = partition_of(sets, 12, [0] * len(sets), travel)
    whole = lp_bound(problem, cost_of("travel"), Clock())
    monkeypatch.setattr(partition_bound, "FIRST_COLUMNS", 15)
    monkeypatch.setattr(partition_bound, "COLUMNS_PER_ROUND", 5)
    sifted = lp_bound(problem, cost_of("travel"), Clock())
    assert whole is not None and sifted is not None
    assert whole.value == sifted.value
    assert_exact(problem, sifted)


@settings(max_examples=60, deadline=None)
@given(PROBLEMS, st.sampled_from(list(SUMS)), st.sampled_from([0.01, 1.0, 3.0]))
def test_a_box_on_the_duals_is_lifted(problem: Partition, name: str, above: float) -> None:
    """However narrow it is at first, sifting ends at what scipy finds for the LP."""
    with pytest.MonkeyPatch.context() as patch:
        for constant in ("FIRST_COLUMNS", "COLUMNS_PER_ROUND", "COLUMNS_PER_PART"):
            patch.setattr(partition_bound, constant, 1)
        patch.setattr(partition_bound, "ABOVE_ASCENT", above)
        bound = lp_bound(problem, SUMS[name], Clock())
    assert bound is not None
    assert_exact(problem, bound)
    expected = relaxed(problem, SUMS[name])
    if expected is not None:
        lost = expected - bound.base / bound.scale
        assert lost <= max(partition_bound.ENOUGH, 1e-6 * abs(expected)) + 1e-4


def test_no_bound_when_the_time_is_over() -> None:
    """None is no bound, and never a wrong one."""
    problem = partition_of([{0}], 1, [0], [5])
    assert lp_bound(problem, UNITS, Clock(Effort(seconds=0))) is None


def test_a_limit_on_the_objective_is_taken_out_and_told() -> None:
    """Whatever it is written as; its upper end, and limits on other sums, stay."""
    rows = (
        Row(UNITS, 2, 3),
        Row(LinearExpression(per_unit=1, counties=frozenset({0})), low=1),
        Row(cost_of("travel"), low=4),
    )
    problem = partition_of([{0}, {1}, {0, 1}], 2, [0] * 3, [1, 3, 1], rows)
    free, limit = free_below(problem, cost_of("units"))
    assert limit == 2
    assert [(row.low > -NO_LIMIT, row.high < NO_LIMIT) for row in free.rows] == [
        (False, True),
        (False, False),
        (True, False),
    ]
    bound = lp_bound(free, UNITS, Clock())
    assert bound is not None and bound.value <= 2


def test_what_prices_out_takes_the_least_from_the_prices() -> None:
    """Two far pairs of parts priced too high by different amounts: each gives up its own.

    Charging every column the worst costs 4 times the worst, scaling the prices of the
    innocent parts as well.
    """
    problem = partition_of([{0, 1}, {2, 3}, {4, 5, 6, 7}], 8, [0] * 3, [1] * 3)
    parts = np.array([0.5, 0.7, 0.5, 0.52, 0.25, 0.25, 0.25, 0.25])
    duals = Duals(parts, [], np.zeros(0), 3.0, covered=True)
    reduced = duals.reduced(problem, np.ones(3))
    lowered = partition_bound._lowered(problem, duals, reduced)
    assert lowered.parts.tolist() == pytest.approx([0.4, 0.6, 0.49, 0.51, 0.25, 0.25, 0.25, 0.25])
    found = partition_bound._exact(problem, UNITS, duals, 1.0, reduced)
    assert found.base / found.scale == pytest.approx(3.0)
    assert_exact(problem, found)
