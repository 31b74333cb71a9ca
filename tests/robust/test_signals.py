"""Processes that are ended from outside: a sample of `python -m tests.long signals`."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.long.signals import CASES, WAYS, Bench, tried


@pytest.mark.skipif(sys.platform != "linux", reason="asks /proc who lives")
@pytest.mark.timeout(900)
def test_a_command_with_workers_is_ended(tmp_path: Path) -> None:
    """Within five seconds, with all workers; old result or new one whole, no draft at last."""
    bench = Bench.laid(tmp_path, counties=2).now()
    case = next(case for case in CASES if case.name == "solve --processes")
    found = tried(bench, case, (0.7,), WAYS[:1])
    assert sum(found.values()) == 1, found
