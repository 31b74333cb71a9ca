"""Names of units: proposed, with duplicates and forbidden forms pointed out (地名管理条例)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar

from pydantic import Field

from models.rules.base import Complaint, Rule, unknown_townships

if TYPE_CHECKING:
    from models.territory import Territory


class Names(Rule):
    """A unit is named after the township whose seat it keeps, or as proposed.

    Warned of, not refused: names that two units have or that are taken elsewhere in
    the province, and names that hold a forbidden word (persons, companies, brands:
    the user's list). Nobody but the authorities names a unit.
    """

    clause: ClassVar[str] = "name"
    key: ClassVar[str] = "names"
    effect: ClassVar[str] = "warning"
    title: ClassVar[str] = "names: no duplicates, no forbidden forms (warned, not refused)"
    title_zh: ClassVar[str] = "名称：不重名、不用禁用字词（提示，不否决）"

    proposed: dict[str, str] = Field(default_factory=dict)
    taken: tuple[str, ...] = ()
    forbidden: tuple[str, ...] = ()

    def complaints(self, territory: Territory) -> Iterator[Complaint]:
        """Yield names for unknown townships."""
        yield from unknown_townships(territory, "proposed", list(self.proposed))
