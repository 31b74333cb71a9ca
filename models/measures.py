"""What a standard may measure of villages: people, area, communities, and any column.

A measure is a whole number for each village, `factor` times the figure itself,
so that sums over a unit are exact.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

import numpy as np

from models.quantities import HECTARES_PER_KM2, IntArray, nearest

if TYPE_CHECKING:
    from models.territory import Territory

COLUMN_FACTOR = 100
"""Figures of a column are rounded half up to 0.01, once."""


@dataclass(frozen=True)
class Measure:
    """Figures of villages x `factor`, shape (villages,)."""

    figures: IntArray
    factor: int = 1


class UnknownMeasureError(ValueError):
    """A measure that is no known word and no numeric column."""


def _people(territory: Territory) -> Measure:
    return Measure(territory.villages.population)


def _area(territory: Territory) -> Measure:
    return Measure(territory.villages.area_ha, HECTARES_PER_KM2)


def _villages(territory: Territory) -> Measure:
    return Measure(np.ones(len(territory.villages), dtype=np.int64))


def _urban_people(territory: Territory) -> Measure:
    """Count the people of villages whose class (城乡分类代码) begins with 1."""
    classes = territory.villages.attributes.get("class")
    if classes is None:
        raise UnknownMeasureError("class")
    urban = np.array([c.startswith("1") for c in classes], dtype=np.int64)
    return Measure(territory.villages.population * urban)


def _communities(territory: Territory) -> Measure:
    """Count residents' committees: by the column `community`, else by name (居委会, 社区)."""
    column = territory.villages.attributes.get("community")
    if column is not None:
        return Measure(np.array([value == "1" for value in column], dtype=np.int64))
    names = territory.villages.names
    return Measure(np.array(["居委会" in n or "社区" in n for n in names], dtype=np.int64))


WORDS: Mapping[str, Callable[[Territory], Measure]] = {
    "population": _people,
    "area_km2": _area,
    "villages": _villages,
    "urban_people": _urban_people,
    "communities": _communities,
}


def measure(territory: Territory, name: str) -> Measure:
    """Return a measure by its word, or a column of villages.csv.

    Raises
    ------
    UnknownMeasureError
        When it is neither, or the column holds anything but numbers.
    """
    if name in WORDS:
        return WORDS[name](territory)
    column = territory.villages.attributes.get(name)
    if column is None:
        raise UnknownMeasureError(name)
    figures = [whole_figure(value, name) for value in column]
    return Measure(np.array(figures, dtype=np.int64), COLUMN_FACTOR)


def whole_figure(value: str, name: str) -> int:
    """Return a figure of a column x `COLUMN_FACTOR`; an empty one counts nothing."""
    try:
        return nearest(Decimal(value or "0"), COLUMN_FACTOR)
    except (InvalidOperation, ValueError, OverflowError) as error:
        raise UnknownMeasureError(name) from error
