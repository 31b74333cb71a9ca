"""What the system says of files, in both languages."""

from __future__ import annotations

import errno
import os

import pytest

from optimizer.data.system_errors import reason


@pytest.mark.parametrize(
    ("number", "zh"),
    [
        (errno.ENOSPC, "磁盘空间已满"),
        (errno.EROFS, "文件系统为只读"),
        (errno.EACCES, "没有访问权限"),
        (errno.ENOENT, "文件或目录不存在"),
    ],
)
def test_the_usual_reasons_are_said_in_chinese(number: int, zh: str) -> None:
    """English as the system has it, without number and path."""
    assert reason(OSError(number, "", "/a/b")) == (os.strerror(number), zh)


def test_what_has_no_chinese_is_said_as_it_is() -> None:
    """Rare errors, and errors without a number, keep their words."""
    rare = OSError(errno.ENOTTY, "")
    assert reason(rare) == (os.strerror(errno.ENOTTY),) * 2
    assert reason(ValueError("embedded null byte")) == ("embedded null byte",) * 2
    assert reason(OSError()) == ("OSError", "OSError")
