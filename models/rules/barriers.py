"""P2.cohesion: barriers (ridge, river, expressway) that contiguity may not cross."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from models.merge.problem import Problem
from models.quantities import IntArray
from models.rules.base import Rule

if TYPE_CHECKING:
    from models.territory import Territory


class Barriers(Rule):
    """Pairs of barriers.csv do not count as contiguous.

    Pairs within one township do not count as barriers: it lies on both sides already.
    """

    clause: ClassVar[str] = "P2.cohesion"
    key: ClassVar[str] = "barriers"
    title: ClassVar[str] = "no unit is joined across a barrier"
    title_zh: ClassVar[str] = "不跨山脊、河流、高速等阻隔"

    needs_data: ClassVar[bool] = True

    @classmethod
    def lacking(cls, territory: Territory) -> tuple[str, str]:
        """Say that there is no table of barriers."""
        if len(territory.barriers):
            return "", ""
        return "no barriers.csv", "没有 barriers.csv"

    @staticmethod
    def pairs(territory: Territory) -> IntArray:
        """Return the pairs between villages of different townships, shape (pairs, 2)."""
        return _crossing(territory, territory.barriers)

    def restrict(self, problem: Problem) -> None:
        """Take the pairs out of the contiguity of the county."""
        territory = problem.territory
        problem.barriers = _crossing(territory, territory.barriers_in(problem.county))


def _crossing(territory: Territory, pairs: IntArray) -> IntArray:
    """Return the pairs between villages of different townships."""
    township = territory.villages.township[pairs]
    crossing: IntArray = pairs[township[:, 0] != township[:, 1]]
    return crossing
