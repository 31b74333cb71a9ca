"""The names on one map: what they are placed on, which there are, how they are written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
from scipy.spatial import cKDTree

from models.quantities import IntArray
from optimizer.report.dossier.maps import look
from optimizer.report.dossier.maps.labels import place
from optimizer.report.dossier.maps.mapped import SEAT_PT, Map, Shown
from optimizer.report.dossier.maps.naming import NUMBER_TEXT, Namer, baselines, village_name
from optimizer.report.dossier.maps.paper import FloatArray
from optimizer.report.dossier.maps.raster import CELL, Lattice
from optimizer.report.dossier.maps.surface import Spot, Surface, Wish

MOST_NAMED = 40
"""Up to so many villages that move alone are named."""
_COARSE = 4
"""Cells at a time that are given to counties around."""
Places = Mapping[tuple[str, int], tuple[float, float]]


@dataclass(frozen=True)
class Lettering:
    """The names of one map."""

    map: Map
    namer: Namer

    def surface(self) -> Surface:
        """Return what labels are placed on."""
        lattice, land = Lattice(self.map.frame.box), self.map.land
        unit = np.full(lattice.shape, -1, dtype=np.int64)
        county = np.full(lattice.shape, -1, dtype=np.int64)
        self._neighbours(lattice, county)
        for number, rings in land.rings(land.county).items():
            lattice.paint(county, rings, number)
        for number, rings in land.rings(self.map.unit).items():
            lattice.paint(unit, rings, number)
        barred = lattice.touched(land.rim())
        if land.inferred:
            outside = ~lattice.filled(land.outline)
            county[outside] = unit[outside] = -1
        for ring in land.outline:
            barred |= lattice.touched(np.stack([ring, np.roll(ring, -1, axis=0)], axis=1))
        if self.map.county is not None:
            barred |= lattice.touched(land.sides_of(land.here))
        lines = lattice.touched(land.borders(self.map.unit))
        ways = np.array(self.map.ways(), dtype=np.float64).reshape(-1, 2, 2)
        lines |= lattice.touched(ways)
        barred |= lattice.around(self._dots(), 0.55 + SEAT_PT * 0.18)
        edge = np.ones(lattice.shape, dtype=np.bool_)
        edge[2:-2, 2:-2] = False
        return Surface(lattice, unit, county, barred | edge, lines)

    def _dots(self) -> FloatArray:
        view = self.map.view
        shown = np.union1d(self.map.here(view.plan.kept), self.map.here(view.vacated))
        return self.map.land.seats[shown]

    def _neighbours(self, lattice: Lattice, county: IntArray) -> None:
        """Number the cells of counties around by the nearest village."""
        if self.map.county is None:
            return
        tall, wide = lattice.shape
        y = lattice.south + (np.arange(0, tall, _COARSE) + _COARSE / 2) * CELL
        x = lattice.west + (np.arange(0, wide, _COARSE) + _COARSE / 2) * CELL
        points = np.stack(np.meshgrid(x, y), axis=-1)
        coarse = self.map.land.county[cKDTree(self.map.land.xy).query(points)[1]]
        nearest = coarse.repeat(_COARSE, axis=0).repeat(_COARSE, axis=1)[:tall, :wide]
        other = lattice.filled(self.map.land.outline) & (nearest != self.map.county)
        county[other] = nearest[other]

    def place(self, shown: Shown, before: Places) -> None:
        """Choose the places of all labels and give numbers to units without one."""
        surface = self.surface()
        wishes = self._wishes(surface, before)
        spots = place(wishes, surface)
        self._number(spots, shown)
        for wish, spot in zip(wishes, spots, strict=True):
            if spot is None and wish.needed and wish.key[0] == "unit":
                shown.unnamed.append(self.namer.name(self.map.view, wish.key[1]))

    def write(self, shown: Shown) -> None:
        """Write the labels."""
        self.map.canvas.halo(
            [
                ((s.box[0] + s.box[2]) / 2, y, text, size, self._bold(s))
                for s in shown.spots
                for text, size, y in baselines(s.form, s.box[3])
            ]
        )
        for spot in shown.spots:
            self._label(spot)

    def _wishes(self, surface: Surface, before: Places) -> list[Wish]:
        units = np.unique(self.map.unit[self.map.land.here])
        home = {}
        for unit in units.tolist():
            home[unit] = int(self.map.land.county[self.map.land.here & (self.map.unit == unit)][0])
        wishes = self.namer.units(self.map.land, self.map.view, units.tolist(), home, before)
        if self.map.county is None and len(self.map.view.territory.counties) > 1:
            room = np.bincount(surface.county[surface.county >= 0].ravel()) * CELL**2
            counties = [c for c in np.unique(self.map.land.county).tolist() if c < len(room)]
            held = {c: float(room[c]) for c in counties}
            wishes = [*self.namer.counties(self.map.land, self.map.view, held), *wishes]
        return [*wishes, *self._former_names(home), *self._village_names(home)] + (
            [] if self.map.county is None else self._neighbour_names(surface)
        )

    def _former_names(self, home: Mapping[int, int]) -> list[Wish]:
        found = []
        for township in self.map.here(self.map.view.vacated).tolist():
            of = self.map.view.territory.townships[township]
            unit = int(self.map.view.plan.unit[of.seat])
            if unit in home:
                name = self.namer.shown(of.name, of.code)
                anchor = tuple(self.map.land.seats[township].tolist())
                size = 0.8 * self.map.type.name
                found.append(
                    self.namer.extra(("former", township), name, size, anchor, unit, home[unit])
                )
        return found

    def _village_names(self, home: Mapping[int, int]) -> list[Wish]:
        """Return the names of villages that leave a township that does not go whole."""
        if self.map.county is None:
            return []
        origin = self.map.view.territory.villages.township
        parts = [f for f in self.map.flows() if len(f.villages) < int((origin == f.origin).sum())]
        at = [(v, f.unit) for f in parts for v in f.villages.tolist() if f.unit in home]
        where = {int(v): i for i, v in enumerate(self.map.land.drawn.tolist())}
        return [
            self.namer.extra(
                ("village", v),
                self.namer.shown(
                    village_name(self.map.view.territory.villages.names[v]),
                    self.map.view.territory.villages.codes[v],
                ),
                0.62 * self.map.type.name,
                tuple(self.map.land.xy[where[v]].tolist()),
                unit,
                home[unit],
            )
            for v, unit in (at if len(at) <= MOST_NAMED else [])
            if v in where
        ]

    def _neighbour_names(self, surface: Surface) -> list[Wish]:
        found = []
        west, south = self.map.frame.box[:2]
        for number in np.unique(surface.county[surface.county >= 0]).tolist():
            if number == self.map.county:
                continue
            rows, columns = np.nonzero(surface.county == number)
            county = self.map.view.territory.counties[number]
            anchor = (west + columns.mean() * CELL, south + rows.mean() * CELL)
            name = self.namer.shown(county.name, county.code, 20.0)
            found.append(self.namer.extra(("county", number), name, 9.0, anchor, -1, number))
        return found

    def _number(self, spots: list[Spot | None], shown: Shown) -> None:
        """Give numbers, from the north-west to the south-east, to units that have no name."""
        held = [spot for spot in spots if spot is not None]
        numbered = [s for s in held if s.form.lines and s.form.lines[0][0] == NUMBER_TEXT]
        ordered = sorted(numbered, key=lambda s: (-round(s.box[1] / 8), s.box[0]))
        for spot in ordered:
            self.map.numbers.setdefault(spot.wish.key[1], len(self.map.numbers) + 1)
        for spot in held:
            if spot in numbered:
                number = self.map.numbers[spot.wish.key[1]]
                shown.numbers.append((number, self.namer.name(self.map.view, spot.wish.key[1])))
                lines = ((str(number), spot.form.lines[0][1]),)
                spot = replace(spot, form=replace(spot.form, lines=lines))
            shown.spots.append(spot)

    def _bold(self, spot: Spot) -> bool:
        kind, number = spot.wish.key
        whole = kind == "county" and self.map.county is None
        return whole or (kind == "unit" and number in self.map.view.changed)

    def leader(self, spot: Spot) -> None:
        """Draw the line from what a label names to the label, where it is away."""
        if spot.leader is not None:
            x, y = zip(spot.wish.anchor, spot.leader, strict=True)
            self.map.canvas.line(x, y, color="white", linewidth=1.6)
            self.map.canvas.line(x, y, color=look.SOFT, linewidth=0.55)

    def _label(self, spot: Spot) -> None:
        kind = spot.wish.key[0]
        west, _, east, north = spot.box
        bold = self._bold(spot)
        colour = {"former": look.CHANGE, "village": look.SOFT}.get(kind, look.INK)
        if kind == "county" and self.map.county is not None:
            colour = look.FAINT
        for at, (text, size, y) in enumerate(baselines(spot.form, north)):
            ink = colour if at == 0 or kind != "unit" else look.SOFT
            x = (west + east) / 2
            self.map.canvas.text(x, y, text, size, colour=ink, bold=bold, at="center")
