"""A weighted sum of other objectives, beside the lexicographic order."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

import numpy as np

from models.objectives.base import Objective, Parameters, nothing
from models.quantities import IntArray

if TYPE_CHECKING:
    from models.merge.problem import Problem


class Weighted(Objective):
    """Sum of weight x value over additive objectives, whole weights."""

    name: ClassVar[str] = "weighted"
    parameters: ClassVar[frozenset[str]] = frozenset({"weights"})
    clause: ClassVar[str] = "P2.prudent"
    title: ClassVar[str] = "least weighted sum of objectives"
    title_zh: ClassVar[str] = "多目标加权和最小"
    unit: ClassVar[str] = "weighted sum"

    @classmethod
    def opening(cls, problem: Problem, spec: Parameters | None = None) -> IntArray:
        """Add the weighted costs of units up."""
        total = np.zeros(len(problem.options), dtype=np.int64)
        for part, weight in spec.weighed() if spec else ():
            total = total + weight * part.opening(problem)
        return total

    @classmethod
    def assigning(cls, problem: Problem, spec: Parameters | None = None) -> IntArray:
        """Add the weighted costs of parts up."""
        total = nothing(problem)
        for part, weight in spec.weighed() if spec else ():
            total = total + weight * part.assigning(problem)
        return total
