"""What every document and map says of a plan's state: draft, numbers, year of the data."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from optimizer.procedure.summary import DRAFT, REVIEWED
from optimizer.text import Text, full_width, joined

NO_DATA = Text("[to be supplied]", "待补充")
"""Stands where the data says nothing: never a guess."""
_DAY = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?")


def day_text(given: str) -> Text | None:
    """Return a year, month or day as documents write it; None where it is none.

    >>> day_text("2020-11-01").zh
    '2020年11月1日'
    """
    found = _DAY.fullmatch(given)
    if found is None:
        return None
    year, month, day = found.groups()
    try:
        date(int(year), int(month or 1), int(day or 1))
    except ValueError:
        return None
    zh = "".join(
        f"{int(n)}{word}" for n, word in zip((year, month, day), "年月日", strict=True) if n
    )
    return Text("-".join(n.zfill(2) for n in (year, month, day) if n), zh)


@dataclass(frozen=True)
class Marks:
    """Approval, map review and the day of the data, as they are known.

    Attributes
    ----------
    approval
        Number of the approval (批准文号); empty: not given.
    map_review
        审图号; empty: not given.
    data_date
        Year, month or day that the figures are of, `2020`, `2020-11` or `2020-11-30`.
    issuer
        Who issues the documents; empty: to be supplied.
    issued
        The day that the documents bear, like `data_date`.
    state
        What `optimizer.procedure.summary.case_state` says; None without a case.
    """

    approval: str = ""
    map_review: str = ""
    data_date: str = ""
    issuer: str = ""
    issued: str = ""
    state: Mapping[str, Any] | None = None

    @property
    def executable(self) -> bool:
        """Whether a case says that the plan may be carried out; without a case it may not."""
        return bool(self.state and self.state["executable"])

    @property
    def papers(self) -> tuple[str, ...]:
        """Numbers of the approval, those of the case first."""
        return self._numbers("document_numbers", self.approval)

    @property
    def reviews(self) -> tuple[str, ...]:
        """审图号, those of the case first."""
        return self._numbers("map_numbers", self.map_review)

    def _numbers(self, key: str, given: str) -> tuple[str, ...]:
        held = self.state[key] if self.state else ()
        return tuple(dict.fromkeys([*held, *([given] if given else [])]))

    @property
    def line(self) -> Text:
        """What stands on every document: draft until a case says executable; the numbers."""
        if self.state is not None:
            said = self.state["mark"]
            return Text(said["en"], full_width(said["zh"]))
        return joined([REVIEWED if self.reviews else DRAFT, *self.numbers])

    @property
    def numbers(self) -> tuple[Text, ...]:
        """The numbers in words."""
        papers = (Text(f"approval No. {n}", f"批准文号：{n}") for n in self.papers)
        reviews = (Text(f"map review No. {n}", f"审图号：{n}") for n in self.reviews)
        return (*papers, *reviews)

    @property
    def draft(self) -> bool:
        """Whether documents are drafts."""
        return not self.executable

    @property
    def watermark(self) -> Text | None:
        """What lies over every map until an approval number and a 审图号 are given; else None.

        With a case, it stays until the case says executable.
        """
        given = bool(self.papers and self.reviews)
        if given and (self.state is None or self.executable):
            return None
        return REVIEWED if self.reviews else DRAFT

    @property
    def head(self) -> str:
        """The head of the case's record, which every document prints; empty without a case."""
        return str(self.state["head"]) if self.state else ""

    @property
    def data_day(self) -> Text:
        """Year or day of the data in words; to be supplied where it is not given."""
        return day_text(self.data_date) or NO_DATA

    @property
    def data_year(self) -> str:
        """The year of the data; empty where it is not given."""
        return self.data_date[:4]
