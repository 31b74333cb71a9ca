"""Fewest people whose unit changes (P2.prudent)."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from models.objectives.base import Objective
from models.quantities import IntArray

if TYPE_CHECKING:
    from models.merge.problem import Problem


class Disruption(Objective):
    """People of villages whose unit code differs from their township's code."""

    name: ClassVar[str] = "disruption"
    unit: ClassVar[str] = "persons"

    @classmethod
    def assigning(cls, problem: Problem) -> IntArray:
        """Cost a part its people when it goes to another township's seat."""
        return problem.moved()
