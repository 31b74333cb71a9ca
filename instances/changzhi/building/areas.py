"""Areas of townships and villages in whole hectares (0.01 km2)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from . import constants
from .facts import CountyFact
from .geometry import Cell, Point, voronoi
from .shares import largest_remainder

FROM_FACTS = "estimate:Voronoi cell of the seat in the county polygon"
PUBLISHED = "published"
REDUCED = "estimate:Voronoi cell less the part given to 成家川街道"


def township_areas(
    county: CountyFact, outline: Cell, seats: Sequence[Point]
) -> tuple[list[int], list[str]]:
    """Return the hectares and the source of every township's area.

    Notes
    -----
    The Voronoi areas of the facts were measured without 成家川街道. Its published
    area P is taken from the other townships t in proportion to what their cells
    lose when its seat is added: area_t - P x loss_t / sum(loss), rounded by the
    largest remainder so that the county's total stays.
    """
    areas = [t.area_ha for t in county.townships]
    missing = [i for i, area in enumerate(areas) if area == 0]
    if not missing:
        return areas, [FROM_FACTS] * len(areas)
    index = missing[0]
    losses = _losses(outline, seats, index)
    taken = largest_remainder(constants.UNPLACED_AREA_HA, losses)
    reduced = [area - part for area, part in zip(areas, taken, strict=True)]
    reduced[index] = constants.UNPLACED_AREA_HA
    sources = [REDUCED if part else FROM_FACTS for part in taken]
    sources[index] = PUBLISHED
    return reduced, sources


def _losses(outline: Cell, seats: Sequence[Point], added: int) -> list[float]:
    """Return what every cell loses when the seat `added` comes in, km2."""
    others = [i for i in range(len(seats)) if i != added]
    before = voronoi(outline, [seats[i] for i in others], others)
    after = voronoi(outline, seats, range(len(seats)))
    losses = [0.0] * len(seats)
    for i, cell in zip(others, before, strict=True):
        loss = cell.area_km2 - after[i].area_km2
        losses[i] = loss if loss > 1e-9 else 0.0
    return losses


def village_areas(area_ha: int, cells: Mapping[str, Cell]) -> dict[str, int]:
    """Divide a township's hectares over its villages by the size of their cells."""
    parts = largest_remainder(area_ha, [cell.area_km2 for cell in cells.values()], least=1)
    return dict(zip(cells, parts, strict=True))
