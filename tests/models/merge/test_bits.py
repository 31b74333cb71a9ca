"""Sets as words."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.merge.bits import pack, pack_sparse, sparse, unpack, words_for


@given(st.integers(0, 200), st.integers(0, 5), st.integers(0, 2**32))
def test_packed_sets_are_the_same_sets(size: int, count: int, seed: int) -> None:
    """Any number of parts, also where a word ends; as a sparse matrix too."""
    sets = np.random.default_rng(seed).random((count, size)) < 0.4
    words = pack(sets)
    assert words.shape == (count, words_for(size))
    assert (unpack(words, size) == sets).all()
    assert (sparse(sets).toarray() == sets).all()
    assert (pack_sparse(sparse(sets)) == words).all()


@pytest.mark.parametrize(("size", "words"), [(0, 1), (1, 1), (64, 1), (65, 2), (128, 2), (129, 3)])
def test_words_for(size: int, words: int) -> None:
    """64 parts a word, never none."""
    assert words_for(size) == words


def test_set_operations_on_words() -> None:
    """Union and intersection of packed sets are those of the sets."""
    a, b = np.array([[1, 0, 1]], dtype=bool), np.array([[0, 0, 1]], dtype=bool)
    assert unpack(pack(a) | pack(b), 3).tolist() == [[True, False, True]]
    assert unpack(pack(a) & pack(b), 3).tolist() == [[False, False, True]]
