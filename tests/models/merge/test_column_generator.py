"""Candidates made on demand: the cheapest unit at any prices equals that of the enumeration."""

from __future__ import annotations

import numpy as np
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from models.merge.candidate_costs import CandidateCosts
from models.merge.candidates import enumerate_candidates
from models.merge.column_generator import ColumnGenerator
from models.merge.duals import DualPrices
from models.merge.expressions import RURAL, UNITS, URBAN, LinearExpression, Row, cost_of
from models.merge.restricted import all_ties, restricted_problem
from models.quantities import IntArray
from optimizer.solve.clock import Clock
from optimizer.solve.partition.column_generation import pricing_witness
from tests.reference.cases import chain, town
from tests.reference.strategies import problems
from tests.reference.tables import Objectives, Rules, Tables
from tests.support import dataset_of

RELAXED = [HealthCheck.too_slow, HealthCheck.data_too_large]
Problem = tuple[Tables, Rules, Objectives]


def pricing_of(problem: Problem) -> CandidateCosts:
    """Return what candidates of the first county cost, for all four objectives."""
    tables, rules, _ = problem
    dataset = dataset_of(tables, rules)
    county = restricted_problem(dataset, 0)
    return CandidateCosts(county, dataset.scenario, tuple(all_ties(dataset)))


def started(pricing: CandidateCosts) -> ColumnGenerator:
    """Return columns of single townships alone."""
    return ColumnGenerator(pricing, enumerate_candidates(pricing.problem, 1))


@st.composite
def prices(draw: st.DrawFn, parts: int) -> DualPrices:
    """Draw prices of either sign, small beside travel and large beside units."""
    cost = draw(st.sampled_from([UNITS, RURAL, cost_of("travel"), cost_of("disruption")]))
    numbers = st.integers(-(10**6), 10**6)
    of_parts = draw(st.lists(numbers, min_size=parts, max_size=parts))
    sides = st.tuples(st.sampled_from([UNITS, URBAN, cost_of("travel")]), numbers, st.just(0))
    rows = tuple(draw(st.lists(sides, max_size=2)))
    return DualPrices(cost, draw(st.integers(1, 1000)), np.array(of_parts, dtype=np.int64), rows)


def reduced(pricing: CandidateCosts, columns: ColumnGenerator, at: DualPrices) -> IntArray:
    """Return the reduced cost of each column that is held."""
    partition = pricing.partition(columns.candidates)
    value: IntArray = at.scale * partition.evaluate(at.cost) - partition.members @ at.parts
    for sum_, price, _ in at.rows:
        value = value - price * partition.evaluate(sum_)
    return value


def keys(columns: ColumnGenerator) -> list[tuple[bytes, int]]:
    """Return the columns as (members, option)."""
    rows = columns.candidates.members.toarray().astype(bool)
    return [(row.tobytes(), int(o)) for row, o in zip(rows, columns.candidates.option, strict=True)]


@settings(max_examples=20, deadline=None, suppress_health_check=RELAXED)
@given(data=st.data(), problem=problems(max_townships=7, max_counties=1))
def test_least_reduced_cost_equals_the_enumeration(data: st.DataObject, problem: Problem) -> None:
    """Under every rule; what is made is a candidate, and none is made twice."""
    pricing = pricing_of(problem)
    full = ColumnGenerator(pricing, enumerate_candidates(pricing.problem, 10**6))
    columns, at = started(pricing), data.draw(prices(pricing.problem.parts))
    least = None
    for _ in range(len(full.candidates) + 1):
        before = columns.size
        least = columns.grow(at, Clock(), pricing_witness(Clock()))
        assert (least is None) == (columns.size > before)
        if least is not None:
            break
    grown = np.diff(full.candidates.members.indptr) > 1
    assert least == min(0, int(reduced(pricing, full, at)[grown].min(initial=0)))
    assert set(keys(columns)) <= set(keys(full))
    assert len(set(keys(columns))) == columns.size


def test_the_made_columns_are_the_cheap_ones() -> None:
    """With a price on every township, the whole row is the cheapest unit of each seat."""
    tables = chain(*(town(code) for code in "ABCDE"))
    pricing = pricing_of((tables, {}, []))
    columns = started(pricing)
    at = DualPrices(UNITS, 1, np.full(5, 10), ())
    assert columns.grow(at, Clock(), pricing_witness(Clock())) is None
    assert reduced(pricing, columns, at).min() == 1 - 50
    assert columns.grow(at, Clock(), pricing_witness(Clock())) == 1 - 50


def test_nothing_is_made_when_the_time_is_over() -> None:
    """And nothing is claimed to be proved."""
    columns = started(pricing_of((chain(town("A"), town("B")), {}, [])))
    clock = Clock()
    clock.stop()
    assert (
        columns.grow(DualPrices(UNITS, 1, np.array([9, 9]), ()), clock, pricing_witness(clock))
        is None
    )
    assert columns.size == 2


def test_nothing_is_proved_without_the_second_witness() -> None:
    """What CP-SAT claims of the cheapest unit counts when the witness agrees."""
    columns = started(pricing_of((chain(town("A"), town("B")), {}, [])))
    free = DualPrices(UNITS, 1, np.zeros(2, dtype=np.int64), ())
    assert columns.grow(free, Clock(), lambda *_: False) is None
    assert columns.grow(free, Clock(), lambda *_: True) == 0
    assert columns.size == 2


def test_refresh_keeps_places_and_rows() -> None:
    """New columns stand behind the old ones; side rows stay."""
    pricing = pricing_of((chain(*(town(code, kind="镇") for code in "ABCD")), {}, []))
    columns = started(pricing)
    before = pricing.partition(columns.candidates).bounded(Row(URBAN, low=1))
    witness = pricing_witness(Clock())
    assert columns.grow(DualPrices(UNITS, 1, np.full(4, 5), ()), Clock(), witness) is None
    after = columns.refresh(before)
    old = np.arange(len(before))
    assert len(after) == columns.size > len(before)
    assert after.rows == before.rows
    assert after.source is columns
    assert (after.members[old] != before.members).nnz == 0
    for sum_ in (UNITS, URBAN, cost_of("travel"), LinearExpression(1, -1)):
        assert after.evaluate(sum_)[old].tolist() == before.evaluate(sum_).tolist()
