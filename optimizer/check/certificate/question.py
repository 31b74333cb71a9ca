"""What a certificate is about: objectives in order, ties, and the sums that they are made of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from models.instance import Instance, OfInstance
from models.merge.coupling import CouplingConstraint
from models.merge.restricted import all_ties
from models.objectives import OBJECTIVES
from models.quantities import NO_LIMIT
from models.scenario import ObjectiveSpec

UNITS, URBAN, SHARE = "units", "urban", "share"


@dataclass(frozen=True)
class Question(OfInstance):
    """A scenario over its territory, as far as certificates speak of it.

    Attributes
    ----------
    specs
        The objectives that bounds are about, in their order: those before the first with a
        tolerance, that one included, and before the first that is no sum.
    """

    instance: Instance
    specs: tuple[ObjectiveSpec, ...] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "specs", tuple(_certifiable(self.scenario.objectives)))

    @property
    def names(self) -> tuple[str, ...]:
        """The objectives that bounds are about."""
        return tuple(spec.name for spec in self.specs)

    @cached_property
    def ties(self) -> tuple[CouplingConstraint, ...]:
        """All ties, in the order of the rules."""
        return tuple(all_ties(self.instance))

    @cached_property
    def wide(self) -> tuple[CouplingConstraint, ...]:
        """The ties over several counties."""
        return tuple(tie for tie in self.ties if len(tie.counties) > 1)

    def own(self, county: int) -> list[tuple[int, CouplingConstraint]]:
        """Return (position among all ties, tie) of the ties of one county alone."""
        return [(k, t) for k, t in enumerate(self.ties) if t.counties == {county}]

    @cached_property
    def tied(self) -> tuple[str, ...]:
        """Costs that some tie adds up."""
        return tuple(sorted({name for tie in self.ties for name, _ in tie.per_cost}))

    @property
    def splits(self) -> tuple[str, ...]:
        """Sums that cells may be split by: those that ties are made of."""
        return (UNITS, URBAN, *(name for name in self.tied if name != UNITS))

    @cached_property
    def summed(self) -> dict[str, ObjectiveSpec]:
        """Objectives and costs of ties, by name: what a county's program has sums of."""
        specs = {spec.name: spec for spec in self.specs}
        tied = {name: ObjectiveSpec(name=name) for name in self.tied if name not in specs}
        return specs | tied

    @property
    def counts_first(self) -> bool:
        """Whether `share` is asked for at a number of units that is settled before."""
        names = self.names
        return SHARE not in names or UNITS in names[: names.index(SHARE)]

    def tie_records(self) -> list[dict[str, Any]]:
        """Return the ties as a certificate lists them."""
        codes = [county.code for county in self.territory.counties]
        return [_tie_record(tie, codes) for tie in self.ties]


def _certifiable(specs: Sequence[ObjectiveSpec]) -> list[ObjectiveSpec]:
    out: list[ObjectiveSpec] = []
    for spec in specs:
        if OBJECTIVES[spec.name].bottleneck:
            break
        out.append(spec)
        if spec.tolerance:
            break
    return out


def _tie_record(tie: CouplingConstraint, codes: Sequence[str]) -> dict[str, Any]:
    return {
        "clause": tie.clause,
        "counties": [codes[c] for c in sorted(tie.counties)],
        "units": tie.per_unit,
        "urban": tie.per_urban,
        "costs": [[name, weight] for name, weight in tie.per_cost],
        "low": None if tie.low <= -NO_LIMIT else tie.low,
        "high": None if tie.high >= NO_LIMIT else tie.high,
    }
