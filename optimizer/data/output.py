"""Results that are written whole or not at all: a draft beside the folder, swapped with it."""

from __future__ import annotations

import ctypes
import errno
import os
import re
import shutil
import signal
import sys
import tempfile
from collections.abc import Iterator, Sequence, Set
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path

from optimizer.data.drafts import held, remove_abandoned
from optimizer.data.faults import Fault, InputError
from optimizer.data.system_errors import reason
from optimizer.endings import on_endings, unfinished
from optimizer.text import Text, joined

KEPT = ("counties",)
"""Folders with answers of counties, from which a run that was cut short goes on."""
PREFIX, SUFFIX = ".township-merge-", ".part"
_HERE, _EXCHANGE = -100, 2
"""AT_FDCWD and RENAME_EXCHANGE of renameat2(2)."""


@contextmanager
def replacing(folder: Path, kept: Sequence[str] = KEPT) -> Iterator[Path]:
    """Yield an empty draft; what is written there takes the place of all that `folder` holds.

    On Linux both folders are swapped in one step of the system: at every moment,
    whatever ends the process, the folder holds the old result whole or the new one whole.
    Where that cannot be (other systems, a mount point, the current folder, no right to
    write beside it) the files are renamed one by one, records last.

    Parameters
    ----------
    folder
        Must exist.
    kept
        Folders inside it that the new result takes over.

    Raises
    ------
    InputError
        When something cannot be written; the folder is then as it was.
    """
    folder = folder.resolve()
    with writing(folder), _draft_for(folder) as draft:
        yield draft
        taken = {n for n in kept if (folder / n).is_dir() and not (draft / n).exists()}
        for name in taken:
            shutil.copytree(folder / name, draft / name)
        _sync(draft)
        with on_endings(signal.SIG_IGN):  # for some milliseconds, then the run ends anyway
            if not _swap(draft, folder):
                _move_in(draft, folder, taken)


@contextmanager
def adding(folder: Path) -> Iterator[Path]:
    """Yield an empty draft; each file that is written there comes beside what `folder` holds.

    For what follows a result that is written already, as its pictures do: every file
    comes whole or not at all.

    Raises
    ------
    InputError
        When something cannot be written.
    """
    folder = folder.resolve()
    with writing(folder, "E770"), _draft_for(folder) as draft:
        yield draft
        _sync(draft)
        with on_endings(signal.SIG_IGN):
            for path in sorted(draft.iterdir()):
                _bring(path, folder / path.name)


def _bring(file: Path, target: Path) -> None:
    """Rename a file, where need be over a copy on the target's own disk."""
    try:
        os.replace(file, target)
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
        part = target.with_name(f".{target.name}{SUFFIX}")
        try:
            shutil.copyfile(file, part)
            os.replace(part, target)
        finally:
            part.unlink(missing_ok=True)


@contextmanager
def writing(path: Path, code: str = "E703") -> Iterator[None]:
    """Turn a disk that is full, and what else keeps from writing, into a fault."""
    try:
        yield
    except OSError as error:
        raise InputError([Fault(code, str(path), details={"why": _reason(error)})]) from error


def _reason(error: OSError) -> Text:
    """Return why; copying a folder collects (source, target, words) of each file."""
    first = error.args[0] if error.args else ""
    if isinstance(error, shutil.Error) and isinstance(first, list):
        return joined(list(dict.fromkeys(_said(str(each[-1])) for each in first)))
    return reason(error)


def _said(words: str) -> Text:
    """Return the reason in Python's words of an error, which begin with its number."""
    numbered = re.match(r"\[Errno (\d+)\]", words)
    return reason(OSError(int(numbered[1]), "")) if numbered else Text(words, words)


@contextmanager
def _draft_for(folder: Path) -> Iterator[Path]:
    """Yield a new folder beside `folder`, or inside where nothing may be written beside it."""
    remove_abandoned(folder.parent, PREFIX, SUFFIX)
    try:
        draft = Path(tempfile.mkdtemp(SUFFIX, PREFIX, folder.parent))
    except OSError:
        draft = Path(tempfile.mkdtemp(SUFFIX, PREFIX, folder))
    remove = partial(shutil.rmtree, draft, ignore_errors=True)
    try:
        with held(draft), unfinished(remove):
            yield draft
    finally:
        with on_endings(signal.SIG_IGN):
            remove()


def _sync(draft: Path) -> None:
    """Bring every file of a draft to the disk before it counts."""
    for place, _, names in os.walk(draft):
        for name in names:
            with (Path(place) / name).open("rb+") as file:
                os.fsync(file.fileno())


def _swap(draft: Path, folder: Path) -> bool:
    """Swap two folders in one step; return whether that was possible."""
    if sys.platform != "linux" or draft.parent == folder or _is_open(folder):
        return False
    exchange = getattr(ctypes.CDLL(None), "renameat2", None)
    if exchange is None:
        return False
    owner = folder.stat()
    with suppress(PermissionError):
        os.chown(draft, owner.st_uid, owner.st_gid)
    shutil.copymode(folder, draft)
    own = draft.stat()
    if (own.st_uid, own.st_gid) != (owner.st_uid, owner.st_gid):
        return False
    paths = os.fsencode(draft), os.fsencode(folder)
    return bool(exchange(_HERE, paths[0], _HERE, paths[1], _EXCHANGE) == 0)


def replace_bytes(path: Path, data: bytes) -> None:
    """Write a file whole or not at all: to a temporary name, onto the disk, then renamed."""
    part = path.with_name(f".{path.name}.part")
    try:
        with part.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise


def _is_open(folder: Path) -> bool:
    """Return whether the process works inside a folder, as then its user's shell does."""
    try:
        return Path.cwd().is_relative_to(folder)
    except OSError:
        return False


def _move_in(draft: Path, folder: Path, taken: Set[str]) -> None:
    """Bring a draft onto the folder's own disk (it may be a mount point), then rename."""
    if draft.parent == folder:
        _move(draft, folder, taken)
        return
    inside = Path(tempfile.mkdtemp(SUFFIX, PREFIX, folder))
    try:
        shutil.copytree(draft, inside, dirs_exist_ok=True)
        _sync(inside)
        _move(inside, folder, taken)
    finally:
        shutil.rmtree(inside, ignore_errors=True)


def _move(draft: Path, folder: Path, taken: Set[str]) -> None:
    """Rename what is in a draft into a folder, records last; remove what else is there.

    What the new result takes over (`taken`) stays where it is.
    """
    new = {path.name for path in draft.iterdir()} - taken
    for name in sorted(new, key=lambda name: (name.endswith(".json"), name)):
        if (folder / name).is_dir():
            shutil.rmtree(folder / name)
        os.replace(draft / name, folder / name)
    for old in folder.iterdir():
        if old.name not in new | taken and old != draft:
            shutil.rmtree(old) if old.is_dir() else old.unlink()
