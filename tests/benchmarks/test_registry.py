"""One registry holds every benchmark; the command offers exactly these."""

from __future__ import annotations

import pytest

from benchmarks import registry
from benchmarks.phases.phases import PHASES
from benchmarks.spec import Choice, ChoiceError
from optimizer.cli.bench import BENCHMARKS


def test_the_command_offers_what_there_is() -> None:
    assert set(BENCHMARKS) == set(registry.SPECS)


@pytest.mark.parametrize("name", registry.SPECS)
def test_each_is_whole(name: str) -> None:
    """Cases, methods, columns; what is usual is among what there is."""
    spec = registry.spec(name)
    cases, methods, effort = spec.chosen(Choice())
    assert set(cases) <= set(spec.cases) and len(set(spec.cases)) == len(spec.cases)
    assert set(methods) <= set(spec.methods) and "tool" in methods
    assert effort.seconds > 0 and effort.runs >= 1
    assert spec.shown[0] == "case" and spec.words


@pytest.mark.parametrize("choice", [Choice(cases=("grid-8",)), Choice(methods=("gurobi",))])
def test_what_there_is_not_is_refused(choice: Choice) -> None:
    """By name, with what there is."""
    with pytest.raises(ChoiceError, match="there are"):
        registry.spec("ladder").chosen(choice)


def test_every_step_of_the_core_is_a_phase() -> None:
    steps = {"reading", "contiguity", "candidates", "bound", "partition", "villages", "checker"}
    assert steps <= set(PHASES)


@pytest.mark.parametrize("name", ["contiguity", "candidates", "villages_bound"])
def test_a_phase_does_something(name: str) -> None:
    """What is timed gives a result."""
    assert PHASES[name].make(PHASES[name].cases[0])() is not None
