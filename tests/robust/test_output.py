"""The swap of folders, and what is done where it cannot be."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from optimizer.data import output
from optimizer.data.faults import InputError
from optimizer.data.output import PREFIX, SUFFIX, replacing
from tests.robust.kill_at_random import ROOT


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with an old result and answers of counties."""
    made = tmp_path / "out"
    (made / "plans" / "3").mkdir(parents=True)
    (made / "counties").mkdir()
    for name in ("plan.csv", "plan.json", "map.png", "plans/3/plan.csv", "counties/1.json"):
        (made / name).write_text("old", encoding="utf-8")
    return made


def write(folder: Path) -> None:
    """Replace what a folder holds by two files."""
    with replacing(folder) as draft:
        (draft / "plan.csv").write_text("new", encoding="utf-8")
        (draft / "plan.json").write_text("new", encoding="utf-8")


def held(folder: Path) -> dict[str, str]:
    """Return the files of a folder, and what they hold."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return {str(p.relative_to(folder)): p.read_text(encoding="utf-8") for p in files}


NEW = {"plan.csv": "new", "plan.json": "new", "counties/1.json": "old"}


@pytest.mark.parametrize("swaps", [True, False])
def test_nothing_of_the_old_result_stays(
    folder: Path, monkeypatch: pytest.MonkeyPatch, swaps: bool
) -> None:
    """Neither its picture nor a plan too many; by swapping and file by file alike."""
    if not swaps:
        monkeypatch.setattr(output, "_swap", lambda *_: False)
    write(folder)
    assert held(folder) == NEW
    assert not (folder / "plans").exists()
    assert list(folder.parent.iterdir()) == [folder]


def test_a_draft_inside_where_nothing_may_lie_beside(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The folder above may belong to somebody else."""
    make = output.tempfile.mkdtemp

    def only_inside(suffix: str, prefix: str, place: Path) -> str:
        if place != folder:
            raise PermissionError(13, "Permission denied")
        return make(suffix, prefix, place)

    monkeypatch.setattr(output.tempfile, "mkdtemp", only_inside)
    write(folder)
    assert held(folder) == NEW


def test_rights_links_and_the_current_folder_stay(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Mode and link are kept; a folder that a shell stands in remains the same folder."""
    folder.chmod(0o750)
    link = folder.parent / "link"
    link.symlink_to(folder)
    write(link)
    assert link.is_symlink() and held(folder) == NEW
    assert folder.stat().st_mode & 0o777 == 0o750
    monkeypatch.chdir(folder)
    before = folder.stat().st_ino
    write(folder)
    assert folder.stat().st_ino == before
    assert held(folder) == NEW


def _half(folder: Path) -> None:
    with replacing(folder) as draft:
        (draft / "plan.csv").write_text("half", encoding="utf-8")
        raise OSError(28, "No space left on device")


def test_an_error_leaves_everything(folder: Path) -> None:
    """Of the disk: a fault. Of the program: itself. The folder is as it was."""
    before = held(folder)
    with pytest.raises(InputError) as raised:
        _half(folder)
    assert [fault.code for fault in raised.value.faults] == ["E703"]
    with pytest.raises(KeyError), replacing(folder):
        raise KeyError
    assert held(folder) == before
    assert list(folder.parent.iterdir()) == [folder]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such locks")
def test_drafts_of_the_dead_are_removed_and_of_the_living_kept(folder: Path) -> None:
    """A draft that another process holds is its own affair."""
    dead, living = (folder.parent / f"{PREFIX}{name}{SUFFIX}" for name in ("dead", "living"))
    dead.mkdir()
    living.mkdir()
    code = (
        "import sys\nfrom pathlib import Path\nfrom optimizer.data.drafts import held\n"
        "with held(Path(sys.argv[1])):\n    print('held', flush=True)\n    sys.stdin.read()\n"
    )
    words = [sys.executable, "-c", code, str(living)]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    with subprocess.Popen(words, cwd=ROOT, text=True, **pipes) as holder:  # type: ignore[call-overload]
        assert holder.stdout.readline() == "held\n"
        write(folder)
        assert not dead.exists() and living.exists()
        holder.communicate("")
    write(folder)
    assert not living.exists()


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux swaps folders")
def test_the_swap_is_one_step(folder: Path, tmp_path: Path) -> None:
    """The folder is another one afterwards: nothing was moved file by file."""
    before = folder.stat().st_ino
    write(folder)
    assert folder.stat().st_ino != before
    assert os.listdir(tmp_path) == ["out"]
