"""A real local cluster of processes gives what the local pool gives, one worker killed."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import dask
import distributed  # noqa: F401  (so that all settings are known before one is changed)
import pytest
from click.testing import CliRunner

from optimizer.cli import cli
from optimizer.data.dataset import Dataset, read_dataset
from optimizer.data.faults import InputError
from optimizer.data.generate import generate_city, write_dataset
from optimizer.solve.clock import Clock, Effort
from optimizer.solve.decomposition.pool import InProcess, Pool, WorkersLostError
from optimizer.solve.decomposition.pool.cluster import Cluster, connect, local_count
from optimizer.solve.decomposition.result_cache import ResultCache
from optimizer.solve.run import solve

if TYPE_CHECKING:
    from distributed import Client

ROOT = Path(__file__).resolve().parents[5]


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


def test_what_tasks_share_outlives_the_only_worker(tmp_path: Path) -> None:
    """A worker that comes in a dead one's place gets it again; nobody waits for ever."""
    with connect("local:1") as pool:
        found = dict(pool.run(_die_once, tmp_path, list(range(4)), Clock()))
    assert found == {k: k for k in range(4)}
    assert (tmp_path / "died").exists()


def test_without_the_extra_it_says_how_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """The message names the command."""
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(InputError) as raised:
        connect("local:1").__enter__()
    assert [(fault.code, fault.file) for fault in raised.value.faults] == [("E801", "--cluster")]
    assert "pip install 'township-merge[cluster]'" in raised.value.report("en")


def test_price_on_a_cluster_is_price_here(capsys: pytest.CaptureFixture[str]) -> None:
    """The same values, wherever the sweep is solved."""
    instance = ROOT / "instances" / "three-townships"
    words = ["price", str(instance), "area_cap", "--range", "40:80:40", "--json"]
    found = []
    for where in (["--processes", "1"], ["--cluster", "local:2"]):
        with pytest.raises(SystemExit) as ended:
            cli.main([*words, *where], standalone_mode=False)
        assert ended.value.code == 0
        found.append(json.loads(capsys.readouterr().out))
    assert found[0] == found[1]


@pytest.mark.parametrize(
    "address",
    [
        "local:many",
        "local:0",
        "local:-1",
        "local:",
        "local",
        "x",
        "tcp://x:99999",
        "http://x:80",
        "",
    ],
)
def test_a_bad_address_is_a_fault(address: str) -> None:
    """No traceback, no waiting for workers that never come, and the word that is wrong."""
    words = ["price", "instances/three-townships", "area_cap", "--range", "40:80:40"]
    result = CliRunner().invoke(cli, [*words, "--cluster", address])
    assert result.exit_code == 2
    assert "E570" in result.stderr and repr(address)[1:-1] in result.stderr


def test_addresses() -> None:
    """Of this machine with a count, else of a scheduler."""
    assert [local_count(a) for a in ("local:1", "local:16")] == [1, 16]
    known = ("tcp://host:8786", "10.0.0.7:8786", "tls://[::1]:9")
    assert [local_count(a) for a in known] == [None] * 3


@pytest.fixture
def a_stranger() -> Iterator[str]:
    """Return the address of a server that speaks otherwise than Dask."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def greet() -> None:
            with suppress(OSError):
                while True:
                    with server.accept()[0] as caller:
                        caller.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n" * 8)
                        caller.recv(4096)

        threading.Thread(target=greet, daemon=True).start()
        yield f"tcp://127.0.0.1:{server.getsockname()[1]}"


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("address", ["tcp://127.0.0.1:9", "tls://127.0.0.1:9", "stranger"])
def test_no_scheduler_at_an_address_is_a_fault(address: str, lang: str, a_stranger: str) -> None:
    """What to do is said, nothing of sockets and memory: to Dask strange bytes are huge arrays."""
    address = a_stranger if address == "stranger" else address
    words = ["price", "instances/three-townships", "area_cap", "--range", "40:80:40"]
    with dask.config.set({"distributed.comm.timeouts.connect": "300ms"}):
        result = CliRunner().invoke(cli, [*words, "--cluster", address, "--lang", lang])
    assert result.exit_code == 2
    assert result.stderr.startswith("E720") and address in result.stderr
    assert "--processes 2" in result.stderr and result.stderr.count("\n") == 2


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    """Return a city of six small counties."""
    folder = tmp_path_factory.mktemp("city") / "data"
    write_dataset(generate_city(6, 36, 120, seed=5), folder)
    return read_dataset(folder)


@dataclass
class Striking(Cluster):
    """A cluster that is struck when the first result has come."""

    strike: Callable[[Client], None] = lambda _: None

    def run(self, *words: Any) -> Iterator[tuple[int, Any]]:
        """Strike once in all."""
        for found in super().run(*words):
            yield found
            strike, self.strike = self.strike, lambda _: None
            strike(self.client)


def _kill_a_worker(client: Client) -> None:
    os.kill(min(client.run(os.getpid).values()), signal.SIGKILL)


def plan_of(
    dataset: Dataset, pool: Pool, kept: ResultCache | None = None
) -> tuple[list[int], object]:
    """Solve with one worker and return the plan and its bounds."""
    clock = Clock(Effort(workers=1))
    found = solve(dataset, clock, pool=pool, cache=kept)
    assert found.plan is not None
    return found.plan.unit.tolist(), found.reached


def test_a_solve_on_a_cluster_that_loses_a_worker(city: Dataset) -> None:
    """The same plan and bounds as here: a worker killed in mid-run costs only its tasks."""
    with connect("local:2") as pool:
        found = plan_of(city, Striking(pool.client, strike=_kill_a_worker))
    assert found == plan_of(city, InProcess())


def _started(*words: str) -> subprocess.Popen[bytes]:
    """Start a part of Dask as a user would."""
    module, *rest = words
    command = [sys.executable, "-m", f"distributed.cli.{module}", *rest, "--no-dashboard"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.Popen(command, stderr=subprocess.DEVNULL, cwd=ROOT, env=environment)


def _address(file: Path) -> str:
    """Wait for a scheduler's address."""
    for _ in range(600):
        try:
            return str(json.loads(file.read_text(encoding="utf-8"))["address"])
        except (OSError, ValueError):
            time.sleep(0.1)
    raise TimeoutError


