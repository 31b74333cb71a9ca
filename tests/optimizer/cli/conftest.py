"""Folders that the commands are tried on."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from optimizer.cli import cli
from tests.support import INSTANCES


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the plan folder of the three townships, as `solve -o` writes it; not to be changed."""
    folder = tmp_path_factory.mktemp("made") / "plan"
    words = ["solve", str(INSTANCES / "three-townships"), "-o", str(folder), "--lang", "en"]
    assert CliRunner().invoke(cli, words).exit_code == 0
    return folder
