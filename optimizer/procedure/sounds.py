"""How names sound, for homophones (地名管理条例 art 9)."""

from __future__ import annotations

from functools import cache


@cache
def sound(name: str) -> tuple[str, ...] | None:
    """Return the syllables of a name without tones; None where the package is missing.

    Tones are left out: names that differ in tone alone are mistaken for one another, too.
    """
    try:
        from pypinyin import lazy_pinyin
    except ImportError:
        return None
    return tuple(lazy_pinyin(name))
