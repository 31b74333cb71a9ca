"""The twin confirms what is proved, fails loudly where it cannot be so, and else says nothing."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings

from models.plan import Outcome, Plan
from optimizer.check import audit
from optimizer.cli import cli
from optimizer.data.dataset import Dataset, read_dataset
from optimizer.solve import run
from optimizer.solve.certify import crosscheck
from optimizer.solve.certify.crosscheck import cross_check, groups
from optimizer.solve.certify.judgement import OUT_OF_TIME, TOO_FINE, UNPROVED, judge
from optimizer.solve.certify.twin import TwinStage
from optimizer.solve.clock import Clock, Effort
from optimizer.solve.results import ObjectiveResult
from optimizer.solve.solution import DisagreementError, Solution
from tests.reference.strategies import problems
from tests.reference.tables import Tables
from tests.support import INSTANCES, dataset_of, solution_of

RELAXED = [HealthCheck.too_slow, HealthCheck.data_too_large]
TINY = INSTANCES / "three-townships"
NAMES = ("units", "share", "travel", "disruption")


@pytest.fixture(name="tiny")
def _tiny() -> Dataset:
    return read_dataset(TINY)


def checked(dataset: Dataset, solution: Solution, **how: Any) -> list[str]:
    """Cross-check a solution and return the notes."""
    clock = Clock(Effort(workers=1))
    found = cross_check(dataset, solution, clock, **how)
    return [note.en for note in found]


def claimed(dataset: Dataset, plan: Plan) -> Solution:
    """Return a solution that claims that a plan is proved optimal."""
    audited = audit(plan, dataset.scenario)
    reached = []
    for spec in dataset.scenario.objectives:
        value = audited.objectives[spec.name]
        assert value is not None
        reached.append(ObjectiveResult(spec.name, value, value, True))
    return Solution(Outcome.OPTIMAL, plan, audited, tuple(reached), (), 0.0)


def changed(solution: Solution, k: int, **to: Any) -> Solution:
    """Return a solution with another claim about one objective."""
    reached = list(solution.reached)
    reached[k] = replace(reached[k], **to)
    return replace(solution, reached=tuple(reached))


@pytest.mark.parametrize("solver", ["highs", "cbc"])
def test_confirms(tiny: Dataset, solver: str) -> None:
    """Every value of the small instance is confirmed by both solvers."""
    notes = checked(tiny, solution_of(tiny), solver=solver)
    assert notes == [f"confirmed by the PuLP twin ({solver}): {', '.join(NAMES)}"]


def test_a_plan_that_is_not_the_best(tiny: Dataset) -> None:
    """The status quo is no optimum: the twin's plan is better, and both values are told."""
    with pytest.raises(DisagreementError, match=r"units: .* has 3 \(proved\).* a plan with 2"):
        checked(tiny, claimed(tiny, Plan.status_quo(tiny.territory)))


def test_a_value_that_no_plan_has(tiny: Dataset) -> None:
    """A value below the optimum is disproved, and the twin's own is told."""
    solution = solution_of(tiny)
    travel = solution.reached[2].best
    planted = changed(solution, 2, value=travel - 1, stage_value=travel - 1, bound=travel - 1)
    with pytest.raises(DisagreementError, match=rf"{travel - 1} \(proved\).*no plan|{travel} at"):
        checked(tiny, planted)


def test_a_bound_that_a_plan_beats(tiny: Dataset) -> None:
    """A bound that was never proved optimal is disproved by a better plan too."""
    solution = claimed(tiny, Plan.status_quo(tiny.territory))
    planted = changed(solution, 0, bound=3, proved=False)
    with pytest.raises(DisagreementError, match=r"\(bound 3\).*a plan with 2"):
        checked(tiny, planted)


def test_infeasible_after_all(tiny: Dataset) -> None:
    """Infeasibility that the twin's plan refutes."""
    planted = Solution(Outcome.INFEASIBLE, None, None, (), (), 0.0)
    with pytest.raises(DisagreementError, match=r"proved that no plan .* units 2"):
        checked(tiny, planted)


def test_infeasible_confirmed() -> None:
    """Infeasibility is confirmed by the twin's own."""
    dataset = read_dataset(INSTANCES / "infeasible")
    notes = checked(dataset, solution_of(dataset))
    assert notes == ["confirmed by the PuLP twin (highs): no plan keeps the rules"]


def test_no_time(tiny: Dataset) -> None:
    """A twin without time confirms nothing, and does not fail."""
    notes = checked(tiny, solution_of(tiny), seconds=0)
    assert notes == [
        f"not confirmed by the PuLP twin (highs): {name}: {OUT_OF_TIME.en}" for name in NAMES
    ]


def test_a_stopped_clock(tiny: Dataset) -> None:
    """Who presses Ctrl-C gets the plan without a confirmation."""
    solution, clock = solution_of(tiny), Clock(Effort(workers=1))
    clock.stop()
    notes = cross_check(tiny, solution, clock)
    assert len(notes) == len(NAMES)


