"""Everything that the panels of one picture have in common."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from matplotlib.path import Path as Outline
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from models.plan import Plan
from models.quantities import IntArray
from optimizer.report.map.base_map import BaseMap
from optimizer.report.map.colours import changed, colouring
from optimizer.report.map.fonts import NAME_EM, Typeface, shortened
from optimizer.report.words.map import MapWords

FloatArray = NDArray[np.float64]
Side = Literal["before", "after"]
Look = dict[str, Any]
"""Properties of what is drawn, by matplotlib's names."""


@dataclass(frozen=True)
class Picture:
    """A plan, the ground it is on, and how both are shown."""

    plan: Plan
    base_map: BaseMap
    hues: IntArray
    changed: frozenset[int]
    face: Typeface
    words: MapWords
    outline: Outline
    tree: cKDTree

    @classmethod
    def of(cls, plan: Plan, base_map: BaseMap, face: Typeface, words: MapWords) -> Picture:
        """Colour a plan and prepare its outline."""
        return cls(
            plan=plan,
            base_map=base_map,
            hues=colouring(plan, base_map),
            changed=frozenset(changed(plan).tolist()),
            face=face,
            words=words,
            outline=path_of(base_map.rings),
            tree=cKDTree(base_map.xy),
        )

    @property
    def reservation(self) -> str:
        """What every map says of itself: a sketch, and inferred borders where they are."""
        said = [self.words("sketch")]
        said += [self.words("inferred")] if self.base_map.inferred else []
        return self.words("stop").join(said)

    def unit(self, side: Side) -> IntArray:
        """Return the unit of each drawn village."""
        origin = self.plan.territory.villages.township
        return (origin if side == "before" else self.plan.unit)[self.base_map.drawn]

    def county(self, side: Side) -> IntArray:
        """Return the county of each drawn village."""
        return self.plan.territory.county_of_township[self.unit(side)]

    def name(self, township: int) -> str:
        """Return a township's name, or its code where no font has the name.

        A name that is longer than any in use is cut: it would cover the map.
        """
        of = self.plan.territory.townships[township]
        return shortened(self.face.pick(of.name, of.code), NAME_EM)

    def stands_out(self, township: int, side: Side) -> bool:
        """Whether a unit is shown as changed."""
        return side == "after" and township in self.changed

    @property
    def moves(self) -> FloatArray:
        """From each vacated seat to the seat its village is under now, km, shape (n, 2, 2)."""
        seats = self.base_map.seats
        now = self.plan.unit[self.plan.territory.seats[self.vacated]]
        return np.stack([seats[self.vacated], seats[now]], axis=1)

    @property
    def vacated(self) -> IntArray:
        """The townships whose seats the plan gives up."""
        return np.setdiff1d(self.present("before"), self.plan.kept)

    def present(self, side: Side) -> IntArray:
        """Return the townships whose seats are on a map: former ones, then those that are kept."""
        former = np.arange(len(self.plan.territory.former.townships), dtype=np.int64)
        return former if side == "before" else np.union1d(former, self.plan.kept)


def path_of(rings: list[FloatArray] | tuple[FloatArray, ...]) -> Outline:
    """Return closed rings as one path."""
    closed = [np.concatenate([ring, ring[:1]]) for ring in rings]
    codes = [[Outline.MOVETO, *[Outline.LINETO] * (len(r) - 2), Outline.CLOSEPOLY] for r in closed]
    return Outline(np.concatenate(closed), np.concatenate(codes))


def path_through(segments: FloatArray) -> Outline:
    """Return separate segments, shape (n, 2, 2), as one path."""
    codes = np.tile([Outline.MOVETO, Outline.LINETO], len(segments))
    return Outline(segments.reshape(-1, 2), codes)
