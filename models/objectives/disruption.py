"""Fewest people whose unit changes (P2.prudent)."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from models.objectives.base import Objective, Parameters
from models.quantities import IntArray

if TYPE_CHECKING:
    from models.merge.problem import Problem


class Disruption(Objective):
    """People of villages whose unit code differs from their township's code."""

    name: ClassVar[str] = "disruption"
    clause: ClassVar[str] = "P2.prudent"
    title: ClassVar[str] = "fewest people whose unit changes"
    title_zh: ClassVar[str] = "变动人口最少"
    unit: ClassVar[str] = "persons"

    @classmethod
    def assigning(cls, problem: Problem, spec: Parameters | None = None) -> IntArray:
        """Cost a part its people when it goes to another township's seat."""
        return problem.moved()
