"""Quick plans keep the limits of units; the checker agrees; the estimate is near the count."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings

from models.merge.candidates import enumerate_candidates
from models.merge.problem import Problem
from models.merge.restricted import all_ties, restricted_problem
from models.merge.sizes import sized
from optimizer.data.dataset import Dataset
from optimizer.solve.partition.bitset import BitsetProblem, bits
from optimizer.solve.partition.construction import Construction
from optimizer.solve.partition.estimate import estimated_candidates
from optimizer.solve.partition.recombination import Recombination
from tests.optimizer.solve.conftest import county
from tests.reference.cases import chain, town
from tests.reference.strategies import problems
from tests.reference.tables import Rules, Tables
from tests.support import dataset_of


def problem_of(dataset: Dataset) -> Problem:
    """Return the first county's problem."""
    return restricted_problem(dataset, 0)


def construction_of(dataset: Dataset) -> Construction:
    """Return the first county before its model is made."""
    ties = [t for t in all_ties(dataset) if t.counties == {0}]
    return Construction(problem_of(dataset), dataset.scenario.objectives, ties)


def test_as_few_units_as_their_sizes_allow(large: Dataset) -> None:
    """Where the cap leaves room the bound is met."""
    begun = construction_of(large)
    plans = begun.plans(lambda: False)
    assert len(plans[0]) == begun.sizes.fewest == 3
    assert sorted(np.concatenate([parts for parts, _ in plans[0]])) == list(range(30))


def test_the_same_seed_the_same_plans(large: Dataset) -> None:
    """No clock decides how far the search goes."""
    one, other = (construction_of(large).plans(lambda: False) for _ in range(2))
    assert [[(p.tolist(), o) for p, o in plan] for plan in one] == [
        [(p.tolist(), o) for p, o in plan] for plan in other
    ]


def test_a_plan_even_when_the_time_is_over(large: Dataset) -> None:
    """The first one is looked for in any case."""
    assert construction_of(large).plans(lambda: True)


def test_a_plan_of_more_units_than_their_sizes_ask_for() -> None:
    """Two units could hold all, but along the chain none is within cap and people: three are."""
    figures = [(300, 40), (800, 40), (800, 10), (400, 60), (500, 20), (500, 80)]
    towns = [town(c, people, km2=km2) for c, (people, km2) in zip("ABCDEF", figures, strict=True)]
    rules = {
        "area_cap": {"max_km2": 135, "kinds": ["乡", "镇", "街道"]},
        "population": {"min": 859},
    }
    begun = construction_of(dataset_of(chain(*towns), rules))
    assert begun.sizes.fewest == 2
    assert [len(plan) for plan in begun.plans(lambda: False)] == [3]


@settings(max_examples=40, deadline=None, suppress_health_check=[*HealthCheck])
@given(problems(max_townships=9))
def test_units_are_candidates(drawn: tuple[Tables, Rules, list[dict[str, object]]]) -> None:
    """Every unit of every plan is one that the enumeration lists, with its option."""
    dataset = dataset_of(*drawn)
    begun = construction_of(dataset)
    listed = enumerate_candidates(sized(begun.problem, begun.ties), 10**6)
    known = {
        (tuple(np.nonzero(row)[0]), int(option))
        for row, option in zip(listed.members.toarray(), listed.option, strict=True)
    }
    for plan in begun.plans(lambda: False):
        assert {(tuple(parts), option) for parts, option in plan} <= known
        assert len(np.concatenate([parts for parts, _ in plan])) == begun.problem.parts


def test_an_excess_is_what_is_overstepped() -> None:
    """Nothing for a unit that keeps the rules; one that is alone is exempt from the cap."""
    rules = {"area_cap": {"max_km2": 200}, "population": {"min": 2000}}
    bitset = BitsetProblem(problem_of(dataset_of(chain(town("A"), town("B"), town("C")), rules)))
    assert bitset.excess(0b011) == 0
    assert bitset.excess(0b001) == pytest.approx(0.5)
    assert bitset.excess(0b111) == pytest.approx(0.5)
    big = dataset_of(chain(town("A", km2=900, people=5000), town("B", people=5000)), rules)
    assert BitsetProblem(problem_of(big)).excess(0b01) == 0


