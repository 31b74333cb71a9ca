"""Plans next to a known one: the cheapest that differs in one unit comes first."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from models.merge.expressions import cost_of
from optimizer.solve.partition.problem import PartitionProblem
from tests.partitions import SUMS, choices, partitions, total

TRAVEL = cost_of("travel")


@settings(max_examples=60, deadline=None)
@given(st.data(), partitions(rows=False), st.booleans())
def test_the_cheapest_of_all_neighbours_comes_first(
    data: st.DataObject, problem: PartitionProblem, more: bool
) -> None:
    """Compared with every choice of one column more or fewer that keeps all others."""
    known = [set(chosen.tolist()) for chosen in choices(problem)]
    if not known:
        return
    start = data.draw(st.sampled_from(list(choices(problem))))
    old = set(start.tolist())
    other = len(old) + (1 if more else -1)
    kept = len(old) - (1 if more else 2)
    near = [new for new in known if len(new) == other and len(new & old) == kept]
    found = list(problem.neighbours(start, TRAVEL, more))
    assert all(problem.accepts(new) and len(new) == other for new in found)
    costs = [total(problem, SUMS["travel"], new) for new in found]
    assert costs == sorted(costs)
    assert bool(near) == bool(found)
    assert not near or costs[0] == min(int(problem.costs["travel"][list(n)].sum()) for n in near)
