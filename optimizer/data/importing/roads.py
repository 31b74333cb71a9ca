"""Distances by road: line layers and OSM extracts routed, tables of roads taken as they are.

The network's nodes are all corners of its lines. A village goes in a straight line to the
nearest one; from each seat the shortest ways (Dijkstra) give kilometres, and again, by the speed of
each class and terrain, minutes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse.csgraph import dijkstra
from scipy.spatial import cKDTree

from models.quantities import METRES_PER_KM, SECONDS_PER_MINUTE, IntArray
from optimizer.data.importing.codes import key_of
from optimizer.data.importing.network import KMH_PER_MS, Floats, Network, network_of
from optimizer.data.importing.notices import Notices
from optimizer.data.importing.tabulate import Rows
from optimizer.text import Text

if TYPE_CHECKING:
    from optimizer.data.importing.imported import Imported, Levels
    from optimizer.data.importing.levels import Known

STRAIGHT = Text("distances are straight lines, not roads", "距离为直线距离，非道路里程")
FAR_KM = 2.0
"""Villages farther from any road are listed."""
OFF_ROAD_KMH = 15.0
"""From a village to the road: on field tracks, as the slowest class."""
TERRAIN: Mapping[str, float] = {
    "hill": 0.85,
    "mountain": 0.7,
    "丘陵": 0.85,
    "山地": 0.7,
    "山区": 0.7,
}
"""Factor on speeds by the terrain of the village's township."""


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
    far = [
        f"{labels[i]} ({away[i] / METRES_PER_KM:.1f} km)"
        for i in np.nonzero(away > FAR_KM * METRES_PER_KM)[0]
    ]
    notices.extend("W824", "travel.csv", "", far, limit=f"{FAR_KM:g}")
    slow = np.array([_slowness(levels, key) for key in keys])
    access_s = away / (OFF_ROAD_KMH / KMH_PER_MS)
    place = {key: i for i, key in enumerate(keys)}
    county = [levels.county_of[levels.township_of[key]] for key in keys]
    members = _by_county(county)
    rows: Rows = [["village", "seat", "km", "minutes"]]
    by_metres, by_seconds = network.graph(network.metres), network.graph(network.seconds)
    unreached = []
    for village in seats.values():
        s = place[village]
        here = members[county[s]]
        metres, seconds = (
            np.asarray(dijkstra(graph, directed=False, indices=node[s]))[node[here]]
            for graph in (by_metres, by_seconds)
        )
        straight = np.hypot(*(flat[here] - flat[s]).T)
        lost = ~np.isfinite(metres)
        metres = np.where(lost, straight, metres + away[here] + away[s])
        seconds = np.where(lost, straight / (OFF_ROAD_KMH / KMH_PER_MS), seconds * slow[here])
        seconds = seconds + np.where(lost, 0.0, access_s[here] + access_s[s])
        metres[here == s], seconds[here == s] = 0.0, 0.0
        unreached += [f"{labels[i]} - {labels[s]}" for i in here[lost]]
        code = levels.villages[village].code
        rows += [
            [levels.villages[keys[i]].code, code, *_written(m, t)]
            for i, m, t in zip(here.tolist(), metres.tolist(), seconds.tolist(), strict=True)
        ]
    notices.extend("W830", "travel.csv", "", unreached)
    return rows


def _by_county(county: Sequence[str]) -> dict[str, IntArray]:
    """Return the positions of the villages of each county."""
    members: dict[str, list[int]] = {}
    for i, one in enumerate(county):
        members.setdefault(one, []).append(i)
    return {one: np.array(found, dtype=np.int64) for one, found in members.items()}


def _written(metres: float, seconds: float) -> tuple[str, str]:
    """Return a way as km and minutes, as travel.csv holds them."""
    return f"{metres / METRES_PER_KM:.3f}", f"{seconds / SECONDS_PER_MINUTE:.2f}"


def _slowness(levels: Levels, key: str) -> float:
    """Return by how much longer ways take in the terrain of a village's township."""
    terrain = levels.townships[levels.township_of[key]].values.get("terrain", "")
    return 1 / TERRAIN.get(terrain, 1.0)
