"""Most compact units: least moment of inertia about the seats, as in classical districting."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

import numpy as np

from models.objectives.base import Objective, Parameters
from models.quantities import NO_LIMIT, SQUARE_METRES_PER_HECTARE, IntArray

if TYPE_CHECKING:
    from models.merge.problem import Problem
    from models.territory import Territory

MOST = 2**53
"""What the moments of a territory may come to: whole numbers below it are exact as floats too."""


class Inertia(Objective):
    """Sum over villages of people x (straight-line distance to the seat of their unit)^2.

    The distance is the straight line between the two villages' lon, lat in whole metres
    (`models.geodesy`), its square is rounded half up to hectares: the unit of account is
    persons x 0.01 km2.

    Hess, Weaver, Siegfeldt, Whelan, Zitlau 1965 (Oper. Res. 13(6)).
    """

    name: ClassVar[str] = "inertia"
    needs_points: ClassVar[bool] = True
    clause: ClassVar[str] = "P3.access"
    title: ClassVar[str] = (
        "most compact units: least people x squared straight distance to the seat"
    )
    title_zh: ClassVar[str] = "单位最紧凑：人口 × 到驻地直线距离平方之和最小"
    unit: ClassVar[str] = "persons x 0.01 km2"

    @classmethod
    def assigning(cls, problem: Problem, spec: Parameters | None = None) -> IntArray:
        """Cost a part the moments of its villages about the seat; 0 where a point is unknown."""
        territory = problem.territory
        seats = territory.seats[problem.townships]
        squares = squared(territory.straight(problem.villages, seats))
        return problem.by_part(problem.population[:, None] * squares)


def squared(metres: IntArray) -> IntArray:
    """Return squared distances in hectares, rounded half up; 0 where the distance is unknown."""
    known = np.where(metres < NO_LIMIT, metres, 0)
    half = SQUARE_METRES_PER_HECTARE // 2
    return (known * known + half) // SQUARE_METRES_PER_HECTARE


def most_inertia(territory: Territory) -> int:
    """Return what the moments cannot pass: everyone at the farthest distance of the county."""
    total = 0
    for county in range(len(territory.counties)):
        people = sum(territory.villages.population[territory.villages_in(county)].tolist())
        total += people * int(squared(territory.straight_in(county)).max(initial=0))
    return total
