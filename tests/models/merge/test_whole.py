"""Mode `whole`: a county's model, and the way back from columns to villages."""

from __future__ import annotations

import numpy as np

from models.kinds import KINDS, Kind
from models.merge.restricted import all_ties, restricted_problem
from models.merge.whole import WholeModel, whole_model
from tests.reference.cases import add_village, chain, town
from tests.reference.tables import Tables
from tests.support import dataset_of


def ground() -> Tables:
    """Return three townships of X, the last a town, and one of Y."""
    tables = chain(town("A"), town("B"), town("C", kind="镇"), town("D", county="Y"))
    add_village(tables, "b2", "B", km=1)
    return tables


def model(budget: int = 10**6, every_seat: bool = False, **rules: object) -> WholeModel:
    """Return the model of X."""
    dataset = dataset_of(ground(), rules)
    problem = restricted_problem(dataset, 0)
    ties = all_ties(dataset)
    return whole_model(problem, dataset.scenario, ties, budget, every_seat)


def test_dominated_seats_are_left_out() -> None:
    """Of six connected sets those with 乡 and 镇 keep the best seat, which is the town's too."""
    found = model()
    assert found.complete
    assert len(found.partition) == 6
    assert found.partition.urban.sum() == 3


def test_assign_writes_the_unit_of_each_village() -> None:
    """Villages of other counties are not touched."""
    found = model()
    sizes = np.diff(found.partition.members.indptr)
    unit, kind = np.full(5, -1, dtype=np.int64), np.full(4, -1, dtype=np.int64)
    found.assign(np.nonzero(sizes == 3)[0], unit, kind)
    assert unit.tolist() == [2, 2, 2, -1, 2]
    assert kind.tolist() == [-1, -1, KINDS.index(Kind.TOWN), -1]


def test_only_the_countys_own_ties_are_rows() -> None:
    """Those over several counties are the city's."""
    count = {"county": {"X": {"min": 2}, "Y": {"min": 1}}, "city": {"min": 3}}
    (row,) = model(count=count).partition.rows
    assert (row.low, row.sum.counties) == (2, frozenset([0]))


def test_beyond_the_budget_columns_are_made_on_demand() -> None:
    """It is said, and the single townships are there to start from."""
    found = model(budget=3)
    assert not found.complete
    assert found.partition.source is found.columns
    assert len(found.partition) == 3


def test_every_seat_counts_against_the_budget() -> None:
    """Six sets have ten seats; where these are too many each set keeps its best, said as cut."""
    full = model(every_seat=True, budget=10)
    assert full.complete
    assert len(full.partition) == 10
    for budget in (6, 9):
        best = model(every_seat=True, budget=budget)
        assert not best.complete
        assert len(best.partition) == 6
