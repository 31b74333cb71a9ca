"""People and areas: units of measure stated or recognised, areas on the ellipsoid."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

import numpy as np
from numpy.typing import NDArray

from optimizer.data.importing.notices import Notices
from optimizer.data.spelling import loose_number, number_trouble

Floats = NDArray[np.float64]
M2_PER_KM2 = 1e6
"""Square metres of a km2."""
AREA_KM2: Mapping[str, float] = {
    "km2": 1.0, "ha": 1e-2, "mu": 1 / 1500, "万亩": 1e4 / 1500, "m2": 1e-6,
}  # fmt: skip
"""Square kilometres of each unit of area."""
PEOPLE = {"person": 1, "万人": 10_000}
"""Persons of each unit that a column of people may have."""
ALIKE = 0.25
"""Most by which areas and polygons may differ for their ratio to tell the unit, relative."""
OFF = 0.01
"""An area in the data that differs by more from its polygon is listed, relative."""
DENSE = (2.0, 60_000.0)
"""People a km2 that a territory as a whole has, generously."""


def geodesic_km2(shapes: Any) -> Floats:
    """Return the areas of polygons in degrees on the ellipsoid, km2.

    Karney 2013 (J. Geodesy 87), by GeographicLib in PROJ; CGCS2000's ellipsoid is GRS 80.
    """
    import pyproj
    import shapely

    geod = pyproj.Geod(ellps="GRS80")
    rings = np.zeros(len(shapes))
    parts, unit = shapely.get_parts(shapes, return_index=True)
    lines, part = shapely.get_rings(parts, return_index=True)
    first = np.concatenate([[True], part[1:] != part[:-1]]) if len(part) else np.empty(0, bool)
    for line, of, outer in zip(lines, unit[part], first, strict=True):
        lon, lat = shapely.get_coordinates(line).T
        area = abs(geod.polygon_area_perimeter(lon, lat)[0])
        rings[of] += area if outer else -area
    return rings / M2_PER_KM2


def numbers(
    values: Sequence[str], title: str, column: str, notices: Notices
) -> tuple[list[Decimal | None], list[str]]:
    """Return figures as people write them, 万 multiplied in; what is none is a fault.

    Returns
    -------
    tuple
        The figures, None where there is none, and what stands behind each (a unit).
    """
    found: list[Decimal | None] = []
    units, wrong = [], []
    for value in values:
        figure = loose_number(value) if value else None
        trouble = number_trouble(value) if value and figure is None else None
        if value and figure is None and not (trouble and "not known" in trouble.en):
            wrong.append(value)
        found.append(None if figure is None or figure.value < 0 else figure.value)
        units.append("" if figure is None else figure.unit)
        if figure is not None and figure.value < 0:
            wrong.append(value)
    notices.extend("E822", title, column, wrong)
    return found, units


def people_factor(
    values: Sequence[Decimal | None],
    stated: str,
    km2: Floats,
    place: tuple[str, str],
    notices: Notices,
) -> int | None:
    """Return how many people a figure's one is: 1, or 10,000 where it is in 万.

    Stated or recognised by the density; None, and a fault, where the figures do not tell.
    """
    if stated:
        if stated not in PEOPLE:
            notices.add("E817", "--columns", case=f"units.population = {stated}")
            return 1
        return PEOPLE[stated]
    known = [(float(v), a) for v, a in zip(values, km2, strict=True) if v is not None and a > 0]
    total, area = sum(v for v, _ in known), sum(a for _, a in known)
    if not total or not area or not np.isfinite(area):
        return 1
    low, high = DENSE
    fractions = any(v != v.to_integral_value() for v in values if v is not None)
    if low <= total / area <= high and not fractions:
        return 1
    fits = [f for f in PEOPLE.values() if low <= f * total / area <= high]
    ten_thousand = PEOPLE["万人"]
    if fits == [ten_thousand]:
        notices.add("W813", *place, case=f"万人：{ten_thousand * total / area:,.0f} / km2")
        return ten_thousand
    if fits == [1] or (fits and not fractions):
        return 1
    notices.add("E811", *place, case=f"{total / area:,.4g} / km2")
    return 1


def area_unit(
    values: Sequence[Decimal | None],
    stated: str,
    km2: Floats,
    place: tuple[str, str],
    notices: Notices,
) -> str | None:
    """Return the unit of a column of areas by the polygons; None where it fits none."""
    if stated in AREA_KM2:
        return stated
    if stated:
        notices.add("E817", "--columns", case=f"units.area = {stated}")
        return None
    ratios = [float(v) / a for v, a in zip(values, km2, strict=True) if v and a > 0]
    if not ratios:
        return None
    middle = float(np.median(ratios))
    fits = [u for u, size in AREA_KM2.items() if abs(np.log(middle * size)) <= np.log1p(ALIKE)]
    if len(fits) == 1:
        if fits[0] != "km2":
            notices.add("W813", *place, case=fits[0])
        return fits[0]
    notices.add("E811", *place, case=f"x {middle:,.4g}")
    return None
