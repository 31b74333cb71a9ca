"""Distances by road: line layers and OSM extracts routed, tables of roads taken as they are.

The network's nodes are all corners of its lines. A village goes in a straight line to the
nearest one; from each seat the shortest ways (Dijkstra) give kilometres, and again, by the speed of
each class and terrain, minutes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra
from scipy.spatial import cKDTree

from optimizer.data.importing.codes import key_of
from optimizer.data.importing.notices import Notices
from optimizer.data.importing.tabulate import Rows
from optimizer.text import Text

if TYPE_CHECKING:
    from optimizer.data.importing.levels import Known
    from optimizer.data.importing.run import Imported, Levels

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

STRAIGHT = Text("distances are straight lines, not roads", "距离为直线距离，非道路里程")
FAR_KM = 2.0
"""Villages farther from any road are listed."""
OFF_ROAD_KMH = 15.0
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
USUAL_KMH = 30.0
TERRAIN: Mapping[str, float] = {
    "hill": 0.85,
    "mountain": 0.7,
    "丘陵": 0.85,
    "山地": 0.7,
    "山区": 0.7,
}
"""Factor on speeds by the terrain of the village's township."""


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


def add_roads(
    imported: Imported,
    levels: Levels,
    spots: Mapping[str, tuple[float, float]],
    seats: Mapping[str, str],
    extracts: Sequence[Path],
    tables: dict[str, Rows],
    notices: Notices,
) -> Text:
    """Add roads.csv or travel.csv; return what is to be said of distances where there is none.

    Parameters
    ----------
    spots
        Degrees of each village, by key.
    seats
        Seat of each township (keys).
    extracts
        Files of OpenStreetMap.
    """
    roads = [k for k in imported.known if k.level == "roads"]
    listed = [k for k in roads if k.layer.family == "table"]
    if listed:
        tables["roads.csv"] = _table(listed[0], levels, notices)
        return Text("", "")
    lines = [k for k in roads if k.layer.family == "line"]
    if not lines and not extracts:
        return STRAIGHT
    from optimizer.data.importing.network import network_of

    keys = list(spots)
    degrees = np.array([spots[key] for key in keys])
    network, flat = network_of(lines, extracts, degrees, notices)
    if network is None:
        return STRAIGHT
    tables["travel.csv"] = _routed(network, flat, keys, levels, seats, notices)
    return Text("", "")


def _table(known: Known, levels: Levels, notices: Notices) -> Rows:
    """Return a table of roads with the codes of the dataset."""
    has_minutes = "minutes" in known.roles
    rows: Rows = [["a", "b", "km", *(["minutes"] if has_minutes else [])]]
    unknown = []
    columns = [known.column(role) for role in ("a", "b", "km", "minutes")]
    for a, b, km, minutes in zip(*columns, strict=True):
        ends = [levels.villages.get(key_of(end)) for end in (a, b)]
        if ends[0] is None or ends[1] is None:
            unknown.append(f"{a} - {b}")
            continue
        rows.append([ends[0].code, ends[1].code, km, *([minutes] if has_minutes else [])])
    notices.extend("E814", known.layer.title, "", unknown)
    return rows


def _routed(
    network: Network,
    flat: Floats,
    keys: Sequence[str],
    levels: Levels,
    seats: Mapping[str, str],
    notices: Notices,
) -> Rows:
    """Return travel.csv: the way from each village to each seat of its county."""
    away, node = (np.asarray(found) for found in cKDTree(network.xy).query(flat))
    labels = [levels.villages[key].label() for key in keys]
    far = [f"{labels[i]} ({away[i] / 1000:.1f} km)" for i in np.nonzero(away > FAR_KM * 1000)[0]]
    notices.extend("W824", "travel.csv", "", far, limit=f"{FAR_KM:g}")
    slow = np.array([_slowness(levels, key) for key in keys])
    access_s = away / (OFF_ROAD_KMH / 3.6)
    place = {key: i for i, key in enumerate(keys)}
    county = [levels.county_of[levels.township_of[key]] for key in keys]
    members: dict[str, list[int]] = {}
    for i, one in enumerate(county):
        members.setdefault(one, []).append(i)
    rows: Rows = [["village", "seat", "km", "minutes"]]
    by_metres, by_seconds = network.graph(network.metres), network.graph(network.seconds)
    unreached = []
    for village in seats.values():
        s = place[village]
        here = np.array(members[county[s]], dtype=np.int64)
        metres, seconds = (
            np.asarray(dijkstra(graph, directed=False, indices=node[s]))[node[here]]
            for graph in (by_metres, by_seconds)
        )
        straight = np.hypot(*(flat[here] - flat[s]).T)
        lost = ~np.isfinite(metres)
        metres = np.where(lost, straight, metres + away[here] + away[s])
        seconds = np.where(lost, straight / (OFF_ROAD_KMH / 3.6), seconds * slow[here])
        seconds = seconds + np.where(lost, 0.0, access_s[here] + access_s[s])
        metres[here == s], seconds[here == s] = 0.0, 0.0
        unreached += [f"{labels[i]} - {labels[s]}" for i in here[lost]]
        code = levels.villages[village].code
        for i, m, t in zip(here.tolist(), metres.tolist(), seconds.tolist(), strict=True):
            rows.append([levels.villages[keys[i]].code, code, f"{m / 1000:.3f}", f"{t / 60:.2f}"])
    notices.extend("W830", "travel.csv", "", unreached)
    return rows


def _slowness(levels: Levels, key: str) -> float:
    """Return by how much longer ways take in the terrain of a village's township."""
    terrain = levels.townships[levels.township_of[key]].values.get("terrain", "")
    return 1 / TERRAIN.get(terrain, 1.0)


def speed_of(kind: str, stated: str) -> float:
    """Return the speed of a way, km/h: its own, else that of its class."""
    figure = stated.split()[0] if stated else ""
    if figure.replace(".", "", 1).isdigit() and 3 <= float(figure) <= 140:
        return float(figure) * (1.609 if "mph" in stated else 1.0)
    return SPEED_KMH.get(kind.strip().lower(), USUAL_KMH)
