"""One county, from facts to estimates."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from . import areas, borders, graphs, people, places, seats
from .facts import CountyFact, TownshipFact
from .geometry import Cell, Point, Projection, voronoi


@dataclass(frozen=True)
class Estimate:
    """Everything that is estimated of one county.

    Attributes
    ----------
    seat
        (seat village, rule that chose it) by township.
    area_ha, area_source
        By township, hectares.
    village_area_ha, population, category, position, position_source
        By village; positions are (lon, lat) rounded to 6 decimals.
    borders
        km by pair of neighbouring villages.
    known
        What became of the known village points.
    outline, cells
        Local geometry, km.
    """

    county: CountyFact
    seat: Mapping[str, tuple[str, str]]
    area_ha: Mapping[str, int]
    area_source: Mapping[str, str]
    village_area_ha: Mapping[str, int]
    population: Mapping[str, int]
    category: Mapping[str, tuple[str, str]]
    position: Mapping[str, Point]
    position_source: Mapping[str, str]
    borders: borders.Borders
    known: Counter[str]
    outline: Cell
    cells: Mapping[str, Cell]

    @cached_property
    def township(self) -> dict[str, str]:
        """Township by village; the codes alone do not tell, some townships were re-coded."""
        return {v.code: t.code for t in self.county.townships for v in t.villages}


def estimate(county: CountyFact, outline: Cell, projection: Projection) -> Estimate:
    """Estimate areas, positions, borders and people of one county.

    Raises
    ------
    ValueError
        When a township or the county falls apart.
    """
    category = {c: k for t in county.townships for c, k in seats.categories(t).items()}
    seat = {t.code: seats.seat_village(t) for t in county.townships}
    seat_codes = {code: village.code for code, (village, _) in seat.items()}
    placed = _placed(county, outline, projection, seat_codes, _plain(category))
    hectares, sources = areas.township_areas(county, outline, _seat_points(county, projection))
    codes = [t.code for t in county.townships]
    return Estimate(
        county=county,
        seat={code: (seat_codes[code], rule) for code, (_, rule) in seat.items()},
        area_ha=dict(zip(codes, hectares, strict=True)),
        area_source=dict(zip(codes, sources, strict=True)),
        village_area_ha=_village_hectares(hectares, placed),
        population=people.populations(county, _plain(category)),
        category=category,
        position={c: _rounded(projection, p) for pl, _ in placed for c, p in pl.points.items()},
        position_source={c: s for pl, _ in placed for c, s in pl.sources.items()},
        borders=_borders(county, projection, [cells for _, cells in placed]),
        known=sum((pl.known for pl, _ in placed), Counter()),
        outline=outline,
        cells={code: cell for _, inside in placed for code, cell in inside.items()},
    )


Placed = tuple[places.Places, dict[str, Cell]]


def _placed(
    county: CountyFact,
    outline: Cell,
    projection: Projection,
    seat: Mapping[str, str],
    category: Mapping[str, str],
) -> list[Placed]:
    """Return the village points and the village cells of every township."""
    labels = [borders.township_label(i) for i in range(len(county.townships))]
    found = []
    cells = voronoi(outline, _seat_points(county, projection), labels)
    for township, cell in zip(county.townships, cells, strict=True):
        own = places.places(township, cell, seat[township.code], category, projection)
        found.append((own, _village_cells(township, cell, own.points)))
    return found


def _borders(
    county: CountyFact, projection: Projection, cells: Sequence[Mapping[str, Cell]]
) -> borders.Borders:
    found = borders.across(_seat_points(county, projection), cells)
    for inside in cells:
        found |= borders.inside(inside)
    kept = borders.long_enough(found)
    _check_connected(county, kept)
    return kept


def _village_hectares(hectares: Sequence[int], placed: Sequence[Placed]) -> dict[str, int]:
    return {
        code: ha
        for total, (_, inside) in zip(hectares, placed, strict=True)
        for code, ha in areas.village_areas(total, inside).items()
    }


def _seat_points(county: CountyFact, projection: Projection) -> list[Point]:
    return [projection.plane(t.lon, t.lat) for t in county.townships]


def _plain(category: Mapping[str, tuple[str, str]]) -> dict[str, str]:
    return {code: value for code, (value, _) in category.items()}


def _rounded(projection: Projection, point: Point) -> Point:
    lon, lat = projection.degrees(point)
    return round(lon, 6), round(lat, 6)


def _village_cells(
    township: TownshipFact, cell: Cell, points: Mapping[str, Point]
) -> dict[str, Cell]:
    codes = [v.code for v in township.villages]
    cells = voronoi(cell, [points[code] for code in codes], range(len(codes)))
    return dict(zip(codes, cells, strict=True))


def _check_connected(county: CountyFact, found: borders.Borders) -> None:
    groups = {t.code: [v.code for v in t.villages] for t in county.townships}
    groups[county.code] = [code for codes in groups.values() for code in codes]
    apart = [code for code, codes in groups.items() if not graphs.connected(codes, found)]
    if apart:
        raise ValueError(f"not connected: {', '.join(apart)}")
