"""What is called proved where counties, or numbers of units, were not settled."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from optimizer.decide.doubts import Doubts, certain_below, open_counts
from optimizer.decide.explore import Exploration
from optimizer.solve.decomposition.options import Option

ASKED = ["units", "travel"]


def option(units: int, travel: int, proved: bool = True) -> Option:
    """Return a county's plan."""
    return Option(units, 0, np.array([units]), {"travel": travel}, proved)


def test_what_is_proved_ends_where_something_is_open() -> None:
    """A county open at 4 units, beside one of at least 3: nothing is certain from 7 on."""
    one = Exploration([option(2, 9), option(3, 5)], [4], range(2, 5))
    other = Exploration([option(3, 8), option(4, 2)], [], range(3, 5))
    assert certain_below(["units", "travel"], [one, other]) == 7
    assert open_counts(Exploration(), [one, other], Doubts(7)) == (7, 8)
    unproved = replace(one, options=[option(2, 9, proved=False)], open_counts=[])
    assert certain_below(["units", "travel"], [unproved, other]) == 5
    assert certain_below(["travel", "disruption"], [one, other]) == float("-inf")
    assert open_counts(Exploration(), [one, other], Doubts(float("-inf"))) == (None,)
    assert certain_below(["travel", "disruption"], [other]) == float("inf")


def test_of_one_county_a_bound_says_what_an_open_number_may_bring() -> None:
    """Travel 20 at 3 units or more: it may beat the 25 of 4 units, not the 12 of 5."""
    options = [option(2, 40), option(4, 25), option(5, 12)]
    doubts = Doubts.of(ASKED, [Exploration(options, [3], range(2, 6), {3: 20})])
    assert [doubts.beaten_by_none(one) for one in options] == [True, False, True]
    assert doubts.open_counts(options) == {3}


def test_what_cannot_be_on_the_frontier_is_not_open() -> None:
    """No travel below 30 at 3 units: the 25 of 2 units beats whatever is there."""
    menu = Exploration([option(2, 25), option(4, 9)], [3], range(2, 5), {3: 30})
    doubts = Doubts.of(ASKED, [menu])
    assert all(map(doubts.beaten_by_none, menu.options))
    assert open_counts(Exploration(), [menu], doubts) == ()


def test_a_plan_that_is_not_proved_is_open_at_its_own_number() -> None:
    """Its bound is below it; one at fewer units that nothing bounds may beat everything."""
    menu = Exploration([option(2, 25, proved=False), option(3, 9)], [], range(2, 4), {2: 20})
    doubts = Doubts.of(ASKED, [menu])
    assert [doubts.beaten_by_none(one) for one in menu.options] == [False, True]
    nothing = Doubts.of(ASKED, [replace(menu, least={})])
    assert not any(map(nothing.beaten_by_none, menu.options))


def test_of_several_counties_no_bound_is_looked_at() -> None:
    """Nor for two sums: what a number may bring depends on more than one."""
    menu = Exploration([option(2, 25), option(4, 9)], [3], range(2, 5), {3: 30})
    assert Doubts.of(ASKED, [menu, menu]) == Doubts(5)
    assert Doubts.of([*ASKED, "disruption"], [menu]) == Doubts(3)
