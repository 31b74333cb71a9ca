"""Counties on which a solver was wrong: every engine has the true values, or claims nothing."""

from __future__ import annotations

import tomllib
from fractions import Fraction
from pathlib import Path

import pytest

from models.plan import Outcome
from optimizer.check import audit
from optimizer.data.dataset import read_dataset
from optimizer.data.faults import InputError
from optimizer.data.plan_file import read_plan
from tests.reference.brute import Value

from .claims import Claim, Court, Question, ask
from .covers import determined, truth
from .folders import folder_of

DATA = Path(__file__).resolve().parents[1] / "data" / "proofs"
VALUES = {
    name: [Fraction(value) for value in values.values()]
    for name, values in tomllib.loads((DATA / "values.toml").read_text(encoding="utf-8")).items()
}
VILLAGES = ("redraw", "split")
SETS = 400_000
SECONDS = {"auto": 60, "cpsat": 3, "milp": 3}
"""For each engine: only the default one has to come to an end."""
REFUSED = {f"huge-weights/weighted{digits}.toml" for digits in (4, 6, 9, 12)}
"""Scenarios whose sums pass 64 bits: a fault that says so is as good as the values."""


def questions(mode: str) -> list[Question]:
    """Return every engine that the mode has, the default one with two seeds."""
    found = [Question(mode), Question(mode, seed=2)]
    return found + [Question(mode, engine=e) for e in ("cpsat", "milp") if mode in VILLAGES]


def contradiction(claim: Claim, court: Court, values: list[Value]) -> str:
    """Return what is wrong about a claim, or nothing."""
    return claim.error or court.wrong_side(claim) or court.against_truth(claim, values)


@pytest.mark.parametrize("name", VALUES)
def test_the_values_are_true(name: str) -> None:
    """Every way to cover the county is tried, as far as the objectives can be told so."""
    folder = folder_of(DATA / name)
    found = truth(folder.figures, folder.rules, folder.objectives, folder.mode, SETS)
    wanted = determined(folder.objectives)
    assert found.values is not None
    assert list(found.values) == VALUES[name][: len(wanted)]


@pytest.mark.parametrize("name", VALUES)
def test_every_engine_has_the_true_values(name: str) -> None:
    """The default engine proves them; the others prove nothing else. Or the scenario is refused."""
    folder = folder_of(DATA / name)
    try:
        dataset = read_dataset(DATA / name)
    except InputError:
        assert name in REFUSED
        return
    court = Court(folder.objectives)
    claims = [ask(dataset, q, seconds=SECONDS[q.engine]) for q in questions(folder.mode)]
    assert [c for claim in claims if (c := contradiction(claim, court, VALUES[name]))] == []
    assert {c.outcome for c in claims if c.question.engine == "auto"} == {Outcome.OPTIMAL}


@pytest.mark.parametrize("name", ["status-quo.csv", "two-towns.csv"])
@pytest.mark.parametrize("scenario", ["s5.toml", "s12.toml", "s15.toml", "s16.toml"])
def test_plans_under_a_threshold_of_many_decimals(name: str, scenario: str) -> None:
    """They keep every rule whatever the decimals: no engine may say that there is no plan."""
    folder = DATA / "threshold-of-16-decimals"
    dataset = read_dataset(folder / scenario)
    plan = read_plan(folder / name, dataset.territory).plan
    assert audit(plan, dataset.scenario).broken == ()
