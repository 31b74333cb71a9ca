"""borders.geojson: the villages' polygons in a dataset folder.

Written by `import`, read by everything that draws. GeoJSON needs no library beyond Python,
so that a base installation draws real borders too, and every GIS opens it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np

from models.borders import Borders, FloatArray
from optimizer.data.limits import TABLE_BYTES

DEGREE_DECIMALS = 8
"""Decimals of the coordinates: 1e-8 degrees is about 1 mm."""

Ring = Sequence[Sequence[float]]
Shape = Sequence[Sequence[Ring]]
"""The polygons of one village, each an outer ring and its holes."""


class BordersError(ValueError):
    """The file is no GeoJSON of polygons with codes; the message says where."""


@dataclass(frozen=True)
class BordersFile:
    """A GeoJSON file of polygons, one feature a village, read when it is first asked for."""

    path: Path

    def read(self, codes: Sequence[str]) -> Borders | None:
        """Return the polygons of villages in the order of `codes`; None when one has none.

        Raises
        ------
        BordersError
            When the file cannot be used.
        """
        if any(code not in self.shapes for code in codes):
            return None
        rings = [
            (at, _open(ring))
            for at, code in enumerate(codes)
            for polygon in self.shapes[code]
            for ring in polygon
        ]
        lengths = [len(ring) for _, ring in rings]
        lonlat = np.array(list(chain.from_iterable(ring for _, ring in rings)), dtype=np.float64)
        starts = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64)
        village = np.array([at for at, _ in rings], dtype=np.int64)
        return Borders(
            _turned(lonlat, starts, self._is_hole(codes)), starts, village, self.inferred
        )

    def _is_hole(self, codes: Sequence[str]) -> list[bool]:
        return [
            number > 0
            for c in codes
            for polygon in self.shapes[c]
            for number in range(len(polygon))
        ]

    @property
    def inferred(self) -> bool:
        """Whether the file says that its polygons were made from points."""
        return bool(self._content[1])

    @property
    def shapes(self) -> Mapping[str, Shape]:
        """The polygons of each village by its code."""
        return self._content[0]

    @cached_property
    def _content(self) -> tuple[Mapping[str, Shape], bool]:
        try:
            if self.path.stat().st_size > 4 * TABLE_BYTES:
                raise BordersError(f"larger than {4 * TABLE_BYTES:,} bytes")
            raw = json.loads(self.path.read_bytes())
        except (OSError, ValueError, RecursionError) as error:
            raise BordersError(str(error)) from error
        if not isinstance(raw, dict) or not isinstance(raw.get("features"), list):
            raise BordersError("no FeatureCollection")
        shapes = dict(_shape(at, feature) for at, feature in enumerate(raw["features"], 1))
        return shapes, raw.get("inferred") is True

    def __getstate__(self) -> Mapping[str, Any]:
        """Leave what was read behind when it goes to another process."""
        return {"path": self.path}


def _shape(at: int, feature: Any) -> tuple[str, Shape]:
    """Return code and polygons of one feature."""
    try:
        code, geometry = str(feature["properties"]["code"]), feature["geometry"]
        polygons = geometry["coordinates"]
        if geometry["type"] == "Polygon":
            polygons = [polygons]
        elif geometry["type"] != "MultiPolygon":
            raise BordersError(f"feature {at}: {geometry['type']}, not a polygon")
        flat = np.array(list(chain.from_iterable(chain.from_iterable(polygons))), dtype=np.float64)
        short = any(len(ring) < 4 for polygon in polygons for ring in polygon)
    except (KeyError, TypeError, ValueError) as error:
        raise BordersError(f"feature {at}: no code or no polygon") from error
    if short or flat.ndim != 2 or flat.shape[1] < 2 or not np.isfinite(flat).all():
        raise BordersError(f"feature {at}: a ring without four corners of two numbers each")
    return code, polygons


def _open(ring: Ring) -> list[Sequence[float]]:
    """Return a ring without its repeated last point, two numbers a corner."""
    return [point[:2] for point in ring[:-1]]


def _turned(lonlat: FloatArray, starts: np.ndarray[Any, Any], hole: Sequence[bool]) -> FloatArray:
    """Turn rings that run the wrong way round."""
    turned = lonlat.copy()
    for number, is_hole in enumerate(hole):
        ring = lonlat[starts[number] : starts[number + 1]]
        following = np.roll(ring, -1, axis=0)
        twice = float((ring[:, 0] * following[:, 1] - following[:, 0] * ring[:, 1]).sum())
        if (twice > 0) is is_hole:
            turned[starts[number] : starts[number + 1]] = ring[::-1]
    return turned


def borders_text(
    shapes: Iterable[tuple[Mapping[str, object], Shape]], inferred: bool = False
) -> Iterator[str]:
    """Yield the file's text, a line a village: properties (`code` among them) and polygons."""
    head = {
        "type": "FeatureCollection",
        "name": "villages",
        **({"inferred": True} if inferred else {}),
    }
    yield json.dumps(head)[:-1] + ', "features": [\n'
    comma = ""
    for properties, polygons in shapes:
        geometry = {"type": "MultiPolygon", "coordinates": polygons}
        feature = {"type": "Feature", "properties": properties, "geometry": geometry}
        yield comma + json.dumps(feature, ensure_ascii=False, separators=(",", ":"))
        comma = ",\n"
    yield "\n]}\n"
