"""The more freely villages may move, the better the optimum: whole, then split, then redraw."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from hypothesis import HealthCheck, given, settings

from models.plan import Outcome
from optimizer.solve.solution import Solution
from tests.reference.strategies import problems
from tests.reference.tables import Tables
from tests.support import dataset_of, solution_of

RELAXED = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]
SMALL = {"max_townships": 5, "max_counties": 2, "villages_per_township": (1, 4)}
Key = tuple[Fraction, ...]


def key(solution: Solution) -> Key | None:
    """Return what a proved optimum costs in the scenario's order; None where there is no plan."""
    if solution.outcome is Outcome.INFEASIBLE:
        return None
    assert solution.outcome is Outcome.OPTIMAL
    assert all(reached.bound == reached.value for reached in solution.reached)
    return tuple(Fraction(-r.value if r.name == "share" else r.value) for r in solution.reached)


def no_worse(one: Key | None, other: Key | None) -> bool:
    """Return whether one optimum is at least as good as another; none is worse than any."""
    return other is None or (one is not None and one <= other)


@settings(max_examples=15, deadline=None, suppress_health_check=RELAXED)
@given(problems(**SMALL).filter(lambda drawn: len(drawn[0].villages) <= 10))
def test_freer_modes_are_never_worse(drawn: tuple[Tables, dict[str, Any], list[Any]]) -> None:
    """In the scenario's own order, every optimum proved; what is infeasible stays so downwards."""
    tables, rules, objectives = drawn
    exact = [{k: v for k, v in row.items() if k != "tolerance"} for row in objectives]
    keys = {
        mode: key(solution_of(dataset_of(tables, rules, exact, mode)))
        for mode in ("whole", "split", "redraw")
    }
    assert no_worse(keys["split"], keys["whole"])
    assert no_worse(keys["redraw"], keys["split"])
