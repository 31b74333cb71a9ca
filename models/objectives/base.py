"""What every objective is: a name, a unit of account, and its costs.

Additive objectives cost something for each unit, by its option, and for each part
that goes to a seat; a plan's value is the sum, to be made small. `share` is a
fraction and has costs of its own kind (see `models.objectives.share`).
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar, Protocol

import numpy as np

from models.quantities import IntArray

if TYPE_CHECKING:
    from models.merge.problem import Problem


class Parameters(Protocol):
    """What an entry of `[[objectives]]` may say besides name and tolerance."""

    @property
    def added_km(self) -> float:
        """Added way above which a village is worse off."""

    @property
    def flags(self) -> tuple[str, ...]:
        """Flags of preferred absorbers."""

    def weighed(self) -> Iterator[tuple[Costs, int]]:
        """Yield (objective, weight) of a weighted sum."""


class Costs(Protocol):
    """What gives costs to a problem."""

    def opening(self, problem: Problem) -> IntArray:
        """Return the cost of a unit of each option, shape (options,)."""

    def assigning(self, problem: Problem) -> IntArray:
        """Return the cost of each part at each seat, shape (parts, seats)."""


class Objective(ABC):
    """An objective of a plan.

    Attributes
    ----------
    name
        Its name in a scenario.
    clause
        The clause of the notice that it serves.
    title, title_zh
        One line for reports.
    unit
        What its value counts.
    coarse
        Whether many units are alike to it, as all are to a count.
    ratio
        Whether it is a fraction to be made large rather than a sum to be made small.
    bottleneck
        Whether a plan's value is the largest of its parts' costs rather than their sum.
    needs_points
        Whether it needs lon, lat of every village.
    parameters
        The keys that an entry of `[[objectives]]` may give besides name and tolerance.
    """

    name: ClassVar[str]
    clause: ClassVar[str]
    title: ClassVar[str]
    title_zh: ClassVar[str]
    unit: ClassVar[str]
    coarse: ClassVar[bool] = False
    ratio: ClassVar[bool] = False
    bottleneck: ClassVar[bool] = False
    needs_points: ClassVar[bool] = False
    parameters: ClassVar[frozenset[str]] = frozenset()

    @classmethod
    def opening(cls, problem: Problem, spec: Parameters | None = None) -> IntArray:
        """Return the cost of a unit of each option, shape (options,)."""
        return np.zeros(len(problem.options), dtype=np.int64)

    @classmethod
    @abstractmethod
    def assigning(cls, problem: Problem, spec: Parameters | None = None) -> IntArray:
        """Return the cost of each part at each seat, shape (parts, seats)."""


def nothing(problem: Problem) -> IntArray:
    """Return zero cost for every part at every seat."""
    return np.zeros((problem.parts, len(problem.townships)), dtype=np.int64)
