"""Census population of a county, divided over its villages by class."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from . import constants
from .facts import CountyFact
from .shares import largest_remainder


def populations(county: CountyFact, category: Mapping[str, str]) -> dict[str, int]:
    """Return persons by village code; they add up to the census total.

    The urban share of the census goes to the villages of classes 1xx, the rest
    to classes 2xx; within each group by `CLASS_WEIGHTS`, with the largest
    remainder and at least one person a village. A county without one of the
    groups gives everything to the other.
    """
    weights = {
        village.code: _weight(category[village.code], county_seat=township.county_seat)
        for township in county.townships
        for village in township.villages
    }
    urban = [code for code in weights if category[code].startswith("1")]
    rural = [code for code in weights if not category[code].startswith("1")]
    in_urban = county.urban_population if rural else county.population
    in_urban = in_urban if urban else 0
    return {
        **_divided(in_urban, urban, weights),
        **_divided(county.population - in_urban, rural, weights),
    }


def _weight(category: str, *, county_seat: bool) -> float:
    boost = constants.COUNTY_SEAT_FACTOR if county_seat and category.startswith("1") else 1.0
    return constants.CLASS_WEIGHTS[category] * boost


def _divided(total: int, codes: Sequence[str], weights: Mapping[str, float]) -> dict[str, int]:
    if not codes:
        return {}
    parts = largest_remainder(total, [weights[code] for code in codes], least=1)
    return dict(zip(codes, parts, strict=True))
