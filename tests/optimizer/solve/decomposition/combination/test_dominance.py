"""Nodes that the city need not look at: its best choice is worth the same without them."""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from typing import Any, cast

from hypothesis import given, settings
from hypothesis import strategies as st

from models.merge.coupling import CouplingConstraint
from models.merge.expressions import RURAL, UNITS
from models.quantities import NO_LIMIT
from models.scenario import ObjectiveSpec
from optimizer.solve.decomposition.combination.dominance import undominated
from optimizer.solve.decomposition.combination.master_spec import MasterSpec, reach
from optimizer.solve.decomposition.combination.node import CountyNode
from optimizer.solve.decomposition.combination.stages import StagedObjectives
from optimizer.solve.subproblem import Subproblem

COUNTIES = 3
ORDERS = (("units", "share", "travel"), ("units", "travel"), ("share", "travel"))
Nodes = list[CountyNode]


@st.composite
def cities(draw: st.DrawFn) -> tuple[Nodes, MasterSpec]:
    """Draw the nodes of three counties, some objectives in order, and ties over units and 乡."""
    names = draw(st.sampled_from(ORDERS))
    specs = tuple(ObjectiveSpec(name=cast(Any, name)) for name in names)
    ties = tuple(draw(st.lists(_ties(), max_size=2)))
    master = MasterSpec(specs, ties)
    nodes = [
        draw(_nodes(county, names))
        for county in range(COUNTIES)
        for _ in range(draw(st.integers(1, 6)))
    ]
    return nodes, master


@st.composite
def _ties(draw: st.DrawFn) -> CouplingConstraint:
    counties = draw(st.frozensets(st.integers(0, COUNTIES - 1), min_size=2))
    weights = draw(st.integers(-1, 1)), draw(st.integers(-1, 2))
    low = draw(st.integers(-3, 8) | st.just(-NO_LIMIT))
    high = draw(st.integers(max(low, -3), 10) | st.just(NO_LIMIT))
    return CouplingConstraint("test", counties, *weights, (), low, high)


@st.composite
def _nodes(draw: st.DrawFn, county: int, names: tuple[str, ...]) -> CountyNode:
    """Draw a node whose vector and spans agree: as many units, and 乡 from their least number."""
    units, rural = draw(st.integers(1, 3)), draw(st.integers(0, 2))
    spans = {UNITS: (units, units), RURAL: (rural, rural + draw(st.integers(0, 2)))}
    if names[0] == "units":
        spans[UNITS] = units, units + draw(st.integers(0, 2))
    values = {"units": units, "share": rural, "travel": draw(st.integers(0, 2))}
    vector = tuple(values[name] for name in names)
    work = draw(st.integers(0, 1))
    stages = StagedObjectives(cast(Subproblem, None), (), (), vector, patience=work)
    return CountyNode(county, stages.problem, vector, spans, len(vector), stages)


@settings(max_examples=400, deadline=None)
@given(cities())
def test_best_choice_is_worth_the_same(city: tuple[Nodes, MasterSpec]) -> None:
    """All choices of one node for each county, with and without the dominated nodes."""
    nodes, master = city
    kept = [nodes[k] for k in undominated(nodes, master)]
    assert _best(kept, master) == _best(nodes, master)


def test_what_is_worse_in_every_way_is_left_out() -> None:
    """Of two nodes alike the cheaper is kept, and both where each serves a tie that binds."""
    specs = (ObjectiveSpec(name="units"), ObjectiveSpec(name="travel"))
    tie = CouplingConstraint("test", frozenset({0, 1}), 1, low=3)
    few, many = _node(0, 1, 5), _node(0, 2, 5)
    assert undominated([few, _node(0, 1, 6)], MasterSpec(specs, ())).tolist() == [0]
    assert undominated([few, many], MasterSpec(specs, ())).tolist() == [0]
    assert undominated([few, many], MasterSpec(specs, (tie,))).tolist() == [0, 1]
    assert undominated([few, _node(1, 2, 5)], MasterSpec(specs, ())).tolist() == [0, 1]


def _node(county: int, units: int, travel: int) -> CountyNode:
    vector = units, travel
    stages = StagedObjectives(cast(Subproblem, None), (), (), vector)
    spans = {UNITS: (units, units), RURAL: (0, units)}
    return CountyNode(county, stages.problem, vector, spans, len(vector), stages)


def _best(nodes: Nodes, master: MasterSpec) -> tuple[Fraction, ...] | None:
    """Return the least values in their order, a share as what it lacks, and then the least work."""
    by_county = [[node for node in nodes if node.county == c] for c in range(COUNTIES)]
    choices = (choice for choice in product(*by_county) if _keeps(choice, master))
    return min((_values(choice, master) for choice in choices), default=None)


def _keeps(choice: tuple[CountyNode, ...], master: MasterSpec) -> bool:
    for tie in master.ties:
        ends = [reach(tie, node.county, node.spans) for node in choice]
        if sum(least for least, _ in ends) > tie.high or sum(most for _, most in ends) < tie.low:
            return False
    return True


def _values(choice: tuple[CountyNode, ...], master: MasterSpec) -> tuple[Fraction, ...]:
    totals = [Fraction(sum(node.vector[k] for node in choice)) for k in range(len(master.specs))]
    units = sum(node.spans[UNITS][0] for node in choice)
    ratios = [spec.objective.ratio for spec in master.specs]
    shown = (t / units if ratio else t for t, ratio in zip(totals, ratios, strict=True))
    return *shown, Fraction(sum(node.work for node in choice))
