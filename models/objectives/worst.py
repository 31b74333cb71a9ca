"""Shortest longest way to a seat (P3.access)."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

import numpy as np

from models.objectives.base import Objective, Parameters
from models.quantities import IntArray

if TYPE_CHECKING:
    from models.merge.problem import Problem


class Worst(Objective):
    """The largest distance of any village to the seat of its unit.

    A bottleneck: the value of a unit is that of its farthest part, the value of a
    plan that of its worst unit.
    """

    name: ClassVar[str] = "worst"
    coarse: ClassVar[bool] = True
    bottleneck: ClassVar[bool] = True
    clause: ClassVar[str] = "P3.access"
    title: ClassVar[str] = "least distance of the farthest village"
    title_zh: ClassVar[str] = "最远村（居）到驻地距离最短"
    unit: ClassVar[str] = "metres"

    @classmethod
    def assigning(cls, problem: Problem, spec: Parameters | None = None) -> IntArray:
        """Return the distance of the farthest village of each part to each seat."""
        farthest = np.zeros((problem.parts, len(problem.townships)), dtype=np.int64)
        np.maximum.at(farthest, problem.part, np.where(problem.reachable, problem.metres, 0))
        return farthest
