"""Who governs what: counties and townships grown from their seats along the ways."""

from dataclasses import dataclass

import numpy as np

from optimizer.data.generate.arrays import Bools, Floats, Ints, lengths, share_out
from optimizer.data.generate.graph import grow
from optimizer.data.generate.land import Land
from optimizer.data.generate.relief import Waves
from optimizer.data.generate.spread import spread
from optimizer.data.ranks import rank_within

MAX_TOWNSHIPS = 140
"""Most townships of a county, so that the numbers of each kind suffice."""

DENSER = np.array([1.0, 4.0, 8.0])
"""How much denser townships lie at the centre of a county, district or central district."""


@dataclass(frozen=True)
class Division:
    """The status quo; n villages, t townships.

    Attributes
    ----------
    county, township : int array, shape (n,)
        Of each village.
    seat : int array, shape (t,)
        The seat village of each township.
    over : int array, shape (t,)
        The county of each township.
    is_county_seat : bool array, shape (t,)
    off_km : float array, shape (t,)
        Distance of the seat from that of the county.
    """

    county: Ints
    township: Ints
    seat: Ints
    over: Ints
    is_county_seat: Bools
    off_km: Floats


def divide(land: Land, townships: int, rng: np.random.Generator) -> Division:
    """Divide the land into its counties and exactly `townships` townships, all connected."""
    count = len(land.xy_km)
    capital = land.cities.seat
    county = grow(capital, count, land.a, land.b, land.way_km)
    size = np.bincount(county, minlength=len(capital))
    claim = size**0.9 * rng.lognormal(0.0, 0.15, len(size))
    counts = share_out(claim, townships, np.minimum(size, MAX_TOWNSHIPS))
    weight = 1.0 + DENSER[land.cities.level[county]] * np.exp(-(land.centrality(county) ** 2))
    weight *= np.exp(0.4 * Waves.draw(30.0, rng).at(land.xy_km))
    seat = spread(land.xy_km, county, counts, weight, 1.5 * land.height, rng)
    seat, is_capital = _with_capitals(seat, land.xy_km, county, capital)
    within = county[land.a] == county[land.b]
    township = grow(seat, count, land.a[within], land.b[within], land.way_km[within])
    over = county[seat]
    off_km = lengths(land.xy_km[seat] - land.xy_km[capital[over]])
    return Division(county, township, seat, over, is_capital, off_km)


def _with_capitals(seat: Ints, xy_km: Floats, county: Ints, capital: Ints) -> tuple[Ints, Bools]:
    """Move the township seat nearest to each county's seat into the latter."""
    over = county[seat]
    nearest = rank_within(over, lengths(xy_km[seat] - xy_km[capital[over]])) == 0
    return np.where(nearest, capital[over], seat), nearest
