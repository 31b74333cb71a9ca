"""Processes that are ended from outside: a sample of `python -m tests.long signals`."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.long.signals import CASES, WAYS, Bench, tried

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="asks /proc who lives")


def test_commands_with_workers_are_ended(tmp_path: Path) -> None:
    """Within five seconds, with all workers; old result or new one whole, no draft at last."""
    bench = Bench.laid(tmp_path, counties=2)
    cases = {case.name: case for case in CASES}
    for name, parts in (("solve --processes", (0.5, 0.7, 0.8)), ("price --cluster", (0.7,))):
        found = tried(bench, cases[name], parts, (*WAYS[:2], WAYS[3]))
        assert sum(found.values()) == len(parts), found
