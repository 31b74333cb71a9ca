"""What a run that is ended leaves behind."""

from __future__ import annotations

from pathlib import Path

import pytest

from optimizer.data.faults import Findings
from optimizer.data.output import replacing
from optimizer.data.plan_file import claim_results
from optimizer.endings import remove_unfinished


@pytest.fixture
def output(tmp_path: Path) -> Path:
    """Return a folder two steps below one that is there."""
    return tmp_path / "new" / "plan"


def test_a_folder_that_nothing_came_into_is_removed(tmp_path: Path, output: Path) -> None:
    """With those above it that were made for it."""
    claim_results(output, frozenset(), Findings())
    assert output.is_dir()
    remove_unfinished()
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_was_there_stays(output: Path) -> None:
    """Empty as it is."""
    output.mkdir(parents=True)
    claim_results(output, frozenset(), Findings())
    remove_unfinished()
    assert output.is_dir()


def test_a_result_stays(output: Path) -> None:
    """Also one that was written and is all that the folder holds."""
    claim_results(output, frozenset(), Findings())
    with replacing(output) as draft:
        (draft / "plan.csv").touch()
    remove_unfinished()
    assert [path.name for path in output.iterdir()] == ["plan.csv"]
    assert len(list(output.parent.iterdir())) == 1
