"""35,000 polygons with slivers and overlaps through `import`: time and peak memory.

``python -m benchmarks.import_large [--polygons 35000] [--error 1.0] [--folder DIR]``

The layer is a Voronoi coverage of random points whose every corner is moved by its own normal error
in every polygon, so that no two neighbours fit. Runs `import` in a process of its own and records
seconds, MiB, pairs found, and how many pairs of the coverage are missing or invented.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyogrio
import shapely

from benchmarks.record import ROOT, Shelf, record, target

WIDTH_M = 1500.0
VILLAGES, TOWNSHIPS = 25, 14
"""Villages a township, townships a county."""
EAST_M, NORTH_M = 38_500_000.0, 4_000_000.0


def main() -> None:
    """Make the layer, import it, print what it took."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--polygons", type=int, default=35_000)
    parser.add_argument("--error", type=float, default=1.0)
    parser.add_argument("--folder", type=Path)
    parser.add_argument("-o", "--output", type=Path, help="folder instead of benchmarks/results")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = given.folder or Path(scratch)
        truth = make(folder / "villages.gpkg", given.polygons, given.error)
        words = [sys.executable, str(ROOT / "run_optimizer.py"), "import"]
        words += [str(folder / "villages.gpkg"), "-o", str(folder / "dataset"), "--json"]
        start = time.perf_counter()
        done = subprocess.run(words, capture_output=True, text=True, check=False)
        seconds = time.perf_counter() - start
        peak = resource.getrusage(resource.RUSAGE_CHILDREN)
        summary = json.loads(done.stdout)["summary"]
        pairs = pd.read_csv(folder / "dataset" / "contiguity.csv", dtype=str)[["a", "b"]]
        found = {frozenset(pair) for pair in pairs.to_numpy().tolist()}
        row = {
            "polygons": given.polygons,
            "error_m": given.error,
            "seconds": round(seconds, 1),
            "cpu_seconds": round(peak.ru_utime + peak.ru_stime, 1),
            "peak_mib": peak.ru_maxrss // 1024,
            "pairs": len(found),
            "missing": len(truth - found),
            "invented": len(found - truth),
            "doubtful": summary["doubtful"],
            "exit": done.returncode,
        }
    targets = [
        target("35,000 polygons within 180 s", row["seconds"], row["seconds"] <= 180),
        target("within 3,072 MiB", row["peak_mib"], row["peak_mib"] <= 3072),
    ]
    print(record("import-large", [row], targets, shelf=Shelf.at(given.output)))
    print(json.dumps(row))


def make(path: Path, count: int, error: float) -> set[frozenset[str]]:
    """Write the layer; return the pairs of the coverage that it was before its errors."""
    rng = np.random.default_rng(1)
    side = WIDTH_M * np.sqrt(count)
    across = int(np.sqrt(count))
    x, y = np.meshgrid(np.arange(across + 1), np.arange(count // across + 1))
    lattice = np.column_stack([x.ravel(), y.ravel()])[:count]
    points = (lattice + rng.uniform(-0.45, 0.45, (count, 2))) * WIDTH_M
    frame = shapely.box(-WIDTH_M, -WIDTH_M, side + WIDTH_M, side + WIDTH_M)
    cells = shapely.get_parts(
        shapely.voronoi_polygons(shapely.multipoints(points), extend_to=frame, ordered=True)
    )
    cells = shapely.coverage_clean(shapely.intersection(cells, frame), snapping_distance=0.01)
    codes, towns = _codes(lattice)
    from optimizer.data.importing.coverage import shared_edges

    edges = shared_edges(cells)
    truth = {frozenset((codes[a], codes[b])) for a, b in edges.pairs[edges.border_m >= 1].tolist()}
    _write(path, _moved(cells, error, rng), codes, towns)
    return truth


def _codes(lattice: Any) -> tuple[list[str], list[str]]:
    """Return codes by blocks of five by five villages, fourteen of them a county."""
    block = (lattice // 5).astype(int)
    wide = int(block[:, 0].max()) + 1
    town = block[:, 1] * wide + block[:, 0]
    inside = (lattice[:, 1] % 5) * 5 + lattice[:, 0] % 5
    county = 140_000 + (block[:, 1] // 4) * 60 + block[:, 0] // 4 + 1
    number = 100 + (block[:, 1] % 4) * 4 + block[:, 0] % 4
    codes = [f"{c}{n:03d}{200 + i:03d}" for c, n, i in zip(county, number, inside, strict=True)]
    return codes, [f"T{t}镇" for t in town.tolist()]


def _moved(cells: Any, error: float, rng: np.random.Generator) -> Any:
    xy, ring = shapely.get_coordinates(shapely.get_exterior_ring(cells), return_index=True)
    xy = xy + rng.normal(0, error, xy.shape)
    last = np.append(ring[1:] != ring[:-1], True)
    first = np.insert(ring[1:] != ring[:-1], 0, True)
    xy[last] = xy[first]
    return shapely.polygons(shapely.linearrings(xy, indices=ring))


def _write(path: Path, cells: Any, codes: list[str], towns: list[str]) -> None:
    placed = shapely.transform(cells, lambda xy: xy + np.array([EAST_M - 140_000.0, NORTH_M]))
    people = [str(500 + 7 * (i % 300)) for i in range(len(codes))]
    columns = {"代码": codes, "乡镇": towns, "人口": people, "名称": [f"{c}村" for c in codes]}
    pyogrio.raw.write(
        path,
        shapely.to_wkb(placed),
        [np.array(v, dtype=object) for v in columns.values()],
        list(columns),
        geometry_type="Polygon",
        driver="GPKG",
        crs="EPSG:4526",
    )


if __name__ == "__main__":
    main()
