"""Tables are read from the scenario's folder or below, and from nowhere else."""

from __future__ import annotations

import os
from typing import Any

import pytest

from optimizer.data.dataset import read_dataset

OUTSIDE = (
    *("/etc/passwd", "C:\\data\\v.csv", "\\\\server\\v.csv", "C:v.csv", "/dev/zero"),
    *("../villages.csv", "..\\villages.csv", "tables/../../v.csv", ".."),
    *("http://example.org/villages.csv", "file:///etc/passwd", "villages.csv:stream"),
)


@pytest.mark.parametrize("name", OUTSIDE)
def test_names_that_lead_out_are_refused(folder: Any, name: str) -> None:
    """Absolute names of any system, `..`, addresses and streams."""
    fault = folder.only({"territory.villages": name})
    assert (fault.code, fault.column, fault.value) == ("E509", "territory.villages", name)


def test_nothing_of_a_file_outside_is_shown(folder: Any) -> None:
    """Not even its header, which a missing column would show."""
    (folder.path.parent / "secret.csv").write_text("password,hunter2\n", encoding="utf-8")
    faults = folder.faults({"territory.villages": "../secret.csv", "rulez": 1})
    assert {fault.code for fault in faults} == {"E502", "E509"}
    assert not any("hunter2" in fault.line("en") for fault in faults)


def test_links_to_elsewhere_are_refused(folder: Any) -> None:
    """A link to a file or a folder outside; one that goes round in a circle."""
    outside = folder.path.parent / "outside"
    outside.mkdir()
    (folder.path / "roads.csv").rename(outside / "roads.csv")
    (folder.path / "roads.csv").symlink_to(outside / "roads.csv")
    assert folder.only().code == "E509"
    (folder.path / "roads.csv").unlink()
    (folder.path / "sub").symlink_to(outside)
    assert folder.only({"territory.roads": "sub/roads.csv"}).code == "E509"
    (folder.path / "roads.csv").symlink_to("roads.csv")
    assert folder.only().code in ("E509", "E102")


def test_devices_are_not_opened(folder: Any) -> None:
    """A pipe in the folder would block for ever; a folder is no table."""
    folder.remove("roads.csv")
    os.mkfifo(folder.path / "roads.csv")
    assert folder.only().code == "E102"
    assert folder.only({"territory.roads": "."}).code == "E102"


def test_folders_below_and_links_inside_are_read(folder: Any) -> None:
    """Tables may lie deeper, and the folder itself may be reached by a link."""
    (folder.path / "tables").mkdir()
    (folder.path / "roads.csv").rename(folder.path / "tables" / "roads.csv")
    (folder.path / "roads.csv").symlink_to("tables/roads.csv")
    assert folder.faults() == []
    assert folder.faults({"territory.roads": "tables/roads.csv"}) == []
    (folder.path.parent / "link").symlink_to(folder.path)
    assert read_dataset(folder.path.parent / "link").scenario.name == "small"
