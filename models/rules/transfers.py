"""P2.transfers: single villages that leave a township which stays (村划转)."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from pydantic import Field

from models.rules.base import Rule

if TYPE_CHECKING:
    from models.merge.problem import Problem


class Transfers(Rule):
    """A township whose seat is kept loses at most `max_villages` of its villages.

    Speaks of mode `split`, in which none is lost where the rule is off. In `whole`
    no township is divided, and in `redraw` any village may go to any seat.
    """

    clause: ClassVar[str] = "P2.transfers"
    key: ClassVar[str] = "transfers"
    title: ClassVar[str] = "villages transferred out of a township that stays"
    title_zh: ClassVar[str] = "保留乡镇的村划转"
    opens: ClassVar[bool] = True

    max_villages: int = Field(ge=0)

    def restrict(self, problem: Problem) -> None:
        """Limit the villages that a surviving township may lose."""
        if problem.transfers is not None:
            problem.transfers = self.max_villages