def test_islands_stay_apart() -> None:
    """Where no two units adjoin the search ends."""
    dataset = dataset_of(chain(town("A"), town("B")))
    problem = replace(problem_of(dataset), pairs=np.empty((0, 2), dtype=np.int64))
    plans = list(Recombination(BitsetProblem(problem), 1, 2, lambda: False).plans())
    assert {len(units) for units in plans} == {2}
    for most in (1, 2, 3):
        poor = dataset_of(chain(*(town(c) for c in "ABC")), {"population": {"min": 2000}})
        problem = replace(problem_of(poor), pairs=np.empty((0, 2), dtype=np.int64))
        assert not list(Recombination(BitsetProblem(problem), 1, most, lambda: False).plans())


def test_townships_kept_together_are_one_node() -> None:
    """They stay in one unit and weigh as one."""
    rules = {"together": [["A", "B"]], "area_cap": {"max_km2": 200}}
    bitset = BitsetProblem(problem_of(dataset_of(chain(town("A"), town("B"), town("C")), rules)))
    assert bitset.size == 2
    quick = Recombination(bitset, 1, 3, lambda: False)
    assert [sorted(map(sorted, map(bits, units))) for units in quick.plans()] == [[[0], [1]]]


@pytest.mark.parametrize(("townships", "size"), [(18, 8), (24, 10)])
def test_an_estimate_is_near_the_count(townships: int, size: int) -> None:
    """Within a factor of three, whatever the seed, from a sample of each level."""
    problem = sized(problem_of(county(townships, size)), ())
    held = enumerate_candidates(problem, 1_000_000)
    count = len(np.unique(held.group))
    assert held.complete
    for seed in range(5):
        estimate = estimated_candidates(BitsetProblem(problem), seed)
        assert count / 3 < estimate < 3 * count


def test_an_estimate_is_the_count_where_a_sample_is_all() -> None:
    """No level of this county has more sets than are looked into."""
    problem = sized(problem_of(county(18, 3)), ())
    count = len(np.unique(enumerate_candidates(problem, 1_000_000).group))
    assert estimated_candidates(BitsetProblem(problem), sample=10**6) == count


def test_an_estimate_ends_where_more_do_not_matter() -> None:
    bitset = BitsetProblem(sized(problem_of(county(24, 10)), ()))
    assert 500 < estimated_candidates(bitset, most=500) < estimated_candidates(bitset)


def poor(seed: int) -> Construction:
    """Return ten times ten townships, most with a fraction of the people that a unit must have."""
    draw = np.random.default_rng(seed)
    people, areas = draw.lognormal(5.2, 1.1, 100), draw.uniform(15, 55, 100).round(1)
    towns = [
        town(f"T{k:02}", int(p), km2=float(area))
        for k, (p, area) in enumerate(zip(people, areas, strict=True))
    ]
    cap = {"max_km2": 250, "kinds": ["乡", "镇", "街道"]}
    rules = {"area_cap": cap, "population": {"min": 1200}}
    begun = construction_of(dataset_of(chain(*towns), rules, [{"name": "units"}]))
    at = np.arange(100).reshape(10, 10)
    across, down = (np.stack(pair, -1) for pair in ((at[:, :-1], at[:, 1:]), (at[:-1], at[1:])))
    pairs = np.vstack([across.reshape(-1, 2), down.reshape(-1, 2)])
    return replace(begun, problem=replace(begun.problem, pairs=pairs))


@pytest.mark.parametrize("seed", [1, 3])
def test_a_plan_where_each_unit_must_grow(seed: int) -> None:
    """The cap is near where there are people enough; every unit keeps the rules."""
    begun = poor(seed)
    (plan, *_) = begun.plans(lambda: False)
    assert len(plan) >= begun.sizes.fewest
    assert sorted(np.concatenate([parts for parts, _ in plan])) == list(range(100))
    for parts, _ in plan:
        assert not begun.bitset.excess(sum(1 << int(p) for p in parts))


def test_looking_longer_loses_nothing() -> None:
    """Plans that are known stay, those of fewer units come first."""
    begun = poor(1)
    known = begun.plans(lambda: False)
    begun.look_longer(len(known[0]) - 1, lambda: False)
    longer = begun.plans(lambda: False)
    assert longer[-len(known) :] == known
    assert len(longer[0]) <= len(known[0])
    begun.look_longer(0, lambda: True)
    assert begun.plans(lambda: False) == longer
