"""A limit of time that ended a search on the way: what is proved all the same is said so."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from click.testing import Result

from tests.support import INSTANCES

Run = Callable[..., Result]
COMMANDS: dict[str, tuple[object, ...]] = {
    "frontier": ("frontier",),
    "backbone": ("backbone",),
    "price": ("price", "area_cap.max_km2", "--range", "250:350:50", "--processes", 1),
}


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("instance", ["three-townships", "infeasible"])
def test_what_a_cut_left_proved_is_said_to_be_so(
    run: Run, command: str, instance: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whether there is a plan or none; nothing is said to be open."""
    monkeypatch.setattr("optimizer.Search.cut", True)
    name, *asked = COMMANDS[command]
    found = run(name, INSTANCES / instance, *asked, "--workers", 1, "--lang", "en")
    assert "proved all the same" in found.stderr
    assert "may be improved" not in found.stderr
