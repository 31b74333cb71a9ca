"""Cases worked out by hand for the objectives, their order, tolerances and ties."""

from fractions import Fraction

import pytest

from .brute import best
from .cases import add_village, chain, town
from .tables import Objectives

CAP = {"area_cap": {"max_km2": 200}}
FOUR = [town("A", 100), town("B", 200), town("C", 300), town("D", 400)]


def test_default_objectives_and_their_values() -> None:
    """None named means units, share, travel, disruption; travel is in person-metres."""
    answer = best(chain(town("A", 100), town("B", 300, kind="镇")), {}, [])
    assert answer is not None
    assert answer.values == (1, Fraction(1), 100 * 10_000, 100)


def test_order_of_objectives_decides() -> None:
    """Disruption first keeps the status quo, units first does not."""
    order = [{"name": "disruption"}, {"name": "units"}]
    tables = chain(*FOUR)
    for objectives, values in ((order, (0, 4)), (order[::-1], (1, 600))):
        answer = best(tables, {}, objectives)
        assert answer is not None and answer.values == values


def test_ties_of_seats_are_all_optimal() -> None:
    """With equal people either seat is optimal; with more people in one, only that one."""
    objectives = [{"name": "units"}, {"name": "travel"}]
    for people, seats in ((100, {"A", "B"}), (101, {"B"})):
        answer = best(chain(town("A", 100), town("B", people)), {}, objectives)
        assert answer is not None
        assert {code for plan in answer.plans() for code in plan.values()} == seats
        assert answer.values == (1, 1_000_000)


def test_travel_counts_villages_that_do_not_move() -> None:
    """People of an untouched township travel too."""
    tables = chain(town("A"))
    add_village(tables, "a2", "A", km=1.5, people=7)
    answer = best(tables, {}, [{"name": "travel"}])
    assert answer is not None and answer.values == (7 * 1500,)


@pytest.mark.parametrize(
    ("tolerance", "final"), [(0.0, (2, 400)), (0.49, (2, 400)), (0.5, (3, 100))]
)
def test_tolerance_is_rounded_down_to_whole_units(tolerance: float, final: tuple[int, int]) -> None:
    """Of 2 units half is one more, 49 % is none; the last stage is met exactly."""
    objectives: Objectives = [{"name": "units", "tolerance": tolerance}, {"name": "disruption"}]
    answer = best(chain(*FOUR), CAP, objectives)
    assert answer is not None
    assert answer.values == (2, final[1])
    assert answer.finals == {final}


@pytest.mark.parametrize(
    ("tolerance", "share", "moved"), [(0.5, Fraction(1, 2), 200), (0.49, Fraction(1), 500)]
)
def test_tolerance_of_the_share_is_an_exact_fraction(
    tolerance: float, share: Fraction, moved: int
) -> None:
    """A share of 1 may fall to exactly 1/2 at 0.5."""
    tables = chain(town("A", 100, kind="镇"), town("B", 200), town("C", 300))
    objectives: Objectives = [{"name": "share", "tolerance": tolerance}, {"name": "disruption"}]
    answer = best(tables, {}, objectives)
    assert answer is not None
    assert answer.values == (Fraction(1), moved)
    assert answer.finals == {(share, moved)}


def test_tolerance_counts_from_the_best_value_at_every_later_stage() -> None:
    """The second stage uses the allowance of the first, and the third may not use it again."""
    tolerance = {"tolerance": 0.5}
    objectives = [{"name": "units", **tolerance}, {"name": "disruption", **tolerance}]
    answer = best(chain(*FOUR), CAP, [*objectives, {"name": "units"}])
    assert answer is not None
    assert answer.values == (2, 100, 3)


def test_tolerance_is_one_budget_for_the_city() -> None:
    """Two counties that need one unit each: half of 2 lets one of them, not both, stay at 2."""
    tables = chain(town("A", 1), town("B", 2), town("C", 4, county="Y"), town("D", 8, county="Y"))
    objectives: Objectives = [{"name": "units", "tolerance": 0.5}, {"name": "disruption"}]
    answer = best(tables, {}, objectives)
    assert answer is not None
    assert answer.finals == {(3, 1)}
