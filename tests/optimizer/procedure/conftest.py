"""Cases for tests."""

from __future__ import annotations

from pathlib import Path

import pytest

from optimizer.procedure.case import Case
from tests.optimizer.procedure.made import opened


@pytest.fixture
def case(tmp_path: Path) -> Case:
    """Return a case that was just opened for two counties."""
    return opened(tmp_path)
