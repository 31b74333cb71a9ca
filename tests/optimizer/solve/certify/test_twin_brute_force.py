"""The PuLP twin equals brute force in every mode, on random small territories."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from models.kinds import KINDS
from models.merge.milp import flow_model
from models.merge.restricted import all_ties, restricted_problem
from models.plan import Plan
from optimizer.check import audit
from optimizer.data.dataset import Dataset
from optimizer.solve.certify.twin import Twin, TwinStage
from tests.reference.brute import best
from tests.reference.strategies import problems
from tests.reference.tables import Tables
from tests.support import dataset_of

RELAXED = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]
Drawn = tuple[Tables, dict[str, Any], list[Any]]


def stages(dataset: Dataset, solver: str) -> tuple[list[TwinStage], Twin]:
    """Solve every objective in order by the twin alone, all counties at once."""
    scenario, counties = dataset.scenario, range(len(dataset.territory.counties))
    found = [restricted_problem(dataset, county) for county in counties]
    model = flow_model(found, all_ties(dataset), scenario.objectives)
    twin, out = Twin(model, solver), []
    for spec in scenario.objectives:
        out.append(twin.best(spec, 60))
        if out[-1].value is not None:
            twin.hold(spec, out[-1].value)
    return out, twin


def plan_of(dataset: Dataset, stage: TwinStage, twin: Twin) -> Plan:
    """Return the plan behind the twin's last claim."""
    plan = Plan.status_quo(dataset.territory)
    unit = plan.unit.copy()
    kind = plan.unit[: len(dataset.territory.townships)] * 0
    kind[:] = [KINDS.index(t.kind) for t in dataset.territory.townships]
    assert stage.plan is not None
    for county, assignment in zip(twin.model.counties, stage.plan, strict=True):
        assignment.write(county.problem, unit, kind)
    return Plan.from_arrays(dataset.territory, unit, kind)


def agree(drawn: Drawn, mode: str, solver: str = "highs") -> None:
    """Assert that twin and brute force agree, and that the checker accepts the plan."""
    tables, rules, objectives = drawn
    expected = best(tables, rules, objectives, mode)
    dataset = dataset_of(tables, rules, objectives, mode)
    found, twin = stages(dataset, solver)
    if expected is None:
        assert {stage.status for stage in found} == {"infeasible"}
        return
    assert {stage.status for stage in found} == {"optimal"}
    assert tuple(stage.value for stage in found) == tuple(expected.values)
    audited = audit(plan_of(dataset, found[-1], twin), dataset.scenario)
    assert not audited.broken
    finals = tuple(audited.objectives[spec.name] for spec in dataset.scenario.objectives)
    assert finals in expected.finals


@settings(max_examples=40, deadline=None, suppress_health_check=RELAXED)
@given(drawn=problems(max_townships=6))
def test_whole_mode_equals_brute_force(drawn: Drawn) -> None:
    """Every rule and objective, tolerances, kinds, one and two counties; infeasible alike."""
    agree(drawn, "whole")


@settings(max_examples=6, deadline=None, suppress_health_check=RELAXED)
@given(drawn=problems(max_townships=4))
def test_the_other_solver(drawn: Drawn) -> None:
    """CBC solves the same model."""
    agree(drawn, "whole", "cbc")


@pytest.mark.parametrize("solver", ["highs", "cbc"])
def test_townships_that_can_go_nowhere(solver: str) -> None:
    """Two townships of two counties to be kept together: a model without any assignment."""
    counties = [{"code": c, "name": c, "is_district": 1} for c in ("140401", "140402")]
    codes = [f"{county['code']}001" for county in counties]
    townships = [
        {"code": t, "name": t, "kind": "街道", "county": t[:6], "seat": f"{t}001"} for t in codes
    ]
    villages = [
        {"code": f"{t}001", "name": t, "township": t, "population": 40, "area_km2": 8}
        for t in codes
    ]
    pair = {"a": f"{codes[0]}001", "b": f"{codes[1]}001"}
    tables = Tables(counties, townships, villages, [pair], [pair | {"km": 11}])
    agree((tables, {"together": [codes]}, [{"name": "units"}, {"name": "worst"}]), "whole", solver)


@pytest.mark.parametrize("mode", ["split", "redraw"])
@settings(max_examples=20, deadline=None, suppress_health_check=RELAXED)
@given(drawn=problems(max_townships=3).filter(lambda d: len(d[0].villages) <= 8))
def test_village_modes_equal_brute_force(mode: str, drawn: Drawn) -> None:
    """Villages are assigned to seats: contiguity by flow, limits of units that grow."""
    agree(drawn, mode)


@settings(max_examples=12, deadline=None, suppress_health_check=RELAXED)
@given(
    drawn=problems(max_townships=3, max_counties=1).filter(lambda d: len(d[0].villages) <= 8),
    most=st.integers(0, 2),
)
def test_transfers_equal_brute_force(drawn: Drawn, most: int) -> None:
    """A township that stays may lose as many villages as the rule says."""
    tables, rules, objectives = drawn
    agree((tables, rules | {"transfers": {"max_villages": most}}, objectives), "split")
