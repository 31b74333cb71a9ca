"""P2.population: least and most people of a unit, by terrain."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar, Self

import numpy as np
from pydantic import BaseModel, ConfigDict, Field, model_validator

from models.incomplete import IncompleteError, ParameterError
from models.measures import UnknownMeasureError, measure
from models.merge.problem import Limit, Problem
from models.quantities import NO_LIMIT, IntArray, at_least, at_most
from models.rules.base import Complaint, Rule

if TYPE_CHECKING:
    from models.territory import Territory, Township


class PopulationRow(BaseModel):
    """Bounds for units of one terrain; without a terrain, for all others."""

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)

    terrain: str = ""
    min: float | None = Field(default=None, ge=0)
    max: float | None = Field(default=None, gt=0)

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if self.min is None and self.max is None:
            raise IncompleteError("give min, max or both", "请给出 min、max 或两者")
        if self.min is not None and self.max is not None and self.min > self.max:
            raise ParameterError("min is greater than max", "min 大于 max")
        return self


class Population(Rule):
    """min <= people of a unit <= max, for every unit of the plan.

    A unit's terrain is that of the township whose seat it keeps. With `scenarios`,
    columns of villages.csv (registered people, a forecast, the ends of a range), it
    must hold in each of them too.
    """

    clause: ClassVar[str] = "P2.population"
    key: ClassVar[str] = "population"
    title: ClassVar[str] = "people of a unit within bounds"
    title_zh: ClassVar[str] = "人口规模"

    rows: tuple[PopulationRow, ...] = Field(min_length=1)
    scenarios: tuple[str, ...] = ()

    @model_validator(mode="before")
    @classmethod
    def _accept_one_row(cls, value: object) -> object:
        if isinstance(value, dict) and "rows" not in value:
            row = {key: inner for key, inner in value.items() if key != "scenarios"}
            return {"rows": [row], "scenarios": value.get("scenarios", ())}
        return {"rows": value} if isinstance(value, (list, tuple)) else value

    @property
    def limits_size(self) -> bool:
        """It does where some units have a most."""
        return any(row.max is not None for row in self.rows)

    def bounds(self, township: Township) -> tuple[int, int]:
        """Return (least, most) people of the unit that keeps a township's seat."""
        by_terrain = {row.terrain: row for row in self.rows}
        row = by_terrain.get(township.terrain) or by_terrain.get("")
        return (at_least(row.min), at_most(row.max)) if row else (0, at_most(None))

    def complaints(self, territory: Territory) -> Iterator[Complaint]:
        """Yield terrains given twice and, as a warning, terrains that no township has."""
        terrains = [row.terrain for row in self.rows]
        known = {t.terrain for t in territory.townships} | {""}
        for terrain in sorted(set(terrains)):
            if terrains.count(terrain) > 1:
                yield Complaint("repeated", "terrain", terrain)
            if terrain not in known:
                yield Complaint("unknown-terrain", "terrain", terrain)

        for column in self.scenarios:
            try:
                measure(territory, column)
            except UnknownMeasureError:
                yield Complaint("unknown-column", "scenarios", column)

    def restrict(self, problem: Problem) -> None:
        """Limit the people of every unit."""
        bounds = [self.bounds(problem.territory.townships[t]) for t in problem.townships]
        low, high = np.array(bounds, dtype=np.int64).reshape(-1, 2).T
        for name in ("population", *self.scenarios):
            people = measure(problem.territory, name)
            problem.limits.append(
                Limit(
                    problem.by_part(people.figures[problem.villages]),
                    problem.by_option(_scaled(low, people.factor)),
                    problem.by_option(_scaled(high, people.factor)),
                )
            )


def _scaled(bounds: IntArray, factor: int) -> IntArray:
    """Return bounds in the units of a measure; no bound stays none."""
    return np.where(bounds < NO_LIMIT, np.minimum(bounds, NO_LIMIT // factor) * factor, NO_LIMIT)
