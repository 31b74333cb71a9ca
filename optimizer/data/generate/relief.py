"""Valleys and ridges: parallel rivers with a crest half-way between each two.

One number says it all, the valley coordinate: whole on a river, half on a crest. Height,
terrain, and the lines that break contiguity all come from it, with the bridges and passes that
join neighbours again.
"""

from dataclasses import dataclass

import numpy as np

from optimizer.data.generate.arrays import Bools, Floats, Ints
from optimizer.data.ranks import rank_within

VALLEY_KM = 56.0
"""From river to river; the crest lies half-way."""

TERRAINS = ("plain", "hill", "mountain")
HILL, MOUNTAIN = 0.34, 0.7
"""Heights, 0 on the river and 1 on the crest, where hill and mountain begin."""

BRIDGE_KM, PASS_KM = 11.0, 17.0
"""Along a river or a crest, one pair stays contiguous in each stretch of this length."""


@dataclass(frozen=True)
class Waves:
    """A smooth random field: a sum of plane waves with mean 0 and variance 1.

    Attributes
    ----------
    vectors : float array, shape (m, 2)
        Radians per km.
    phases : float array, shape (m,)
    """

    vectors: Floats
    phases: Floats

    @classmethod
    def draw(cls, wavelength_km: float, rng: np.random.Generator, count: int = 7) -> "Waves":
        """Draw `count` waves of about `wavelength_km`."""
        angle = rng.uniform(0, np.pi, count)
        number = 2 * np.pi / (wavelength_km * rng.uniform(0.6, 1.6, count))
        vectors = np.column_stack([np.cos(angle), np.sin(angle)]) * number[:, None]
        return cls(vectors, rng.uniform(0, 2 * np.pi, count))

    def at(self, xy_km: Floats) -> Floats:
        """Return the field at each point."""
        total = np.zeros(len(xy_km))
        for vector, phase in zip(self.vectors, self.phases, strict=True):
            total += np.cos(xy_km @ vector + phase)
        return np.asarray(total * np.sqrt(2 / len(self.phases)), dtype=np.float64)


@dataclass(frozen=True)
class Relief:
    """Where rivers and crests run.

    Attributes
    ----------
    turn : float
        Direction of the rivers, radians from east.
    shift_km : float
        How far from the origin the first river passes.
    bends : float array, shape (3,)
        Phases of the meanders.
    rough : Waves
        Unevenness of the height.
    """

    turn: float
    shift_km: float
    bends: Floats
    rough: Waves

    @classmethod
    def draw(cls, radius_km: float, rng: np.random.Generator) -> "Relief":
        """Draw a relief with a river near the middle of a territory of `radius_km`."""
        return cls(
            turn=rng.uniform(0, np.pi),
            shift_km=radius_km * rng.uniform(0.1, 0.3) * rng.choice([-1, 1]),
            bends=rng.uniform(0, 2 * np.pi, 3),
            rough=Waves.draw(17.0, rng),
        )

    def along_km(self, xy_km: Floats) -> Floats:
        """Return how far down the valley each point lies."""
        return np.asarray(xy_km @ np.array([np.cos(self.turn), np.sin(self.turn)]))

    def valley(self, xy_km: Floats) -> Floats:
        """Return the valley coordinate: whole numbers on rivers, halves on crests."""
        across = xy_km @ np.array([-np.sin(self.turn), np.cos(self.turn)])
        down = self.along_km(xy_km)
        return np.asarray((across - self.meander_km(down) - self.shift_km) / VALLEY_KM)

    def meander_km(self, down: Floats | float) -> Floats:
        """Return how far the lines swing to the side, 0 at the origin."""
        size, wave = np.array([9.0, 2.6, 1.1]), 2 * np.pi / np.array([140.0, 31.0, 12.5])
        swing = np.sin(np.multiply.outer(down, wave) + self.bends) - np.sin(self.bends)
        return np.asarray(swing @ size)

    def height(self, xy_km: Floats) -> Floats:
        """Return the height: about 0 on a river and 1 on a crest, never beyond."""
        valley = self.valley(xy_km)
        slope = 2 * np.abs(valley - np.round(valley))
        return np.clip(slope + 0.12 * self.rough.at(xy_km), 0.0, 1.0)

    def strip(self, xy_km: Floats) -> Ints:
        """Return the strip between two lines; it differs across a river or a crest.

        The line between strips ``s - 1`` and ``s`` is a river when ``s`` is even.
        """
        return np.floor(2 * self.valley(xy_km)).astype(np.int64)


def terrain_of(height: Floats) -> Ints:
    """Return the index in `TERRAINS` of each height."""
    return np.digitize(height, [HILL, MOUNTAIN]).astype(np.int64)


def crossings(relief: Relief, xy_km: Floats, a: Ints, b: Ints) -> Bools:
    """Return the mask of the pairs with a river or a crest between them."""
    strip = relief.strip(xy_km)
    return np.asarray(strip[a] != strip[b])


def passable(relief: Relief, xy_km: Floats, a: Ints, b: Ints) -> Bools:
    """Return the mask of the pairs that stay contiguous.

    A pair that a line parts is dropped, but for the one nearest to the middle of each stretch:
    that is the bridge or the pass, an ordinary row of the contiguity table.
    """
    cross = np.flatnonzero(crossings(relief, xy_km, a, b))
    line = relief.strip(xy_km)[[a[cross], b[cross]]].max(axis=0)
    stretch_km = np.where(line % 2 == 0, BRIDGE_KM, PASS_KM)
    down = relief.along_km((xy_km[a[cross]] + xy_km[b[cross]]) / 2) / stretch_km
    whole = np.floor(down)
    _, stretch = np.unique(np.column_stack([line, whole]), axis=0, return_inverse=True)
    gate = rank_within(stretch.astype(np.int64).ravel(), np.abs(down - whole - 0.5)) == 0
    stays = np.ones(len(a), dtype=np.bool_)
    stays[cross[~gate]] = False
    return stays
