"""Figures and places as people read them."""

from __future__ import annotations

from models.quantities import HECTARES_PER_KM2, METRES_PER_KM, NO_LIMIT

_COMMITTEES = {
    "社区居民委员会": "社区",
    "社区居委会": "社区",
    "居民委员会": "社区",
    "居委会": "社区",
    "村民委员会": "村",
    "村村委会": "村",
    "村委会": "村",
}


def place_name(village: str) -> str:
    """Return the place that a committee is of: 和平社区居委会 sits in 和平社区."""
    for ending, place in _COMMITTEES.items():
        if village.endswith(ending):
            return village.removesuffix(ending) + place
    return village


def km2(area_ha: float) -> str:
    """Return an area in km2."""
    return f"{area_ha / HECTARES_PER_KM2:,.2f}"


def km(metres: float) -> str:
    """Return a distance in km."""
    return f"{metres / METRES_PER_KM:,.3f}"


def known_metres(metres: int | None, township_level: bool) -> int | None:
    """Return a distance in metres for programs, None for one that is not known."""
    if metres is None or metres >= NO_LIMIT or (township_level and metres == 0):
        return None
    return metres


def in_km(metres: int | None, township_level: bool) -> float | None:
    """Return a distance, or people x distance, in km for programs, None where not known."""
    known = known_metres(metres, township_level)
    return None if known is None else known / METRES_PER_KM


def known_km(metres: float | None, township_level: bool) -> str:
    """Return a distance in km, `-` for one that is not known.

    Where each township is a single village the way to the seat of an unchanged one is not
    0 but unknown.
    """
    return "-" if metres is None or (township_level and metres == 0) else km(metres)


def percent(part: int, whole: int) -> str:
    """Return a share."""
    return f"{part}/{whole} = {part / whole:.1%}" if whole else "-"
