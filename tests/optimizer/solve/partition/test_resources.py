"""Side rows as resources: nothing is given back; a plan in the budget keeps the row."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings

from models.merge.partition import Partition
from optimizer.solve.partition.resources import row_resources
from tests.partitions import choices, partitions, total


@settings(max_examples=200, deadline=None)
@given(partitions())
def test_a_budget_is_kept_exactly_where_the_rows_are(problem: Partition) -> None:
    """For every choice that covers each part once, whatever the rows say of it."""
    resources = row_resources(problem)
    assert all((resource.use >= 0).all() for resource in resources)
    for chosen in choices(replace(problem, rows=())):
        within = all(int(r.use[chosen].sum()) <= r.budget for r in resources)
        kept = all(r.low <= total(problem, r.sum, chosen) <= r.high for r in problem.rows)
        assert within == kept
