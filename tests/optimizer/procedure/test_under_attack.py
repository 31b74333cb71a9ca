"""A sample of `python -m tests.long case`: kills, two writers, full disks, tampering."""

from __future__ import annotations

from pathlib import Path

from tests.long.case import full_disks, kills, pairs, tamperings


def test_a_killed_writer_loses_nothing(tmp_path: Path) -> None:
    """What was acknowledged before kill -9 is there; a torn end is set aside."""
    assert sum(kills(tmp_path, 4, seed=1).values()) == 4


def test_two_writers_at_once(tmp_path: Path) -> None:
    """Both are heard, each entry once and in one chain."""
    assert sum(pairs(tmp_path, 1).values()) == 1


def test_a_full_disk_is_a_fault(tmp_path: Path) -> None:
    """What does not fit is refused whole, and what was there stays."""
    assert full_disks(tmp_path, 2, seed=1)["refused"]


def test_tampering_is_named(tmp_path: Path) -> None:
    """Each way of tampering is found, with its line."""
    assert sum(tamperings(tmp_path, 28, seed=1).values()) == 28
