"""Pictures come beside a result or not at all; who asks for the end has the result without them."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest

from optimizer.endings import finishing
from optimizer.report.pictures import added

NAMES = ("map.png", "map.svg")
NOT_DRAWN = "interrupted: map.png, map.svg not drawn; all else is written"


def drawn(folder: Path) -> str:
    """Draw both pictures."""
    for name in NAMES:
        (folder / name).write_text(name, encoding="utf-8")
    return ""


def ended(folder: Path) -> str:
    """Draw, and hear Ctrl-C before the pictures are brought."""
    drawn(folder)
    os.kill(os.getpid(), signal.SIGINT)
    return ""


def ended_while_loading(folder: Path) -> str:
    """Draw by a library that makes a failed import of any exception."""
    try:
        return ended(folder)
    except KeyboardInterrupt:
        raise ImportError from None


def names_in(folder: Path) -> list[str]:
    """Return the names of what is in a folder."""
    return sorted(path.name for path in folder.iterdir())


def test_pictures_come_beside_what_is_there(tmp_path: Path) -> None:
    """They are named as they were drawn."""
    (tmp_path / "plan.csv").touch()
    assert added(tmp_path, NAMES, drawn, "en") == ([tmp_path / name for name in NAMES], "")
    assert names_in(tmp_path) == ["map.png", "map.svg", "plan.csv"]


@pytest.mark.parametrize("draw", [ended, ended_while_loading])
def test_ctrl_c_leaves_the_pictures_out(tmp_path: Path, draw: object) -> None:
    """Neither an exception nor half a set; what was written stays, and Ctrl-C is as before."""
    folder = tmp_path / "result"
    folder.mkdir()
    (folder / "plan.csv").touch()
    before = signal.getsignal(signal.SIGINT)
    assert added(folder, NAMES, draw, "en") == ([], NOT_DRAWN)  # type: ignore[arg-type]
    assert added(folder, NAMES, draw, "zh")[1].startswith("已中断：未绘制")  # type: ignore[arg-type]
    assert names_in(folder) == ["plan.csv"]
    assert names_in(tmp_path) == ["result"], "no draft"
    assert signal.getsignal(signal.SIGINT) is before


def test_ctrl_c_before_the_pictures_leaves_them_out(tmp_path: Path) -> None:
    """What is written and printed first is not given up; the next result knows nothing of it."""
    with finishing():
        os.kill(os.getpid(), signal.SIGINT)
        assert added(tmp_path, NAMES, drawn, "en") == ([], NOT_DRAWN)
    assert names_in(tmp_path) == []
    assert added(tmp_path, NAMES, drawn, "en")[1] == ""


@pytest.mark.parametrize(
    ("error", "said"), [(MemoryError(), "not enough memory"), (KeyError(), "")]
)
def test_other_failures_are_as_they_were(tmp_path: Path, error: Exception, said: str) -> None:
    """No memory is said, anything else is raised; nobody asked for the end."""

    def fails(_folder: Path) -> str:
        raise error

    if said:
        pictures, warning = added(tmp_path, NAMES, fails, "en")
        assert (pictures, said in warning) == ([], True)
        return
    with pytest.raises(type(error)):
        added(tmp_path, NAMES, fails, "en")
