"""Figures that cannot be right: wrong units of measure, places that do not fit one another.

Every rule is applied to the figures as they are. Populations in 万 or areas in 亩 lead to a plan
that is proved optimal and means nothing, so what no territory has is said before.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from models.geodesy import EARTH_RADIUS_M
from models.quantities import (
    HECTARES_PER_KM2,
    METRES_PER_KM,
    SQUARE_METRES_PER_HECTARE,
    IntArray,
)
from models.scenario import TerritoryFiles
from models.territory import Territory
from optimizer.data.faults import Findings
from optimizer.data.spelling import loose_number
from optimizer.data.table import read_table

Floats = NDArray[np.float64]

AREA_KM2 = (0.1, 20_000.0)
"""Smallest and largest township that is no slip: the largest in China are in Hoh Xil and Tibet."""
DENSITY = (1.0, 100_000.0)
"""People a km2 of a township."""
SAME_UNIT = 0.25
"""Relative difference up to which a ratio is taken for a factor of units."""
AREA_FACTORS: Mapping[float, str] = {
    100.0: "ha", 1500.0: "亩", 1e6: "m2", 15.0: "亩 / ha", 1e4: "万", 1e-4: "万",
    1 / 15: "ha / 亩", 1 / 100: "ha", 1 / 1500: "亩", 1e-6: "m2",
}  # fmt: skip
PEOPLE_FACTORS: Mapping[float, str] = {1e4: "万", 1e-4: "万", 1e3: "千", 1e-3: "千"}
"""Factors by which sums of people are off when a table has another unit."""
OFF = 0.05
"""A sum that differs by more from the county's own figure is said."""
TYPICAL = (2.0, 60_000.0)
"""People a km2 of a whole territory: outside, a factor of units that leads inside is named."""
CLOSE = 0.4
"""Villages nearer than this share of what is usual between neighbours ought to touch."""
FAR_SPREADS, LEAST_SPREAD_M = 3, 500.0
"""A seat farther from all villages of its township than so many times their spread is a slip."""
FLAT_KM2 = 0.05
"""A populated village smaller than this has its area in another unit."""
SHOWN = 3
"""Cases that a warning names."""
FEW = 8
"""Villages that distances of neighbours are judged by, at least."""


def check_plausible(
    territory: Territory, files: TerritoryFiles, folder: Path, findings: Findings
) -> None:
    """Note everything about a territory's figures and places that is hardly possible."""
    km2 = _by_township(territory, territory.villages.area_ha) / HECTARES_PER_KM2
    people = _by_township(territory, territory.villages.population)
    if _wrong_units(territory, km2, people, files, folder, findings):
        return
    names = [f"{t.code} {t.name}" for t in territory.former.townships]
    _note(findings, "W850", files.villages, "area_km2", names, km2 > AREA_KM2[1], km2, "km2")
    small = (km2 < AREA_KM2[0]) & (km2 > 0)
    _note(findings, "W851", files.villages, "area_km2", names, small, km2, "km2")
    known = (people > 0) & (km2 > 0)
    density = np.divide(people, km2, out=np.zeros_like(km2), where=km2 > 0)
    low = known & (density < DENSITY[0])
    _note(findings, "W852", files.villages, "population", names, low, density, "/ km2")
    high = known & (density > DENSITY[1])
    _note(findings, "W853", files.villages, "population", names, high, density, "/ km2")
    _neighbours(territory, files, findings)
    _seats(territory, files, findings)


def _by_township(territory: Territory, values: IntArray) -> Floats:
    return _summed(territory.villages.township, values, len(territory.former.townships))


def _summed(group: IntArray, values: IntArray | Floats, size: int) -> Floats:
    return np.asarray(np.bincount(group, values, minlength=size), dtype=np.float64)


def _note(
    findings: Findings,
    code: str,
    file: str,
    column: str,
    names: Sequence[str],
    which: NDArray[np.bool_],
    values: Floats,
    unit: str,
) -> None:
    at = np.nonzero(which)[0].tolist()
    if at:
        cases = [f"{names[i]} {values[i]:,.4g} {unit}" for i in at]
        findings.add(code, file, 0, column, "", count=len(at), examples=_shown(cases))


def _shown(cases: Sequence[str]) -> str:
    return "; ".join(cases[:SHOWN]) + ("; ..." if len(cases) > SHOWN else "")


