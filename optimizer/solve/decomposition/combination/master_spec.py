"""What the city asks of its counties: objectives as sums, and ties over resources."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property

from models.merge.coupling import CouplingConstraint
from models.merge.expressions import RURAL, UNITS, LinearExpression, cost_of
from models.objectives import OBJECTIVES
from models.quantities import NO_LIMIT
from models.scenario import ObjectiveSpec

Span = tuple[int, int]


def objective_sum(spec: ObjectiveSpec) -> LinearExpression:
    """Return what a county minimises for an objective; for a share, at a fixed number of units."""
    if spec.objective.ratio:
        return RURAL
    return UNITS if spec.name == "units" else cost_of(spec.name)


@dataclass(frozen=True)
class MasterSpec:
    """Objectives and ties of the city.

    Ties see units, units that stay 乡, and costs: the resources of a county's plan.
    """

    specs: tuple[ObjectiveSpec, ...]
    ties: tuple[CouplingConstraint, ...]

    @cached_property
    def sums(self) -> tuple[LinearExpression, ...]:
        """What a county minimises, one objective after another."""
        return tuple(objective_sum(spec) for spec in self.specs)

    @property
    def share_first(self) -> bool:
        """Whether a share comes before the number of units, or without it."""
        names = [spec.name for spec in self.specs]
        share = next((k for k, spec in enumerate(self.specs) if spec.objective.ratio), None)
        return share is not None and "units" not in names[:share]

    @cached_property
    def resources(self) -> tuple[LinearExpression, ...]:
        """What some tie or share adds up."""
        tied = (resource for tie in self.ties for resource in weights(tie))
        return tuple(dict.fromkeys((UNITS, RURAL, *tied)))

    @cached_property
    def coarse(self) -> tuple[LinearExpression, ...]:
        """The resources besides units of which a county has few values."""
        names = {name for tie in self.ties for name, _ in tie.per_cost}
        return tuple(cost_of(name) for name in sorted(names) if OBJECTIVES[name].coarse)

    def liked(self, county: int, resource: LinearExpression) -> set[int]:
        """Return which way of a resource some tie likes: -1 for less, 1 for more."""
        signs = set()
        for tie in (tie for tie in self.ties if county in tie.counties):
            weight = weights(tie).get(resource, 0)
            if weight and tie.high < NO_LIMIT:
                signs.add(-1 if weight > 0 else 1)
            if weight and tie.low > -NO_LIMIT:
                signs.add(1 if weight > 0 else -1)
        return signs


@cache
def weights(tie: CouplingConstraint) -> Mapping[LinearExpression, int]:
    """Return a tie's weight of each resource: t towns are n units less those that stay 乡."""
    found: dict[LinearExpression, int] = {}
    pairs: Iterable[tuple[LinearExpression, int]] = (
        (UNITS, tie.per_unit + tie.per_urban),
        (RURAL, -tie.per_urban),
        *((cost_of(name), weight) for name, weight in tie.per_cost),
    )
    for resource, weight in pairs:
        if weight:
            found[resource] = found.get(resource, 0) + weight
    return found


def reach(tie: CouplingConstraint, county: int, spans: Mapping[LinearExpression, Span]) -> Span:
    """Return the (least, most) that a county can add to a tie."""
    if county not in tie.counties:
        return 0, 0
    least = most = 0
    for resource, weight in weights(tie).items():
        ends = [weight * end for end in spans[resource]]
        least, most = least + min(ends), most + max(ends)
    return least, most
