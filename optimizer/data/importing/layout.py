"""What the units of an import cover: polygons cleaned, neighbours, pieces, notices."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely

from models.quantities import METRES_PER_KM, SQUARE_METRES_PER_HECTARE
from optimizer.data.importing.coverage import Coverage, Ints, cover, in_polygons_only
from optimizer.data.importing.figures import geodesic_km2
from optimizer.data.importing.notices import Notices
from optimizer.data.importing.parts import (
    Link,
    bridges,
    detached,
    enclosed,
    facing,
    holes,
    named,
    parts_of,
)
from optimizer.data.importing.position import local_plane
from optimizer.data.importing.request import ImportRequest
from optimizer.data.importing.units import Unit

FILE = "contiguity.csv"


@dataclass(frozen=True)
class Layout:
    """Polygons of the units as a coverage, in degrees, and who touches whom.

    Attributes
    ----------
    keys
        Of the units, in order.
    shapes
        Cleaned polygons, degrees.
    km2
        Geodesic areas.
    pairs, border_m, doubtful
        Of `Coverage`.
    links
        Accepted crossings, shape (links, 2).
    suggested
        Crossings that would join what is in pieces.
    exclaves
        Keys of townships that lie apart, on land of others.
    """

    keys: Sequence[str]
    shapes: Any
    km2: np.ndarray[Any, Any]
    pairs: Ints
    border_m: np.ndarray[Any, Any]
    doubtful: np.ndarray[Any, Any]
    links: Ints
    suggested: Sequence[Link]
    exclaves: Sequence[str]
    coverage: Coverage


def lay_out(
    units: Mapping[str, Unit],
    township_of: Mapping[str, str],
    county_of: Mapping[str, str],
    asked: ImportRequest,
    notices: Notices,
) -> Layout:
    """Clean the polygons of units and find their neighbours.

    Parameters
    ----------
    township_of
        Key of the township of each unit.
    county_of
        Key of the county of each township.
    """
    keys = list(units)
    labels = [unit.label() for unit in units.values()]
    coverage, back = _covered(units, asked)
    _say(coverage, labels, notices)
    links = _accepted(asked, keys, units, notices)
    township = _numbered([township_of[key] for key in keys])
    county = _numbered([county_of[township_of[key]] for key in keys])
    apart = _apart(coverage, links, township, county)
    more = _suggested(coverage, links, apart, township, county)
    notices.extend(
        "W823" if asked.all_links else "E815", FILE, "", [_link_text(k, labels) for k in more]
    )
    if asked.all_links:
        links = np.concatenate([links, _ends(more)])
    exclaves = list(dict.fromkeys(township_of[keys[i]] for piece in apart.exclaves for i in piece))
    notices.extend("W809", "townships.csv", "exclave", (named(labels, p) for p in apart.exclaves))
    return Layout(
        keys=keys,
        shapes=back,
        km2=geodesic_km2(back),
        pairs=coverage.pairs,
        border_m=coverage.border_m,
        doubtful=coverage.doubtful,
        links=links,
        suggested=more,
        exclaves=exclaves,
        coverage=coverage,
    )


def _covered(units: Mapping[str, Unit], asked: ImportRequest) -> tuple[Coverage, Any]:
    """Return the units' polygons cleaned in a plane, and the same in degrees again."""
    shapes = in_polygons_only(np.array([unit.shape for unit in units.values()], dtype=object))
    plane = local_plane(shapes)
    flat = shapely.transform(shapes, plane.transform, interleaved=False)
    coverage = cover(in_polygons_only(flat), asked.tolerance, asked.min_border_m)
    back = shapely.transform(
        coverage.shapes,
        lambda x, y: plane.transform(x, y, direction="INVERSE"),
        interleaved=False,
    )
    return coverage, back


def _numbered(words: Sequence[str]) -> Ints:
    return np.asarray(np.unique(words, return_inverse=True)[1], dtype=np.int64).ravel()


@dataclass(frozen=True)
class Apart:
    """Pieces of townships and counties that lie apart in others' land.

    Attributes
    ----------
    exclaves
        Units of each piece, those of townships first.
    of_townships
        How many of them are pieces of a township.
    """

    exclaves: list[Ints]
    of_townships: int


def _ends(links: Sequence[Link]) -> Ints:
    """Return the units that links join, shape (links, 2)."""
    return np.array([(k.a, k.b) for k in links], dtype=np.int64).reshape(-1, 2)