def test_no_time_to_build(tiny: Dataset, monkeypatch: pytest.MonkeyPatch) -> None:
    """A model that could not be handed to the solver in time is not built."""
    solution = solution_of(tiny)
    monkeypatch.setattr(crosscheck, "flow_model", None)
    assert len(checked(tiny, solution, seconds=1e-4)) == len(NAMES)


def test_what_is_not_proved_is_not_confirmed(tiny: Dataset) -> None:
    """An objective that the engine left open is named as such."""
    planted = changed(solution_of(tiny), 3, proved=False, bound=None)
    notes = checked(tiny, planted)
    assert notes[1] == f"not confirmed by the PuLP twin (highs): disruption: {UNPROVED.en}"


@pytest.mark.parametrize(("resolution", "sure"), [(99, False), (100, True)])
def test_differences_below_the_tolerance(tiny: Dataset, resolution: int, sure: bool) -> None:
    """A twin that is worse by no more than its tolerance can tell says nothing."""
    solution = solution_of(tiny)
    assert solution.plan is not None
    audited = audit(solution.plan, tiny.scenario)
    value = audited.objectives["travel"]
    assert isinstance(value, int)
    planted = changed(solution, 2, stage_value=value - 100, value=value - 100, bound=value - 100)
    stage = TwinStage("optimal", (), value, resolution)
    specs, reached = tiny.scenario.objectives[:3], planted.reached[:3]
    if sure:
        assert judge(specs, reached, stage, audited) is TOO_FINE
    else:
        with pytest.raises(DisagreementError, match=f"{value} at best"):
            judge(specs, reached, stage, audited)


def test_a_twin_that_breaks_a_rule(tiny: Dataset) -> None:
    """The two models do not agree about the rules: that is no matter of tolerance."""
    solution = solution_of(tiny)
    everything = Plan(tiny.territory, Plan.status_quo(tiny.territory).unit * 0)
    audited = audit(everything, tiny.scenario)
    assert audited.broken
    stage = TwinStage("optimal", (), 1)
    with pytest.raises(DisagreementError, match="a plan that breaks P"):
        judge(tiny.scenario.objectives[:1], solution.reached[:1], stage, audited)


@pytest.mark.parametrize(
    ("objectives", "together"),
    [
        ([{"name": "units"}, {"name": "share"}], False),
        ([{"name": "share"}, {"name": "units"}], True),
        ([{"name": "travel", "tolerance": 0.1}], True),
    ],
)
def test_which_counties_are_solved_together(
    tiny: Dataset, objectives: list[Any], together: bool
) -> None:
    """A tolerance and a share of an open number of units are the city's."""
    scenario = type(tiny.scenario).model_validate({"name": "x", "objectives": objectives})
    assert groups(scenario, [], 2) == ([[0, 1]] if together else [[0], [1]])


@settings(max_examples=20, deadline=None, suppress_health_check=RELAXED)
@given(drawn=problems(max_townships=6))
def test_never_disagrees_in_whole_mode(drawn: tuple[Tables, dict[str, Any], list[Any]]) -> None:
    """All that the engine proves is confirmed, county by county or jointly."""
    dataset = dataset_of(*drawn)
    notes = checked(dataset, solution_of(dataset))
    assert len(notes) == 1
    assert notes[0].startswith("confirmed")


@pytest.mark.parametrize("mode", ["split", "redraw"])
@settings(max_examples=8, deadline=None, suppress_health_check=RELAXED)
@given(drawn=problems(max_townships=3))
def test_never_disagrees_in_village_modes(
    mode: str, drawn: tuple[Tables, dict[str, Any], list[Any]]
) -> None:
    """The same with villages as parts."""
    dataset = dataset_of(*drawn, mode=mode)
    notes = checked(dataset, solution_of(dataset))
    assert len(notes) == 1
    assert notes[0].startswith("confirmed")


@pytest.mark.parametrize("mode", ["whole", "split", "redraw"])
def test_command(tmp_path: Path, mode: str) -> None:
    """`solve --cross-check` says what is confirmed, and writes the plan."""
    out = tmp_path / "plan"
    options = ["--mode", mode, "--cross-check", "--lang", "en", "-o", str(out)]
    result = CliRunner().invoke(cli, ["solve", str(TINY), *options])
    assert result.exit_code == 0
    assert f"confirmed by the PuLP twin (highs): {', '.join(NAMES)}" in result.stdout
    assert (out / "plan.csv").exists()


@pytest.mark.parametrize(
    ("lang", "words"),
    [("en", ("disagree", "about units")), ("zh", ("不一致", "“乡级行政区数最少”"))],
)
def test_command_fails_loudly(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    tiny: Dataset,
    lang: str,
    words: tuple[str, str],
) -> None:
    """A wrong value ends with exit code 1, both values in one message, and nothing written."""
    planted = claimed(tiny, Plan.status_quo(tiny.territory))
    monkeypatch.setattr(run, "solve", lambda *_: planted)
    out = tmp_path / "plan"
    arguments = ["solve", str(TINY), "--cross-check", "--lang", lang, "-o", str(out)]
    result = CliRunner().invoke(cli, arguments)
    assert result.exit_code == 1
    assert all(word in result.stderr for word in words)
    assert "3" in result.stderr and "2" in result.stderr
    assert not result.stdout
    assert not list(out.glob("*"))
