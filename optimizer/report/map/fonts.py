"""A font with Chinese glyphs, looked for and never taken for granted."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from matplotlib import font_manager

NAME_EM, TITLE_EM, NOTE_EM = 18.0, 60.0, 400.0
"""Most that is drawn of a name, a title, a note: their width in sizes of the text."""
FAMILIES = (
    *("Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC", "Source Han Sans CN"),
    *("Microsoft YaHei", "PingFang SC", "Hiragino Sans GB", "Heiti SC", "STHeiti"),
    *("SimHei", "DengXian", "WenQuanYi Micro Hei", "WenQuanYi Zen Hei", "Droid Sans Fallback"),
    *("Noto Sans CJK JP", "Noto Sans CJK TC", "Noto Serif CJK SC", "Noto Serif CJK JP"),
    *("Songti SC", "STSong", "SimSun", "FangSong", "KaiTi", "Arial Unicode MS"),
)
BASE = "DejaVu Sans"
"""Comes with matplotlib; has no Chinese."""
FILES = ("notosanscjk", "notosanssc", "sourcehansans", "wqy-", "msyh", "simhei", "pingfang")
PROBE = "乡镇街道县潞长"
ADVICE = {
    "en": "the map shows codes and English, because no font on this machine has Chinese "
    "characters; install one (Debian, Ubuntu: fonts-noto-cjk; Fedora: "
    "google-noto-sans-cjk-fonts; Windows and macOS have one) and draw the map again",
    "zh": "本机没有中文字体，图中只写代码和英文；请安装中文字体后重新出图（Debian、Ubuntu："
    "fonts-noto-cjk；Fedora：google-noto-sans-cjk-fonts；Windows、macOS 自带）",
}


@dataclass(frozen=True)
class Typeface:
    """The fonts that text is set in.

    Attributes
    ----------
    families
        In order; a glyph is taken from the first that has it.
    glyphs
        Code points that one of them has.
    chinese
        Whether one of them has Chinese.
    """

    families: tuple[str, ...]
    glyphs: frozenset[int]
    chinese: bool

    def shows(self, text: str) -> bool:
        """Whether every character of the text can be drawn."""
        return all(ord(character) in self.glyphs for character in text)

    def pick(self, *texts: str) -> str:
        """Return the first of some texts that can be drawn; empty when none can."""
        return next((line for line in map(one_line, texts) if line and self.shows(line)), "")


def typeface() -> Typeface:
    """Look for fonts on this machine."""
    family = chinese_family()
    families = (BASE,) if family is None else (family, BASE)
    glyphs = frozenset().union(*(_glyphs(name) for name in families))
    return Typeface(families, glyphs, chinese=family is not None)


def chinese_family() -> str | None:
    """Return the family of a font that has Chinese glyphs; None when there is none."""
    return _listed() or _unlisted()


def _listed() -> str | None:
    """Look in matplotlib's list, which it keeps from an earlier run."""
    known = set(font_manager.get_font_names())
    return next((name for name in FAMILIES if name in known and _has_chinese(name)), None)


def _unlisted() -> str | None:
    """Look for fonts installed after matplotlib made its list."""
    listed = {entry.fname for entry in font_manager.fontManager.ttflist}
    for file in sorted(set(font_manager.findSystemFonts()) - listed):
        if Path(file).name.lower().startswith(FILES):
            font_manager.fontManager.addfont(file)
    return _listed()


def _has_chinese(family: str) -> bool:
    return _glyphs(family) >= {ord(character) for character in PROBE}


def _glyphs(family: str) -> frozenset[int]:
    properties = font_manager.FontProperties(family=[family])
    file = font_manager.findfont(properties, fallback_to_default=False)
    return frozenset(font_manager.get_font(file).get_charmap())


def one_line(text: str) -> str:
    """Return the text without line breaks and other control characters."""
    spaced = (" " if unicodedata.category(c)[0] in "CZ" else c for c in text)
    return " ".join("".join(spaced).split())


def em(text: str) -> float:
    """Return the width of a text in units of its size, near enough to place it."""
    return sum(1.0 if unicodedata.east_asian_width(c) in "WF" else 0.64 for c in text)


def shortened(text: str, most_em: float) -> str:
    """Return a text of at most this width; what is longer ends in an ellipsis."""
    width = 0.0
    for at, character in enumerate(text):
        width += em(character)
        if width > most_em:
            return text[: max(at - 1, 1)].rstrip() + "…"
    return text


def wrapped(text: str, width_em: float) -> str:
    """Break a text into lines of at most this width; words stay whole."""
    lines, line = [], ""
    for part in _parts(text):
        if line and em((line + part).rstrip()) > width_em:
            lines.append(line.rstrip())
            line = ""
        line += part
    return "\n".join([*lines, line.rstrip()])


def _parts(text: str) -> Iterable[str]:
    """Cut a text where a line may end: after spaces and wide characters."""
    start = 0
    for end, character in enumerate(text, start=1):
        wide = unicodedata.east_asian_width(character) in "WF"
        closing = end < len(text) and text[end] in "，。；：、）！？"
        if (wide and not closing) or character == " ":
            yield text[start:end]
            start = end
    yield text[start:]
