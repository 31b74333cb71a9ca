"""A peer's plan before the checker: what breaks a rule counts as no plan, and is said."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from benchmarks.peers import PeerResult
from models.kinds import KINDS
from models.merge.milp_county import Assignment
from models.merge.problem import Problem
from models.plan import Plan
from models.scenario import ObjectiveSpec
from optimizer.check import Audit, audit
from optimizer.data.dataset import Dataset


@dataclass(frozen=True)
class Judge:
    """The checker, for plans of one county that is the whole territory."""

    data: Dataset
    problem: Problem
    objective: ObjectiveSpec

    def audit(self, found: Assignment) -> Audit:
        """Return what the checker says of a plan."""
        territory = self.data.territory
        unit = territory.villages.township.copy()
        kinds = [KINDS.index(township.kind) for township in territory.townships]
        kind = np.array(kinds, dtype=np.int64)
        found.write(self.problem, unit, kind)
        return audit(Plan.from_arrays(territory, unit, kind), self.data.scenario)

    def value(self, found: Assignment | None) -> int | None:
        """Return the checker's value of a plan; None where it breaks a rule, or there is none."""
        if found is None:
            return None
        checked = self.audit(found)
        value = checked.objectives[self.objective.name]
        return None if checked.broken or value is None else int(value)

    def judged(self, result: PeerResult) -> PeerResult:
        """Return a result with the checker's value, or with the rules that its plan breaks."""
        if result.plan is None:
            return result
        if broken := self.audit(result.plan).broken:
            rules = ", ".join(dict.fromkeys(_words(finding.key) for finding in broken))
            return replace(result, status=f"breaks {rules}", value=None, plan=None)
        value = self.value(result.plan)
        if result.value is not None and result.value != value:
            status = f"claims {result.value}, is {value}"
            return replace(result, status=status, value=None, plan=None)
        return replace(result, value=value)


def _words(key: str) -> str:
    return "the cap" if key == "area_cap" else f"the rule {key}"
