"""P2.prudent: change as little as needed (稳妥审慎)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar, Literal

from pydantic import Field

from models.merge.coupling import CouplingConstraint
from models.rules.base import Rule

if TYPE_CHECKING:
    from models.territory import Territory


class Prudent(Rule):
    """At most so many people, and villages, whose unit changes.

    For the whole territory, or with `scope = "county"` in each county.
    """

    clause: ClassVar[str] = "P2.prudent"
    key: ClassVar[str] = "prudent"
    title: ClassVar[str] = "people and villages whose unit changes"
    title_zh: ClassVar[str] = "稳妥审慎：变动的人口和村（居）"

    max_people: int | None = Field(default=None, ge=0)
    max_villages: int | None = Field(default=None, ge=0)
    scope: Literal["city", "county"] = "city"

    def groups(self, territory: Territory) -> list[frozenset[int]]:
        """Return the counties that are counted together."""
        each = range(len(territory.counties))
        return [frozenset(each)] if self.scope == "city" else [frozenset([c]) for c in each]

    def ties(self, territory: Territory) -> Iterator[CouplingConstraint]:
        """Yield the most people and the most villages."""
        limits = (("disruption", self.max_people), ("moved_villages", self.max_villages))
        for counties in self.groups(territory):
            for name, most in limits:
                if most is not None:
                    yield CouplingConstraint(
                        self.clause, counties, 0, per_cost=((name, 1),), high=most
                    )
