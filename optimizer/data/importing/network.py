"""A network of roads of lines and extracts of OpenStreetMap, with the speeds of its classes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.spatial import cKDTree

from optimizer.data.importing.extras import need
from optimizer.data.importing.hints import compare_with_roads
from optimizer.data.importing.notices import Notices
from optimizer.data.importing.position import local_plane

if TYPE_CHECKING:
    from optimizer.data.importing.levels import Known

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

JOIN_M = 0.5
"""Corners of lines nearer than this are one."""
SPEED_KMH: Mapping[str, float] = {
    **dict.fromkeys(("motorway", "motorway_link", "高速", "高速公路"), 90.0),
    **dict.fromkeys(("trunk", "trunk_link", "国道", "一级", "一级公路", "快速路"), 65.0),
    **dict.fromkeys(("primary", "primary_link", "省道", "二级", "二级公路", "主干路"), 55.0),
    **dict.fromkeys(("secondary", "secondary_link", "县道", "三级", "三级公路", "次干路"), 45.0),
    **dict.fromkeys(("tertiary", "tertiary_link", "乡道", "四级", "四级公路", "支路"), 35.0),
    **dict.fromkeys(("unclassified", "road", "村道", "等外", "等外公路"), 25.0),
    **dict.fromkeys(("residential", "living_street", "service"), 20.0),
    **dict.fromkeys(("track", "机耕路"), 15.0),
}
"""Speeds by class, for want of a speed of the way's own: OSM's and those of JTG B01."""
KMH_PER_MS, KM_PER_MILE = 3.6, 1.609
"""What a metre a second is in km/h, and a mile in km."""
SLOWEST_KMH, FASTEST_KMH = 3, 140
"""Speeds of a way's own outside of these are slips of the unit."""
USUAL_KMH = 30.0
"""Speed of a way without a class: between those of tertiary roads and of village roads."""
Piece = tuple[Floats, Floats]
"""Starts and ends of straight pieces (degrees), shape (pieces, 4), and their speeds, km/h."""


@dataclass(frozen=True)
class Network:
    """Roads as a graph.

    Attributes
    ----------
    xy
        Nodes, metres in a plane, shape (nodes, 2).
    ends
        Edges, shape (edges, 2).
    metres, seconds
        Of each edge.
    """

    xy: Floats
    ends: Ints
    metres: Floats
    seconds: Floats

    def graph(self, weight: Floats) -> Any:
        """Return the network with a weight; of parallel edges the least counts."""
        a, b = np.sort(self.ends, axis=1).T
        order = np.lexsort((weight, b, a))
        a, b, w = a[order], b[order], weight[order]
        first = np.ones(len(a), dtype=np.bool_)
        first[1:] = (a[1:] != a[:-1]) | (b[1:] != b[:-1])
        size = len(self.xy)
        return csr_array((np.maximum(w[first], 1e-6), (a[first], b[first])), shape=(size, size))


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
            steps, clipped = _steps_of(way)
            starts += steps
            speeds += [kmh] * (len(steps) // 4)
            lost += clipped
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


def _steps_of(way: Any) -> tuple[list[float], int]:
    """Return the steps of a way from node to node, four degrees each, and its nodes of no place."""
    steps: list[float] = []
    before: tuple[float, float] | None = None
    lost = 0
    for node in way.nodes:
        if not node.location.valid():
            before, lost = None, lost + 1
            continue
        here = (node.location.lon, node.location.lat)
        if before is not None:
            steps.extend((*before, *here))
        before = here
    return steps, lost


def _joined(pieces: Floats, speed: Floats) -> Network:
    """Make one node of corners that are nearly the same."""
    corners = pieces.reshape(-1, 2)
    _, at, node = np.unique(
        np.round(corners / JOIN_M).astype(np.int64), axis=0, return_index=True, return_inverse=True
    )
    ends = node.reshape(-1, 2).astype(np.int64)
    metres = np.hypot(*(pieces[:, 2:] - pieces[:, :2]).T)
    real = ends[:, 0] != ends[:, 1]
    seconds = metres / (speed / KMH_PER_MS)
    return Network(corners[at], ends[real], metres[real], seconds[real])


def speed_of(kind: str, stated: str) -> float:
    """Return the speed of a way, km/h: its own, else that of its class."""
    figure = stated.split()[0] if stated else ""
    if figure.replace(".", "", 1).isdigit() and SLOWEST_KMH <= float(figure) <= FASTEST_KMH:
        return float(figure) * (KM_PER_MILE if "mph" in stated else 1.0)
    return SPEED_KMH.get(kind.strip().lower(), USUAL_KMH)
