"""The solver-free checker: every rule and every objective recomputed from a plan."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from pkgutil import iter_modules

from models.plan import Plan
from models.scenario import Scenario
from optimizer.check.base import Finding, Status, findings
from optimizer.check.ledger import Ledger
from optimizer.check.objectives import Value, objective_values
from optimizer.check.structure import mode

for _module in iter_modules(__path__):
    import_module(f"{__name__}.{_module.name}")


@dataclass(frozen=True)
class Audit:
    """What the checker found.

    Attributes
    ----------
    findings
        One for each rule, the mode first.
    objectives
        The plan's value of every known objective; None where it cannot be computed.
    """

    findings: tuple[Finding, ...]
    objectives: Mapping[str, Value | None]

    @property
    def broken(self) -> tuple[Finding, ...]:
        """The rules that the plan breaks."""
        return tuple(f for f in self.findings if f.status is Status.BROKEN)


def audit(plan: Plan, scenario: Scenario) -> Audit:
    """Judge a plan by a scenario's rules."""
    ledger = Ledger(plan, scenario.mode)
    active = {rule.key or rule.clause: rule for rule in scenario.active_rules()}
    transfers = scenario.rule("transfers")
    judged = mode(ledger, transfers.max_villages if transfers else 0)
    found = (judged, *findings(ledger, active))
    return Audit(found, objective_values(ledger, scenario.objectives))


__all__ = ["Audit", "Finding", "Status", "audit"]
