"""A real local cluster of processes gives what the local pool gives, one worker killed."""

from __future__ import annotations

import json
import os
import signal
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from optimizer.cli import cli
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


def test_price_on_a_cluster_is_price_here(capsys: pytest.CaptureFixture[str]) -> None:
    """The same values, wherever the sweep is solved."""
    instance = Path(__file__).resolve().parents[4] / "instances" / "three-townships"
    words = ["price", str(instance), "area_cap", "--range", "40:80:40", "--json"]
    found = []
    for where in (["--processes", "1"], ["--cluster", "local:2"]):
        cli.main([*words, *where], standalone_mode=False)
        found.append(json.loads(capsys.readouterr().out))
    assert found[0] == found[1]


def test_a_bad_address_is_said_in_a_line() -> None:
    """No traceback, and the word that is wrong."""
    words = ["price", "instances/three-townships", "area_cap", "--range", "40:80:40"]
    result = CliRunner().invoke(cli, [*words, "--cluster", "local:many"])
    assert result.exit_code == 1
    assert "many" in result.stderr
