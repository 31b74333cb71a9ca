"""Groups of villages and the limits of seats, beside the rows that they stand for."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import networkx as nx
import numpy as np
import pytest

from models.merge.contiguity import Contiguity
from models.merge.restricted import all_ties, restricted_problem
from models.merge.villages import VillageModel, village_model
from optimizer.solve.branch_and_cut.cut_plan_pool import CutPlanPool
from optimizer.solve.branch_and_cut.grouped_assignment import GroupedAssignment, contracted
from optimizer.solve.lp.program import Program
from tests.models.merge.listing import CASES, ring
from tests.optimizer.solve.branch_and_cut.small import LISTED, listed
from tests.support import dataset_of

SEATS = ["a", "b", "c"]


def people(kept: tuple[int, ...]) -> tuple[VillageModel, Program]:
    """Return the ring with 450 to 900 people a unit, and its program with some seats kept."""
    mode, rules = CASES["people"]
    dataset = dataset_of(ring(), rules, mode=mode)
    problem = restricted_problem(dataset, 0)
    ties = all_ties(dataset)
    model = village_model(problem, dataset.scenario, ties)
    program = CutPlanPool(model.size).program(model, model.guide_cost)
    for s, column in enumerate(model.seat_column.tolist()):
        program = program.fixed(np.array([column]), s in kept)
    return model, program.propagated()


@pytest.mark.parametrize("kept", [(0, 1), (0, 2), (1, 2)])
def test_limits_hold_where_the_rows_do(kept: tuple[int, ...]) -> None:
    """For every way to put groups to the seats that are kept; both answers occur."""
    model, program = people(kept)
    grouped = GroupedAssignment(model, program)
    groups, said = len(grouped.may), set()
    for at in product(*[np.nonzero(grouped.may[g])[0].tolist() for g in range(groups)]):
        seat = np.array(at)
        loads = [grouped.weight[s].T @ (seat == s) for s in kept]
        within = all(
            (grouped.low[s] <= load).all() and (load <= grouped.high[s]).all()
            for s, load in zip(kept, loads, strict=True)
        )
        point = program.low.astype(np.int64)
        point[grouped.column[np.arange(groups), seat]] = 1
        assert within is model.fixed.hold(point)
        said.add(within)
    assert said == {True, False}


def test_seats_that_are_not_kept_hold_nobody() -> None:
    """Their villages may go to the others; those of kept seats stay at home."""
    model, program = people((0, 2))
    grouped = GroupedAssignment(model, program)
    assert not grouped.may[:, 1].any()
    assert grouped.may[grouped.seat_group[0]].tolist() == [True, False, False]
    assert grouped.may[grouped.seat_group[1]].tolist() == [True, False, True]
    assert (grouped.cost[grouped.may] == program.cost[grouped.column[grouped.may]]).all()
    assert not grouped.cost[~grouped.may].any()


@pytest.mark.parametrize(("seed", "mode"), LISTED)
def test_groups_are_villages_of_one_fate(seed: int, mode: str) -> None:
    """No plan parts them, and groups touch where two of their villages do."""
    model, plans = listed(seed, mode)
    group_of = np.unique(model.column, axis=0, return_inverse=True)[1].ravel()
    for plan in plans:
        seats = model.seats_of(plan)
        assert all(len(set(seats[group_of == g].tolist())) == 1 for g in set(group_of.tolist()))
    grouped = GroupedAssignment(model, CutPlanPool(model.size).program(model, model.guide_cost))
    ends = zip(*model.contiguity.graph.tocoo().coords, strict=True)
    touching = {(group_of[u], group_of[v]) for u, v in ends if group_of[u] != group_of[v]}
    assert set(zip(*(e.tolist() for e in grouped.edges), strict=True)) == touching
    assert {(g, h) for g, of in enumerate(grouped.neighbours) for h in of} == touching


def test_links_of_exclaves_count_where_that_is_asked() -> None:
    """In every unit or in none: what is far apart with them is far apart in each."""
    model, _ = listed(2, "redraw")
    own = np.arange(model.villages)
    plain = contracted(model, own)
    seat, far = int(model.contiguity.seat[0]), -1
    for far in range(model.villages):
        if far != seat and not plain[seat, far]:
            break
    grouped = model.contiguity
    links = np.array([[0, far]])
    linked = replace(model, contiguity=Contiguity(grouped.graph, grouped.seat, grouped.may, links))
    assert (contracted(linked, own) != plain).nnz == 0
    graph = nx.Graph(list(zip(*contracted(linked, own, linked=True).tocoo().coords, strict=True)))
    before = nx.Graph(list(zip(*plain.tocoo().coords, strict=True)))
    assert set(map(frozenset, graph.edges)) - set(map(frozenset, before.edges)) == {
        frozenset({seat, far})
    }
