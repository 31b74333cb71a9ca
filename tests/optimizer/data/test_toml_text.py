"""Keys written as TOML are read as they were."""

from __future__ import annotations

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from optimizer.data.toml_text import toml_text

_TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
_PLAIN = st.one_of(
    st.booleans(), st.integers(-(2**63), 2**63 - 1), st.floats(allow_nan=False), _TEXTS
)
_VALUES = st.recursive(
    _PLAIN,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_TEXTS, inner, max_size=3),
    max_leaves=6,
)


@given(st.dictionaries(_TEXTS, _VALUES, max_size=4))
def test_read_as_written(raw: dict[str, object]) -> None:
    """Every text, number, list and table, under every key."""
    assert tomllib.loads(toml_text(raw)) == raw


def test_none_is_left_out() -> None:
    """At any depth: TOML has no such value, and a scenario takes it for a rule that is off."""
    raw = {"a": None, "rules": {"share": None, "access": {"max_km": 3, "scope": None}}}
    assert tomllib.loads(toml_text(raw)) == {"rules": {"access": {"max_km": 3}}}


def test_what_toml_cannot_hold() -> None:
    """Is a fault of the caller."""
    with pytest.raises(TypeError, match="no form in TOML"):
        toml_text({"a": object()})