def test_a_scheduler_that_does_not_answer_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Stopped, but not gone: the connection stands, and nothing comes."""
    monkeypatch.setattr("optimizer.solve.decomposition.pool.cluster.ANSWER_S", 1.0)
    file = tmp_path / "scheduler.json"
    place = ("--port", "0", "--host", "127.0.0.1", "--scheduler-file", str(file))
    scheduler = _started("dask_scheduler", *place)
    try:
        with connect(_address(file)) as pool:
            os.kill(scheduler.pid, signal.SIGSTOP)
            try:
                with pytest.raises(WorkersLostError, match="scheduler"):
                    _ = pool.width
            finally:
                os.kill(scheduler.pid, signal.SIGCONT)
    finally:
        scheduler.kill()
        scheduler.wait()


def test_a_scheduler_without_workers_is_not_waited_for(tmp_path: Path) -> None:
    """The time limit holds, and the line says where to go on from."""
    file, out = tmp_path / "scheduler.json", tmp_path / "out"
    place = ("--port", "0", "--host", "127.0.0.1", "--scheduler-file", str(file))
    scheduler = _started("dask_scheduler", *place)
    try:
        words = ["solve", "instances/three-townships", "--time-limit", "1", "-o", str(out)]
        result = CliRunner().invoke(cli, [*words, "--cluster", _address(file), "--lang", "zh"])
    finally:
        scheduler.kill()
        scheduler.wait()
    assert result.exit_code == 2
    assert "E721" in result.stderr and "调度器没有工作进程" in result.stderr
    assert str(out / "counties") in result.stderr


def test_a_dropped_scheduler_leaves_what_was_found(city: Dataset, tmp_path: Path) -> None:
    """The loss is said, and a later run goes on from there to the same plan."""
    file, kept = tmp_path / "scheduler.json", ResultCache(tmp_path / "kept", "question")
    place = ("--port", "0", "--host", "127.0.0.1", "--scheduler-file", str(file))
    scheduler = _started("dask_scheduler", *place)
    worker = _started("dask_worker", "--scheduler-file", str(file), "--nthreads", "1")
    try:
        with connect(_address(file)) as pool:
            struck = Striking(pool.client, strike=lambda _: scheduler.kill())
            with pytest.raises(WorkersLostError, match="scheduler"):
                plan_of(city, struck, kept)
    finally:
        for process in (worker, scheduler):
            process.kill()
            process.wait()
    assert 1 <= len(list(kept.folder.iterdir())) < 6
    assert plan_of(city, InProcess(), kept) == plan_of(city, InProcess())


def test_a_lent_setting_takes_no_other_along() -> None:
    """Dask drops all settings of a library that is imported while one of them is lent out."""
    code = (
        "from optimizer.solve.decomposition.pool.cluster import _silent\n"
        "with _silent():\n    import distributed\n"
        "import dask; assert dask.config.get('distributed.comm.timeouts.connect')"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr


def test_workers_are_deaf_to_ctrl_c() -> None:
    """In a process of its own: what another test started would hide what starts the workers."""
    code = (
        "import signal\n"
        "def deaf():\n    return signal.SIGINT in signal.pthread_sigmask(signal.SIG_BLOCK, [])\n"
        "if __name__ == '__main__':\n"
        "    from optimizer.solve.decomposition.pool.cluster import connect\n"
        "    with connect('local:2') as pool:\n"
        "        pool.client.wait_for_workers(2)\n"
        "        found = pool.client.run(deaf)\n"
        "    assert list(found.values()) == [True, True], found\n"
        "    assert not deaf()\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, check=False, timeout=120
    )
    assert done.returncode == 0, done.stderr
