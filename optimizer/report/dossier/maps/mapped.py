"""What one map is of, and what it came to show."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from models.kinds import Kind
from models.quantities import IntArray
from optimizer.report.dossier.maps.canvas import Canvas
from optimizer.report.dossier.maps.land import Land
from optimizer.report.dossier.maps.naming import Type
from optimizer.report.dossier.maps.paper import Frame
from optimizer.report.dossier.maps.surface import Spot
from optimizer.report.dossier.maps.views import Flow, View
from optimizer.report.words.sheets import SheetWords

SEAT_PT = 4.0
"""Diameter of a seat, points."""


@dataclass
class Shown:
    """What a map came to show, for its legend and its lists.

    Attributes
    ----------
    spots
        Where labels stand.
    numbers
        Units that are named by a number, in the order of the numbers.
    unnamed
        Units without any label.
    entries
        Keys of the legend's entries.
    """

    spots: list[Spot] = field(default_factory=list)
    numbers: list[tuple[int, str]] = field(default_factory=list)
    unnamed: list[str] = field(default_factory=list)
    entries: set[str] = field(default_factory=set)
    kinds: set[Kind] = field(default_factory=set)

    @property
    def places(self) -> dict[tuple[str, int], tuple[float, float]]:
        """Middle of each label from the middle of the map's frame, mm."""
        return {
            s.wish.key: ((s.box[0] + s.box[2]) / 2, (s.box[1] + s.box[3]) / 2) for s in self.spots
        }


@dataclass(frozen=True)
class Map:
    """One side of a plan on a sheet.

    Attributes
    ----------
    land
        The ground, on the sheet, mm.
    county
        The county of a county's sheet; None for the whole territory.
    numbers
        Numbers of units that found no place for their name on this or on an earlier map.
    """

    canvas: Canvas
    frame: Frame
    land: Land
    view: View
    county: int | None
    words: SheetWords
    type: Type
    watermark: str
    numbers: dict[int, int] = field(default_factory=dict)

    @property
    def unit(self) -> IntArray:
        """Unit of each drawn village."""
        return self.view.plan.unit[self.land.drawn]

    def flows(self) -> list[Flow]:
        """Return which villages of the sheet go where."""
        return self.view.flows(self.county)

    def ways(self) -> list[tuple[list[float], list[float]]]:
        """Return where arrows begin and end, mm."""
        return [w for flow in self.flows() if (w := self._way(flow)) is not None]

    def _way(self, flow: Flow) -> tuple[list[float], list[float]] | None:
        at = np.nonzero(np.isin(self.land.drawn, flow.villages))[0]
        if not len(at):
            return None
        seat = self.view.territory.townships[flow.origin].seat
        if seat in flow.villages.tolist():
            start = self.land.seats[flow.origin]
        else:
            points = self.land.xy[at]
            start = points[np.argmin(np.hypot(*(points - points.mean(axis=0)).T))]
        return start.tolist(), self.land.seats[flow.unit].tolist()

    def here(self, townships: IntArray) -> IntArray:
        """Return those of some townships that are of the sheet's counties."""
        of = self.view.territory.county_of_township[townships]
        return townships if self.county is None else townships[of == self.county]
