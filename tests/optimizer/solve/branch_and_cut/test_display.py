"""What is shown while a village mode is solved: the best value and the bound, at any time."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from optimizer.data.dataset import Dataset
from optimizer.solve.clock import Clock, Effort, Watch
from optimizer.solve.run import solve

Read = Callable[..., Dataset]
LINE = re.compile(r"best (\d+) bound (\d+) gap (\d+\.\d\d)%$")


@pytest.mark.parametrize("engine", ["auto", "cpsat", "milp"])
@pytest.mark.parametrize("mode", ["split", "redraw"])
def test_value_bound_and_gap_are_shown(read: Read, mode: str, engine: str) -> None:
    """Before the optimum is proved; no bound is above the optimum, none falls, values fall."""
    dataset, told = read("county", mode), list[str]()
    clock = Clock(Effort(workers=1, engine=engine), watch=Watch(told.append))
    solution = solve(dataset, clock)
    last = len(told) - 1 - next(k for k, line in enumerate(told[::-1]) if line.endswith("travel"))
    shown = [found for line in told[last:] if (found := LINE.search(line))]
    optimum = solution.reached[-1].value
    assert shown, "the stage of travel shows value and bound"
    pairs = [(int(found[1]), int(found[2])) for found in shown]
    assert all(bound <= optimum <= best for best, bound in pairs)
    assert any(bound < best for best, bound in pairs)
    assert [best for best, _ in pairs] == sorted((best for best, _ in pairs), reverse=True)
    for found, (best, bound) in zip(shown, pairs, strict=True):
        assert float(found[3]) == pytest.approx(100 * (best - bound) / best, abs=0.01)
