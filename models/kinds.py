"""The three kinds of unit at township level."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated, Any

from pydantic import BeforeValidator

from models.incomplete import ParameterError


class Kind(StrEnum):
    """乡, 镇 or 街道."""

    TOWNSHIP = "乡"
    TOWN = "镇"
    SUBDISTRICT = "街道"

    @property
    def en(self) -> str:
        """The word in English."""
        return {"乡": "township", "镇": "town", "街道": "subdistrict"}[self.value]

    @property
    def urban(self) -> bool:
        """Whether the kind counts in the share of towns and subdistricts (P4.share)."""
        return self is not Kind.TOWNSHIP


KINDS: tuple[Kind, ...] = tuple(Kind)
"""The kinds in the order of upgrades: a kind is also known by its position here."""

KIND_WORDS: Mapping[str, Kind] = {
    **{kind.value: kind for kind in Kind},
    "township": Kind.TOWNSHIP,
    "town": Kind.TOWN,
    "subdistrict": Kind.SUBDISTRICT,
}


def _kind(word: Any) -> Kind:
    if word not in KIND_WORDS:
        en = f"{word!r} is not a kind; write one of {', '.join(KIND_WORDS)}"
        raise ParameterError(en, f"没有这个类型；请写 {'、'.join(kind.value for kind in Kind)}")
    return KIND_WORDS[word]


KindWord = Annotated[Kind, BeforeValidator(_kind)]
