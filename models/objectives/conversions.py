"""Fewest conversions (P2.prudent)."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from models.objectives.base import Objective, Parameters, nothing
from models.quantities import IntArray

if TYPE_CHECKING:
    from models.merge.problem import Problem


class Conversions(Objective):
    """Units whose kind is not that of the township whose seat they keep."""

    name: ClassVar[str] = "conversions"
    coarse: ClassVar[bool] = True
    clause: ClassVar[str] = "P2.prudent"
    title: ClassVar[str] = "fewest units that change their kind"
    title_zh: ClassVar[str] = "改设单位最少"
    unit: ClassVar[str] = "units"

    @classmethod
    def opening(cls, problem: Problem, spec: Parameters | None = None) -> IntArray:
        """Cost one for each unit that changes its kind."""
        return problem.options.converted

    @classmethod
    def assigning(cls, problem: Problem, spec: Parameters | None = None) -> IntArray:
        """Cost nothing for a part."""
        return nothing(problem)
