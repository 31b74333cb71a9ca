"""What is chosen from in a county, and how a choice reads as a plan."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal, Protocol

import numpy as np

from models.merge.problem import Problem
from models.merge.whole import WholeModel
from models.plan import Plan
from models.quantities import IntArray
from optimizer.solve.branch_and_cut.heuristics.known_plans import nearest_plan
from optimizer.solve.branch_and_cut.problem import VillageProblem
from optimizer.solve.clock import Clock
from optimizer.solve.partition.problem import PartitionProblem
from optimizer.solve.partition.stage import Otherwise
from optimizer.solve.subproblem import Subproblem

NEAREST_SHARE = 5
"""The nearest plan to a given one gets one of so many parts of the time."""


class CountyModel(Protocol):
    """What is chosen from in a county, and how a choice reads as a plan."""

    @property
    def listed(self) -> bool:
        """Whether a choice is of candidate units, else of options of parts."""

    @property
    def problem(self) -> Problem:
        """The county's problem."""

    @property
    def choices(self) -> Subproblem:
        """What is chosen from."""

    @property
    def made(self) -> int | None:
        """Candidates that were made on demand; None where all are held."""

    @property
    def start(self) -> IntArray | None:
        """A choice to begin from; None where there is none, or the choices know it."""

    def assigned(self, chosen: IntArray) -> tuple[IntArray, IntArray]:
        """Return a choice as a plan of the county (see `WholeModel.assigned`)."""

    def tell(self, chosen: IntArray | None) -> None:
        """Tell of a choice that is known, where the model can remember it."""


@dataclass(frozen=True)
class WholeCounty:
    """A county in mode `whole` whose candidate units are listed.

    Attributes
    ----------
    start
        Candidates that are a plan, to begin from.
    otherwise
        Another way to the fewest units.
    """

    model: WholeModel
    start: IntArray | None = None
    otherwise: Otherwise | None = None
    listed: Literal[True] = True

    @property
    def problem(self) -> Problem:
        """The county's problem."""
        return self.model.problem

    @property
    def choices(self) -> PartitionProblem:
        """The candidate units."""
        return replace(PartitionProblem.of(self.model.partition), fewest_otherwise=self.otherwise)

    @property
    def made(self) -> int | None:
        """Candidates that were made on demand; None where all are held."""
        return None if self.model.complete else self.model.columns.size

    def assigned(self, chosen: IntArray) -> tuple[IntArray, IntArray]:
        """Return the chosen candidates as a plan of the county."""
        return self.model.assigned(chosen)

    def tell(self, chosen: IntArray | None) -> None:
        """Do nothing: candidate units remember no plan."""


@dataclass(frozen=True)
class VillageCounty:
    """A county whose parts are assigned to seats: in mode `whole` its townships."""

    problem: Problem
    choices: VillageProblem
    made: None = None
    listed: Literal[False] = False

    @property
    def start(self) -> IntArray | None:
        """A plan to begin from, of those that the model knows."""
        return next(iter(self.choices.seen), None)

    def assigned(self, chosen: IntArray) -> tuple[IntArray, IntArray]:
        """Return the options of the villages' units as a plan of the county."""
        options = self.problem.options
        kind = np.zeros(len(self.problem.townships), dtype=np.int64)
        kind[options.seat[chosen]] = options.kind[chosen]
        return options.seat[chosen][self.problem.part], kind

    def tell(self, chosen: IntArray | None) -> None:
        """Tell the model of a plan; it is used where it keeps the rules."""
        self.choices.known(chosen)

    def nearest(self, wanted: Plan, clock: Clock) -> IntArray | None:
        """Return a plan of the county that keeps the rules, near to one that does not."""
        return nearest_plan(self.choices, wanted, self.problem, clock.share(NEAREST_SHARE))
