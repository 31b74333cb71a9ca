"""Whatever ends a process, a folder of results holds the old result or the new one, whole."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from optimizer.data.output import replacing
from tests.robust.kill_at_random import ROOT, run

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only Linux swaps folders")

WRITER = """
import sys
from pathlib import Path
from optimizer.data import output
from optimizer.data.output import replacing
from optimizer.endings import hear_nothing_to_keep

hear_nothing_to_keep()  # as the command line does
output._sync = lambda draft: None  # for more swaps a second
folder = Path(sys.argv[1])
for number in range(10**9):
    with replacing(folder, kept=("kept",)) as draft:
        for name in "abcde":
            (draft / name).write_text(f"{number} " * 1000)
    if number == 0:
        print("begun", flush=True)
"""


@pytest.mark.parametrize("by", [signal.SIGKILL, signal.SIGINT])
def test_a_writer_that_is_ended_at_random(tmp_path: Path, by: signal.Signals) -> None:
    """A process that replaces five files without end is ended fifteen times."""
    folder, draw = tmp_path / "out", random.Random(0)
    (folder / "kept").mkdir(parents=True)
    (folder / "kept" / "f").write_text("kept")
    for _ in range(15):
        words = [sys.executable, "-c", WRITER, str(folder)]
        process = subprocess.Popen(
            words, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        assert process.stdout is not None
        assert process.stdout.readline() == "begun\n"
        time.sleep(draw.uniform(0, 0.05))
        _end(process, by)
        held = {path.name: path.read_text() for path in folder.iterdir() if path.is_file()}
        assert sorted(held) == list("abcde")
        assert len(set(held.values())) == 1
        assert (folder / "kept" / "f").read_text() == "kept"
    with replacing(folder) as draft:
        (draft / "a").write_text("last")
    assert [path.name for path in folder.iterdir()] == ["a"]
    assert list(tmp_path.iterdir()) == [folder]


def _end(process: subprocess.Popen[str], by: signal.Signals) -> None:
    """Signal until the process ends: while files are swapped it does not hear Ctrl-C."""
    for _ in range(100):
        process.send_signal(by)
        try:
            process.communicate(timeout=0.1)
        except subprocess.TimeoutExpired:
            continue
        return
    process.kill()
    raise AssertionError("it does not end")


def test_solves_that_are_ended_at_random(tmp_path: Path) -> None:
    """The same with the program: `kill_at_random.py` does a hundred."""
    (tmp_path / "run").mkdir()
    found = run(2, 1, tmp_path)
    assert sum(found.values()) == 2
    assert not any("BROKEN" in line for line in found), found
