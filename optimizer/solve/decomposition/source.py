"""Where the subproblems of the counties come from: at hand, or made when they are asked for."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from optimizer.solve.results import ObjectiveResult
from optimizer.solve.subproblem import Subproblem


class SubproblemSource(ABC):
    """The counties' subproblems; to ask for one may take the time to make its model."""

    @property
    @abstractmethod
    def count(self) -> int:
        """Number of counties."""

    @property
    def held(self) -> bool:
        """Whether all subproblems are at hand, so that to ask for them takes no time."""
        return True

    @abstractmethod
    def subproblem(self, county: int) -> Subproblem:
        """Return what is chosen from in a county."""

    @abstractmethod
    def looked_into(self, found: Mapping[int, ObjectiveResult | None]) -> None:
        """Be told which counties a search over all of them has open, and what of each if known."""

    def subproblems(self) -> list[Subproblem]:
        """Return what is chosen from in every county."""
        return [self.subproblem(county) for county in range(self.count)]


@dataclass(frozen=True)
class Listed(SubproblemSource):
    """Subproblems at hand."""

    every: tuple[Subproblem, ...]

    @classmethod
    def of(cls, every: Iterable[Subproblem]) -> Listed:
        """Return some subproblems, one for each county, as a source."""
        return cls(tuple(every))

    @property
    def count(self) -> int:
        """Number of counties."""
        return len(self.every)

    def subproblem(self, county: int) -> Subproblem:
        """Return what is chosen from in a county."""
        return self.every[county]

    def looked_into(self, found: Mapping[int, ObjectiveResult | None]) -> None:
        """Do nothing: nobody asks subproblems at hand which of them are open."""
