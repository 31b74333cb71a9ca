"""A full disk, a folder that cannot be written: one fault, exit 2, the old result whole."""

from __future__ import annotations

import errno
import os
import resource
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from optimizer.cli import cli
from optimizer.data import output
from optimizer.data.plan_file import hash_file
from tests.robust.kill_at_random import ROOT, state
from tests.support import INSTANCES

THREE = INSTANCES / "three-townships"
QUICK = ("--workers", 1, "--lang", "en")
PROGRAM = [sys.executable, str(ROOT / "run_optimizer.py")]
COMMANDS = {
    "solve": ("plan.csv", ()),
    "compare": ("compare.csv", ("PLAN",)),
    "repair": ("plan.csv", ("PLAN",)),
    "frontier": ("frontier.csv", ()),
    "alternatives": ("compare.csv", ("-k", 2)),
    "price": ("price.csv", ("area_cap", "--range", "200:300:100", "--processes", 1)),
}


def run(*words: object, code: int) -> Result:
    """Run the tool in this process."""
    result = CliRunner().invoke(cli, [str(word) for word in words])
    assert result.exit_code == code, result.output
    return result


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    """Return a plan: every village in its own township."""
    rows = (THREE / "villages.csv").read_text(encoding="utf-8").splitlines()[1:]
    lines = [f"{code},{township}" for code, _, township, *_ in (row.split(",") for row in rows)]
    path = tmp_path / "plan.csv"
    path.write_text("\n".join(["village,unit", *lines]) + "\n", encoding="utf-8")
    return path


@pytest.mark.parametrize("command", COMMANDS)
def test_a_full_disk_leaves_the_old_result(
    tmp_path: Path, plan: Path, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    """No command that writes loses what was there, and none leaves a draft."""

    def full(_: Path) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(output, "_sync", full)
    file, words = COMMANDS[command]
    folder = tmp_path / "results" / "out"
    folder.mkdir(parents=True)
    (folder / file).write_text("old", encoding="utf-8")
    asked = [plan if word == "PLAN" else word for word in words]
    quick = QUICK[2:] if command == "compare" else QUICK
    result = run(command, THREE, *asked, "-o", folder, *quick, code=2)
    assert "E703" in result.stderr and "No space left" in result.stderr
    assert (folder / file).read_text(encoding="utf-8") == "old"
    assert list(folder.parent.iterdir()) == [folder]


@pytest.mark.parametrize(("size", "left"), [(100, 4), (20_000, 2)])
def test_a_file_size_limit_in_a_process_of_its_own(tmp_path: Path, size: int, left: int) -> None:
    """Striking in the plan it leaves the result before to the byte, in the picture the new plan."""
    folder = tmp_path / "out"
    words = [*PROGRAM, "solve", str(THREE), "-o", str(folder), *map(str, QUICK)]
    subprocess.run(words, check=True, capture_output=True)
    before = state(folder)

    def limited() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))

    done = subprocess.run(words, capture_output=True, text=True, preexec_fn=limited)
    assert (done.returncode, ("E703" if left == 4 else "E770") in done.stderr) == (2, True)
    assert "Traceback" not in done.stderr
    names = sorted(path.name for path in folder.iterdir())
    assert names == list(before)[-left:]
    assert left == 2 or state(folder) == before
    assert hash_file(folder / "plan.csv") in (folder / "plan.json").read_text(encoding="utf-8")
    assert list(tmp_path.iterdir()) == [folder]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
@pytest.mark.parametrize(
    ("lang", "why"), [("en", "(No space left on device)"), ("zh", "（磁盘空间已满）")]
)
def test_a_full_standard_output(lang: str, why: str) -> None:
    """Words that cannot be printed end with exit code 2 and a fault in the language asked for."""
    with Path("/dev/full").open("w") as full:
        words = [*PROGRAM, "survey", str(THREE), "--lang", lang]
        done = subprocess.run(words, stdout=full, stderr=subprocess.PIPE, text=True)
    assert done.returncode == 2
    first, _ = done.stderr.splitlines()
    assert first.startswith("E722") and why in first


def test_folders_that_cannot_be(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file in the place of the folder or above it, a name too long, no right to write."""
    (tmp_path / "file").write_text("x", encoding="utf-8")
    places = {"file": "E701", "file/below": "E702", "x" * 300: "E702"}
    for place, code in places.items():
        assert code in run("solve", THREE, "-o", tmp_path / place, *QUICK, code=2).stderr
    access = os.access
    monkeypatch.setattr(os, "access", lambda path, how: how != os.W_OK and access(path, how))
    assert "E702" in run("solve", THREE, "-o", tmp_path / "new", *QUICK, code=2).stderr


def test_a_dataset_that_cannot_be_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`generate` leaves an empty folder, not half a dataset."""

    def full(_: Path) -> None:
        raise OSError(errno.EDQUOT, os.strerror(errno.EDQUOT))

    monkeypatch.setattr(output, "_sync", full)
    assert "E703" in run("generate", "grid", "--k", 3, "-o", tmp_path / "grid", code=2).stderr
    assert list((tmp_path / "grid").iterdir()) == []


def test_a_dataset_where_no_folder_can_be(tmp_path: Path) -> None:
    """`generate` says so with a code, as the other commands do."""
    (tmp_path / "file").write_text("x", encoding="utf-8")
    words = ("generate", "grid", "--k", 3, "-o", tmp_path / "file" / "below")
    assert "E702" in run(*words, code=2).stderr


def test_a_scenario_where_no_file_can_be(tmp_path: Path) -> None:
    """`init` speaks of its file, not of what is printed."""
    (tmp_path / "file").write_text("x", encoding="utf-8")
    place = tmp_path / "file" / "scenario.toml"
    assert f"E703 {place}" in run("init", THREE, "-o", place, code=2).stderr


def test_a_full_mount_point_is_said_in_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What `shutil` says of many files is one reason, no list."""
    folder = tmp_path / "out"
    folder.mkdir()

    def full(*_: object, **__: object) -> None:
        reason = f"[Errno {errno.ENOSPC}] {os.strerror(errno.ENOSPC)}: 'b'"
        raise output.shutil.Error([("a", "b", reason), ("c", "d", reason)])

    monkeypatch.setattr(output, "_swap", lambda *_: False)
    monkeypatch.setattr(output.shutil, "copytree", full)
    said = run("solve", THREE, "-o", folder, *QUICK, code=2).stderr
    assert "(No space left on device)" in said and "Errno" not in said
