"""A plan for when the time is over: it keeps every rule, and claims nothing."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
from hypothesis import HealthCheck, given, settings

from optimizer.solve.clock import Clock, Effort
from optimizer.solve.decomposition.comparison import without_bounds
from optimizer.solve.partition.first_plan import first_plan
from optimizer.solve.partition.joint import join
from tests.reference.brute import best
from tests.reference.cases import chain, town
from tests.reference.strategies import problems
from tests.reference.tables import Objectives, Rules, Tables
from tests.support import dataset_of, models_of, wide_ties

RELAXED = [HealthCheck.too_slow, HealthCheck.data_too_large]


@settings(max_examples=30, deadline=None, suppress_health_check=RELAXED)
@given(problems(max_townships=6, max_counties=3, villages_per_township=(1, 1)))
def test_a_plan_exactly_when_there_is_one(problem: tuple[Tables, Rules, Objectives]) -> None:
    """On small territories all candidates are in play."""
    dataset, expected = dataset_of(*problem), best(*problem)
    partitions = [model.partition for model in models_of(dataset)]
    chosen = first_plan(partitions, wide_ties(dataset), Clock(Effort(workers=1)))
    if expected is None:
        assert chosen is None
        return
    assert chosen is not None
    before = np.cumsum([0, *(len(p) for p in partitions[:-1])])
    columns = [first + c for first, c in zip(before, chosen, strict=True)]
    assert join(partitions, wide_ties(dataset)).accepts(np.concatenate(columns))


def test_values_without_bounds() -> None:
    """What it comes to is added up over counties; nothing is proved."""
    tables = chain(town("A", 5, kind="镇"), town("B", 7), town("C", county="Y"))
    dataset = dataset_of(tables)
    partitions = [model.partition for model in models_of(dataset)]
    singles = [np.nonzero(np.diff(p.members.indptr) == 1)[0] for p in partitions]
    reached = without_bounds(partitions, singles, dataset.scenario.objectives)
    assert [r.value for r in reached] == [3, Fraction(1, 3), 0, 0]
    assert all(r.bound is None and not r.proved for r in reached)
