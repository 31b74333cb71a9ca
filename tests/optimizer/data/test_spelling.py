"""Codes, kinds and figures as people write them."""

from __future__ import annotations

from decimal import Decimal

import pytest

from models.kinds import Kind
from optimizer.data.spelling import (
    as_text,
    code_trouble,
    half_width,
    is_total,
    kind_of_code,
    kind_of_name,
    loose_number,
    name_key,
    number_trouble,
    plain_number,
    read_code,
    read_kind,
    simplified,
)


@pytest.mark.parametrize(
    "written",
    [
        "140406101000",
        " 140406101000\t",
        "１４０４０６１０１０００",
        '="140406101000"',
        '＝"140406101000"',
        "'140406101000",
        "\u3000140406101000",
    ],
)
def test_a_code_is_read_however_it_is_held(written: str) -> None:
    assert read_code(written) == "140406101000"


def test_codes_are_not_guessed() -> None:
    """Zeros stay, letters stay, formulas stay what they are, and damaged codes stay damaged."""
    for code in ("001", "A-1", "=1+1", '="1"&"2"', "1.40406E+11", "A'1", "甲"):
        assert read_code(code) == code
    assert read_code(as_text("001")) == "001"


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("1.40406E+11", "exponent"),
        ("1.40406e+11", "exponent"),
        ("１.40406E+11", "exponent"),
        ("140406101000.0", "decimals"),
        ("140,406,101,000", "grouped"),
        ("1404 0610 1000", "grouped"),
    ],
)
def test_damaged_codes_are_known(code: str, words: str) -> None:
    found = code_trouble(code)
    assert found is not None
    assert words in found.en
    assert found.zh


@pytest.mark.parametrize(
    "code", ["140406101000", "A1", "1.5.2", "E12", "a1.0", "1-2", "12E", "1E5", "1.0", "1 2", ""]
)
def test_sound_codes_are_not_called_damaged(code: str) -> None:
    assert code_trouble(code) is None


@pytest.mark.parametrize(
    ("word", "kind"),
    [
        ("乡", Kind.TOWNSHIP),
        ("鄉", Kind.TOWNSHIP),
        ("民族乡", Kind.TOWNSHIP),
        ("民族鄉", Kind.TOWNSHIP),
        ("满族乡", Kind.TOWNSHIP),
        ("苏木", Kind.TOWNSHIP),
        ("Township", Kind.TOWNSHIP),
        ("建制镇", Kind.TOWN),
        ("鎮", Kind.TOWN),
        (" Ｔown ", Kind.TOWN),
        ("办事处", Kind.SUBDISTRICT),
        ("街道辦事處", Kind.SUBDISTRICT),
        ("街道办", Kind.SUBDISTRICT),
        ("农场", None),
        ("开发区", None),
        ("村", None),
        ("", None),
    ],
)
def test_kinds(word: str, kind: Kind | None) -> None:
    assert read_kind(word) is kind


def test_kinds_of_names_and_of_codes() -> None:
    names = {"杨安乡": 0, "黎侯鎮": 1, "东关街道办事处": 2, "东关办事处": 2, "白音苏木": 0}
    assert {name: list(Kind).index(kind_of_name(name) or Kind.TOWN) for name in names} == names
    assert kind_of_name("国营农场") is None
    codes = {"140406001": Kind.SUBDISTRICT, "140406100000": Kind.TOWN, "140406399": Kind.TOWNSHIP}
    assert {code: kind_of_code(code) for code in codes} == codes
    for none in ("140406400", "140406000", "1404061", "A40406100", ""):
        assert kind_of_code(none) is None


def test_names_are_compared_without_titles_and_spaces() -> None:
    for a, b in (
        ("王庄村民委员会", "王 庄村"),
        ("王庄村村委会", "王庄村"),
        ("東關街道辦事處", "东关街道"),
        ("南街社区居民委员会", "南街社区"),
    ):
        assert name_key(a) == name_key(b)
    assert name_key("王庄村") != name_key("王庄")
    assert name_key("村委会") == "村委会"


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("12,345", "12345", ""),
        ("12,345.5", "12345.5", ""),
        ("１２３４５", "12345", ""),
        ("12 345", "12345", ""),
        ("1.2万", "12000", ""),
        ("1.2萬人", "12000", "人"),
        ("36.5 km²", "36.5", "km²"),
        ("5千米", "5", "千米"),
        ("-3", "-3", ""),
    ],
)
def test_loose_figures(text: str, value: str, unit: str) -> None:
    found = loose_number(text)
    assert found is not None
    assert (found.value, found.unit) == (Decimal(value), unit)


@pytest.mark.parametrize("text", ["", "abc", "人12", "1-2", "9" * 200])
def test_no_figures(text: str) -> None:
    found = loose_number(text)
    assert found is None or found.unit


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("12,345", "thousands"),
        ("1.2万", "万"),
        ("1200人", "unit"),
        ("5%", "percentage"),
        ("#N/A", "spreadsheet"),
        ("—", "not known"),
        ("不详", "not known"),
        ("113°05′", "decimal degrees"),
    ],
)
def test_why_it_is_no_number(text: str, words: str) -> None:
    found = number_trouble(text)
    assert found is not None
    assert words in found.en


def test_plain_numbers_have_no_trouble() -> None:
    for text in ("12", "12.5", "-3", "1e5", "some", "９"):
        assert number_trouble(text) is None
    assert plain_number('="１２．５"') == "12.5"


def test_characters() -> None:
    assert half_width("Ａ１,\u3000（ｂ）") == "A1, (b)"
    assert simplified("鄉鎮縣區") == "乡镇县区"
    assert all(is_total(word) for word in ("合计", "合 计:", "全市合计", "Total", "小計"))
    assert not any(is_total(word) for word in ("甲乡", "合计村的一个很长的名字", "", "总寨镇"))
