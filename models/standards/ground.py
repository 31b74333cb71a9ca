"""Grounds for a kind: thresholds that a unit must all keep.

A threshold compares a figure of the unit (or of its seat) with a bound, or with a
share of another figure of the unit. Both are linear in the unit's villages:

    figure >= q x other      becomes      sum of (figure - q x other)  >=  0,

multiplied by the denominators, so that it is a whole-number `Limit`. A share of many
decimals is first replaced by the next fraction whose denominator is no larger than what
the other figure can add up to (`models.quantities.neighbours`), which says the same of
whole sums and keeps the limit small.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from math import floor
from typing import TYPE_CHECKING, Literal, Self

import numpy as np
from pydantic import BaseModel, ConfigDict, Field, model_validator

from models.incomplete import IncompleteError, ParameterError
from models.kinds import Kind, KindWord
from models.measures import COLUMN_FACTOR, Measure, measure, whole_figure
from models.quantities import NO_LIMIT, IntArray, fraction, neighbours

if TYPE_CHECKING:
    from models.territory import Territory, Township

_CONFIG = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)


class Threshold(BaseModel):
    """Bounds on a figure.

    Attributes
    ----------
    measure
        A word of `models.measures.WORDS`, or a column.
    per
        Another measure of the whole unit; the bounds then are on their ratio. Where it
        is 0 there is no ratio, and no bound is kept.
    at
        Where the figure is taken: all villages of the unit, the seat village alone,
        or the column of townships.csv for the township of the seat.
    min, above, max, below
        Bounds; `above` and `below` exclude the bound itself.
    """

    model_config = _CONFIG

    measure: str
    per: str | None = None
    at: Literal["unit", "seat", "township"] = "unit"
    min: float | None = Field(default=None, ge=0)
    above: float | None = Field(default=None, ge=0)
    max: float | None = Field(default=None, ge=0)
    below: float | None = Field(default=None, ge=0)

    @model_validator(mode="after")
    def _something(self) -> Self:
        if all(bound is None for bound, _, _ in self.bounds()):
            raise IncompleteError(
                "give min, above, max or below", "请给出 min、above、max 或 below"
            )
        return self

    def bounds(self) -> Iterator[tuple[float | None, int, int]]:
        """Yield (bound, sign, least): sign x (figure - bound) >= least, in whole numbers."""
        yield from ((self.min, 1, 0), (self.above, 1, 1), (self.max, -1, 0), (self.below, -1, 1))


class Ground(BaseModel):
    """One way to a kind: every threshold must hold; several grounds are alternatives.

    Attributes
    ----------
    kind
        The kind that it leads to.
    terrain
        Only seats of this terrain; of any when empty.
    flag
        Only seats of townships with this flag.
    """

    model_config = _CONFIG

    kind: KindWord
    terrain: str = ""
    flag: str = ""
    require: tuple[Threshold, ...] = ()

    @model_validator(mode="after")
    def _upward(self) -> Self:
        if self.kind is Kind.TOWNSHIP:
            en = "a standard leads to 镇 or 街道, never to 乡"
            raise ParameterError(en, "标准只用于改设镇或街道，不用于乡")
        return self

    def open_to(self, township: Township) -> bool:
        """Return whether a unit with the seat of a township may take this way at all."""
        fits = not self.terrain or township.terrain == self.terrain
        return fits and (not self.flag or self.flag in township.flags)


class TooLargeError(ValueError):
    """A threshold whose sums pass 64 bits."""


@dataclass(frozen=True)
class Condition:
    """`sum of weight over the unit's villages + constant >= 0`, whole numbers.

    Attributes
    ----------
    weight
        Shape (villages of the territory,).
    """

    weight: IntArray
    constant: int


def conditions(territory: Territory, seat_of: int, threshold: Threshold) -> Iterator[Condition]:
    """Yield what a threshold asks of the unit that keeps a township's seat."""
    figure, constant = _figure(territory, seat_of, threshold)
    per = None if threshold.per is None else measure(territory, threshold.per)
    if per is not None:
        yield Condition(per.figures, -1)  # a ratio to nothing (0/0 too) keeps no bound
    inside = territory.villages_in(territory.townships[seat_of].county)
    for bound, sign, least in threshold.bounds():
        if bound is None:
            continue
        if per is None:
            yield _absolute(figure, constant, fraction(bound) * figure.factor, sign, least)
        else:
            ratio = fraction(bound) * Fraction(figure.factor, per.factor)
            # No ratio of a whole sum above 0 is larger than the largest figure.
            largest = int(figure.figures[inside].sum()) + constant + 1
            most = int(per.figures[inside].sum())
            tight = _tight(min(ratio, Fraction(largest)), most, sign, least)
            if largest * tight.denominator + most * tight.numerator > NO_LIMIT:
                raise TooLargeError(f"{threshold.measure} / {threshold.per}")
            yield _relative(figure, constant, per, tight, sign, least)


def _figure(territory: Territory, seat_of: int, threshold: Threshold) -> tuple[Measure, int]:
    """Return the figure of villages, and what of it does not depend on the unit's villages."""
    nothing = np.zeros(len(territory.villages), dtype=np.int64)
    if threshold.at == "township":
        value = territory.townships[seat_of].attributes.get(threshold.measure, "")
        return Measure(nothing, COLUMN_FACTOR), whole_figure(value, threshold.measure)
    figure = measure(territory, threshold.measure)
    if threshold.at == "seat":
        at_seat = int(figure.figures[territory.townships[seat_of].seat])
        return Measure(nothing, figure.factor), at_seat
    return figure, 0


def _absolute(figure: Measure, constant: int, bound: Fraction, sign: int, least: int) -> Condition:
    """Return sign x (figure - bound) >= least for whole figures: the bound is rounded to one."""
    below, exact = floor(bound), bound.denominator == 1
    if sign > 0:
        # figure >= ceil(bound), or figure >= floor(bound) + 1 where the bound is excluded.
        whole = below + 1 if least or not exact else below
    else:
        whole = below - 1 if least and exact else below
    rest = sign * (constant - whole)
    return Condition(sign * figure.figures, max(-NO_LIMIT, min(rest, NO_LIMIT)))


def _tight(ratio: Fraction, most: int, sign: int, least: int) -> Fraction:
    """Return a ratio of small terms that says the same of sums of at most `most`.

    At least is at least the next fraction above, and more than is more than the next
    one below; the other way round for upper bounds.
    """
    lower, upper = neighbours(ratio, max(1, most))
    return upper if (sign > 0) != bool(least) else lower


def _relative(
    figure: Measure, constant: int, per: Measure, bound: Fraction, sign: int, least: int
) -> Condition:
    """Return sign x (figure x q - per x p) >= least, with the bound p / q."""
    num, den = bound.numerator, bound.denominator
    weight = sign * den * figure.figures - sign * num * per.figures
    return Condition(weight, sign * den * constant - least)
