"""What candidates of a county cost and count."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from models.merge.candidates import Candidates
from models.merge.partition import Partition
from models.merge.problem import Problem
from models.merge.ties import Tie
from models.quantities import IntArray
from models.scenario import Scenario


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

    @cached_property
    def cost_tables(self) -> dict[str, tuple[IntArray, IntArray]]:
        """(opening, assigning) costs by objective."""
        return {
            spec.name: (
                spec.objective.opening(self.problem),
                spec.objective.assigning(self.problem),
            )
            for spec in self.scenario.objectives
        }

    def costs(self, candidates: Candidates) -> dict[str, IntArray]:
        """Return the cost of each candidate by objective."""
        return {name: candidates.cost(*table) for name, table in self.cost_tables.items()}

    def partition(self, candidates: Candidates) -> Partition:
        """Return the set partitioning problem over candidates, with the county's own ties."""
        county = self.problem.county
        rows = tuple(tie.row() for tie in self.ties if tie.counties == {county})
        return Partition(
            candidates.members,
            np.ones(len(candidates), dtype=np.int64),
            self.urban[candidates.seat],
            np.full(len(candidates), county, dtype=np.int64),
            self.costs(candidates),
            rows,
        )
