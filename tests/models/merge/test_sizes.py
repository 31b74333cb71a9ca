"""Sizes that follow: by hand on small counties; no plan is lost is tested by brute force."""

from __future__ import annotations

from models.merge.candidates import enumerate_candidates
from models.merge.coupling import CouplingConstraint
from models.merge.restricted import all_ties, restricted_problem
from models.merge.sizes import Sizes, count_rows, implied_ties, sized
from models.quantities import NO_LIMIT
from optimizer.data.dataset import Dataset
from tests.reference.cases import chain, town
from tests.support import dataset_of

SIX = chain(*(town(code) for code in "ABCDEF"))


def sizes_of(dataset: Dataset) -> Sizes:
    """Return the sizes of the first county."""
    problem = restricted_problem(dataset, 0)
    return Sizes.of(problem, all_ties(dataset))


def test_a_cut_bounds_the_parts() -> None:
    """Six townships, at most two fewer: a unit has at most three, and no larger set is listed."""
    dataset = dataset_of(SIX, {"count": {"county": {"min_cut": 1, "max_cut": 2}}})
    sizes = sizes_of(dataset)
    assert (sizes.fewest, sizes.most, sizes.parts.most) == (4, 5, 3)
    problem = restricted_problem(dataset, 0)
    ties = all_ties(dataset)
    listed = enumerate_candidates(sized(problem, ties), 10**6)
    assert listed.members.sum(axis=1).max() == 3


def test_few_units_bound_the_parts_from_below() -> None:
    """At most two units, of at most four townships by the cap: each has two at least."""
    rules = {"area_cap": {"max_km2": 400}, "count": {"county": {"max": 2}}}
    sizes = sizes_of(dataset_of(SIX, rules))
    assert (sizes.fewest, sizes.most) == (2, 2)
    assert (sizes.parts.least, sizes.parts.most) == (2, 4)


def test_the_others_needs_bound_the_people() -> None:
    """With 1,500 people in each of at least two units one has at most 4,500 of 6,000.

    That takes two townships of 1,000, so there are three units at most.
    """
    rules = {"population": {"min": 1500}, "count": {"county": {"min": 2}}}
    sizes = sizes_of(dataset_of(SIX, rules))
    assert (sizes.fewest, sizes.most) == (2, 3)
    (people,) = (w for w in sizes.of_limits if w is not None)
    assert (people.least, people.most) == (1500, 4500)
    assert (sizes.parts.least, sizes.parts.most) == (2, 4)


def test_totals_bound_the_number_of_units() -> None:
    """600 km2 under a cap of 250 make three units, and that becomes a row."""
    dataset = dataset_of(SIX, {"area_cap": {"max_km2": 250}})
    problem = restricted_problem(dataset, 0)
    (row,) = count_rows(problem, ())
    assert (row.low, row.high) == (3, 6)


def test_a_township_over_the_cap_stays_alone() -> None:
    """The cap is for units that grow: what one large township has may be in a unit."""
    large = chain(town("A", km2=900), town("B"), town("C"))
    sizes = sizes_of(dataset_of(large, {"area_cap": {"max_km2": 200}}))
    (area,) = (w for w in sizes.of_limits if w is not None)
    assert area.most == 90_000
    assert sizes.fewest == 2


def test_nothing_follows_of_nothing() -> None:
    """Without rules the problem stays as it is."""
    dataset = dataset_of(SIX)
    problem = restricted_problem(dataset, 0)
    assert sized(problem, ()).limits == []
    assert count_rows(problem, ()) == ()


def test_the_citys_range_leaves_each_county_its_own() -> None:
    """Two counties of three: five units in all leave each at least two."""
    towns = [town(c, county=k) for c, k in zip("ABCDEF", "XXXYYY", strict=True)]
    territory = dataset_of(chain(*towns)).territory
    city = CouplingConstraint("P2.count", frozenset([0, 1]), 1, low=5, high=5)
    own = implied_ties(territory, [city])
    assert {(min(t.counties), t.low, t.high) for t in own} == {(0, 2, 4), (1, 2, 4)}
    impossible = CouplingConstraint("P2.count", frozenset([0, 1]), 1, low=9, high=NO_LIMIT)
    assert implied_ties(territory, [impossible]) == []
