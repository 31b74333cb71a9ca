"""Most people joined to preferred absorbers (P4.protected)."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

import numpy as np

from models.objectives.base import Objective, Parameters
from models.quantities import IntArray

if TYPE_CHECKING:
    from models.merge.problem import Problem

PREFERRED = ("county_seat", "key_town")


class Strengthen(Objective):
    """People who are not joined to a preferred absorber; the fewer, the more are.

    Preferred are the units that keep the seat of a township with one of `flags`.
    A village is joined when its unit changes.
    """

    name: ClassVar[str] = "strengthen"
    parameters: ClassVar[frozenset[str]] = frozenset({"flags"})
    clause: ClassVar[str] = "P4.protected"
    title: ClassVar[str] = "most people joined to county seats and key towns"
    title_zh: ClassVar[str] = "并入县城所在地镇、重点镇的人口最多"
    unit: ClassVar[str] = "persons not joined to a preferred absorber"

    @classmethod
    def assigning(cls, problem: Problem, spec: Parameters | None = None) -> IntArray:
        """Cost a part its people but where it is joined to a preferred absorber."""
        flags = set(spec.flags if spec else PREFERRED)
        townships = [problem.territory.townships[t] for t in problem.townships]
        preferred = np.array([bool(t.flags & flags) for t in townships], dtype=bool)
        people = problem.by_part(problem.population)[:, None]
        cost: IntArray = people - problem.moved() * preferred
        return cost
