"""Any village as a seat (mode redraw): solver, twin and checker equal brute force."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from models.plan import Outcome
from optimizer.check import audit
from optimizer.solve.branch_and_cut import stage
from optimizer.solve.decomposition import location_allocation as centres
from tests.optimizer.solve.certify.test_twin_brute_force import plan_of as plan_of_twin
from tests.optimizer.solve.certify.test_twin_brute_force import stages
from tests.reference import judge
from tests.reference.brute import best
from tests.reference.strategies import problems
from tests.reference.tables import Tables
from tests.support import codes_of, dataset_of, kinds_of, plan_of, solution_of

RELAXED = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]
SMALL = {"max_townships": 3, "max_counties": 2, "villages_per_township": (1, 4)}
Drawn = tuple[Tables, dict[str, Any], list[Any]]


def small(drawn: Drawn) -> bool:
    """Return whether all plans can be looked at."""
    return len(drawn[0].villages) <= 6


@pytest.mark.parametrize("many", [0, 10**6])
@settings(max_examples=15, deadline=None, suppress_health_check=RELAXED)
@given(drawn=problems(**SMALL).filter(small))
def test_equals_brute_force(many: int, drawn: Drawn) -> None:
    """Every rule and objective, tolerances, one and two counties; infeasible alike.

    With first plans and bounds as for many seats, and without.
    """
    with pytest.MonkeyPatch.context() as patch:
        for module in (centres, stage):
            patch.setattr(module, "MANY", many)
        equal_brute_force(drawn)


def equal_brute_force(drawn: Drawn) -> None:
    """Assert that solver and brute force agree in everything that is determined."""
    tables, rules, objectives = drawn
    expected = best(tables, rules, objectives, "redraw", "any")
    solution = solution_of(dataset_of(tables, rules, objectives, "redraw", "any"))
    if expected is None:
        assert solution.outcome is Outcome.INFEASIBLE
        return
    assert solution.outcome is Outcome.OPTIMAL
    assert tuple(r.best for r in solution.reached) == tuple(expected.values)
    assert tuple(r.bound for r in solution.reached) == tuple(expected.values)
    assert tuple(r.value for r in solution.reached) in expected.finals
    assert solution.plan is not None
    plan, kinds = codes_of(solution.plan), kinds_of(solution.plan)
    assert judge.broken(tables, rules, plan, kinds, "redraw", "any") == set()


@settings(max_examples=10, deadline=None, suppress_health_check=RELAXED)
@given(drawn=problems(**SMALL | {"max_counties": 1}).filter(small))
def test_the_twin_equals_brute_force(drawn: Drawn) -> None:
    """The PuLP twin over all villages as seats, and the checker on its plan."""
    tables, rules, objectives = drawn
    expected = best(tables, rules, objectives, "redraw", "any")
    dataset = dataset_of(tables, rules, objectives, "redraw", "any")
    found, twin = stages(dataset, "highs")
    if expected is None:
        assert {stage.status for stage in found} == {"infeasible"}
        return
    assert tuple(stage.value for stage in found) == tuple(expected.values)
    assert not audit(plan_of_twin(dataset, found[-1], twin), dataset.scenario).broken


@settings(max_examples=40, deadline=None, suppress_health_check=RELAXED)
@given(st.data(), problems(max_townships=4, max_counties=1))
def test_the_checker_equals_the_judge(data: st.DataObject, drawn: Drawn) -> None:
    """Any units that hold their seats, sound or not: the same rules broken, the same values."""
    tables, rules, _ = drawn
    dataset = dataset_of(tables, rules, [], "redraw", "any")
    villages = dataset.territory.villages.codes
    seat = {t.code: villages[t.seat] for t in dataset.territory.townships}
    kept = data.draw(st.lists(st.sampled_from(sorted(seat)), min_size=1, unique=True))
    into = {village: data.draw(st.sampled_from(kept)) for village in villages}
    into |= {seat[code]: code for code in kept}
    found = audit(plan_of(dataset.territory, into), dataset.scenario)
    expected = judge.values(tables, into, seats="any")
    assert {name: found.objectives[name] for name in expected} == expected
    broken = {finding.key for finding in found.broken} & set(rules)
    assert broken == judge.broken(tables, rules, into, mode="redraw", seats="any") & set(rules)
