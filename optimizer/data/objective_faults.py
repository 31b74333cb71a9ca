"""What a scenario's objectives ask of the data: points of the villages, and sums within 64 bits."""

from __future__ import annotations

import numpy as np

from models.merge.problem import village_problem
from models.objectives.inertia import MOST, most_inertia
from models.quantities import NO_LIMIT
from models.scenario import ObjectiveSpec, Scenario
from models.territory import Territory
from optimizer.data.faults import Findings

_ROUND_THE_EARTH_M = 40_000_000
"""No way is longer; what fits with it needs no closer look."""


def check_points(scenario: Scenario, territory: Territory, file: str, findings: Findings) -> None:
    """Note every objective that needs points where villages have none, or far too distant ones."""
    villages = territory.villages
    unknown = np.nonzero(np.isnan(villages.lon) | np.isnan(villages.lat))[0]
    for at, spec in enumerate(scenario.objectives, 1):
        where = (file, 0, f"objectives[{at}].name", spec.name)
        if not spec.needs_points:
            continue
        if len(unknown):
            first = villages.codes[unknown[0]]
            table = scenario.territory.villages
            findings.add("E514", *where, count=len(unknown), first=first, table=table)
        elif not any(findings.errors) and most_inertia(territory) > MOST:
            findings.add("E515", *where, table=scenario.territory.villages)


def check_reach(scenario: Scenario, territory: Territory, file: str, findings: Findings) -> None:
    """Note every weighted sum that some plan may bring beyond 64 bits.

    A weight is one number for all counties, so nothing can be divided out but a common
    divisor, which changes no plan.
    """
    if any(findings.errors):
        return
    for at, spec in enumerate(scenario.objectives, 1):
        if _roughly(spec, territory) > NO_LIMIT and _exactly(spec, territory) > NO_LIMIT:
            where = (file, 0, f"objectives[{at}].{'weights' if spec.weights else 'name'}")
            findings.add("E519", *where, spec.name, what=spec.name)


def _roughly(spec: ObjectiveSpec, territory: Territory) -> int:
    people = int(territory.villages.population.sum())
    each = people * max(_ROUND_THE_EARTH_M, territory.strongest)
    return max(1, sum(weight for _, weight in spec.weighed())) * each


def _exactly(spec: ObjectiveSpec, territory: Territory) -> int:
    """Return what no plan's value passes, as a whole number of any size."""
    parts = [*spec.weighed()] or [(spec, 1)]
    total = 0
    for county in range(len(territory.counties)):
        problem = village_problem(territory, county)
        for part, weight in parts:
            if not (part.objective.ratio or part.objective.bottleneck):
                dearest = np.abs(part.assigning(problem)).max(axis=1, initial=0)
                opening = int(np.abs(part.opening(problem)).sum())
                total += weight * (sum(dearest.tolist()) + opening)
    return total
