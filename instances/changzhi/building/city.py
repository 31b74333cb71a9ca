"""The whole city, or some of its counties."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from . import roads
from .county import Estimate, estimate
from .facts import CountyFact
from .geometry import Projection
from .outlines import outlines


def projection_of(counties: Sequence[CountyFact]) -> Projection:
    """Return the projection about the mean of the city's seats, rounded to 0.01 degree."""
    townships = [t for county in counties for t in county.townships]
    lon = sum(t.lon for t in townships) / len(townships)
    lat = sum(t.lat for t in townships) / len(townships)
    return Projection(round(lon, 2), round(lat, 2))


def estimates(counties: Sequence[CountyFact], wanted: Collection[str]) -> list[Estimate]:
    """Estimate the wanted counties; the outlines depend on all of them."""
    projection = projection_of(counties)
    seats = {c.code: [projection.plane(t.lon, t.lat) for t in c.townships] for c in counties}
    shapes = outlines(seats, {c.code: c.area_km2 for c in counties})
    return [estimate(c, shapes[c.code], projection) for c in counties if c.code in wanted]


def road_pairs(found: Sequence[Estimate], projection: Projection) -> list[tuple[roads.Pair, str]]:
    """Return every road's villages and its source, in order."""
    positions = {code: point for e in found for code, point in e.position.items()}
    inner = [pair for e in found for pair in e.borders]
    across = roads.across_counties(positions, projection, inner) if len(found) > 1 else []
    return sorted(
        [(pair, "estimate:common border") for pair in inner]
        + [(pair, "estimate:across counties") for pair in across]
    )
