"""What a document is made of, before it is a file: title, headings, paragraphs, tables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from optimizer.text import Text


@dataclass(frozen=True)
class Heading:
    """A heading; level 1 is 一、, level 2 （一）."""

    level: int
    text: Text


@dataclass(frozen=True)
class Para:
    """A paragraph; `number` is that of an item: 1., 2."""

    text: Text
    number: int = 0
    bold: bool = False


@dataclass(frozen=True)
class Table:
    """A table with its caption; widths in shares of the text's."""

    caption: Text
    heads: Sequence[Text]
    rows: Sequence[Sequence[Text]]
    widths: Sequence[float]


Block = Heading | Para | Table


@dataclass(frozen=True)
class Document:
    """A document.

    Attributes
    ----------
    mark
        Stands on top of every page: draft or approved, with the numbers.
    head
        The head of a case's record; stands on every page; empty: none.
    issuer, day
        Signature and date at the end.
    """

    title: Text
    blocks: Sequence[Block]
    mark: Text
    head: str
    issuer: Text
    day: Text


_ONES = "零一二三四五六七八九"


def numeral(number: int) -> str:
    """Return a number below 100 in Chinese.

    >>> numeral(10), numeral(21)
    ('十', '二十一')
    """
    tens, ones = divmod(number, 10)
    head = "" if not tens else "十" if tens == 1 else f"{_ONES[tens]}十"
    return f"{head}{_ONES[ones] if ones or not tens else ''}"


class Outline:
    """Numbers headings: 一、 and （一） in Chinese, 1 and 1.1 in English."""

    def __init__(self, lang: str) -> None:
        self.lang, self.first, self.second = lang, 0, 0

    def __call__(self, heading: Heading) -> str:
        """Return the next heading with its number."""
        text = heading.text.in_lang(self.lang)
        if heading.level == 1:
            self.first, self.second = self.first + 1, 0
            return f"{numeral(self.first)}、{text}" if self.lang == "zh" else f"{self.first} {text}"
        self.second += 1
        if self.lang == "zh":
            return f"（{numeral(self.second)}）{text}"
        return f"{self.first}.{self.second} {text}"
