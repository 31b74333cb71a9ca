"""Mode `whole`: candidate units of a county and their set partitioning problem."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np

from models.merge.candidate_costs import CandidateCosts
from models.merge.candidates import Candidates, enumerate_candidates
from models.merge.column_generator import ColumnGenerator
from models.merge.coupling import CouplingConstraint
from models.merge.dominance import undominated
from models.merge.duals import Stop
from models.merge.partition import Partition
from models.merge.problem import Problem
from models.merge.sizes import count_rows, sized
from models.merge.villages import VillageModel, village_model
from models.quantities import IntArray
from models.scenario import Scenario


@dataclass(frozen=True)
class WholeModel:
    """A county's candidates beside the partition that chooses among them."""

    problem: Problem
    columns: ColumnGenerator
    partition: Partition

    @property
    def complete(self) -> bool:
        """Whether all candidates are held, none is left to be made on demand."""
        return self.partition.source is None

    def assigned(self, chosen: IntArray) -> tuple[IntArray, IntArray]:
        """Return how some candidates read as a plan of the county.

        Returns
        -------
        tuple[IntArray, IntArray]
            Seat of each village's unit, shape (villages,), and kind after the plan of
            each seat that is kept (position in `KINDS`; 0 for others), shape (seats,).
        """
        units = self.columns.candidates.take(chosen)
        seat_of_part = np.zeros(self.problem.parts, dtype=np.int64)
        seat_of_part[units.members.indices] = np.repeat(units.seat, np.diff(units.members.indptr))
        kind = np.zeros(len(self.problem.townships), dtype=np.int64)
        kind[units.seat] = self.problem.options.kind[units.option]
        return seat_of_part[self.problem.part], kind

    def columns_of(self, units: Iterable[tuple[IntArray, int]]) -> IntArray | None:
        """Return the candidates that are a plan, each a unit's parts and its option.

        Where an option was dropped another one of the same parts is taken. None where a unit
        is no candidate, or the county's own ties are broken.
        """
        candidates = self.columns.candidates
        sizes, chosen = np.diff(candidates.members.indptr), []
        for parts, option in units:
            inside = np.zeros(self.problem.parts, dtype=np.int64)
            inside[parts] = 1
            equal = (sizes == len(parts)) & (candidates.members @ inside == len(parts))
            same = np.nonzero(equal)[0]
            if not len(same):
                return None
            like = same[candidates.option[same] == option]
            chosen.append(int(like[0] if len(like) else same[0]))
        columns = np.sort(np.array(chosen, dtype=np.int64))
        return columns if self.partition.accepts(columns) else None

    def including(self, units: Iterable[tuple[IntArray, int]]) -> WholeModel:
        """Return the model with some units among its candidates, where not all are held."""
        if self.complete:
            return self
        self.columns.include(units)
        return replace(self, partition=self.columns.refresh(self.partition))

    def assign(self, chosen: IntArray, unit: IntArray, kind: IntArray) -> None:
        """Write the chosen candidates into a plan's arrays (see `Problem.write`)."""
        self.problem.write(self.assigned(chosen), unit, kind)


def whole_model(
    problem: Problem,
    scenario: Scenario,
    ties: Iterable[CouplingConstraint],
    budget: int,
    every_seat: bool = False,
    stop: Stop | None = None,
) -> WholeModel:
    """Enumerate the candidates of a county and set up their partition.

    Parameters
    ----------
    ties
        All ties of the scenario; those of this county alone become side rows.
    budget
        The most candidate sets that may be held in memory; where there are more,
        the partition makes them on demand.
    every_seat
        Keep also the seats of a set that the objectives would never choose; where that is
        more than the budget, only those that they would choose, as an incomplete model.
    stop
        Says when the time is over; candidates that were not listed by then are made on demand.
    """
    ties = tuple(ties)
    problem = sized(problem, ties)
    pricing = CandidateCosts(problem, scenario, ties)

    def reduce(batch: Candidates) -> IntArray:
        return undominated(
            batch,
            pricing.urban[batch.option],
            pricing.costs(batch),
            scenario.objectives,
            pricing.urban_counts,
            pricing.tied_costs,
        )

    candidates = enumerate_candidates(
        problem, budget, None if every_seat else reduce, stop, by_seat=every_seat
    )
    if every_seat and not candidates.complete and not (stop is not None and stop.over):
        candidates = replace(enumerate_candidates(problem, budget, reduce, stop), complete=False)
    columns = ColumnGenerator(pricing, candidates)
    partition = pricing.partition(candidates).bounded(*count_rows(problem, ties))
    if not candidates.complete:
        partition = replace(partition, source=columns)
    return WholeModel(problem, columns, partition)


def seats_model(
    problem: Problem, scenario: Scenario, ties: Iterable[CouplingConstraint]
) -> VillageModel:
    """Set up the assignment of a county's townships to seats, with what follows of sizes.

    The same plans as those of `whole_model`, in as many columns as there are pairs of a
    township and a seat: for counties whose units hold many townships.
    """
    ties = tuple(ties)
    model = village_model(sized(problem, ties), scenario, ties)
    return model.bounded(*count_rows(problem, ties))
