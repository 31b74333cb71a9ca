"""Lines and extracts of OpenStreetMap to a network of roads."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely
from scipy.spatial import cKDTree

from optimizer.data.importing.extras import need
from optimizer.data.importing.hints import compare_with_roads
from optimizer.data.importing.notices import Notices
from optimizer.data.importing.position import local_plane
from optimizer.data.importing.road_graph import (
    JOIN_M,
    SPEED_KMH,
    Floats,
    Ints,
    Network,
    speed_of,
)

if TYPE_CHECKING:
    from optimizer.data.importing.levels import Known

Piece = tuple[Floats, Floats]
"""Starts and ends of straight pieces (degrees), shape (pieces, 4), and their speeds, km/h."""


def network_of(
    lines: Sequence[Known], extracts: Sequence[Path], places: Floats, notices: Notices
) -> tuple[Network | None, Floats]:
    """Return the network, None without any road, and places in its plane, metres.

    Parameters
    ----------
    places
        Longitude and latitude, shape (places, 2).
    """
    plane = local_plane(shapely.points(places))
    flat = np.column_stack(plane.transform(*places.T))
    found = [_of_lines(one, plane) for one in lines]
    found += [_of_extract(path, plane, notices) for path in extracts]
    pieces = np.concatenate([piece for piece, _ in found]) if found else np.empty((0, 4))
    speed = np.concatenate([kmh for _, kmh in found]) if found else np.empty(0)
    if not len(pieces):
        return None, flat
    network = _joined(pieces, speed)
    nodes = cKDTree(network.xy)

    def away_m(degrees: Floats) -> Floats:
        return np.asarray(nodes.query(np.column_stack(plane.transform(*degrees.T)))[0])

    compare_with_roads(places, away_m, notices)
    return network, flat


def _of_lines(known: Known, plane: Any) -> Piece:
    """Return the pieces of a layer of lines; lines are cut where they cross or meet."""
    assert known.layer.shapes is not None
    there = np.nonzero(~shapely.is_missing(known.layer.shapes))[0]
    shapes = shapely.transform(known.layer.shapes[there], plane.transform, interleaved=False)
    kinds, stated = known.column("road_class"), known.column("speed")
    speeds = np.array([speed_of(kinds[i], stated[i]) for i in there])
    parts, of = shapely.get_parts(shapes, return_index=True)
    cut, owner = _cut(parts)
    xy, line = shapely.get_coordinates(cut, return_index=True)
    on = line[1:] == line[:-1]
    return np.hstack([xy[:-1][on], xy[1:][on]]), speeds[of[owner[line[:-1][on]]]]


def _cut(parts: Any) -> tuple[Any, Ints]:
    """Cut lines at crossings; a piece belongs to the line that its middle lies on."""
    noded = shapely.get_parts(shapely.node(shapely.multilinestrings(parts)))
    middle = shapely.line_interpolate_point(noded, 0.5, normalized=True)
    piece, line = shapely.STRtree(parts).query_nearest(middle, all_matches=False)
    owner = np.zeros(len(noded), dtype=np.int64)
    owner[piece] = line
    return noded, owner


def _of_extract(path: Path, plane: Any, notices: Notices) -> Piece:
    """Return the pieces of drivable ways; nodes without a place (clipped away) are counted."""
    need("osm", path.name)
    import osmium

    starts: list[float] = []
    speeds: list[float] = []
    lost = 0
    try:
        for way in (
            osmium.FileProcessor(str(path))
            .with_locations()
            .with_filter(osmium.filter.KeyFilter("highway"))
        ):
            if not isinstance(way, osmium.osm.Way):
                continue
            kind = str(way.tags.get("highway", ""))
            if kind not in SPEED_KMH or way.tags.get("access") in ("no", "private"):
                continue
            kmh = speed_of(kind, str(way.tags.get("maxspeed", "")))
            before = None
            for node in way.nodes:
                if not node.location.valid():
                    lost += 1
                    before = None
                    continue
                here = (node.location.lon, node.location.lat)
                if before is not None:
                    starts.extend((*before, *here))
                    speeds.append(kmh)
                before = here
    except RuntimeError as error:
        notices.add("E802", path.name, why=str(error))
        return np.empty((0, 4)), np.empty(0)
    notices.extend("W825", path.name, "", [""] * lost)
    ends = np.array(starts, dtype=np.float64).reshape(-1, 4)
    if not len(ends):
        notices.add("E803", path.name)
        return ends, np.empty(0)
    flat = [np.column_stack(plane.transform(*ends[:, part].T)) for part in ([0, 1], [2, 3])]
    return np.hstack(flat), np.array(speeds)


def _joined(pieces: Floats, speed: Floats) -> Network:
    """Make one node of corners that are nearly the same."""
    corners = pieces.reshape(-1, 2)
    _, at, node = np.unique(
        np.round(corners / JOIN_M).astype(np.int64), axis=0, return_index=True, return_inverse=True
    )
    ends = node.reshape(-1, 2).astype(np.int64)
    metres = np.hypot(*(pieces[:, 2:] - pieces[:, :2]).T)
    real = ends[:, 0] != ends[:, 1]
    seconds = metres / (speed / 3.6)
    return Network(corners[at], ends[real], metres[real], seconds[real])
