"""Exchanges: plans that keep the limits, for given seats."""

from __future__ import annotations

from dataclasses import replace

import networkx as nx
import numpy as np
import pytest

from models.merge.restricted import all_ties
from models.merge.villages import VillageModel
from models.quantities import NO_LIMIT
from optimizer.data.dataset import Dataset
from optimizer.solve.branch_and_cut.cut_plan_pool import CutPlanPool
from optimizer.solve.branch_and_cut.heuristics.diving import dive_on_seats
from optimizer.solve.branch_and_cut.heuristics.local_search import LocalSearch
from optimizer.solve.branch_and_cut.node_lp import NodeLp
from optimizer.solve.branch_and_cut.problem import VillageProblem
from optimizer.solve.clock import Clock, Effort
from optimizer.solve.decomposition.county import county_model
from optimizer.solve.lp.program import Program, Relaxation
from optimizer.solve.run import solve
from tests.optimizer.solve.branch_and_cut.conftest import Read


def _settled(dataset: Dataset) -> tuple[VillageModel, Program, np.ndarray]:
    """Return the model, and the program and point whose seats the LP settled."""
    ties = all_ties(dataset)
    choices = county_model(dataset, 0, ties, Clock()).choices
    assert isinstance(choices, VillageProblem)
    model = choices.model
    program = CutPlanPool(model.size).program(model, model.guide_cost).propagated()
    bound = Relaxation(program, Clock()).bound()
    assert bound is not None
    found = dive_on_seats(
        NodeLp(model, program, CutPlanPool(model.size), Clock()), program, bound, NO_LIMIT
    )
    assert found is not None
    last = Relaxation(found, Clock()).bound()
    assert last is not None
    return model, found, last.x


@pytest.mark.parametrize("mode", ["split", "redraw"])
def test_the_plan_keeps_every_rule(read: Read, mode: str) -> None:
    """What comes back is a plan of the model with the settled seats."""
    model, program, point = _settled(read("county", mode))
    found = LocalSearch(model, program, point).run(Clock())
    assert found is not None
    plan = model.read(found)
    assert model.accepts(plan)
    kept = model.seat_column[model.seat_column >= 0]
    assert (program.low[kept] == (found[kept] > 0)).all()


@pytest.mark.parametrize("mode", ["split", "redraw"])
def test_what_holds_a_unit_together_stays(read: Read, mode: str) -> None:
    """Marked are the groups without which the rest of their unit falls apart, and seats."""
    search = LocalSearch(*_settled(read("county", mode)))
    assert search.run(Clock()) is not None
    graph = nx.Graph(list(zip(*(ends.tolist() for ends in search.grouped.edges), strict=True)))
    for group, seat in enumerate(search.at.tolist()):
        rest = np.setdiff1d(np.nonzero(search.at == seat)[0], [group]).tolist()
        apart = bool(rest) and not nx.is_connected(graph.subgraph(rest))
        assert search.stuck[group] == (apart or group == search.grouped.seat_group[seat])


def test_limits_that_nothing_keeps(read: Read) -> None:
    """Without room there is no plan, and the search ends."""
    model, program, point = _settled(read("county", "redraw"))
    tight = replace(model.fixed, high=np.minimum(model.fixed.high, 1))
    narrow = replace(model, fixed=replace(tight, matrix=abs(model.fixed.matrix)))
    assert LocalSearch(narrow, program, point).run(Clock(), patience=3) is None


@pytest.mark.parametrize("mode", ["split", "redraw"])
def test_the_same_plan_twice(read: Read, mode: str) -> None:
    """One worker and one seed give one plan, whatever the machine's speed."""
    dataset = read("city", mode)
    effort = Effort(workers=1, patience=4)
    plans = [solve(dataset, Clock(effort)).plan for _ in range(2)]
    assert plans[0] is not None
    assert plans[1] is not None
    assert (plans[0].unit == plans[1].unit).all()
