"""Points from columns of degrees."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from optimizer.data.spelling import loose_number


def spot_of(values: Mapping[str, str]) -> Any:
    """Return the point that the columns lon and lat of a unit give; None where they give none."""
    import shapely

    lon, lat = (loose_number(values.get(role, "")) for role in ("lon", "lat"))
    if lon is None or lat is None or abs(lon.value) > 180 or abs(lat.value) > 90:
        return None
    return shapely.Point(float(lon.value), float(lat.value))