def _wrong_units(
    territory: Territory,
    km2: Floats,
    people: Floats,
    files: TerritoryFiles,
    folder: Path,
    findings: Findings,
) -> bool:
    """Note sums that contradict the counties' own figures, and densities off by a factor of units.

    Returns
    -------
    bool
        Whether a unit of measure is wrong: then no single figure needs to be named.
    """
    county = np.array([t.county for t in territory.former.townships], dtype=np.int64)
    size = len(territory.counties)
    sums = {
        "area_km2": _summed(county, km2, size),
        "population": _summed(county, people, size),
    }
    wrong = False
    own_figures = _own_figures(folder / files.counties, size)
    for column, own in own_figures.items():
        factors = AREA_FACTORS if column == "area_km2" else PEOPLE_FACTORS
        wrong |= _against(territory, column, sums[column], own, factors, files, findings)
    confirmed = len(own_figures) == 2 and all(np.isfinite(v).all() for v in own_figures.values())
    return wrong or (not confirmed and _whole_density(km2, people, len(county), files, findings))


def _own_figures(path: Path, size: int) -> dict[str, Floats]:
    """Return the counties' own people and areas where counties.csv has them, NaN for none."""
    table = read_table(path, ("code",), Findings())
    if table is None or len(table) != size:
        return {}
    found = {}
    for column in ("population", "area_km2"):
        if table.has(column):
            figures = [loose_number(v) if v else None for v in table.frame[column]]
            found[column] = np.array([np.nan if f is None else float(f.value) for f in figures])
    return found


def _against(
    territory: Territory,
    column: str,
    sums: Floats,
    own: Floats,
    factors: Mapping[float, str],
    files: TerritoryFiles,
    findings: Findings,
) -> bool:
    """Compare sums with the counties' own figures; return whether a unit is wrong."""
    known = np.isfinite(own) & (own > 0) & (sums > 0)
    names = [f"{c.code} {c.name}" for c in territory.counties]
    units, off = [], []
    for at in np.nonzero(known)[0]:
        ratio = float(sums[at] / own[at])
        case = f"{names[at]} {sums[at]:,.0f} / {own[at]:,.0f}"
        if unit := _factor(ratio, factors):
            units.append(f"{case} (x {ratio:,.4g}: {unit})")
        elif abs(ratio - 1) > OFF:
            off.append(case)
    for code, cases in (("E850", units), ("W854", off)):
        if cases:
            findings.add(
                code, files.villages, 0, column, "", count=len(cases), examples=_shown(cases)
            )
    return bool(units)


def _factor(ratio: float, factors: Mapping[float, str]) -> str:
    fits = (u for f, u in factors.items() if abs(np.log(ratio / f)) < np.log1p(SAME_UNIT))
    return next(fits, "")


def _whole_density(
    km2: Floats, people: Floats, townships: int, files: TerritoryFiles, findings: Findings
) -> bool:
    """Note a territory whose people and area can only be of different units of measure."""
    total, area = float(people.sum()), float(km2.sum())
    known = (people > 0) & (km2 > 0)
    flat = (people > 0) & (km2 < FLAT_KM2)
    if townships >= FEW and flat.mean() > 0.5:
        findings.add(
            "E851", files.villages, 0, "area_km2", "", density="100,000+", units="万，ha, 亩"
        )
        return True
    if not total or not area or not known.any():
        return False
    density = total / area
    each = people[known] / km2[known]
    strange = ((each < DENSITY[0]) | (each > DENSITY[1])).mean()
    if TYPICAL[0] <= density <= TYPICAL[1] or strange < 0.5:
        return False
    factors = {
        "万": 1e4, "亩": 1500.0, "ha": 100.0, "亩 / ha": 15.0, "m2": 1e6,
    }  # fmt: skip
    low = density < TYPICAL[0]
    likely = [
        f"{unit} (x {factor:,.0f})"
        for unit, factor in factors.items()
        if TYPICAL[0] <= (density * factor if low else density / factor) <= TYPICAL[1]
    ]
    if not likely:
        return False
    # a toy of a few villages is no mistake of units: there it is only said
    code = "E851" if townships >= FEW else "W855"
    findings.add(
        code, files.villages, 0, "population", "",
        density=f"{density:,.4g}", units=", ".join(likely),
    )  # fmt: skip
    return code.startswith("E")


def _plane(territory: Territory) -> Floats:
    """Return the villages' places in metres in space, so that distances are chords."""
    lon, lat = np.radians(territory.villages.lon), np.radians(territory.villages.lat)
    x, y, z = np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)
    return np.asarray(EARTH_RADIUS_M * np.column_stack([x, y, z]))


