"""A text in both languages."""

from __future__ import annotations

from typing import NamedTuple


class Text(NamedTuple):
    """What is said, in English and in Chinese."""

    en: str
    zh: str

    def in_lang(self, lang: str) -> str:
        """Return the text in `en` or `zh`."""
        return self.zh if lang == "zh" else self.en
