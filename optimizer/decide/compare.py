"""compare: plans side by side, the status quo always first (P2.prudent); no solver."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, get_args

import numpy as np

from models.instance import Instance
from models.plan import Plan
from models.quantities import IntArray
from models.scenario import Mode, Scenario
from models.territory import Territory
from optimizer.check import Audit, Status, audit
from optimizer.check.ledger import Ledger
from optimizer.decide.measures import Number, best_by_row, measure
from optimizer.decide.similarity import Likeness, likeness
from optimizer.decide.travellers import Travellers


@dataclass(frozen=True)
class Contender:
    """A plan under its name, and what the checker and the measures say of it.

    Attributes
    ----------
    record
        What plan.json says; empty where there is none.
    own
        Whether the record was made for the very scenario that the plan is judged by.
    """

    name: str
    plan: Plan
    audit: Audit
    measures: Mapping[str, Number]
    travellers: Travellers
    record: Mapping[str, Any] = field(default_factory=dict)
    own: bool = False

    @property
    def whole(self) -> bool:
        """Whether the plan holds every village; figures of one that does not are of a part."""
        return bool((self.plan.unit >= 0).all())

    @property
    def proof(self) -> Sequence[Mapping[str, Any]] | None:
        """The objectives with bounds as recorded; None where they are of another scenario."""
        found = self.record.get("objectives")
        if not self.own or not isinstance(found, list):
            return None
        return found if all("proved" in row for row in found) else None


@dataclass(frozen=True)
class Comparison:
    """Plans side by side; the first is the status quo."""

    scenario: Scenario
    contenders: tuple[Contender, ...]

    @property
    def territory(self) -> Territory:
        """The ground."""
        return self.contenders[0].plan.territory

    @cached_property
    def best(self) -> dict[str, Number]:
        """The best value of each measure by a whole plan; None where there is nothing to mark."""
        return best_by_row(c.measures for c in self.contenders if c.whole)

    @cached_property
    def likeness(self) -> dict[tuple[int, int], Likeness]:
        """How alike each two plans are, by their positions."""
        plans = [c.plan for c in self.contenders]
        return {
            (i, j): likeness(plans[i], plans[j])
            for i in range(len(plans))
            for j in range(i + 1, len(plans))
        }

    @cached_property
    def units(self) -> IntArray:
        """Unit of each village under each plan, shape (plans, villages)."""
        return np.stack([c.plan.unit for c in self.contenders])

    @cached_property
    def contested(self) -> IntArray:
        """The villages that are not in the same unit under all plans, the status quo's too."""
        found: IntArray = np.nonzero((self.units != self.units[0]).any(axis=0))[0]
        return found

    def destinations(self) -> Iterator[tuple[int, list[dict[int, int]]]]:
        """Yield (township, villages by unit under each plan) where not all plans agree."""
        home = self.territory.villages.township
        for township in np.unique(home[self.contested]):
            inside = self.units[:, home == township]
            yield int(township), [_counts(row) for row in inside]

    def units_by_county(self) -> list[list[int]]:
        """Return the units of each county under each plan, shape (counties, plans)."""
        county = self.territory.county_of_township
        kept = [Ledger(c.plan, "").kept for c in self.contenders]
        counties = range(len(self.territory.counties))
        return [[int((county[units] == c).sum()) for units in kept] for c in counties]


def _counts(units: IntArray) -> dict[int, int]:
    found, sizes = np.unique(units, return_counts=True)
    order = np.argsort(-sizes, kind="stable")
    return dict(zip(found[order].tolist(), sizes[order].tolist(), strict=True))


@dataclass(frozen=True)
class Entry:
    """A plan that enters a comparison: its name, where it lies, what plan.json says."""

    name: str
    plan: Plan
    record: Mapping[str, Any] = field(default_factory=dict)


def compare(instance: Instance, entries: Sequence[Entry], sha256: str = "") -> Comparison:
    """Judge and measure plans beside the status quo.

    Parameters
    ----------
    scenario
        Its rules judge every plan, whatever it was made for. A plan whose record
        names a mode is held to that mode.
    sha256
        Hash of the scenario and its tables; bounds of records made for it are shown.
    """
    quo = _status_quo(
        _contender(Entry("", Plan.status_quo(instance.territory)), instance.scenario, "")
    )
    found = tuple(_contender(entry, instance.scenario, sha256) for entry in entries)
    return Comparison(instance.scenario, (quo, *found))


def _status_quo(found: Contender) -> Contender:
    """Return the status quo, which breaks no rule.

    What it does not meet is a rule that asks for change; it does not apply to what
    is there before any plan.
    """
    if not found.audit.broken:
        return found
    findings = tuple(
        replace(f, status=Status.NOT_APPLICABLE) if f.status is Status.BROKEN else f
        for f in found.audit.findings
    )
    measures = {**found.measures, "broken": None}
    return replace(found, audit=replace(found.audit, findings=findings), measures=measures)


def _contender(entry: Entry, scenario: Scenario, sha256: str) -> Contender:
    mode = entry.record.get("mode")
    if mode in get_args(Mode):
        scenario = scenario.model_copy(update={"mode": mode})
    judged, ledger = audit(entry.plan, scenario), Ledger(entry.plan, scenario.mode)
    made_for = (entry.record.get("scenario") or {}).get("sha256")
    return Contender(
        name=entry.name,
        plan=entry.plan,
        audit=judged,
        measures=measure(ledger, scenario, judged),
        travellers=Travellers.of(ledger),
        record=entry.record,
        own=bool(sha256) and made_for == sha256,
    )
