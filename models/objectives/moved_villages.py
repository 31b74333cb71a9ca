"""Fewest villages whose unit changes (P2.prudent)."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

import numpy as np

from models.objectives.base import Objective, Parameters
from models.quantities import IntArray

if TYPE_CHECKING:
    from models.merge.problem import Problem


class MovedVillages(Objective):
    """Villages whose unit code differs from their township's code."""

    name: ClassVar[str] = "moved_villages"
    clause: ClassVar[str] = "P2.prudent"
    title: ClassVar[str] = "fewest villages whose unit changes"
    title_zh: ClassVar[str] = "变动村（居）最少"
    unit: ClassVar[str] = "villages"

    @classmethod
    def assigning(cls, problem: Problem, spec: Parameters | None = None) -> IntArray:
        """Cost a part its villages when it goes to another township's seat."""
        return problem.leaving(np.ones(len(problem.villages), dtype=np.int64))
