"""Least travel of the people to their seats (P3.access)."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from models.objectives.base import Objective
from models.quantities import IntArray

if TYPE_CHECKING:
    from models.merge.problem import Problem


class TravelToSeat(Objective):
    """Sum over villages of people x distance to the seat of their unit."""

    name: ClassVar[str] = "travel"
    unit: ClassVar[str] = "person-metres"

    @classmethod
    def assigning(cls, problem: Problem) -> IntArray:
        """Cost a part its person-metres to the seat."""
        return problem.travel()
