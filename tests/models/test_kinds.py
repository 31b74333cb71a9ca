"""The three kinds, and the words for them."""

from __future__ import annotations

import pytest
from pydantic import TypeAdapter, ValidationError

from models.kinds import KIND_WORDS, Kind, KindWord

WORD = TypeAdapter(KindWord)


def test_both_languages() -> None:
    """Each kind has a Chinese and an English word."""
    assert WORD.validate_python("乡") is WORD.validate_python("township") is Kind.TOWNSHIP
    assert WORD.validate_python("镇") is WORD.validate_python("town") is Kind.TOWN
    assert WORD.validate_python("街道") is WORD.validate_python("subdistrict") is Kind.SUBDISTRICT
    assert len(KIND_WORDS) == 6


def test_urban() -> None:
    """Towns and subdistricts count in the share, townships do not."""
    assert [kind.urban for kind in (Kind.TOWNSHIP, Kind.TOWN, Kind.SUBDISTRICT)] == [0, 1, 1]


@pytest.mark.parametrize("word", ["村", "Town", "", None, 5])
def test_other_words_are_refused(word: object) -> None:
    """With the words that are known."""
    with pytest.raises(ValidationError, match="subdistrict"):
        WORD.validate_python(word)
