"""What every objective is: a name, a unit of account, and its costs.

Additive objectives cost something for each unit, by its option, and for each part
that goes to a seat; a plan's value is the sum, to be made small. `share` is a
fraction and has costs of its own kind (see `models.objectives.share`).
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, ClassVar

import numpy as np

from models.quantities import IntArray

if TYPE_CHECKING:
    from models.merge.problem import Problem


class Objective(ABC):
    """An objective of a plan.

    Attributes
    ----------
    name
        Its name in a scenario.
    unit
        What its value counts.
    coarse
        Whether many units are alike to it, as all are to a count.
    ratio
        Whether it is a fraction to be made large rather than a sum to be made small.
    """

    name: ClassVar[str]
    unit: ClassVar[str]
    coarse: ClassVar[bool] = False
    ratio: ClassVar[bool] = False

    @classmethod
    def opening(cls, problem: Problem) -> IntArray:
        """Return the cost of a unit of each option, shape (options,)."""
        return np.zeros(len(problem.options), dtype=np.int64)

    @classmethod
    @abstractmethod
    def assigning(cls, problem: Problem) -> IntArray:
        """Return the cost of each part at each seat, shape (parts, seats)."""


def nothing(problem: Problem) -> IntArray:
    """Return zero cost for every part at every seat."""
    return np.zeros((problem.parts, len(problem.townships)), dtype=np.int64)