def _suggested(
    coverage: Coverage, links: Ints, apart: Apart, township: Ints, county: Ints
) -> list[Link]:
    """Return the links that join what touches nothing: to its township, then to its county."""
    weight, none = shapely.area(coverage.shapes), np.empty(0, dtype=np.int64)
    pairs = np.concatenate([coverage.pairs, np.sort(links, axis=1)])
    inside = np.concatenate([none, *apart.exclaves[: apart.of_townships]])
    own = bridges(coverage.shapes, pairs, township, weight, inside)
    pairs = np.concatenate([pairs, np.sort(_ends(own), axis=1)])
    marked = np.isin(township, township[np.concatenate([none, *apart.exclaves])])
    return [*own, *bridges(coverage.shapes, pairs, county, weight, np.nonzero(marked)[0])]


def _apart(coverage: Coverage, links: Ints, township: Ints, county: Ints) -> Apart:
    """Find exclaves: pieces that touch units of others; islands touch nothing."""
    pairs = np.concatenate([coverage.pairs, np.sort(links, axis=1)])
    weight = shapely.area(coverage.shapes)
    neighbours: dict[int, set[int]] = {}
    for a, b in pairs.tolist():
        neighbours.setdefault(a, set()).add(b)
        neighbours.setdefault(b, set()).add(a)
    seen: set[int] = set()
    exclaves: list[Ints] = []
    counts = []
    for group in (township, county):
        for piece in detached(pairs, group, weight):
            inside = set(piece.tolist())
            if inside <= seen:
                continue
            seen |= inside
            if any(neighbours.get(i, set()) - inside for i in inside):
                exclaves.append(piece)
        counts.append(len(exclaves))
    return Apart(exclaves, counts[0])


def _accepted(
    asked: ImportRequest, keys: Sequence[str], units: Mapping[str, Unit], notices: Notices
) -> Ints:
    """Return the links that the user names, by codes or names."""
    at = {key: i for i, key in enumerate(keys)}
    by_word = {word: at[key] for key, unit in units.items() for word in (unit.name, unit.code)}
    found = []
    for ends in asked.links:
        places = [by_word.get(end, at.get(end, -1)) for end in ends]
        if min(places) < 0 or places[0] == places[1]:
            notices.add("E817", "--link", case=",".join(ends))
        else:
            found.append(places)
    return np.array(found, dtype=np.int64).reshape(-1, 2)


def _link_text(link: Link, labels: Sequence[str]) -> str:
    return f"{labels[link.a]} - {labels[link.b]} ({link.apart_m / METRES_PER_KM:.2f} km)"


def _say(coverage: Coverage, labels: Sequence[str], notices: Notices) -> None:
    """Say what was closed, what is doubtful, and what lies apart."""
    if not coverage.was_exact:
        moved = coverage.moved_m2 / SQUARE_METRES_PER_HECTARE
        order = np.argsort(-moved)
        cases = [f"{labels[i]} {moved[i]:.2f} ha" for i in order if moved[i] > 0.005]
        tolerance = coverage.tolerance
        details = {"snap": f"{tolerance.snap:.2f}", "gap": f"{tolerance.gap:.2f}"}
        details["error"] = f"{tolerance.error:.2f}"
        notices.extend("W806", "borders.geojson", "", cases or [""], **details)
    notices.extend("W841", "borders.geojson", "", (labels[i] for i in coverage.restored))
    doubtful = [
        f"{labels[a]} - {labels[b]} ({m:.0f} m)"
        for (a, b), m in zip(
            coverage.pairs[coverage.doubtful].tolist(),
            coverage.border_m[coverage.doubtful],
            strict=True,
        )
    ]
    near = [f"{labels[a]} - {labels[b]} (0)" for a, b in coverage.near.tolist()]
    notices.extend("W807", FILE, "", [*doubtful, *near], pairs=len(coverage.pairs))
    found = holes(coverage)
    notices.extend(
        "W808",
        "borders.geojson",
        "",
        (f"{h.km2:.4f} km2: {named(labels, np.array(h.around, dtype=np.int64))}" for h in found),
        area=f"{sum(h.km2 for h in found):.4f}",
    )
    notices.extend("W822", FILE, "", (_link_text(link, labels) for link in facing(coverage)))
    notices.extend(
        "W810",
        "borders.geojson",
        "",
        (
            f"{labels[i]} ({' + '.join(f'{a:.2f}' for a in areas[:3])} km2)"
            for i, areas in parts_of(coverage.shapes)
        ),
    )
    notices.extend("W811", FILE, "", (f"{labels[i]} ⊂ {labels[o]}" for i, o in enclosed(coverage)))
