"""Mergers along economic and cultural ties (P2.cohesion)."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

import numpy as np

from models.objectives.base import Objective, Parameters
from models.quantities import IntArray

if TYPE_CHECKING:
    from models.merge.problem import Problem


class Affinity(Objective):
    """Sum over the villages whose unit changes of people x (W - w).

    w is the weight in affinity.csv between the village's township and the township
    whose seat its unit keeps (0 where there is none), W the largest weight.
    """

    name: ClassVar[str] = "affinity"
    clause: ClassVar[str] = "P2.cohesion"
    title: ClassVar[str] = "people joined along ties between townships"
    title_zh: ClassVar[str] = "按经济文化联系归并"
    unit: ClassVar[str] = "persons x weight forgone"

    @classmethod
    def assigning(cls, problem: Problem, spec: Parameters | None = None) -> IntArray:
        """Cost a part its people x the weight that its move forgoes."""
        weights = problem.territory.affinity
        most = problem.territory.strongest
        townships = problem.townships.tolist()
        table = [[weights.get((min(a, b), max(a, b)), 0) for b in townships] for a in townships]
        forgone = most - np.array(table, dtype=np.int64).reshape(len(townships), -1)
        return problem.moved() * forgone[problem.home]
