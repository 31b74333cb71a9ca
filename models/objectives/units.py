"""Fewest units (P2.count)."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

import numpy as np

from models.objectives.base import Objective, Parameters, nothing
from models.quantities import IntArray

if TYPE_CHECKING:
    from models.merge.problem import Problem


class Units(Objective):
    """The number of units after the plan."""

    name: ClassVar[str] = "units"
    coarse: ClassVar[bool] = True
    clause: ClassVar[str] = "P2.count"
    title: ClassVar[str] = "fewest units"
    title_zh: ClassVar[str] = "乡级行政区数最少"
    unit: ClassVar[str] = "units"

    @classmethod
    def opening(cls, problem: Problem, spec: Parameters | None = None) -> IntArray:
        """Cost one for each unit."""
        return np.ones(len(problem.options), dtype=np.int64)

    @classmethod
    def assigning(cls, problem: Problem, spec: Parameters | None = None) -> IntArray:
        """Cost nothing for a part."""
        return nothing(problem)
