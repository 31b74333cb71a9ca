"""Contiguity: the pairs of villages, exclaves, and what is in pieces."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby
from math import ceil
from pathlib import Path

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from models.quantities import METRES_PER_KM, BoolArray, IntArray, fraction
from models.territory import County, Township
from optimizer.data.faults import Findings
from optimizer.data.places import Places
from optimizer.data.table import Table, read_table

_SHOWN = 6
"""Villages that stand for a piece; the others are counted."""
_ZERO = re.compile(r"0+(\.0*)?|\.0+")
_MOST_BORDER_KM = 10_000
"""No border between two villages is longer; what is, is a slip of the unit."""


def read_pairs(
    path: Path, places: Places, findings: Findings, least_km: float | None = None
) -> IntArray | None:
    """Return contiguous pairs, shape (pairs, 2), each once.

    None where the table cannot be used, or most of it names unknown villages.

    Parameters
    ----------
    least_km
        Least length of the common border of two villages that touch; crossings
        (`link`) need none.
    """
    table = read_table(path, ("a", "b"), findings, places.may_lack_pairs)
    if table is None:
        return None
    pairs = read_ends(table, places)
    links = np.array(table.flags("link") if table.has("link") else [False] * len(table))
    if is_damaged(table, pairs):
        return None
    if table.has("border_km"):
        pairs = pairs[links | _long_enough(table, least_km, links)]
    elif least_km is not None:
        findings.add("W861", table.file, 1, "border_km")
    unique = np.unique(np.sort(pairs[(pairs >= 0).all(axis=1)], axis=1), axis=0)
    if len(unique) < len(pairs) and (pairs >= 0).all():
        findings.add("W103", path.name, count=len(pairs) - len(unique))
    return unique


def _long_enough(table: Table, least_km: float | None, links: BoolArray) -> BoolArray:
    """Return the rows whose common border is long enough; a border of 0 km is warned of.

    Without a least length every row counts, and what else stands in the column is not read.
    """
    if least_km is None:
        borders = enumerate(table.frame["border_km"])
        zero = [at for at, v in borders if _ZERO.fullmatch(v) and not links[at]]
        if zero:
            first = int(table.rows[zero[0]])
            table.findings.add(
                "W133", table.file, first, "border_km", "0", count=len(zero), first=first
            )
        return np.ones(len(table), dtype=bool)
    metres = table.whole("border_km", METRES_PER_KM, "1 m", _MOST_BORDER_KM, required=False)
    least = ceil(fraction(least_km) * METRES_PER_KM)
    enough: BoolArray = np.asarray((metres < 0) | (metres >= least))
    short = np.nonzero(~(enough | links))[0]
    if len(short):
        first, count = int(table.rows[short[0]]), len(short)
        where = (table.file, first, "border_km", "")
        table.findings.add("W860", *where, count=count, first=first, least=f"{least_km:g}")
    return enough


def is_damaged(table: Table, ends: IntArray) -> bool:
    """Return whether most rows of a table name unknown villages, for a cause that is said.

    What is in pieces or has no way is then no fault besides.
    """
    unknown = (ends < 0).any(axis=1)
    told = any(fault.cause and fault.file == table.file for fault in table.findings.errors)
    return told and bool(unknown.mean() > 0.5)


def read_villages(table: Table, columns: tuple[str, str], places: Places) -> IntArray:
    """Return the villages that two columns name, shape (rows, 2); unknown ones are faults, -1."""
    known, file = places.village_codes, places.village_file
    return np.stack([table.references(c, known, "village", file) for c in columns], axis=1)


def read_ends(table: Table, places: Places) -> IntArray:
    """Return the ends of each row's pair; unknown villages and self-loops are faults."""
    pairs = read_villages(table, ("a", "b"), places)
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


def exclave_links(pairs: IntArray, places: Places) -> IntArray:
    """Return (township, village) for each piece of an exclave that does not hold the seat.

    The piece is joined to the seat by way of this village, in the unit that keeps the seat.
    """
    if not places.exclaves:
        return np.empty((0, 2), dtype=np.int64)
    pieces = _components(pairs, places.villages.township)
    links = []
    for township in places.exclaves:
        seat = places.townships[township].seat
        villages = np.nonzero(places.villages.township == township)[0]
        firsts = villages[np.unique(pieces[villages], return_index=True)[1]]
        links += [(township, v) for v in firsts if seat >= 0 and pieces[v] != pieces[seat]]
    return np.array(links, dtype=np.int64).reshape(-1, 2)


def check_connected(pairs: IntArray, places: Places, file: str, findings: Findings) -> None:
    """Note islands, and townships and counties in pieces (islands are noted already)."""
    township = places.villages.township
    links = exclave_links(pairs, places)
    seats = np.array([t.seat for t in places.townships], dtype=np.int64)
    pairs = np.concatenate([pairs, np.stack([seats[links[:, 0]], links[:, 1]], axis=1)])
    counted = ~_islands(pairs, places, findings) & ~places.doubtful
    for label, found in _in_pieces(pairs, township, counted):
        _note_pieces("E401", file, places.townships[label], found, places, findings)
    county = np.array([t.county for t in places.townships], dtype=np.int64)[township]
    counted &= ~np.isin(township, list(places.exclaves))
    for label, found in _in_pieces(pairs, county, counted):
        _note_pieces("E402", file, places.counties[label], found, places, findings)


def _islands(pairs: IntArray, places: Places, findings: Findings) -> BoolArray:
    """Note villages that touch no other and are not a whole exclave."""
    alone = np.ones(len(places.villages), dtype=bool)
    alone[pairs.ravel()] = False
    alone[np.isin(places.villages.township, list(places.exclaves))] = False
    alone &= (places.company > 1) & ~places.doubtful
    for v in np.nonzero(alone)[0]:
        code, name = places.villages.codes[v], places.villages.names[v]
        row = int(places.village_rows[v])
        findings.add("E403", places.village_file, row, "code", code, name=name)
    return alone


def _in_pieces(
    pairs: IntArray, labels: IntArray, counted: BoolArray
) -> Iterator[tuple[int, list[IntArray]]]:
    """Yield each label whose villages that count are in more than one piece, and the pieces."""
    pieces = _components(pairs, labels)
    villages = np.nonzero(counted)[0]
    order = villages[np.lexsort((pieces[villages], labels[villages]))]
    found = np.split(order, np.nonzero(np.diff(pieces[order]))[0] + 1)
    for label, group in groupby(found if len(order) else (), lambda piece: int(labels[piece[0]])):
        if len(together := list(group)) > 1:
            yield label, together


def _note_pieces(
    code: str,
    file: str,
    place: Township | County,
    found: list[IntArray],
    places: Places,
    findings: Findings,
) -> None:
    text = _describe(found, places)
    findings.add(code, file, 0, "", place.code, name=place.name, count=len(found), pieces=text)


def _describe(found: list[IntArray], places: Places) -> str:
    """Name the pieces, the largest first, by their villages."""
    ordered = sorted(found, key=len, reverse=True)
    return " | ".join(_name_villages(piece, places) for piece in ordered)


def _name_villages(piece: IntArray, places: Places) -> str:
    named = [f"{places.villages.codes[v]} {places.villages.names[v]}" for v in piece[:_SHOWN]]
    more = f" (+{len(piece) - _SHOWN})" if len(piece) > _SHOWN else ""
    return ", ".join(named) + more
