"""P2.count: townships that are to be dissolved, as somebody has decided."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar

import numpy as np
from pydantic import Field

from models.merge.problem import Problem
from models.rules.base import Complaint, Rule, unknown_townships

if TYPE_CHECKING:
    from models.territory import Territory


class Dissolve(Rule):
    """No unit keeps the seat of these townships; where their villages go is left open."""

    clause: ClassVar[str] = "P2.count"
    key: ClassVar[str] = "dissolve"
    title: ClassVar[str] = "townships to be dissolved"
    title_zh: ClassVar[str] = "须撤销的乡镇"
    shorthand: ClassVar[str] = "townships"

    townships: tuple[str, ...] = Field(min_length=1)

    def complaints(self, territory: Territory) -> Iterator[Complaint]:
        """Yield unknown townships."""
        yield from unknown_townships(territory, "townships", list(self.townships))

    def restrict(self, problem: Problem) -> None:
        """Close the seats of these townships to everybody."""
        townships = problem.territory.townships
        wanted = [
            not townships[t].new and townships[t].code in self.townships for t in problem.townships
        ]
        problem.allowed[:, np.array(wanted, dtype=bool)] = False