def _neighbours(territory: Territory, files: TerritoryFiles, findings: Findings) -> None:
    """Note pairs that are far apart, and close villages of different townships without a pair."""
    places, pairs = _plane(territory), territory.pairs
    known = np.asarray(np.isfinite(places).all(axis=1))
    pairs = pairs[known[pairs].all(axis=1)]
    if known.sum() < FEW or len(pairs) < FEW:
        return
    metres = np.asarray(np.linalg.norm(places[pairs[:, 0]] - places[pairs[:, 1]], axis=1))
    size = np.sqrt(np.maximum(territory.villages.area_ha, 1) * float(SQUARE_METRES_PER_HECTARE))
    reach = size[pairs].sum(axis=1)
    typical = float(np.median(metres))
    far = (metres > 10 * typical) & (metres > 4 * reach)
    names = [
        f"{c} {n}" for c, n in zip(territory.villages.codes, territory.villages.names, strict=True)
    ]
    _note_pairs(findings, "W856", files.contiguity, names, pairs[far], metres[far])
    _note_close(territory, places, known, typical, names, files, findings)


def _note_close(
    territory: Territory,
    places: Floats,
    known: NDArray[np.bool_],
    typical: float,
    names: Sequence[str],
    files: TerritoryFiles,
    findings: Findings,
) -> None:
    """Note villages closer than most neighbours, whose townships have no pair at all."""
    at = np.nonzero(known)[0]
    if not np.isfinite(typical) or typical <= 0:
        return
    close = at[_pairs_within(places[at], CLOSE * typical)]
    township = territory.villages.township
    close = close[township[close[:, 0]] != township[close[:, 1]]]
    size = len(territory.townships)
    pairs = np.sort(township[territory.pairs], axis=1)
    touching = np.unique(pairs[:, 0] * size + pairs[:, 1])
    own = np.sort(township[close], axis=1)
    close = close[~np.isin(own[:, 0] * size + own[:, 1], touching)]
    metres = np.linalg.norm(places[close[:, 0]] - places[close[:, 1]], axis=1)
    _note_pairs(findings, "W857", files.contiguity, names, close, metres)


def _pairs_within(places: Floats, most: float) -> NDArray[np.int64]:
    """Return the pairs of places at most so far apart, shape (pairs, 2).

    Parameters
    ----------
    places
        Shape (places, coordinates).

    Notes
    -----
    In the order of the coordinate that spreads them most, a place is held against those behind
    it that are near enough there. For the short distances asked for that is as fast as a tree of
    `scipy.spatial`, which takes longer to load than most counties take to be checked.
    """
    along = places[:, np.argmax(np.ptp(places, axis=0))]
    order = np.argsort(along, kind="stable")
    ends = np.searchsorted(along[order], along[order] + most, side="right")
    counts = ends - np.arange(len(order)) - 1
    first = np.repeat(np.arange(len(order)), counts)
    second = first + 1 + np.arange(len(first)) - np.repeat(np.cumsum(counts) - counts, counts)
    near = np.linalg.norm(places[order[first]] - places[order[second]], axis=1) <= most
    return np.column_stack([order[first[near]], order[second[near]]])


def _note_pairs(
    findings: Findings,
    code: str,
    file: str,
    names: Sequence[str],
    pairs: Iterable[Sequence[int]],
    metres: Iterable[float],
) -> None:
    cases = [
        f"{names[a]} - {names[b]} ({m / METRES_PER_KM:.2f} km)"
        for (a, b), m in zip(pairs, metres, strict=True)
    ]
    if cases:
        findings.add(code, file, 0, "", "", count=len(cases), examples=_shown(cases))


def _seats(territory: Territory, files: TerritoryFiles, findings: Findings) -> None:
    """Note seats that lie far outside of their township by their places."""
    places, township = _plane(territory), territory.villages.township
    names = [f"{t.code} {t.name}" for t in territory.former.townships]
    cases = []
    order = np.argsort(township, kind="stable")
    starts = np.searchsorted(township[order], np.arange(len(names) + 1))
    for at, one in enumerate(territory.former.townships):
        inside = order[starts[at] : starts[at + 1]]
        others = inside[(inside != one.seat) & np.isfinite(places[inside]).all(axis=1)]
        if one.seat < 0 or len(others) < 3 or not np.isfinite(places[one.seat]).all():
            continue
        away = float(np.linalg.norm(places[others] - places[one.seat], axis=1).min())
        spread = float(np.linalg.norm(places[others] - places[others].mean(axis=0), axis=1).max())
        if away > FAR_SPREADS * max(spread, LEAST_SPREAD_M):
            cases.append(f"{names[at]} ({away / METRES_PER_KM:.1f} km)")
    if cases:
        findings.add(
            "W858", files.townships, 0, "seat", "", count=len(cases), examples=_shown(cases)
        )
