"""Pairs of townships, as the rules `together` and `apart` take them; `together` of villages too."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, ClassVar

import numpy as np
from pydantic import Field

from models.merge.problem import Problem
from models.quantities import IntArray
from models.rules.base import Complaint, Rule, unknown_townships

if TYPE_CHECKING:
    from models.territory import Territory

Pair = Annotated[tuple[str, str], Field(description="two township codes")]


def _positions(territory: Territory, pairs: tuple[Pair, ...]) -> Iterator[tuple[int, int]]:
    for a, b in pairs:
        yield territory.township_codes[a], territory.township_codes[b]


def villages_of(territory: Territory, code: str) -> IntArray:
    """Return the villages that a code means: those of a township, else the village itself.

    Raises
    ------
    KeyError
        When it is neither.
    """
    township = territory.township_codes.get(code)
    if township is None:
        return np.array([territory.village_codes[code]], dtype=np.int64)
    return np.nonzero(territory.villages.township == township)[0]


def _complaints(territory: Territory, pairs: tuple[Pair, ...]) -> Iterator[Complaint]:
    yield from unknown_townships(territory, "pairs", [code for pair in pairs for code in pair])
    for a, b in pairs:
        if a == b:
            yield Complaint("repeated", "pairs", a)


class Together(Rule):
    """All villages of both of a pair are in one unit.

    Each of both is a township or a village, by its code.
    """

    clause: ClassVar[str] = "P2.cohesion"
    key: ClassVar[str] = "together"
    title: ClassVar[str] = "townships and villages to be kept together"
    title_zh: ClassVar[str] = "须整体归并"
    shorthand: ClassVar[str] = "pairs"

    pairs: tuple[Pair, ...]

    def complaints(self, territory: Territory) -> Iterator[Complaint]:
        """Yield what is neither township nor village, and pairs of one."""
        for pair in self.pairs:
            for code in pair:
                if code not in territory.township_codes and code not in territory.village_codes:
                    yield Complaint("unknown-part", "pairs", code)
            if pair[0] == pair[1]:
                yield Complaint("repeated", "pairs", pair[0])

    def restrict(self, problem: Problem) -> None:
        """Put both in one unit; a pair across counties leaves no seat for either."""
        for pair in self.pairs:
            held = [villages_of(problem.territory, code) for code in pair]
            parts = [problem.parts_with(villages) for villages in held]
            if all(map(len, parts)):
                problem.keep_together(*parts)
            else:
                problem.allowed[np.concatenate(parts)] = False


class Apart(Rule):
    """No unit holds villages of both townships of a pair."""

    clause: ClassVar[str] = "P2.cohesion"
    key: ClassVar[str] = "apart"
    title: ClassVar[str] = "townships to be kept apart"
    title_zh: ClassVar[str] = "不得并在一起"
    shorthand: ClassVar[str] = "pairs"

    pairs: tuple[Pair, ...]

    def complaints(self, territory: Territory) -> Iterator[Complaint]:
        """Yield unknown townships and pairs of one township."""
        yield from _complaints(territory, self.pairs)

    def restrict(self, problem: Problem) -> None:
        """Keep the parts of both from sharing a unit."""
        for a, b in _positions(problem.territory, self.pairs):
            parts_a: IntArray = problem.parts_of(a)
            parts_b: IntArray = problem.parts_of(b)
            if len(parts_a) and len(parts_b):
                problem.apart.append((parts_a, parts_b))
