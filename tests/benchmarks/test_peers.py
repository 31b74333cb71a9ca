"""The peers ask the same question in every mode: their optima agree, their plans are plans."""

from __future__ import annotations

import tempfile
from importlib import import_module
from pathlib import Path

import numpy as np
import pytest
from scipy.sparse.csgraph import connected_components

from benchmarks.peers import PEERS, PeerResult, solve
from models.merge.coupling import CouplingConstraint
from models.merge.problem import Problem
from models.merge.restricted import all_ties, restricted_problem
from models.scenario import ObjectiveSpec
from optimizer.data.dataset import read_dataset
from optimizer.data.generate import generate_county, write_dataset

UNITS = ObjectiveSpec(name="units")
TRAVEL = ObjectiveSpec(name="travel")
EXACT = ("flow-highs", "flow-cbc", "plain-cpsat")
SECONDS = 60.0
Question = tuple[Problem, list[CouplingConstraint]]


def county(mode: str, units: int | None = None, **rules: object) -> Question:
    """Return a county of 6 townships and 18 villages, with a number of units or without."""
    with tempfile.TemporaryDirectory() as folder:
        write_dataset(generate_county(6, 18, seed=2), Path(folder) / "case")
        data = read_dataset(Path(folder) / "case", {"mode": mode, **rules})
    problem = restricted_problem(data, 0)
    ties = all_ties(data)
    if units is not None:
        ties.append(CouplingConstraint("count", frozenset([0]), per_unit=1, low=units, high=units))
    return problem, ties


def is_plan(problem: Problem, result: PeerResult) -> bool:
    """Return whether every part is at an allowed seat, and every unit connected to its own."""
    seat = result.chosen
    assert seat is not None
    parts = np.arange(problem.parts)
    roots = problem.seat_parts()
    graph = problem.adjacency().tocoo()
    same = seat[graph.coords[0]] == seat[graph.coords[1]]
    inside = problem.adjacency().copy().tocoo()
    inside.data = inside.data * same
    pieces = connected_components(inside.tocsr(), directed=False)[1]
    holds = all(seat[roots[s]] == s for s in np.unique(seat))
    joined = all(pieces[p] == pieces[roots[seat[p]]] for p in parts)
    return bool(problem.allowed[parts, seat].all() and holds and joined)


@pytest.mark.parametrize("mode", ["whole", "split", "redraw"])
def test_exact_peers_agree(mode: str) -> None:
    """Fewest units, then least travel with so many: three engines, one value each."""
    problem, ties = county(mode, **{"rules.population.min": 3_000})
    results = [solve(peer, problem, ties, UNITS, SECONDS) for peer in EXACT]
    assert [r.status for r in results] == ["optimal"] * 3
    assert len({r.value for r in results}) == 1
    fewest = results[0].value
    problem, ties = county(mode, fewest, **{"rules.population.min": 3_000})
    results = [solve(peer, problem, ties, TRAVEL, SECONDS) for peer in EXACT]
    assert [r.status for r in results] == ["optimal"] * 3
    assert len({r.value for r in results}) == 1
    assert all(is_plan(problem, r) for r in results)


def test_infeasible() -> None:
    """All exact peers prove that a county cannot have more units than townships."""
    problem, ties = county("redraw", 7)
    assert {solve(p, problem, ties, UNITS, SECONDS).status for p in EXACT} == {"infeasible"}


def test_gerrychain() -> None:
    """A walk proves nothing, and its plan is no better than the proved optimum."""
    pytest.importorskip("gerrychain")
    problem, ties = county("redraw", 4)
    optimum = solve("flow-highs", problem, ties, TRAVEL, SECONDS)
    walked = solve("gerrychain", problem, ties, TRAVEL, 1.0)
    assert walked.status == "open"
    assert walked.bound is None
    assert walked.value is not None and optimum.value is not None
    assert walked.value >= optimum.value
    assert is_plan(problem, walked)


@pytest.mark.parametrize(("mode", "units"), [("split", 4), ("redraw", None)])
def test_where_gerrychain_cannot_go(mode: str, units: int | None) -> None:
    """Townships that stay, and a free number of units, are no question for it."""
    problem, ties = county(mode, units)
    assert solve("gerrychain", problem, ties, TRAVEL, 1.0).status == "unsuited"


def test_seats_in_order_is_for_units_alone() -> None:
    """Which seat is kept matters to travel."""
    problem, ties = county("whole")
    with pytest.raises(ValueError, match="units alone"):
        solve("flow-highs-ordered", problem, ties, TRAVEL, 1.0)


def test_every_peer_is_there() -> None:
    """Each name leads to a function."""
    for peer in PEERS.values():
        assert callable(getattr(import_module(f"benchmarks.peers.{peer.module}"), peer.function))
