"""Datasets as coverages: polygons that define area and contiguity, to be exported and read back."""

from __future__ import annotations

import warnings
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyogrio
import shapely

from optimizer.data.importing.coverage import shared_edges
from optimizer.data.importing.figures import geodesic_km2
from optimizer.data.importing.position import local_plane

ENDINGS = {"GPKG": "gpkg", "GeoJSON": "geojson", "OpenFileGDB": "gdb", "ESRI Shapefile": "shp"}
LEAST_M = 1.0


@dataclass(frozen=True)
class CoverageDataset:
    """Tables whose contiguity and areas are those of polygons.

    Attributes
    ----------
    tables
        As of a dataset folder, by file name.
    degrees, flat
        Polygons of the villages in order, degrees and metres.
    """

    tables: dict[str, pd.DataFrame]
    degrees: Any
    flat: Any

    @property
    def pairs(self) -> set[frozenset[str]]:
        """Return the contiguous pairs of villages, by code."""
        return {frozenset(p) for p in self.tables["contiguity.csv"][["a", "b"]].to_numpy().tolist()}


def coverage_of(tables: Mapping[str, pd.DataFrame]) -> CoverageDataset:
    """Cut the ground of a dataset's villages into Voronoi cells."""
    villages = tables["villages.csv"].astype({"code": str, "township": str})
    points = shapely.points(villages["lon"].to_numpy(float), villages["lat"].to_numpy(float))
    plane = local_plane(points)
    xy = shapely.get_coordinates(shapely.transform(points, plane.transform, interleaved=False))
    width = float(np.sqrt(np.ptp(xy, axis=0).prod() / len(xy)))
    ground = shapely.union_all(shapely.buffer(shapely.points(xy), 2.2 * width))
    ground = ground.buffer(-1.6 * width).simplify(width / 10)
    cells = shapely.get_parts(
        shapely.voronoi_polygons(shapely.multipoints(xy), extend_to=ground, ordered=True)
    )
    flat = shapely.coverage_clean(shapely.intersection(cells, ground), snapping_distance=0.01)
    degrees = shapely.transform(
        flat, lambda x, y: plane.transform(x, y, direction="INVERSE"), interleaved=False
    )
    edges = shared_edges(flat)
    pairs = edges.pairs[edges.border_m >= LEAST_M]
    code = villages["code"].to_numpy()
    villages["area_km2"] = [f"{a:.2f}" for a in geodesic_km2(degrees)]
    contiguity = pd.DataFrame({"a": code[pairs[:, 0]], "b": code[pairs[:, 1]]})
    found = {**tables, "villages.csv": villages, "contiguity.csv": contiguity}
    return CoverageDataset(found, degrees, flat)


def jittered(shapes: Any, metres: float, seed: int) -> Any:
    """Move every corner of every polygon by its own normal error."""
    rng = np.random.default_rng(seed)

    def ring(line: Any) -> Any:
        xy = shapely.get_coordinates(line)[:-1]
        xy = xy + rng.normal(0, metres, xy.shape)
        return np.vstack([xy, xy[:1]])

    moved = []
    for shape in shapes:
        parts = shapely.get_parts(shape)
        rings = [(ring(p.exterior), [ring(h) for h in p.interiors]) for p in parts]
        moved.append(shapely.MultiPolygon([shapely.Polygon(o, h) for o, h in rings]))
    return np.array(moved, dtype=object)


def write_layer(
    path: Path,
    shapes: Any,
    columns: Mapping[str, Any],
    driver: str = "GPKG",
    crs: str | None = "EPSG:4490",
    **options: Any,
) -> Path:
    """Write polygons and columns as a layer of any format."""
    data = [np.asarray(values, dtype=object) for values in columns.values()]
    multi = np.array([shapely.MultiPolygon(list(shapely.get_parts(s))) for s in shapes])
    kind = "MultiPolygon"
    if shapely.get_type_id(shapes).max() < 3:
        multi, kind = np.asarray(shapes), "Unknown"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        pyogrio.raw.write(
            path,
            shapely.to_wkb(multi),
            data,
            list(columns),
            geometry_type=kind,
            driver=driver,
            crs=crs,
            **options,
        )
    return path


def write_tables(folder: Path, tables: Mapping[str, pd.DataFrame], *names: str) -> list[Path]:
    """Write some tables as CSV."""
    for name in names:
        tables[name].to_csv(folder / name, index=False)
    return [folder / name for name in names]
