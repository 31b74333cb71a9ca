"""W6.plans: layers of other plans that a merger may not cross or a conversion may not touch."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from typing import TYPE_CHECKING, ClassVar, Self

import numpy as np
from pydantic import BaseModel, ConfigDict, Field, model_validator

from models.incomplete import IncompleteError
from models.kinds import KINDS, KindWord
from models.merge.problem import Limit, Problem
from models.quantities import NO_LIMIT, IntArray
from models.rules.base import Rule

if TYPE_CHECKING:
    from models.territory import Territory


class Layer(BaseModel):
    """A column of villages.csv; villages with an empty value lie outside all zones.

    Attributes
    ----------
    no_merge
        Villages of different townships may not share a unit where they are in different
        zones, or one of them in a zone and the other outside all.
    no_conversion
        Kinds that no unit with a village in one of `zones` may be converted to.
    zones
        Zones that conversions may not touch; all of them when empty.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    column: str = Field(min_length=1)
    no_merge: bool = False
    no_conversion: tuple[KindWord, ...] = ()
    zones: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _something(self) -> Self:
        if not self.no_merge and not self.no_conversion:
            en = "give no_merge, no_conversion or both"
            raise IncompleteError(en, "请给出 no_merge、no_conversion 或两者")
        return self

    def values(self, territory: Territory) -> tuple[str, ...] | None:
        """Return the zone of each village; None where the layer is absent."""
        return territory.villages.attributes.get(self.column)

    def touched(self, territory: Territory) -> IntArray:
        """Return 1 for the villages whose unit may not be converted, shape (villages,)."""
        values = self.values(territory) or ("",) * len(territory.villages)
        closed = [bool(v) and (not self.zones or v in self.zones) for v in values]
        return np.array(closed, dtype=np.int64)


class Zones(Rule):
    """Layers of spatial, urban and functional-area plans, as columns of villages.csv."""

    clause: ClassVar[str] = "W6.plans"
    key: ClassVar[str] = "zones"
    title: ClassVar[str] = "agreement with spatial, urban and functional-area plans"
    title_zh: ClassVar[str] = "与国土空间、城镇、主体功能区规划衔接"
    shorthand: ClassVar[str] = "layers"

    needs_data: ClassVar[bool] = True

    layers: tuple[Layer, ...] = Field(min_length=1)

    @classmethod
    def lacking(cls, territory: Territory) -> tuple[str, str]:
        """Say that no layer is given."""
        return "no layer given", "未提供相关规划图层"

    def missing(self, territory: Territory) -> tuple[str, str]:
        """Name the layers that villages.csv lacks."""
        names = ", ".join(x.column for x in self.layers if x.values(territory) is None)
        return (f"no column {names}", f"没有列 {names}") if names else ("", "")

    def restrict(self, problem: Problem) -> None:
        """Keep zones apart, and conversions out of them; an absent layer restricts nothing."""
        for layer in self.layers:
            if layer.no_merge:
                problem.apart += list(_strangers(problem, layer))
            if layer.no_conversion and layer.values(problem.territory) is not None:
                problem.limits.append(_untouched(problem, layer))


def _strangers(problem: Problem, layer: Layer) -> Iterator[tuple[IntArray, IntArray]]:
    """Yield the parts of two townships that lie in different zones."""
    values = layer.values(problem.territory)
    if values is None:
        return
    zone = np.array(values)[problem.villages]
    for a, b in combinations(np.unique(problem.home).tolist(), 2):
        inside = [problem.home_of_village == seat for seat in (a, b)]
        for first in np.unique(zone[inside[0]]):
            others = inside[1] & (zone != first)
            if others.any():
                own = inside[0] & (zone == first)
                yield np.unique(problem.part[own]), np.unique(problem.part[others])


def _untouched(problem: Problem, layer: Layer) -> Limit:
    """Return the limit of no village in the zones for units that are converted."""
    ranks = [KINDS.index(kind) for kind in layer.no_conversion]
    closed = (problem.options.converted == 1) & np.isin(problem.options.kind, ranks)
    high = np.where(closed, 0, NO_LIMIT)
    weight = problem.by_part(layer.touched(problem.territory)[problem.villages])
    return Limit(weight, np.full_like(high, -NO_LIMIT), high)
