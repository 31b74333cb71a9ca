"""A text in both languages."""

from __future__ import annotations

import locale
import os
import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

_HAN = "[\u4e00-\u9fff\u3001\u3002\u201c\u201d\uff08\uff09]"
_MARKS = dict(zip(",:;?!", "\uff0c\uff1a\uff1b\uff1f\uff01", strict=True))
_MARK = re.compile(f"(?<={_HAN})[,:;?!] ?|[,:;?!](?={_HAN})")
_BRACKETS = re.compile(r" ?\(([^()]*)\)")
_WORDS = re.compile(_HAN)


class Text(NamedTuple):
    """What is said, in English and in Chinese."""

    en: str
    zh: str

    def in_lang(self, lang: str) -> str:
        """Return the text in `en` or `zh`."""
        return self.zh if lang == "zh" else self.en


def default_language() -> str:
    """Return zh where the environment speaks Chinese, else en."""
    spoken = os.environ.get("LC_ALL") or os.environ.get("LANG") or locale.getlocale()[0] or ""
    return "zh" if spoken.startswith("zh") else "en"


def language(lang: str | None = None) -> str:
    """Return the language asked for: `lang`, else TOWNSHIP_MERGE_LANG, else the environment's.

    Raises
    ------
    ValueError
        When it is neither en nor zh.
    """
    found = lang or os.environ.get("TOWNSHIP_MERGE_LANG") or default_language()
    if found not in ("en", "zh"):
        raise ValueError(f"lang is {found!r}; known: en, zh")
    return found


def joined(texts: Sequence[Text]) -> Text:
    """Return several texts as one."""
    return Text("; ".join(t.en for t in texts), "\uff1b".join(t.zh for t in texts))


def listed(names: Iterable[str]) -> Text:
    """Return names one after another."""
    held = list(names)
    return Text(", ".join(held), "\u3001".join(held))


def full_width(text: str) -> str:
    """Return a Chinese text with full-width punctuation where it stands beside Chinese words."""

    def bracket(found: re.Match[str]) -> str:
        around = text[max(0, found.start() - 1) : found.end() + 1]
        return f"\uff08{found[1]}\uff09" if _WORDS.search(around) else found[0]

    marked = _BRACKETS.sub(bracket, text)
    return _MARK.sub(lambda found: _MARKS[found[0][0]], marked)
