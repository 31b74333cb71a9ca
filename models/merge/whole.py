"""Mode `whole`: candidate units of a county and their set partitioning problem."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from models.merge.candidates import Candidates, enumerate_candidates
from models.merge.dominance import undominated
from models.merge.partition import Partition, Row
from models.merge.problem import Problem, whole_problem
from models.merge.ties import Tie
from models.quantities import IntArray
from models.scenario import Scenario
from models.territory import Territory


@dataclass(frozen=True)
class WholeModel:
    """A county's candidates beside the partition that chooses among them."""

    problem: Problem
    candidates: Candidates
    partition: Partition

    def assign(self, chosen: IntArray, unit: IntArray) -> None:
        """Write the chosen candidates into `unit` (township of each village's unit)."""
        units = self.candidates.take(chosen)
        seat_of_part = np.zeros(self.problem.parts, dtype=np.int64)
        seat_of_part[units.members.indices] = np.repeat(units.seat, np.diff(units.members.indptr))
        unit[self.problem.villages] = self.problem.townships[seat_of_part[self.problem.part]]


def restricted_problem(territory: Territory, scenario: Scenario, county: int) -> Problem:
    """Return a county's problem with every active rule applied."""
    problem = whole_problem(territory, county)
    for rule in scenario.active_rules():
        rule.restrict(problem)
    return problem


def all_ties(territory: Territory, scenario: Scenario) -> list[Tie]:
    """Return the ties of every active rule."""
    return [tie for rule in scenario.active_rules() for tie in rule.ties(territory)]


def whole_model(
    problem: Problem, scenario: Scenario, ties: Iterable[Tie], budget: int
) -> WholeModel:
    """Enumerate the candidates of a county and set up their partition.

    Parameters
    ----------
    ties
        All ties of the scenario; those of this county alone become side rows.
    budget
        The most candidate sets that may be held in memory.

    Raises
    ------
    TooManyCandidatesError
        When there are more.
    """
    pricing = Pricing(problem, scenario, tuple(ties))

    def reduce(batch: Candidates) -> IntArray:
        return undominated(
            batch,
            pricing.urban[batch.seat],
            pricing.costs(batch),
            scenario.objectives,
            pricing.urban_counts,
        )

    candidates = enumerate_candidates(problem, budget, reduce)
    return WholeModel(problem, candidates, pricing.partition(candidates))


@dataclass(frozen=True)
class Pricing:
    """What candidates of a county cost and count."""

    problem: Problem
    scenario: Scenario
    ties: tuple[Tie, ...]

    @property
    def urban(self) -> IntArray:
        """1 for the seats of towns and subdistricts."""
        return self.problem.territory.urban[self.problem.townships]

    @property
    def urban_counts(self) -> bool:
        """Whether a rule or an objective asks for towns and subdistricts."""
        asked = any(spec.objective.ratio for spec in self.scenario.objectives)
        return asked or any(tie.per_urban for tie in self.ties)

    def costs(self, candidates: Candidates) -> dict[str, IntArray]:
        """Return the cost of each candidate by objective."""
        return {
            spec.name: candidates.cost(
                spec.objective.opening(self.problem), spec.objective.assigning(self.problem)
            )
            for spec in self.scenario.objectives
        }

    def partition(self, candidates: Candidates) -> Partition:
        """Return the set partitioning problem over candidates, with the county's own ties."""
        units = np.ones(len(candidates), dtype=np.int64)
        urban = self.urban[candidates.seat]
        rows = tuple(
            Row(tie.per_unit * units + tie.per_urban * urban, tie.low, tie.high)
            for tie in self.ties
            if tie.counties == {self.problem.county}
        )
        return Partition(candidates.members, units, urban, self.costs(candidates), rows)
