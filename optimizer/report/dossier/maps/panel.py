"""One map drawn: ground by kinds, what moves, borders, seats, names."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.spatial import cKDTree

from models.quantities import BoolArray
from optimizer.report.dossier.maps import look
from optimizer.report.dossier.maps.lettering import Lettering, Places
from optimizer.report.dossier.maps.look import Look
from optimizer.report.dossier.maps.mapped import SEAT_PT, Map, Shown
from optimizer.report.dossier.maps.naming import Namer

MOST_VILLAGES = 1500
"""Up to so many villages their real borders are drawn."""


def draw_map(one: Map, before: Places) -> Shown:
    """Draw a map; labels stand where they stood before where they can.

    Parameters
    ----------
    before
        Where labels stood on another map, mm.
    """
    return _Drawing(one).draw(before)


@dataclass(frozen=True)
class _Drawing:
    """A map while it is drawn."""

    map: Map

    def draw(self, before: Places) -> Shown:
        shown = Shown()
        box = self.map.frame.box
        self.map.canvas.frame(box, facecolor=look.PAPER, edgecolor="none")
        self._abroad()
        self._ground(shown)
        self._watermark()
        self._lines(shown)
        self.map.canvas.frame(box, facecolor="none", edgecolor=look.INK, linewidth=0.8)
        letters = Lettering(self.map, Namer(self.map.canvas.measure, self.map.words, self.map.type))
        letters.place(shown, before)
        for spot in shown.spots:
            letters.leader(spot)
        self._arrows()
        self._seats(shown)
        letters.write(shown)
        return shown

    def _abroad(self) -> None:
        """Draw what is around a county, faintly."""
        clip = self.map.land.clip(self.map.frame.box)
        if self.map.county is not None and len(np.asarray(clip.vertices)):
            self.map.canvas.path(clip, None, facecolor=look.ABROAD, edgecolor="none")
            self.map.canvas.segments(self.map.land.rim(), clip, look.ABROAD_LINE)

    def _ground(self, shown: Shown) -> None:
        clip = self.map.land.clip(self.map.frame.box)
        rings = self.map.land.rings(self.map.unit)
        for kind in look.KIND_ORDER:
            of_kind = [
                r for u, found in rings.items() if self.map.view.plan.kind(u) is kind for r in found
            ]
            if of_kind:
                shown.kinds.add(kind)
                self.map.canvas.area(of_kind, clip, **look.fill(kind))
        if self.map.view.after and (moved := self._moved()).any():
            found = self.map.land.rings(np.where(moved, self.map.unit, -1))
            hatched = [ring for rings in found.values() for ring in rings]
            if hatched:
                shown.entries.add("moved")
                self.map.canvas.area(hatched, clip, **look.moved())

    def _moved(self) -> BoolArray:
        return self.map.view.moved[self.map.land.drawn] & self.map.land.here

    def _watermark(self) -> None:
        if not self.map.watermark:
            return
        west, south, east, north = self.map.frame.box
        width, height = east - west, north - south
        turn = min(24.0, float(np.degrees(np.arctan2(height, width))))
        room = 0.94 * min(width / np.cos(np.radians(turn)), (height - 6) / np.sin(np.radians(turn)))
        size = min(30.0, room / self.map.canvas.measure.mm(self.map.watermark, 1))
        for share in (0.28, 0.72) if height > 0.6 * width else (0.5,):
            self.map.canvas.text(
                west + width / 2,
                south + height * share,
                self.map.watermark,
                size,
                colour=look.WATERMARK,
                at="center",
                rotation=turn,
                rotation_mode="anchor",
                alpha=0.17,
            )

    def _lines(self, shown: Shown) -> None:
        """Draw borders from the faintest to the strongest."""
        land, clip, canvas = self.map.land, self.map.land.clip(self.map.frame.box), self.map.canvas
        if not land.inferred and int(land.here.sum()) <= MOST_VILLAGES:
            canvas.segments(land.borders(np.arange(len(land.drawn))), clip, look.VILLAGE_LINE)
            shown.entries.add("village")
        units = land.borders(self.map.unit)
        canvas.segments(units, clip, look.UNIT_CASING)
        if self.map.view.after:
            origin = self.map.view.territory.villages.township[land.drawn]
            former = land.borders(np.where(self._changed(), origin, -1))
            canvas.segments(former, clip, look.FORMER_LINE)
            shown.entries |= {"former"} if len(former) else set()
        canvas.segments(units, clip, look.UNIT_LINE)
        shown.entries |= {"unit"} if len(units) else set()
        for unit in sorted(self.map.view.changed):
            member = (self.map.unit == unit) & land.here
            if member.any():
                canvas.segments(land.sides_of(member), clip, look.CHANGE_LINE)
                shown.entries.add("changed")
        self._county_lines(shown)

    def _changed(self) -> BoolArray:
        return np.isin(self.map.unit, sorted(self.map.view.changed))

    def _county_lines(self, shown: Shown) -> None:
        land, clip = self.map.land, self.map.land.clip(self.map.frame.box)
        around = land.sides_of(land.here) if self.map.county is not None else land.rim()
        for line in (look.COUNTY_CASING, look.COUNTY_LINE):
            self.map.canvas.segments(around, clip, line)
            if land.inferred or self.map.county is None:
                self._outline(line)
        shown.entries.add("county")

    def _outline(self, line: Look) -> None:
        """Draw the territory's outline, where it borders the sheet's counties."""
        tree = cKDTree(self.map.land.xy)
        for ring in self.map.land.outline:
            sides = np.stack([ring, np.roll(ring, -1, axis=0)], axis=1)
            near = self.map.land.here[tree.query(sides.mean(axis=1))[1]]
            frame = self.map.canvas.clip_box(self.map.frame.box)
            self.map.canvas.segments(sides[near], frame, line)

    def _arrows(self) -> None:
        for start, end in self.map.ways():
            self.map.canvas.arrow(start, end, 3.0, {"color": look.CHANGE, "linewidth": 1.1})

    def _seats(self, shown: Shown) -> None:
        view, seats, box = self.map.view, self.map.land.seats, self.map.frame.box
        kept = self.map.here(view.plan.kept)
        stars = np.array([u for u in kept.tolist() if u in view.flagged("county_seat")], dtype=int)
        keys = np.array([u for u in kept.tolist() if u in view.flagged("key_town")], dtype=int)
        vacated = self.map.here(view.vacated)
        plain = np.setdiff1d(kept, stars)
        self.map.canvas.marks(seats[keys], look.key_town(SEAT_PT), box)
        self.map.canvas.marks(seats[plain], look.seat(SEAT_PT), box)
        for one in look.vacated(SEAT_PT):
            self.map.canvas.marks(seats[vacated], one, box)
        self.map.canvas.marks(seats[stars], look.county_seat(SEAT_PT), box)
        for key, found in (
            ("seat", plain),
            ("county_seat", stars),
            ("key_town", keys),
            ("vacated", vacated),
        ):
            shown.entries |= {key} if len(found) else set()
