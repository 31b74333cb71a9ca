"""The guard of CP-SAT and its test on models of known answer."""

import ortools
import pytest
from ortools.sat.python import cp_model

from models.cp_sat import solver as seam
from models.cp_sat.known import COUNTY, KNOWN_MODELS, UNMEETABLE, KnownModel


@pytest.fixture(autouse=True)
def _afresh():
    seam.fault.cache_clear()
    yield
    seam.fault.cache_clear()


@pytest.mark.parametrize("known", KNOWN_MODELS)
def test_what_is_known_to_satisfy_a_model_keeps_its_rows(known: KnownModel):
    if known.satisfying is None:
        return
    for row in known.rows:
        total = sum(f * known.satisfying[j] for j, f in zip(row.columns, row.factors, strict=True))
        assert row.low is None or total >= row.low
        assert row.high is None or total <= row.high


def test_the_model_without_a_point_has_none():
    (row,) = UNMEETABLE.rows
    sums = {0}
    for factor in row.factors:
        sums |= {total + factor for total in sums}
    assert not [total for total in sums if row.low <= total <= row.high]


def test_the_guarded_solver_passes():
    assert seam.fault() is None


def test_the_test_trips_where_the_guard_is_taken_out(monkeypatch):
    if ortools.__version__.split(".")[:2] != ["9", "15"]:
        pytest.skip("only OR-Tools 9.15 is known to be wrong without the guard")
    monkeypatch.setattr(seam, "guarded", cp_model.CpSolver)
    assert "INFEASIBLE" in seam.fault()


def test_a_solver_that_fails_claims_nothing(monkeypatch):
    monkeypatch.setattr(seam, "test", _fails)
    model = cp_model.CpModel()
    model.add_bool_or([])
    assert seam.solve(seam.guarded(), model) == cp_model.UNKNOWN
    empty = cp_model.CpModel()
    empty.new_bool_var("x")
    assert seam.solve(seam.guarded(), empty) == cp_model.FEASIBLE


def _fails(known: KnownModel) -> None:
    assert known is COUNTY
    raise seam.SolverFaultError("wrong")
