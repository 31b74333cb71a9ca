"""The backbone equals what all near-optimal plans show, one by one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from click.testing import Result
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from scipy.sparse import csr_array

from optimizer.data.dataset import Dataset
from optimizer.decide.backbone import Backbone, Standing, _held_pairs, backbone
from optimizer.solve.clock import Clock, Effort
from tests.reference import choosing
from tests.reference.cases import chain, town
from tests.reference.figures import read
from tests.reference.strategies import problems
from tests.reference.tables import Tables
from tests.support import INSTANCES, dataset_of

RELAXED = [HealthCheck.too_slow, HealthCheck.data_too_large]


def found(dataset: Dataset, within: float, **effort: Any) -> Backbone:
    """Return a dataset's backbone, found with one worker."""
    clock = Clock(Effort(**{"workers": 1, **effort}))
    return backbone(dataset, within, clock)


def pairs(dataset: Dataset, got: Backbone, *standings: Standing) -> set[frozenset[str]]:
    """Return the pairs that stand so, by codes."""
    codes = [t.code for t in dataset.territory.townships]
    return {frozenset((codes[p.a], codes[p.b])) for p in got.pairs if p.standing in standings}


@settings(max_examples=30, deadline=None, suppress_health_check=RELAXED)
@given(problems(max_townships=7), st.sampled_from([0.0, 0.02, 0.3]))
def test_equals_brute_force(
    problem: tuple[Tables, dict[str, Any], list[Any]], within: float
) -> None:
    """Together in every, in some, in no near-optimal plan; ties over counties included."""
    tables, rules, _ = problem
    dataset, plans = dataset_of(tables, rules), list(choosing.every_plan(tables, rules))
    got = found(dataset, within)
    assert got.proved
    if not plans:
        assert got.near.best is None
        return
    figures = read(tables)
    shown = [choosing.together(figures, p.plan) for p in choosing.near(plans, within)]
    assert pairs(dataset, got, Standing.EVERY) == set.intersection(*shown)
    joined = pairs(dataset, got, Standing.EVERY, Standing.SOME)
    assert joined == set.union(*shown)


def test_pairs_of_columns_are_those_of_their_parts() -> None:
    """Sparse and, for large units, equal to the dense matrix; pairs that no one holds apart."""
    draw = np.random.default_rng(3)
    dense = draw.random((60, 12)) < draw.random((60, 1))
    members = csr_array(dense.astype(np.int64))
    pairs = np.argwhere(np.triu(dense.T.astype(int) @ dense.astype(int), 1))
    expected = dense[:, pairs[:, 0]] & dense[:, pairs[:, 1]]
    assert np.array_equal(_held_pairs(members, pairs).toarray(), expected)
    assert _held_pairs(csr_array((3, 12), dtype=np.int64), pairs).nnz == 0


def test_a_chain_by_hand() -> None:
    """A, B, C must be two units of at most 250 km2; travel decides for A+B, 20 % lets B+C in."""
    tables = chain(town("A", 100), town("B", 300), town("C", 110))
    dataset = dataset_of(tables, {"area_cap": {"max_km2": 250}})
    strict, loose = found(dataset, 0.0), found(dataset, 0.2)
    ab, bc = frozenset("AB"), frozenset("BC")
    assert pairs(dataset, strict, Standing.EVERY) == {ab}
    assert pairs(dataset, loose, Standing.SOME) == {ab, bc}
    assert strict.alone() == [2]
    assert loose.near.most_travel == 1_200_000


def test_without_time_nothing_is_claimed() -> None:
    """No pair is called settled when the search was cut short."""
    tables = chain(town("A", 100), town("B", 300), town("C", 110))
    got = found(dataset_of(tables), 0.0, seconds=0)
    assert not got.proved
    assert not [p for p in got.pairs if p.standing in (Standing.EVERY, Standing.NONE)]


def test_the_command(run: Callable[..., Result]) -> None:
    """Says what is proved, in both languages; a negative tolerance is refused."""
    shown = run("backbone", INSTANCES / "one-county", "--lang", "en", "--workers", 1).stdout
    assert "10 units" in shown
    assert "proved" in shown
    three = run("backbone", INSTANCES / "three-townships", "--lang", "zh", "--workers", 1).stdout
    assert "已证明" in three
    run("backbone", INSTANCES / "one-county", "--within", "-1", code=2)
