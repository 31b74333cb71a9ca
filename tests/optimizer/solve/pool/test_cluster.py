"""A real local cluster of processes gives what the local pool gives, one worker killed."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

import pytest

from optimizer.solve.clock import Clock
from optimizer.solve.pool.base import MissingExtraError
from optimizer.solve.pool.cluster import connect


def _times(context: int, item: int, clock: Clock) -> int:
    return context * item


def _die_once(context: Path, item: int, clock: Clock) -> int:
    mark = context / "died"
    if item == 2 and not mark.exists():
        mark.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return item


def test_a_cluster_of_processes(tmp_path: Path) -> None:
    """Every item once, and a worker killed in mid-run costs only its tasks."""
    with connect("local:2") as pool:
        assert dict(pool.run(_times, 7, [5, 6, 7], Clock())) == {0: 35, 1: 42, 2: 49}
        found = dict(pool.run(_die_once, tmp_path, list(range(6)), Clock()))
    assert found == {k: k for k in range(6)}
    assert (tmp_path / "died").exists()


def test_without_the_extra_it_says_how_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """The message names the command."""
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(MissingExtraError, match=r"pip install 'township-merge\[cluster\]'"):
        connect("local:1").__enter__()
