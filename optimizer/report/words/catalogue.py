"""What every catalogue of words does: say a word in the language of a report."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from optimizer.text import Text


class Catalogue:
    """The words of one language.

    Attributes
    ----------
    table
        The words of the catalogue by key, in both languages.
    """

    table: ClassVar[Mapping[str, Text]]

    def __init__(self, lang: str) -> None:
        self.lang = lang

    def __call__(self, key: str, /, **values: object) -> str:
        """Return a word, its blanks filled in."""
        text = self.table[key].in_lang(self.lang)
        return text.format(**values) if values else text

    def of(self, text: Text) -> str:
        """Return a text in both languages in this one."""
        return text.in_lang(self.lang)

    def bracketed(self, text: str) -> str:
        """Return a text in brackets, to follow another."""
        return f"\uff08{text}\uff09" if self.lang == "zh" else f" ({text})"
