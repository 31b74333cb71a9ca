"""Counties bound by ties: plans made as the city asks for them equal brute force."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from models.merge.expressions import UNITS
from models.plan import Outcome
from models.scenario import ObjectiveSpec
from optimizer.data.dataset import Dataset
from optimizer.solve.clock import Clock, Effort
from optimizer.solve.decomposition.combination import combine, search
from optimizer.solve.decomposition.combination.master import choose, propose
from optimizer.solve.decomposition.combination.master_spec import MasterSpec
from optimizer.solve.decomposition.combination.node import _by_rural, _by_values, expanded, roots
from optimizer.solve.partition.problem import PartitionProblem
from optimizer.solve.results import Verdict
from tests.reference.brute import best
from tests.reference.cases import chain, town
from tests.reference.figures import read
from tests.reference.rule_strategies import ranges
from tests.reference.strategies import problems
from tests.reference.tables import Objectives, Rules, Tables
from tests.support import dataset_of, models_of, solution_of, wide_ties

RELAXED = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]
WHOLE: Any = {"max_townships": 7, "max_counties": 3, "villages_per_township": (1, 1)}
VILLAGES: Any = {"max_townships": 4, "max_counties": 2, "villages_per_township": (1, 3)}
Drawn = tuple[Tables, Rules, Objectives]


@st.composite
def tied(draw: st.DrawFn, sizes: Any) -> Drawn:
    """Draw sums without tolerance, and a range on the units and a budget of the whole city."""
    tables, rules, drawn = draw(problems(**sizes))
    objectives = [
        {key: value for key, value in row.items() if key != "tolerance"}
        for row in drawn
        if row["name"] != "worst"
    ]
    city = draw(ranges(len(read(tables).townships)))
    people = sum(read(tables).people.values())
    budget = {"prudent": {"max_people": draw(st.integers(0, people))}}
    rules = {**rules, "count": {**rules.get("count", {}), "city": city}}
    return tables, rules | (budget if draw(st.booleans()) else {}), objectives


def clock(**effort: Any) -> Clock:
    """Return a clock for one worker."""
    return Clock(Effort(workers=1, **effort))


@settings(max_examples=20, deadline=None, suppress_health_check=RELAXED)
@given(tied(WHOLE).filter(lambda drawn: bool(drawn[2])))
def test_whole_townships_equal_brute_force(drawn: Drawn) -> None:
    """Any order of sums, ranges and budgets over all counties; infeasible alike."""
    dataset, expected = dataset_of(*drawn), best(*drawn)
    parts = [PartitionProblem.of(model.partition) for model in models_of(dataset)]
    found = combine(parts, dataset.scenario.objectives, wide_ties(dataset), clock())
    if expected is None:
        assert (found.verdict, found.chosen) == (Verdict.INFEASIBLE, None)
        return
    assert found.verdict is Verdict.SOLVED
    assert tuple(a.value for a in found.attained) == expected.values
    assert tuple(a.bound for a in found.attained) == expected.values
    assert found.chosen is not None
    assert all(p.accepts(chosen) for p, chosen in zip(parts, found.chosen, strict=True))


@pytest.mark.parametrize("mode", ["split", "redraw"])
@settings(max_examples=20, deadline=None, suppress_health_check=RELAXED)
@given(drawn=tied(VILLAGES).filter(lambda d: bool(d[2]) and len(d[0].villages) <= 9))
def test_villages_equal_brute_force(mode: str, drawn: Drawn) -> None:
    """The same in the village modes, from the scenario to the checked plan."""
    expected = best(*drawn, mode)
    solution = solution_of(dataset_of(*drawn, mode))
    if expected is None:
        assert solution.outcome is Outcome.INFEASIBLE
        return
    assert solution.outcome is Outcome.OPTIMAL
    assert tuple(r.bound for r in solution.reached) == tuple(expected.values)
    assert tuple(r.value for r in solution.reached) in expected.finals


def two_counties(**rules: Any) -> Dataset:
    """Return X with three townships and Y with two, in a row of 10 km steps."""
    towns = [town("A", 10), town("B", 20), town("C", 40), town("D", 80, county="Y")]
    tables = chain(*towns, town("E", 160, county="Y"))
    objectives = [{"name": "units"}, {"name": "disruption"}]
    return dataset_of(tables, rules, objectives)


def test_a_node_that_is_split_further_keeps_the_length_of_its_vector() -> None:
    """By the number of 乡, then of units: what is proved beside its kinds is not added twice."""
    dataset = two_counties()
    specs = tuple(ObjectiveSpec(name=name) for name in ("share", "units", "disruption"))
    demand = MasterSpec(specs, tuple(wide_ties(dataset)))
    part = PartitionProblem.of(models_of(dataset)[0].partition)
    by_units = roots(0, part, demand)
    by_rural = [n for node in by_units for n in _by_rural(node, demand, clock())]
    assert by_rural and all(node.relaxed is not None for node in by_rural)
    again = [n for node in by_rural for n in _by_values(node, demand, *node.spans[UNITS])]
    assert {len(n.vector) for n in (*by_units, *by_rural, *again)} == {len(specs)}
    assert all(n.vector >= node.vector for node in by_rural
               for n in _by_values(node, demand, *node.spans[UNITS]))  # fmt: skip


def test_the_budget_goes_where_it_buys_most() -> None:
    """30 people may move: X gives two units for 30, Y one for 80; then 4 units at 10."""
    for most, reached in ((30, (3, 30)), (29, (4, 10)), (9, (5, 0)), (110, (2, 110))):
        dataset = two_counties(prudent={"max_people": most})
        parts = [PartitionProblem.of(model.partition) for model in models_of(dataset)]
        found = combine(parts, dataset.scenario.objectives, wide_ties(dataset), clock())
        assert tuple(a.value for a in found.attained) == reached, most


@pytest.mark.parametrize("proposal", [lambda *_: None, lambda nodes, *_: np.arange(len(nodes))])
def test_a_proposal_only_says_where_to_look(proposal: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without one, and with every node proposed, the optimum is the same."""
    monkeypatch.setattr(search, "propose", proposal)
    test_the_budget_goes_where_it_buys_most()
    test_a_county_without_a_plan_is_named()


