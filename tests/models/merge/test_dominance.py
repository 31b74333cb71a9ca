"""What is left out of a set's seats is never better than what is kept."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from models.merge.bits import sparse
from models.merge.candidates import Candidates
from models.merge.dominance import undominated
from models.scenario import ObjectiveSpec

NAMES = ("units", "share", "travel", "disruption")


@st.composite
def batches(draw: st.DrawFn) -> tuple[Candidates, np.ndarray, dict[str, np.ndarray]]:
    """Draw candidates in groups, whether each is urban, and costs that often tie."""
    n = draw(st.integers(1, 14))
    small = st.lists(st.integers(0, 3), min_size=n, max_size=n)
    group, urban = np.sort(draw(small)), np.array(draw(small)) % 2
    found = Candidates(sparse(np.ones((n, 1), dtype=bool)), np.arange(n), np.arange(n), group)
    costs = {name: np.array(draw(small)) for name in NAMES}
    return found, urban, {**costs, "units": np.ones(n, dtype=np.int64)}


def worth(row: int, urban: np.ndarray, costs: dict[str, np.ndarray], order: list[str]) -> list[int]:
    """Return what a row costs in the order of the objectives."""
    return [int(-urban[row] if name == "share" else costs[name][row]) for name in order]


@given(batches(), st.permutations(NAMES), st.booleans())
def test_for_each_row_left_out_a_better_one_is_kept(
    batch: tuple[Candidates, np.ndarray, dict[str, np.ndarray]], order: list[str], counts: bool
) -> None:
    """No worse in order, of the same set, and urban if it was and that counts."""
    found, urban, costs = batch
    specs = [ObjectiveSpec(name=name) for name in order]
    kept = undominated(found, urban, costs, specs, counts).tolist()
    for row in set(range(len(found))) - set(kept):
        assert any(
            found.group[k] == found.group[row]
            and worth(k, urban, costs, order) <= worth(row, urban, costs, order)
            and (not counts or urban[k] >= urban[row])
            for k in kept
        )
    assert np.bincount(found.group[kept]).max() <= 1 + counts
    assert kept == sorted(set(kept))


@given(batches())
def test_a_tolerance_keeps_all(
    batch: tuple[Candidates, np.ndarray, dict[str, np.ndarray]],
) -> None:
    """What may be worsened later must not be exchanged before."""
    found, urban, costs = batch
    specs = [ObjectiveSpec(name="travel", tolerance=0.1), ObjectiveSpec(name="disruption")]
    assert undominated(found, urban, costs, specs, True).tolist() == list(range(len(found)))
