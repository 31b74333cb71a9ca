"""What has most likely happened to a column: one cause of many faults."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence

from optimizer.data.faults import NO_HINT
from optimizer.text import Text

_FEWEST = 3
"""Fewer values show no pattern."""
_SHARE = 0.8
"""Of the values that a cause must explain."""
_LONGEST = 64
"""Characters of a word that is looked for among the known ones; longer ones are no codes or
names."""
_MOST_LON, _MOST_LAT = 180, 90
"""Degrees of the Earth."""
_METRES = 1000
"""No slip of degrees is so large: such figures are metres of a projection."""
_PREFIXES = (6, 9, 4, 2)
"""Digits of a county, a township, a city, a province in a code."""
_CHINESE = re.compile("[一-鿿]")


def code_pattern(unknown: Sequence[str], known: Collection[str]) -> Text | None:
    """Say what sets many unknown codes apart from those that are known; None for no pattern."""
    words = [word for word in dict.fromkeys(unknown) if word and len(word) <= _LONGEST]
    if len(words) < _FEWEST or not known:
        return None
    return _names(words, known) or _zeros(words, known) or _prefix(words, known)


def _most(found: int, words: Sequence[str]) -> bool:
    return found >= max(_FEWEST, _SHARE * len(words))


def _names(words: Sequence[str], known: Collection[str]) -> Text | None:
    named = sum(bool(_CHINESE.search(word)) for word in words)
    if _most(named, words) and not any(_CHINESE.search(code) for code in known):
        return Text("names stand where codes are needed", "此处写的是名称，应为代码")
    return None


def _zeros(words: Sequence[str], known: Collection[str]) -> Text | None:
    """Say that zeros were lost, in front (Excel) or behind (9 digits instead of 12)."""
    without = {code.lstrip("0") for code in known if code.startswith("0")}
    if _most(sum(word in without for word in words), words):
        return Text("leading zeros were lost (Excel)", "前导零丢失（Excel）")
    here, there = (Counter(map(len, side)).most_common(1)[0][0] for side in (words, known))
    stems = {code.rstrip("0") for code in known}
    if here != there and _most(sum(word.rstrip("0") in stems for word in words), words):
        return Text(
            f"codes of {here} digits here, of {there} there: the zeros at the end differ",
            f"此处代码为 {here} 位，那里为 {there} 位：末尾的零不一致",
        )
    return None


def _prefix(words: Sequence[str], known: Collection[str]) -> Text | None:
    """Say that the codes begin otherwise: those of another year or another county."""
    for size in _PREFIXES:
        heads: defaultdict[str, set[str]] = defaultdict(set)
        for code in known:
            if len(code) > size:
                heads[code[size:]].add(code[:size])
        pairs = Counter(
            (word[:size], head) for word in words for head in heads.get(word[size:], ())
        )
        if not pairs:
            continue
        (here, there), count = pairs.most_common(1)[0]
        if _most(count, words):
            return Text(
                f"codes that begin with {here} where the others begin with {there}, and are the "
                "same behind it: codes of another year or another county",
                f"代码以 {here} 开头，而对应代码以 {there} 开头，其余相同："
                "可能是另一年份或另一县（区）的代码",
            )
    return None


def nearest_code(word: str, known: Collection[str]) -> Text:
    """Return `; did you mean X?` for the one code that differs by one slip, or nothing.

    A slip: one character other, missing or too many, or two neighbours exchanged. Where
    several codes are as near, any of them would be a guess.
    """
    if len(word) > _LONGEST or len(word) < 2:
        return NO_HINT
    near = [code for code in known if abs(len(code) - len(word)) < 2 and _one_slip(word, code)]
    if len(near) != 1:
        return NO_HINT
    return Text(f"; did you mean {near[0]}?", f"；是否应为 {near[0]}？")


def _one_slip(one: str, other: str) -> bool:
    """Return whether two words differ by one slip."""
    start = 0
    while start < min(len(one), len(other)) and one[start] == other[start]:
        start += 1
    a, b = one[start:], other[start:]
    exchanged = a[:2] == b[1::-1] and a[2:] == b[2:]
    return a[1:] == b[1:] or a[1:] == b or a == b[1:] or exchanged


def degrees_cause(lon: Iterable[float], lat: Iterable[float]) -> Text | None:
    """Say why points lie beyond the degrees of the Earth; None where they do not, or why is open.

    Parameters
    ----------
    lon, lat
        As they are written; NaN for what is no number.
    """
    points = [(x, y) for x, y in zip(lon, lat, strict=True) if abs(x) >= 0 and abs(y) >= 0]
    beyond = [(x, y) for x, y in points if abs(x) > _MOST_LON or abs(y) > _MOST_LAT]
    if not beyond:
        return None
    if sum(abs(x) <= _MOST_LAT and abs(y) <= _MOST_LON for x, y in beyond) > len(beyond) / 2:
        return Text("lon and lat are exchanged", "经度与纬度写反")
    if sum(max(abs(x), abs(y)) > _METRES for x, y in beyond) > len(beyond) / 2:
        return Text(
            "projected metres, not degrees (CGCS2000 or UTM): transform to EPSG:4326 or EPSG:4490",
            "投影坐标（米）而非经纬度：请转换为 EPSG:4326 或 EPSG:4490",
        )
    return None
