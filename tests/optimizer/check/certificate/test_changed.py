"""Changed certificates, a sample of `python -m tests.long certificate`."""

from __future__ import annotations

import pytest

from tests.long.certificate import Trial, grid_trial, small_trial, split_trial


@pytest.fixture(scope="module", params=[small_trial, grid_trial, split_trial])
def trial(request: pytest.FixtureRequest) -> Trial:
    made: Trial = request.param()
    return made


def test_what_is_altered_is_refused_or_true(trial: Trial) -> None:
    """No changed number makes the verifier print a bound that does not hold."""
    found = trial.count(40, 12)
    assert found["altered"].get("refused", 0) > 13
    assert found["passed"], found


def test_unchanged_it_verifies(trial: Trial) -> None:
    """The certificate of the plan that was proved verifies to the last objective."""
    assert trial.verdict(trial.text) == "true"
    assert all(c.state.value == "verified" for c in trial.found.objectives)
