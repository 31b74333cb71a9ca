"""Times each phase on each of its cases: `pytest benchmarks/phases`."""

from __future__ import annotations

from typing import Any

import pytest

from benchmarks.phases.phases import PHASES

RUNS = [(name, case) for name, phase in PHASES.items() for case in phase.cases]


@pytest.mark.parametrize(("name", "case"), RUNS, ids=lambda word: word)
def test_phase(benchmark: Any, name: str, case: str) -> None:
    """Only what the phase returns is timed; making it ready is not."""
    benchmark.extra_info.update(phase=name, case=case)
    benchmark(PHASES[name].make(case))
