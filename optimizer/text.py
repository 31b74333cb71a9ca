"""A text in both languages."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple


class Text(NamedTuple):
    """What is said, in English and in Chinese."""

    en: str
    zh: str

    def in_lang(self, lang: str) -> str:
        """Return the text in `en` or `zh`."""
        return self.zh if lang == "zh" else self.en


def joined(texts: Sequence[Text]) -> Text:
    """Return several texts as one."""
    return Text("; ".join(t.en for t in texts), ";".join(t.zh for t in texts))