@pytest.mark.parametrize("most", [110, 30, 9])
def test_a_proposal_comes_to_what_the_choice_proves(most: int) -> None:
    """The same sums over the nodes of each number of units, under the same budget."""
    dataset = two_counties(prudent={"max_people": most})
    master = MasterSpec(dataset.scenario.objectives, tuple(wide_ties(dataset)))
    parts = [PartitionProblem.of(model.partition) for model in models_of(dataset)]
    nodes = [n for c, part in enumerate(parts) for n in roots(c, part, master)]
    nodes = [one for node in nodes for one in expanded(node, master, clock())]
    proposed, proved = propose(nodes, 2, master, clock()), choose(nodes, 2, master, clock())
    assert proposed is not None and proved.chosen is not None and len(nodes) > 2
    vectors = np.array([node.vector for node in nodes])
    assert vectors[proposed].sum(axis=0).tolist() == vectors[proved.chosen].sum(axis=0).tolist()


def test_without_time_nothing_false_is_claimed() -> None:
    """No plan was made, none is shown; the verdict is open."""
    dataset = two_counties(prudent={"max_people": 30})
    parts = [PartitionProblem.of(model.partition) for model in models_of(dataset)]
    found = combine(parts, dataset.scenario.objectives, wide_ties(dataset), clock(seconds=0))
    assert (found.verdict, found.chosen) == (Verdict.OPEN, None)


def test_a_county_without_a_plan_is_named() -> None:
    """Y cannot keep three units of its two townships."""
    dataset = two_counties(count={"county": {"Y": {"min": 3}}, "city": {"min": 1}})
    parts = [PartitionProblem.of(model.partition) for model in models_of(dataset)]
    found = combine(parts, dataset.scenario.objectives, wide_ties(dataset), clock())
    assert (found.verdict, found.infeasible_counties) == (Verdict.INFEASIBLE, (1,))
