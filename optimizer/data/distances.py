"""Distances: roads, a travel table, or straight lines with a detour factor."""

from __future__ import annotations

from collections.abc import Callable
from os.path import lexists
from pathlib import Path

import numpy as np
from scipy.sparse.csgraph import connected_components

from models.quantities import METRES_PER_KM, NO_LIMIT, SECONDS_PER_MINUTE, BoolArray, IntArray
from models.scenario import TerritoryFiles
from models.travel import RoadTravel, StraightTravel, TableTravel, Travel, network
from optimizer.data.connections import is_damaged, read_ends, read_villages
from optimizer.data.faults import COLUMNS, Findings, some_of
from optimizer.data.places import Places
from optimizer.data.table import Table, read_table

MOST_KM = 10_000
"""No way within a province is longer; what is, is a slip of the unit."""
MOST_MINUTES = 100_000
"""Over two months: no way takes longer."""


def read_travel(
    folder: Path, files: TerritoryFiles, places: Places, findings: Findings
) -> Travel | None:
    """Return the distances of the dataset folder, by the best source that it has.

    A table that [territory] names must be there; under its default name it may be missing.
    """
    roads, table = folder / files.roads, folder / files.travel
    has_roads, has_table = (
        key in files.model_fields_set or lexists(path)
        for key, path in (("roads", roads), ("travel", table))
    )
    if has_roads and has_table:
        findings.add("W105", table.name, roads=roads.name, travel=table.name)
    if has_table:
        return _read_table(table, places, findings)
    if has_roads:
        return _read_roads(roads, places, findings)
    return _straight(files, places, findings)


def _read_roads(path: Path, places: Places, findings: Findings) -> Travel | None:
    table = read_table(path, ("a", "b", "km"), findings, places.may_lack_pairs)
    if table is None:
        return None
    ends = read_ends(table, places)
    metres = table.whole("km", METRES_PER_KM, "1 m", MOST_KM, low=0.001)
    seconds = _seconds(table, low=1 / SECONDS_PER_MINUTE)
    if (ends < 0).any() or (metres <= 0).any():
        return None
    size = len(places.villages)
    return RoadTravel(
        roads_m=network(ends[:, 0], ends[:, 1], metres, size),
        roads_s=None if seconds is None else network(ends[:, 0], ends[:, 1], seconds, size),
        file=path.name,
    )


def _seconds(table: Table, low: float = 0.0) -> IntArray | None:
    if not table.has("minutes"):
        return None
    return table.whole("minutes", SECONDS_PER_MINUTE, "1 s", MOST_MINUTES, low=low)


def _read_table(path: Path, places: Places, findings: Findings) -> Travel | None:
    table = read_table(path, ("village", "seat"), findings)
    if table is None:
        return None
    if not table.has("km"):
        findings.add("E106", path.name, 1, "km", header=some_of([*table.frame.columns], COLUMNS))
        return None
    ends = read_villages(table, ("village", "seat"), places)
    metres = table.whole("km", METRES_PER_KM, "1 m", MOST_KM)
    seconds = _seconds(table)
    if is_damaged(table, ends):
        return None
    by_metres = _by_pair(table, ends, metres)
    by_seconds = {} if seconds is None else _by_pair(table, ends, seconds)
    return TableTravel(by_metres, by_seconds, file=path.name)


def _by_pair(table: Table, ends: IntArray, values: IntArray) -> dict[tuple[int, int], int]:
    """Return values by (village, seat); a pair given twice differently is a fault."""
    found: dict[tuple[int, int], int] = {}
    first: dict[tuple[int, int], int] = {}
    rows = zip(ends.tolist(), values.tolist(), strict=True)
    for at, ((village, seat), value) in enumerate(rows):
        key = (village, seat)
        if min(village, seat, value) < 0:
            continue
        if found.setdefault(key, value) != value:
            row = int(table.rows[first[key]])
            table.note("E306", at, "village", table.frame["village"].iat[at], first=row)
        first.setdefault(key, at)
    return found


def _straight(files: TerritoryFiles, places: Places, findings: Findings) -> Travel | None:
    lon, lat = places.villages.lon, places.villages.lat
    unknown = np.nonzero(np.isnan(lon) | np.isnan(lat))[0]
    if files.detour is None:
        findings.add("E405", files.roads, roads=files.roads, travel=files.travel)
        return None
    if len(unknown):
        _note_pointless(unknown, places, findings)
        return None
    findings.add("W106", files.villages, detour=f"{files.detour:g}")
    return StraightTravel(lon, lat, files.detour, files.earth)


def _note_pointless(unknown: IntArray, places: Places, findings: Findings) -> None:
    """Note the villages without a point, but where the reason is noted already."""
    table, rows = places.village_file, places.village_rows
    noted = {f.row for f in findings.errors if f.file == table and f.column in ("lon", "lat")}
    for v in unknown:
        if int(rows[v]) not in noted:
            code = places.villages.codes[v]
            findings.add(
                "E430", table, int(rows[v]), "lon, lat", code, name=places.villages.names[v]
            )


def check_reachable(
    travel: Travel, places: Places, files: TerritoryFiles, findings: Findings
) -> None:
    """Note villages without a way to their own seat (fault) or to another of the county."""
    has_no_way = _no_way(travel)
    file = Path(files.roads if isinstance(travel, RoadTravel) else files.travel).name
    county = np.array([t.county for t in places.townships], dtype=np.int64)
    township = places.villages.township
    seats = np.array([t.seat for t in places.townships], dtype=np.int64)
    unreachable = 0
    for c in np.unique(county):
        local = np.nonzero(county == c)[0]
        villages = np.nonzero((county[township] == c) & ~places.doubtful)[0]
        missing = has_no_way(villages, seats[local])
        own = missing[np.arange(len(villages)), np.searchsorted(local, township[villages])]
        for v in villages[own]:
            seat = places.villages.names[seats[township[v]]]
            name, code = places.villages.names[v], places.villages.codes[v]
            findings.add("E404", file, 0, "", code, name=name, seat=seat)
        unreachable += int((missing.any(axis=1) & ~own).sum())
    if unreachable:
        findings.add("W109", file, count=unreachable)


def _no_way(travel: Travel) -> Callable[[IntArray, IntArray], BoolArray]:
    """Return which villages (rows) have no way to which seats (columns).

    On roads that is whether they lie in different components, which needs no paths.
    """
    if isinstance(travel, RoadTravel):
        component = connected_components(travel.roads_m, directed=False)[1]
        return lambda villages, seats: component[villages][:, None] != component[seats][None, :]
    return lambda villages, seats: travel.metres(villages, seats) >= NO_LIMIT
