"""Contiguity: the pairs of villages, exclaves, and what is in pieces."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from models.quantities import IntArray
from optimizer.data.faults import Findings
from optimizer.data.places import Places
from optimizer.data.table import Table, read_table

_SHOWN = 6


def read_pairs(path: Path, places: Places, findings: Findings) -> IntArray | None:
    """Return contiguous pairs, shape (pairs, 2), each once, exclaves linked."""
    table = read_table(path, ("a", "b"), findings)
    if table is None:
        return None
    pairs = read_ends(table, {code: i for i, code in enumerate(places.villages.codes)})
    if table.has("link"):
        table.flags("link")
    unique = np.unique(np.sort(pairs[(pairs >= 0).all(axis=1)], axis=1), axis=0)
    if len(unique) < len(pairs) and (pairs >= 0).all():
        findings.add("W103", path.name, count=len(pairs) - len(unique))
    return np.concatenate([unique, _exclave_links(unique, places)])


def read_ends(table: Table, villages: dict[str, int]) -> IntArray:
    """Return the ends of each row's pair; unknown villages and self-loops are faults."""
    ends = [table.references(c, villages, "village", "villages.csv") for c in ("a", "b")]
    pairs = np.stack(ends, axis=1)
    for at in np.nonzero((pairs[:, 0] == pairs[:, 1]) & (pairs[:, 0] >= 0))[0]:
        table.note("E303", at, "b", table.frame["b"].iat[at])
    return pairs


def _components(pairs: IntArray, labels: IntArray) -> IntArray:
    """Return the piece of each village, pieces never crossing `labels`."""
    inside = pairs[labels[pairs[:, 0]] == labels[pairs[:, 1]]]
    shape = (len(labels), len(labels))
    graph = csr_array((np.ones(len(inside)), (inside[:, 0], inside[:, 1])), shape=shape)
    pieces: IntArray = connected_components(graph, directed=False)[1].astype(np.int64)
    return pieces


def _exclave_links(pairs: IntArray, places: Places) -> IntArray:
    """Link each piece of a township marked as exclave with its seat."""
    if not places.exclaves:
        return np.empty((0, 2), dtype=np.int64)
    pieces = _components(pairs, places.villages.township)
    links = []
    for township in places.exclaves:
        seat = places.townships[township].seat
        villages = np.nonzero(places.villages.township == township)[0]
        firsts = villages[np.unique(pieces[villages], return_index=True)[1]]
        links += [(seat, v) for v in firsts if seat >= 0 and pieces[v] != pieces[seat]]
    return np.array(links, dtype=np.int64).reshape(-1, 2)


def check_connected(
    pairs: IntArray, places: Places, files: tuple[str, str], findings: Findings
) -> None:
    """Note islands, and townships and counties in pieces."""
    township = places.villages.township
    islands = _islands(pairs, places, files[0], findings)
    _check_groups(pairs, township, places, ("E401", files[1]), islands, findings)
    county = np.array([t.county for t in places.townships], dtype=np.int64)[township]
    _check_groups(pairs, county, places, ("E402", files[1]), islands, findings)


def _islands(pairs: IntArray, places: Places, file: str, findings: Findings) -> set[int]:
    """Note villages that touch no other and are not a whole exclave."""
    alone = np.ones(len(places.villages), dtype=bool)
    alone[pairs.ravel()] = False
    alone[np.isin(places.villages.township, list(places.exclaves))] = False
    islands = np.nonzero(alone)[0].tolist() if len(alone) > 1 else []
    for v in islands:
        codes, names = places.villages.codes, places.villages.names
        findings.add("E403", file, v + 2, "code", codes[v], name=names[v])
    return set(islands)


def _check_groups(
    pairs: IntArray,
    labels: IntArray,
    places: Places,
    fault: tuple[str, str],
    islands: set[int],
    findings: Findings,
) -> None:
    """Note every group of villages in more than one piece (islands are noted already)."""
    pieces = _components(pairs, labels)
    is_county = fault[0] == "E402"
    counted = np.ones(len(labels), dtype=bool)
    counted[list(islands)] = False
    if is_county:
        counted &= ~np.isin(places.villages.township, list(places.exclaves))
    for label in np.unique(labels[counted]):
        found = [
            np.nonzero(counted & (pieces == piece))[0]
            for piece in np.unique(pieces[counted & (labels == label)])
        ]
        if len(found) > 1:
            place = places.counties[label] if is_county else places.townships[label]
            text = _describe(found, places)
            findings.add(
                fault[0],
                fault[1],
                0,
                "",
                place.code,
                name=place.name,
                count=len(found),
                pieces=text,
            )


def _describe(found: list[IntArray], places: Places) -> str:
    """Name the pieces, the largest first, by their villages."""
    ordered = sorted(found, key=len, reverse=True)
    return " | ".join(_name_villages(piece, places) for piece in ordered)


def _name_villages(piece: IntArray, places: Places) -> str:
    named = [f"{places.villages.codes[v]} {places.villages.names[v]}" for v in piece[:_SHOWN]]
    more = f" (+{len(piece) - _SHOWN})" if len(piece) > _SHOWN else ""
    return ", ".join(named) + more
