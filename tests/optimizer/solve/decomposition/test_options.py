"""A county's options: for each number of units, and of urban ones, its best plan."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from models.merge.expressions import UNITS, Row
from models.merge.partition import Partition
from models.quantities import IntArray
from models.scenario import ObjectiveSpec
from optimizer.solve.clock import Clock, Effort
from optimizer.solve.decomposition.options import county_options, options_partition
from tests.partitions import choices, partition_of, partitions

ORDERS = st.permutations(["units", "share", "travel"])


def clock(**effort: Any) -> Clock:
    """Return a clock for one worker."""
    return Clock(Effort(workers=1, **effort))


def key(problem: Partition, chosen: IntArray, order: list[str]) -> tuple[Any, ...]:
    """Return what a choice costs in an order, the share negated."""
    urban, units = int(problem.urban[chosen].sum()), len(chosen)
    values = {
        "units": units,
        "share": -Fraction(urban, units),
        "travel": int(problem.costs["travel"][chosen].sum()),
    }
    return tuple(values[name] for name in order)


@settings(max_examples=50, deadline=None)
@given(partitions(max_parts=5), ORDERS, st.integers(1, 5), st.booleans())
def test_no_plan_of_the_county_is_better_than_its_options(
    problem: Partition, order: list[str], units: int, urban_counts: bool
) -> None:
    """For each plan of so many units an option is no worse, and as urban where that counts."""
    specs = [ObjectiveSpec(name=name) for name in order]
    options, complete = county_options(problem, specs, units, urban_counts, clock())
    plans = [chosen for chosen in choices(problem) if len(chosen) == units]
    assert complete
    assert bool(options) == bool(plans)
    for option in options:
        assert option.proved and problem.accepts(option.chosen)
        assert (option.units, len(option.chosen)) == (units, units)
        assert option.urban == problem.urban[option.chosen].sum()
        assert option.costs["travel"] == problem.costs["travel"][option.chosen].sum()
    for plan in plans:
        assert any(
            key(problem, option.chosen, order) <= key(problem, plan, order)
            and (not urban_counts or option.urban >= problem.urban[plan].sum())
            for option in options
        )


def test_no_time_is_not_complete() -> None:
    """What is missing is said."""
    problem = partition_of([{0}, {1}, {0, 1}], 2, [0] * 3, [0] * 3)
    specs = [ObjectiveSpec(name="units")]
    assert county_options(problem, specs, 1, False, clock(seconds=0)) == ([], False)


def test_most_units() -> None:
    """One a part, or what the county's own rows allow."""
    problem = partition_of([{0}, {1}, {0, 1}], 2, [0] * 3, [0] * 3)
    assert problem.most_units == 2
    assert problem.bounded(Row(UNITS, high=1)).most_units == 1


def test_options_as_columns() -> None:
    """Each county is a part, each option a column with its own counts."""
    problem = partition_of([{0}, {1}, {0, 1}], 2, [1, 0, 0], [5, 6, 7])
    specs = [ObjectiveSpec(name="units"), ObjectiveSpec(name="travel")]
    menu = [county_options(problem, specs, n, False, clock())[0] for n in (1, 2)]
    columns = options_partition(menu, specs)
    assert columns.members.toarray().tolist() == [[1, 0], [0, 1]]
    assert (columns.units.tolist(), columns.urban.tolist()) == ([1, 2], [0, 1])
    assert columns.costs["travel"].tolist() == [7, 11]
    assert columns.county.tolist() == [0, 1]
