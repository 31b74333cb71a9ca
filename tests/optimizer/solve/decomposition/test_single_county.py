"""One county alone: one unit where that keeps the rules is found without a search."""

from __future__ import annotations

from hypothesis import given, settings

from models.merge.expressions import UNITS, Row
from models.merge.partition import Partition
from models.scenario import ObjectiveSpec
from optimizer.solve.clock import Clock, Effort
from optimizer.solve.decomposition import single_county
from optimizer.solve.lexicographic import solve_lexicographic
from optimizer.solve.results import Verdict
from tests.partitions import partition_of, partitions

SPECS = tuple(ObjectiveSpec(name=name) for name in ("units", "share", "travel"))


def clock() -> Clock:
    """Return a clock for one worker."""
    return Clock(Effort(workers=1))


@settings(max_examples=30, deadline=None)
@given(partitions(max_parts=4))
def test_the_same_values_as_the_search(problem: Partition) -> None:
    """Whether or not one unit keeps the rules."""
    found = single_county.solve_alone(problem, SPECS, clock())
    searched = solve_lexicographic(problem, SPECS, clock())
    assert found.verdict is searched.verdict
    values = [[(a.name, a.value, a.bound, a.proved) for a in r.attained] for r in (found, searched)]
    assert values[0] == values[1]
    assert found.chosen is None or problem.accepts(found.chosen)
    one = searched.chosen is not None and searched.attained[0].value == 1
    assert (single_county._as_one_unit(problem, SPECS, clock()) is not None) == one


@settings(max_examples=15, deadline=None)
@given(partitions(max_parts=4))
def test_a_rule_against_one_unit(problem: Partition) -> None:
    """Then the search decides."""
    bounded = problem.bounded(Row(UNITS, low=2))
    assert single_county._as_one_unit(bounded, SPECS, clock()) is None
    found = single_county.solve_alone(bounded, SPECS, clock())
    assert found.verdict is Verdict.INFEASIBLE or found.attained[0].value >= 2


def test_other_orders_are_searched() -> None:
    """With another objective first, or a tolerance, one unit need not be best."""
    loose = (ObjectiveSpec(name="units", tolerance=1.0), ObjectiveSpec(name="travel"))
    travel = (ObjectiveSpec(name="travel"), ObjectiveSpec(name="units"))
    problem = partition_of([{0}], 1, [0], [1])
    assert single_county._as_one_unit(problem, loose, clock()) is None
    assert single_county._as_one_unit(problem, travel, clock()) is None
