"""What is chosen from in a county, whatever the mode, and what its stages work on."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, Protocol, Self

from numpy.typing import NDArray

from models.merge.coupling import CouplingConstraint
from models.merge.expressions import LinearExpression, Row
from models.quantities import IntArray
from models.scenario import ObjectiveSpec
from optimizer.solve.clock import Clock
from optimizer.solve.results import StageResult

Chosen = tuple[IntArray, ...] | None
"""A solution of each county; None without a plan."""


class Measurable(Protocol):
    """What tells what a solution counts and costs."""

    @property
    def cost_names(self) -> Iterable[str]:
        """The objectives that a solution has a cost of."""

    def measure(self, sum_: LinearExpression, chosen: IntArray) -> int:
        """Return what a solution sums up to."""


class Subproblem(ABC):
    """A problem whose solutions are arrays: columns of a partition, or options of villages."""

    enumerable: bool
    """Whether the plans that coupling constraints tell apart are few enough to be listed."""

    @property
    @abstractmethod
    def cost_names(self) -> Iterable[str]:
        """The objectives that a solution has a cost of."""

    @abstractmethod
    def measure(self, sum_: LinearExpression, chosen: IntArray) -> int:
        """Return what a solution sums up to."""

    @abstractmethod
    def bounded(self, *rows: Row) -> Self:
        """Return the problem with more side rows."""

    @abstractmethod
    def accepts(self, chosen: IntArray) -> bool:
        """Return whether an array is a solution that keeps every rule and every side row."""

    @abstractmethod
    def contents(self) -> tuple[tuple[Row, ...], Iterable[NDArray[Any]]]:
        """Return the side rows, and the arrays that tell one problem from another."""

    @abstractmethod
    def floor(self, sum_: LinearExpression) -> int:
        """Return what a sum comes to at least, at first sight."""

    @abstractmethod
    def first_state(
        self, specs: Sequence[ObjectiveSpec], clock: Clock, start: IntArray | None
    ) -> StageState:
        """Return the state before the first stage; `start` is a known solution."""

    @abstractmethod
    def minimised(
        self, objective: LinearExpression, clock: Clock, start: IntArray | None = None
    ) -> StageResult:
        """Minimise one sum; a plan that is known is where it begins."""

    @abstractmethod
    def neighbours(
        self, chosen: IntArray, objective: LinearExpression, more: bool
    ) -> Iterator[IntArray]:
        """Yield what may be solutions of one unit more, or of one fewer, the cheapest first.

        One unit of a known solution is cut in two, or two are made one; who takes such an
        array asks whether it is accepted.
        """

    @abstractmethod
    def refreshed(self) -> Self:
        """Return the problem with the columns that were made on the way."""

    @property
    @abstractmethod
    def seen(self) -> Sequence[IntArray]:
        """Solutions that are known."""

    @property
    @abstractmethod
    def fallback(self) -> IntArray | None:
        """The county's part of the best plan of the whole territory that was known before."""

    @abstractmethod
    def units_range(self) -> tuple[int, int]:
        """Return the (fewest, most) units that the side rows allow, as far as they say so."""

    @property
    @abstractmethod
    def most_units(self) -> int:
        """An upper limit of the units."""

    @property
    @abstractmethod
    def complete(self) -> bool:
        """Whether everything that can be chosen is at hand."""

    @abstractmethod
    def made(self) -> Self:
        """Return the problem over what is at hand, and nothing else."""

    @abstractmethod
    def one_unit(self) -> tuple[Self, Self, IntArray] | None:
        """Return the problem, its part where the county is one unit, and the columns of that.

        None where no such part is to be had.
        """

    @abstractmethod
    def other_kinds(
        self, plan: IntArray, counts: Sequence[LinearExpression], clock: Clock
    ) -> IntArray | None:
        """Return a plan of the same units that keeps the side rows, of other kinds where need be.

        Parameters
        ----------
        counts
            What is to be low among such plans.
        """

    @abstractmethod
    def joined(
        self, others: Sequence[Self], ties: Sequence[CouplingConstraint]
    ) -> tuple[Self, Callable[[IntArray], tuple[IntArray, ...]]]:
        """Return the problem of this county and others, modelled alike, at once.

        Returns
        -------
        tuple
            The problem with ties as side rows, and what takes its solutions apart by county.
        """

    @abstractmethod
    def any_plan(
        self, others: Sequence[Self], ties: Sequence[CouplingConstraint], clock: Clock
    ) -> Chosen:
        """Return any plan of this county and others, modelled alike, for when the time is over."""

    @abstractmethod
    def peak_values(self, name: str) -> IntArray:
        """Return every value that a bottleneck can have."""

    @abstractmethod
    def peak(self, name: str, chosen: IntArray) -> int:
        """Return a bottleneck's value of a solution."""

    @abstractmethod
    def peak_floor(self, name: str) -> int:
        """Return what a bottleneck comes to at least."""

    @abstractmethod
    def below(self, name: str, value: int) -> Self:
        """Return the problem without what costs more than a value."""

    @abstractmethod
    def restored(self, name: str, value: int, chosen: IntArray) -> IntArray:
        """Return a solution of `below` as one of this problem."""


class StageState(Protocol):
    """The problem left after some stages, with the best solution that fits it."""

    @property
    def chosen(self) -> IntArray | None:
        """The best solution so far, in terms of the problem left."""

    @property
    def problem(self) -> Subproblem:
        """The problem left."""

    def minimise(self, objective: LinearExpression, clock: Clock) -> StageResult:
        """Solve one sum."""

    def bounded(self, *rows: Row) -> Self:
        """Return the state with more side rows."""

    def narrowed(self, stage: StageResult, row: Row | None) -> Self:
        """Keep what the stage leaves, and hold its value by a row."""

    def completed(self, spec: ObjectiveSpec, clock: Clock) -> Self:
        """Return the state made ready for an objective."""

    def answer(self) -> IntArray:
        """Return the best solution in terms of the problem as it was given."""
