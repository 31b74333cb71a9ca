"""Least travel of the people to their seats (P3.access)."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from models.objectives.base import Objective, Parameters
from models.quantities import IntArray

if TYPE_CHECKING:
    from models.merge.problem import Problem


class TravelToSeat(Objective):
    """Sum over villages of people x distance to the seat of their unit."""

    name: ClassVar[str] = "travel"
    clause: ClassVar[str] = "P3.access"
    title: ClassVar[str] = "least people x distance to the seat"
    title_zh: ClassVar[str] = "群众到驻地总里程最小"
    unit: ClassVar[str] = "person-metres"

    @classmethod
    def assigning(cls, problem: Problem, spec: Parameters | None = None) -> IntArray:
        """Cost a part its person-metres to the seat."""
        return problem.travel()
