"""Codes of units: proposed by the official ranges; the authorities assign them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar

from pydantic import Field

from models.rules.base import Complaint, Rule, unknown_townships

if TYPE_CHECKING:
    from models.territory import Territory


class Codes(Rule):
    """A unit keeps its code unless its kind changes; a retired code is never used again.

    After the 6 digits of the county: 街道 001-099, 镇 100-199, 乡 200-399.
    """

    clause: ClassVar[str] = "code"
    key: ClassVar[str] = "codes"
    effect: ClassVar[str] = "warning"
    title: ClassVar[str] = "proposed codes by the official ranges, none used again"
    title_zh: ClassVar[str] = "代码建议（以省民政厅公布为准），停用代码不再使用"

    proposed: dict[str, str] = Field(default_factory=dict)
    retired: tuple[str, ...] = ()

    def complaints(self, territory: Territory) -> Iterator[Complaint]:
        """Yield codes for unknown townships."""
        yield from unknown_townships(territory, "proposed", list(self.proposed))
