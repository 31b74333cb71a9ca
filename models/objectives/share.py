"""Largest share of towns and subdistricts (P4.share)."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from models.objectives.base import Objective, Parameters, nothing
from models.quantities import IntArray

if TYPE_CHECKING:
    from models.merge.problem import Problem


class Share(Objective):
    """(towns + subdistricts) / units of the whole city, an exact fraction.

    At a fixed number of units it is additive: a unit of kind 乡 costs
    one. While the number is free each possible number is compared.
    """

    name: ClassVar[str] = "share"
    coarse: ClassVar[bool] = True
    clause: ClassVar[str] = "P4.share"
    title: ClassVar[str] = "largest share of towns and subdistricts"
    title_zh: ClassVar[str] = "镇、街道占比最高"
    unit: ClassVar[str] = "(towns + subdistricts) / units"
    ratio: ClassVar[bool] = True

    @classmethod
    def opening(cls, problem: Problem, spec: Parameters | None = None) -> IntArray:
        """Cost one for each unit that is neither a town nor a subdistrict."""
        return 1 - problem.options.urban

    @classmethod
    def assigning(cls, problem: Problem, spec: Parameters | None = None) -> IntArray:
        """Cost nothing for a part."""
        return nothing(problem)
