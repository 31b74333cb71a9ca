"""Codes, kinds and figures as people write them.

Everything that reads a table of a person goes through here: full-width digits, codes that
are held as text for a spreadsheet (`="140406101000"`), 民族乡, 办事处, 建制镇, Traditional
characters. What is read so is beyond doubt; where a figure or a code is damaged the
functions named `..._trouble` say what has most likely happened to it.

What the functions for codes, kinds and figures are given need not be stripped.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import NamedTuple

from models.kinds import KIND_WORDS, Kind
from optimizer.text import Text

_WIDE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: " ", 0x2212: "-"}
_TRADITIONAL = str.maketrans(
    "鄉鎮縣區辦處會員蘇舊東門關陽龍灣莊嶺樓橋溝鋪驛廟連溪河國華寧漢營隊場園廠礦業總計戶萬畝頃積數編碼類別屬標經緯離後調號稱單",
    "乡镇县区办处会员苏旧东门关阳龙湾庄岭楼桥沟铺驿庙连溪河国华宁汉营队场园厂矿业总计户万亩顷积数编码类别属标经纬离后调号称单",
)
_AS_TEXT = re.compile(r'=\s*"([^"]*)"')
_APOSTROPHE = re.compile(r"['‘’](?=[0-9])")
_EXPONENT = re.compile(r"[0-9](\.[0-9]+)?[eE]\+[0-9]{1,3}")
_FRACTION = re.compile(r"[0-9]{6,30}\.0+")
_GROUPED_CODE = re.compile(r"(?=.{7,60}\Z)[0-9]+(?:[ ,\u00a0][0-9]{2,})+")

_KINDS: Mapping[str, Kind] = {
    **{word.lower(): kind for word, kind in KIND_WORDS.items()},
    **dict.fromkeys(("民族乡", "苏木", "民族苏木", "ethnic township", "xiang"), Kind.TOWNSHIP),
    **dict.fromkeys(("建制镇", "城关镇", "zhen"), Kind.TOWN),
    **dict.fromkeys(
        ("街道办事处", "办事处", "街道办", "街办", "sub-district", "street", "jiedao"),
        Kind.SUBDISTRICT,
    ),
}
_ENDINGS = {
    "街道办事处": Kind.SUBDISTRICT,
    "办事处": Kind.SUBDISTRICT,
    "街道办": Kind.SUBDISTRICT,
    "街道": Kind.SUBDISTRICT,
    "苏木": Kind.TOWNSHIP,
    "镇": Kind.TOWN,
    "乡": Kind.TOWNSHIP,
}
_SAME_PLACE = (
    ("街道办事处", "街道"),
    ("街道办", "街道"),
    ("社区居民委员会", "社区"),
    ("社区居委会", "社区"),
    ("居民委员会", "居委会"),
    ("村民委员会", "村"),
    ("村委会", "村"),
)


def half_width(text: str) -> str:
    """Return a text with full-width digits, letters, signs and spaces in ASCII (１２Ａ is 12A)."""
    return text.translate(_WIDE)


def simplified(text: str) -> str:
    """Return a text with the Traditional characters of place words simplified (鄉 is 乡).

    For words that are compared. Names are kept as they are written.
    """
    return text.translate(_TRADITIONAL)


# ---- codes


def read_code(text: str) -> str:
    """Return a code: full-width digits as ASCII, and what a spreadsheet holds as text unwrapped.

    `="140406101000"` and `'140406101000` are 140406101000. Nothing is guessed: for codes
    that were turned into numbers see `code_trouble`.
    """
    if text.isascii() and text.isalnum():
        return text
    code = half_width(text).strip()
    held = _AS_TEXT.fullmatch(code)
    code = held[1].strip() if held else code
    return _APOSTROPHE.sub("", code, count=1) if code[:1] in "'‘’" else code


def as_text(code: str) -> str:
    """Return a code as a spreadsheet keeps it: `="140406101000"`. `read_code` undoes it."""
    return f'="{code}"'


def is_exponent(text: str) -> bool:
    """Return whether a code was turned into a number in exponent form (1.40406E+11)."""
    return bool(_EXPONENT.fullmatch(read_code(text)))


def code_trouble(text: str) -> Text | None:
    """Say what a spreadsheet did to a code; None where nothing shows."""
    code = read_code(text)
    if is_exponent(code):
        return Text(
            "Excel turned the codes into numbers in exponent form, the last digits are lost",
            "Excel 把代码变成了科学计数法数字，末几位已丢失",
        )
    if _FRACTION.fullmatch(code):
        return Text(
            "the codes were saved as numbers with decimals (.0)", "代码被存成了带小数的数字（.0）"
        )
    if _GROUPED_CODE.fullmatch(code):
        return Text("the digits of the codes are grouped", "代码中的数字被分组隔开")
    return None


def kind_of_code(code: str) -> Kind | None:
    """Return the kind that digits 7 to 9 of a code of 9 or 12 digits say.

    001-099 is 街道, 100-199 镇, 200-399 乡; other places at township level (400-599:
    farms, development zones) have no kind.

    References
    ----------
    统计用区划代码和城乡划分代码编制规则 (国家统计局).
    """
    code = read_code(code)
    if not (code.isascii() and code.isdigit() and len(code) in (9, 12)):
        return None
    number = int(code[6:9])
    if not 0 < number < 400:
        return None
    return (Kind.SUBDISTRICT, Kind.TOWN, Kind.TOWNSHIP, Kind.TOWNSHIP)[number // 100]


# ---- kinds and names


def read_kind(word: str) -> Kind | None:
    """Return the kind that a word of a column of kinds means; None for none (农场, 开发区).

    民族乡, 回族乡 and 苏木 are 乡, 建制镇 is 镇, 办事处 and 街道办 are 街道; Traditional
    characters, full-width and capital letters are read too.
    """
    plain = simplified(half_width(word)).strip().lower()
    return Kind.TOWNSHIP if plain.endswith("族乡") else _KINDS.get(plain)


def kind_of_name(name: str) -> Kind | None:
    """Return the kind that the name of a township ends in; None where it ends in none."""
    plain = simplified(half_width(name)).strip()
    return next((kind for end, kind in _ENDINGS.items() if plain.endswith(end)), None)


def name_key(name: str) -> str:
    """Return what is compared where a name stands instead of a code.

    Spaces, Traditional characters, and the offices' full titles make no difference:
    王庄村民委员会 is 王庄村, 東關街道辦事處 is 东关街道.
    """
    key = "".join(simplified(half_width(name)).split()).lower()
    for title, short in _SAME_PLACE:
        if key.endswith(title) and key != title:
            stem = key.removesuffix(title)
            return stem if stem.endswith(short) else stem + short
    return key


# ---- figures


class Figure(NamedTuple):
    """A figure that was written with more than its digits.

    Attributes
    ----------
    unit
        What stands after the digits, 万 and 亿 multiplied in and left out; simplified.
    """

    value: Decimal
    unit: str


_GROUPED = re.compile(r"[+-]?[0-9]{1,3}(?:[, \u00a0'][0-9]{3})+(?:\.[0-9]+)?")
_LOOSE = re.compile(r"([+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]{1,3})?)\s*(.*)")
_TIMES = {"万": 10**4, "亿": 10**8, "千": 10**3, "百万": 10**6}
"""What a Chinese figure is multiplied by."""
_NO_FIGURE = frozenset("- -- — —— – / \\ . * 无 不详 未知 暂无 na n/a null none nan".split())
_SHEET_ERRORS = ("#n/a", "#value!", "#ref!", "#div/0!", "#name?", "#num!", "#null!", "####")
_LONGEST = 60
"""Characters: no figure is longer, and regular expressions need not look at what is."""


def plain_number(text: str) -> str:
    """Return a figure with full-width digits in ASCII, and unwrapped if it is held as text."""
    if text.isascii() and text[:1] not in "= ":
        return text
    plain = half_width(text).strip()
    held = _AS_TEXT.fullmatch(plain)
    return held[1].strip() if held else plain


def loose_number(text: str) -> Figure | None:
    """Return a figure with thousands separators, 万 or a unit; None where there is none.

    `12,345` is 12345, `1.2万人` is 12000 and 人, `36.5 km²` is 36.5 and km². Whether the unit is
    the one that is wanted is for the caller to see.
    """
    if len(text) > _LONGEST:
        return None
    plain = simplified(plain_number(text))
    grouped = _GROUPED.match(plain)
    if grouped:
        plain = re.sub("[, \u00a0']", "", grouped[0]) + plain[grouped.end() :]
    found = _LOOSE.fullmatch(plain)
    if not found:
        return None
    value, unit = Decimal(found[1]), found[2].strip()
    for word, times in sorted(_TIMES.items(), key=lambda pair: -len(pair[0])):
        if unit.startswith(word) and not unit.startswith("千米"):
            return Figure(value * times, unit.removeprefix(word).strip())
    return Figure(value, unit)


def number_trouble(text: str) -> Text | None:
    """Say why a text is no plain number; None where nothing shows."""
    plain = simplified(plain_number(text))[: _LONGEST + 1]
    low = plain.lower()
    if low.startswith(_SHEET_ERRORS):
        return Text(f"an error of the spreadsheet ({plain})", f"电子表格的错误值（{plain}）")
    if low in _NO_FIGURE:
        return Text("a sign for 'not known'", "表示“无数据”的符号")
    if "°" in plain or "′" in plain:
        return Text("degrees and minutes; decimal degrees are needed", "度分秒；须为十进制度")
    if "%" in plain:
        return Text("a percentage", "百分数")
    found = loose_number(plain)
    if found is None:
        return None
    if any(word in plain for word in ("万", "亿")):
        return Text("counted in 万（10,000）", "以“万”计")
    if found.unit:
        unit = found.unit
        return Text(f"a unit stands behind the figure ({unit})", f"数字后写有单位（{unit}）")
    if _GROUPED.fullmatch(plain):
        return Text("thousands separators", "含千位分隔符")
    return None


# ---- rows that are no data

_TOTALS = (
    "合计",
    "总计",
    "小计",
    "共计",
    "总和",
    "全市合计",
    "全县合计",
    "total",
    "sum",
    "subtotal",
)


def is_total(word: str) -> bool:
    """Return whether a cell names a row of totals (合计, 总计, 小计, total)."""
    plain = "".join(simplified(half_width(word)).split()).lower().rstrip(":")
    return plain in _TOTALS or (len(plain) < 12 and plain.endswith(("合计", "总计", "小计")))
