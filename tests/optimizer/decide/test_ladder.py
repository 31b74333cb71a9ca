"""Plans that numbers of units begin from, and how these share the time."""

from __future__ import annotations

from models.merge.expressions import cost_of
from optimizer.decide.explore import _Exploring
from optimizer.decide.ladder import Ladder
from optimizer.decide.space import make_space
from optimizer.solve.clock import Clock, Effort
from optimizer.solve.subproblem import Subproblem
from tests.reference.cases import chain, town
from tests.support import dataset_of


def ladder() -> tuple[Subproblem, Ladder]:
    """Return six townships in a row, and their ladder without any plan."""
    tables = chain(*(town(code, 100 + k) for k, code in enumerate("ABCDEF")))
    space = make_space(dataset_of(tables), ["units", "travel"], Clock(Effort(workers=1)))
    (problem,) = space.choices
    return problem, Ladder(problem, cost_of("travel"), range(1, 7))


def test_every_number_of_units_has_a_plan_without_a_search() -> None:
    """Cutting and joining the units of one plan of six in a row gives 1 to 6 units."""
    problem, known = ladder()
    three = problem.minimised(cost_of("units"), Clock()).chosen
    assert three is not None
    known.climb([three], Clock())
    assert sorted(known.plans) == [1, 2, 3, 4, 5, 6]
    assert all(problem.accepts(plan) for plan in known.plans.values())


def test_a_worse_plan_is_not_learnt() -> None:
    """The six by themselves are the only plan of six units; beyond the numbers none is kept."""
    problem, known = ladder()
    best = problem.minimised(cost_of("travel"), Clock()).chosen
    assert best is not None
    assert known.learn(best)
    assert not Ladder(problem, cost_of("travel"), range(1, 4)).learn(best)


def test_half_of_the_time_is_for_fewer_units_than_are_known() -> None:
    """With plans of 4 units and more, 2 and 3 get a quarter and half of the rest each."""
    problem, known = ladder()
    best = problem.minimised(cost_of("travel"), Clock()).chosen
    assert best is not None
    known.plans = dict.fromkeys(range(4, 20), best)
    exploring = _Exploring(problem, ["travel"], (), known, lambda _: None)
    counts = range(2, 20)
    assert [exploring._turns(counts[k:]) for k in range(4)] == [4, 2, 16, 15]
    known.plans = {}
    assert exploring._turns(counts) == 18
