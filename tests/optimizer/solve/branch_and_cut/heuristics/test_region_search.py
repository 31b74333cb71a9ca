"""Regions solved again: only they change, and together they come to the best plan."""

from __future__ import annotations

import itertools

import networkx as nx
import numpy as np
import pytest

from optimizer.solve.branch_and_cut.cut_plan_pool import CutPlanPool
from optimizer.solve.branch_and_cut.heuristics import region_search
from optimizer.solve.branch_and_cut.heuristics.default import search_within
from optimizer.solve.branch_and_cut.heuristics.region_search import (
    LONGEST_PAUSE,
    NARROWEST,
    WIDEST,
    RegionSearch,
)
from optimizer.solve.branch_and_cut.incumbent import Incumbent
from optimizer.solve.branch_and_cut.node_lp import NodeLp
from optimizer.solve.clock import Clock, Effort
from tests.optimizer.solve.branch_and_cut.small import listed

TURNS = 80
"""Nodes after which the widest regions have been tried."""


def begun(seed: int) -> tuple[Incumbent, NodeLp, RegionSearch]:
    """Return a search that knows the worst plan."""
    model, plans = listed(seed, "redraw")
    pool = CutPlanPool(model.size)
    program = pool.program(model, model.guide_cost).propagated()
    incumbent = Incumbent(model, program.cost, pool)
    lp = NodeLp(model, program, pool, Clock(Effort(workers=1)))
    assert incumbent.offer(max(plans, key=incumbent.cost_of))
    return incumbent, lp, RegionSearch(np.random.default_rng(seed), search_within)


@pytest.mark.parametrize("engine", ["cpsat", "branch and cut"])
@pytest.mark.parametrize("seed", [1, 2])
def test_the_best_plan_is_reached(seed: int, engine: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """From the worst one, by plans that keep every rule and cost ever less."""
    if engine != "cpsat":
        monkeypatch.setattr(region_search, "CP_SAT_COLUMNS", 0)
    incumbent, lp, search = begun(seed)
    best, value = min(map(incumbent.cost_of, listed(seed, "redraw")[1])), incumbent.value
    for _ in range(TURNS):
        search.after_node(incumbent, lp)
        assert incumbent.best is not None
        assert lp.model.accepts(incumbent.best)
        assert incumbent.value <= value
        value = incumbent.value
        if value == best:
            break
    assert value == best


def test_nothing_outside_a_region_changes() -> None:
    """The villages of other units stay where they are."""
    incumbent, lp, search = begun(1)
    changed = 0
    for _ in range(30):
        before = incumbent.best
        assert before is not None
        region = search._region(before, lp)
        if search._solved_better(incumbent, lp, region):
            assert incumbent.best is not None
            assert (incumbent.best[~region] == before[~region]).all()
            changed += 1
    assert changed


def test_regions_are_adjoining_units() -> None:
    """As many as the width says, whole, and joined by contiguity; fewer only where all are in."""
    _, lp, search = begun(1)
    graph = nx.Graph(list(zip(*lp.model.contiguity.graph.tocoo().coords, strict=True)))
    for plan in listed(1, "redraw")[1]:
        units = len(np.unique(plan))
        search.width = 1 + units % WIDEST
        region = search._region(plan, lp)
        held = np.unique(plan[region])
        assert (np.isin(plan, held) == region).all()
        assert len(held) == min(search.width, units)
        assert nx.is_connected(graph.subgraph(np.nonzero(region)[0].tolist()))


def test_widths_come_round() -> None:
    """After the widest regions the narrow ones are tried again, with twice the time."""
    _, _, search = begun(1)
    search.exhausted.add(b"known")
    effort, widths = search.effort, []
    for _ in range(WIDEST - NARROWEST + 1):
        widths.append(search.width)
        search._widen()
    assert widths == list(range(NARROWEST, WIDEST + 1))
    assert (search.width, search.effort) == (NARROWEST, 2 * effort)
    assert not search.exhausted


def test_rests_longer_where_nothing_is_brought(monkeypatch: pytest.MonkeyPatch) -> None:
    """Up to a few nodes; a better plan, or as many nodes at once, and it is tried again."""
    incumbent, lp, search = begun(1)
    tried: list[int] = []
    monkeypatch.setattr(RegionSearch, "_try", lambda *_: tried.append(1))

    def tries(calls: int, nodes: int = 1) -> list[bool]:
        out = []
        for _ in range(calls):
            before = len(tried)
            search.after_node(incumbent, lp, nodes)
            out.append(len(tried) > before)
        return out

    at = [k for k, one in enumerate(tries(30)) if one]
    pauses = [b - a - 1 for a, b in itertools.pairwise(at)]
    assert at[0] == 0 and pauses == sorted(pauses)
    assert pauses[0] == 1 and pauses[-1] == LONGEST_PAUSE
    assert all(tries(3, LONGEST_PAUSE + 1))

    def better(*_: object) -> None:
        tried.append(1)
        incumbent.value -= 1

    monkeypatch.setattr(RegionSearch, "_try", better)
    tries(LONGEST_PAUSE + 1)
    assert all(tries(3))
