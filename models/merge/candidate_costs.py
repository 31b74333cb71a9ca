"""What candidates of a county cost and count."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from models.merge.candidates import Candidates
from models.merge.coupling import CouplingConstraint
from models.merge.partition import Partition
from models.merge.problem import Problem
from models.objectives import OBJECTIVES
from models.quantities import IntArray
from models.scenario import ObjectiveSpec, Scenario


@dataclass(frozen=True)
class CandidateCosts:
    """What candidates of a county cost and count."""

    problem: Problem
    scenario: Scenario
    ties: tuple[CouplingConstraint, ...]

    @property
    def urban(self) -> IntArray:
        """1 for the options that make towns and subdistricts."""
        return self.problem.options.urban

    @property
    def urban_counts(self) -> bool:
        """Whether a rule or an objective asks for towns and subdistricts."""
        asked = any(spec.objective.ratio for spec in self.scenario.objectives)
        return asked or any(tie.per_urban for tie in self.ties)

    @property
    def tied_costs(self) -> tuple[str, ...]:
        """Costs that some tie adds up, or that are bottlenecks: dominance keeps every value."""
        tied = {name for tie in self.ties for name, _ in tie.per_cost}
        peaks = {s.name for s in self.scenario.objectives if s.objective.bottleneck}
        return tuple(sorted(tied | peaks))

    @cached_property
    def cost_tables(self) -> dict[str, tuple[IntArray, IntArray]]:
        """(opening, assigning) costs by objective, units and those that ties ask for too."""
        specs = {spec.name: spec for spec in self.scenario.objectives}
        besides = ("units", *self.tied_costs)
        specs |= {n: ObjectiveSpec(name=n) for n in besides if n not in specs}
        return {
            name: (spec.opening(self.problem), spec.assigning(self.problem))
            for name, spec in specs.items()
        }

    def costs(self, candidates: Candidates) -> dict[str, IntArray]:
        """Return the cost of each candidate by objective."""
        return {
            name: candidates.peak(table[1])
            if OBJECTIVES[name].bottleneck
            else candidates.cost(*table)
            for name, table in self.cost_tables.items()
        }

    def partition(self, candidates: Candidates) -> Partition:
        """Return the set partitioning problem over candidates, with the county's own ties."""
        county = self.problem.county
        rows = tuple(tie.row() for tie in self.ties if tie.counties == {county})
        return Partition(
            candidates.members,
            np.ones(len(candidates), dtype=np.int64),
            self.urban[candidates.option],
            np.full(len(candidates), county, dtype=np.int64),
            self.costs(candidates),
            rows,
        )
