"""What objectives need of the villages' points (lon, lat)."""

from __future__ import annotations

import numpy as np

from models.objectives.inertia import MOST, most_inertia
from models.scenario import Scenario
from models.territory import Territory
from optimizer.data.faults import Findings


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
