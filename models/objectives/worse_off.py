"""Fewest people who are farther from their seat than before (P3.burden)."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

import numpy as np

from models.objectives.base import Objective, Parameters
from models.quantities import METRES_PER_KM, IntArray, at_most

if TYPE_CHECKING:
    from models.merge.problem import Problem


class WorseOff(Objective):
    """People of villages whose way to the seat grows by more than `added_km`."""

    name: ClassVar[str] = "worse_off"
    parameters: ClassVar[frozenset[str]] = frozenset({"added_km"})
    clause: ClassVar[str] = "P3.burden"
    title: ClassVar[str] = "fewest people farther from their seat"
    title_zh: ClassVar[str] = "距驻地增加的人口最少"
    unit: ClassVar[str] = "persons"

    @classmethod
    def assigning(cls, problem: Problem, spec: Parameters | None = None) -> IntArray:
        """Cost a part the people of its villages that are worse off at a seat."""
        metres = np.where(problem.reachable, problem.metres, 0)
        own = metres[np.arange(len(problem.villages)), problem.home_of_village]
        most = at_most(spec.added_km if spec else 0.0, METRES_PER_KM)
        worse = metres - own[:, None] > most
        return problem.by_part(problem.population[:, None] * worse)
