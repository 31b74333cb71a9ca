"""Where labels stand: inside their county, none on another, with a leader where they are away.

Every place of a lattice is looked at, so a label is left out only where its smallest form
has no free place in the whole county. Labels take places one after the other, the hardest
first, then again given all others, and at last those that had to take a poor form may push
others aside where all of them together stand better for it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Literal

import numpy as np

from models.quantities import BoolArray, IntArray
from optimizer.report.dossier.maps.paper import Box, FloatArray
from optimizer.report.dossier.maps.raster import CELL, Lattice, boxes, sums

Point = tuple[float, float]
Manner = Literal["clear", "across leaders", "alone"]
BESIDE = 1.4
"""A label no farther than this from what it names, mm, needs no leader."""
FAR, FOREIGN, CROSSED, AREA, LEADER = 0.22, 9.0, 9.0, 1.2, 5.0
"""Costs: a mm of distance, standing outside the unit, on lines, away from the seat, a leader."""
POOR = 12.0
"""A label that costs more had better push others aside."""
AWAY = 400.0
"""Cost of a label without a place."""
_REACH, _ANYWHERE = (14.0, 45.0), 1e9
"""Distances from the anchor, mm, within which places are looked for, one after the other; only
the last form of a label may stand anywhere in the county."""
_TRIES = 150
"""Places at which a leader is tried: the cheapest, and as many of all others."""
_CHUNK = 30
"""Labels that are compared at a time: their table of places stays small."""
_ROUNDS, _MOST_PUSHED = 1, 4
"""Rounds in which labels that cover others are moved, and labels that one may push aside."""
_FINE = 0.8
"""A label that costs no more than this is not moved again."""


@dataclass(frozen=True)
class Form:
    """One way to write a label: width and height, mm, and what it costs to use it."""

    width: float
    height: float
    cost: float
    lines: tuple[tuple[str, float], ...] = ()
    """Texts with their sizes, points."""


@dataclass(frozen=True)
class Wish:
    """A label to be placed.

    Attributes
    ----------
    key
        What it names.
    forms
        From the most wanted to the least.
    anchor
        The point that it names, mm.
    unit, county
        Numbers of its unit (-1: any ground of the county) and of the county that it may
        not leave.
    before
        Middle of the place that it had on another map, mm; it had better stand there again.
    needed
        Whether it is missed where it has no place.
    leads
        Whether it may stand away from its unit, with a leader.
    """

    key: tuple[str, int]
    forms: tuple[Form, ...]
    anchor: tuple[float, float]
    unit: int
    county: int
    before: tuple[float, float] | None = None
    needed: bool = True
    leads: bool = True


@dataclass(frozen=True)
class Spot:
    """The place of a label: its form, its box, mm, and where its leader ends on it, if any."""

    wish: Wish
    form: Form
    box: Box
    cost: float
    leader: tuple[float, float] | None


@dataclass
class Surface:
    """What labels are placed on, cell by cell.

    Attributes
    ----------
    unit, county
        Number of the unit and of the county of each cell, -1 for none.
    barred
        Cells that no label may cover: borders of counties, and seats.
    lines
        Cells of lines that labels had better not cover.
    taken
        How many labels and leaders cover each cell.
    texts
        How many labels do.
    """

    lattice: Lattice
    unit: IntArray
    county: IntArray
    barred: BoolArray
    lines: BoolArray
    taken: IntArray = field(init=False)
    texts: IntArray = field(init=False)

    def __post_init__(self) -> None:
        """Start with nothing on it."""
        self.taken = np.zeros(self.unit.shape, dtype=np.int64)
        self.texts = np.zeros(self.unit.shape, dtype=np.int64)
        self._bounds = {
            number: (
                slice(int(rows.min()), int(rows.max()) + 1),
                slice(int(columns.min()), int(columns.max()) + 1),
            )
            for number in np.unique(self.county[self.county >= 0]).tolist()
            for rows, columns in [np.nonzero(self.county == number)]
        }

    def window(self, box: Box, county: int) -> tuple[slice, slice]:
        """Return the cells of a county, and around them, that a box reaches into."""
        here = self.lattice.window(box)
        bounds = self._bounds.get(county, (slice(0, 0), slice(0, 0)))
        rows, columns = (
            slice(max(a.start, b.start), max(min(a.stop, b.stop), a.start, b.start))
            for a, b in zip(here, bounds, strict=True)
        )
        return rows, columns

    def put(self, spot: Spot, by: int = 1) -> None:
        """Take the cells of a label and of its leader, or with -1 give them back."""
        self.taken[self.lattice.window(spot.box)] += by
        self.texts[self.lattice.window(spot.box)] += by
        if spot.leader is not None:
            rows, columns = self._along(spot.wish.anchor, spot.leader)
            np.add.at(self.taken, (rows, columns), by)

    def crossed(self, start: tuple[float, float], ends: FloatArray, on: IntArray) -> BoolArray:
        """Return which straight lines from a point run over cells that are taken."""
        share = np.linspace(0.0, 1.0, 60)[:, None, None]
        points = np.array(start) * (1 - share) + ends * share
        rows, columns = self._at(points.reshape(-1, 2))
        near = np.hypot(*(points.reshape(-1, 2) - start).T) < 1.0
        hit = (on[rows, columns] > 0) & ~near
        return np.asarray(hit.reshape(60, -1).any(axis=0))

    def _along(
        self, start: tuple[float, float], end: tuple[float, float]
    ) -> tuple[IntArray, IntArray]:
        share = np.linspace(0.0, 1.0, 120)[:, None]
        rows, columns = self._at(np.array(start) * (1 - share) + np.array(end) * share)
        cells = np.unique(np.stack([rows, columns]), axis=1)
        return cells[0], cells[1]

    def _at(self, points: FloatArray) -> tuple[IntArray, IntArray]:
        rows, columns = self.unit.shape
        low = (points - (self.lattice.west, self.lattice.south)) / CELL
        cell = np.floor(low).astype(np.int64)
        return np.clip(cell[:, 1], 0, rows - 1), np.clip(cell[:, 0], 0, columns - 1)


def place(wishes: Sequence[Wish], surface: Surface) -> list[Spot | None]:
    """Choose a place for each label; None where it has none, not in any form.

    Returns
    -------
    list
        In the order of the labels. No two boxes overlap, none leaves its county, none
        covers a seat, and no leader crosses a label; another leader only where a label
        would have no place else.
    """
    spots: list[Spot | None] = [None] * len(wishes)
    order = _order(wishes, surface)
    for i in order:
        spots[i] = _best(wishes[i], surface)
        _put(surface, [spots[i]])
    for _ in range(_ROUNDS):
        for i in order:
            if _cost(spots[i]) <= _FINE:
                continue
            _put(surface, [spots[i]], -1)
            spots[i] = _best(wishes[i], surface)
            _put(surface, [spots[i]])
    for i in range(len(wishes)):
        if wishes[i].needed and _cost(spots[i]) > POOR:
            _push(i, wishes, spots, surface)
        if wishes[i].needed and spots[i] is None:
            spots[i] = _best(wishes[i], surface, "across leaders")
            _put(surface, [spots[i]])
    return spots


def _order(wishes: Sequence[Wish], surface: Surface) -> list[int]:
    """Return the labels that are needed first, of these names of counties, then small units."""
    size = np.bincount(surface.unit[surface.unit >= 0].ravel(), minlength=1)
    room = [int(size[w.unit]) if 0 <= w.unit < len(size) else 0 for w in wishes]
    return sorted(
        range(len(wishes)),
        key=lambda i: (not wishes[i].needed, wishes[i].unit >= 0, room[i], i),
    )


def _put(surface: Surface, spots: Iterable[Spot | None], by: int = 1) -> None:
    for spot in spots:
        if spot is not None:
            surface.put(spot, by)


def _cost(spot: Spot | None) -> float:
    if spot is None:
        return AWAY
    return spot.cost


def _push(i: int, wishes: Sequence[Wish], spots: list[Spot | None], surface: Surface) -> None:
    """Give a label a better place where those that it pushes aside find others."""
    old = spots[i]
    _put(surface, [old], -1)
    wanted = _best(wishes[i], surface, "alone")
    others = [j for j, spot in enumerate(spots) if j != i and _covers(wanted, spot)]
    if wanted is None or not others or len(others) > _MOST_PUSHED:
        _put(surface, [old])
        return
    held = [spots[j] for j in others]
    _put(surface, held, -1)
    new: list[Spot | None] = [_best(wishes[i], surface)]
    _put(surface, new)
    for j in others:
        new.append(_best(wishes[j], surface))
        _put(surface, new[-1:])
    if sum(map(_cost, new)) < _cost(old) + sum(map(_cost, held)) - 1e-6:
        for j, spot in zip([i, *others], new, strict=True):
            spots[j] = spot
        return
    _put(surface, new, -1)
    _put(surface, [old, *held])


def _covers(one: Spot | None, other: Spot | None) -> bool:
    """Return whether a label, or its leader, is where another or its leader is."""
    if one is None or other is None:
        return False
    a, b = one.box, other.box
    if a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]:
        return True
    return _runs(one, other) or _runs(other, one) or _meet(one, other)


def _runs(one: Spot, other: Spot) -> bool:
    """Return whether the leader of a label runs over another label."""
    if one.leader is None:
        return False
    start, end = np.array(one.wish.anchor), np.array(one.leader)
    x, y = (start + np.linspace(0.0, 1.0, 60)[:, None] * (end - start)).T
    west, south, east, north = other.box
    return bool(((x > west) & (x < east) & (y > south) & (y < north)).any())


def _meet(one: Spot, other: Spot) -> bool:
    """Return whether the leaders of two labels cross."""
    if one.leader is None or other.leader is None:
        return False
    a, b, c, d = one.wish.anchor, one.leader, other.wish.anchor, other.leader
    return _turn(a, b, c) != _turn(a, b, d) and _turn(c, d, a) != _turn(c, d, b)


def _turn(a: Point, b: Point, c: Point) -> bool:
    """Return whether three points turn to the left."""
    return (b[0] - a[0]) * (c[1] - a[1]) > (b[1] - a[1]) * (c[0] - a[0])


def _best(wish: Wish, surface: Surface, manner: Manner = "clear") -> Spot | None:
    """Return the cheapest place of a label that is free.

    Parameters
    ----------
    manner
        clear: of all labels and leaders; across leaders: its leader may cross others;
        alone: as if nothing were there yet.
    """
    best: Spot | None = None
    for form in wish.forms:
        if best is not None and form.cost >= best.cost:
            break
        reaches = (*_REACH, _ANYWHERE) if form is wish.forms[-1] else _REACH
        for inner, reach in zip((0.0, *reaches), reaches, strict=False):
            if best is not None and form.cost + FAR * inner >= best.cost:
                break
            found = _nearest(wish, form, surface, reach, manner)
            if found is not None:
                best = found if best is None or found.cost < best.cost else best
                break
    return best


def _nearest(wish: Wish, form: Form, surface: Surface, reach: float, manner: Manner) -> Spot | None:
    """Return the cheapest free place of one form within reach of the anchor."""
    tall, wide = (int(np.ceil(length / CELL - 1e-9)) for length in (form.height, form.width))
    x, y = wish.anchor
    around = (x - reach - form.width, y - reach - form.height)
    beyond = (x + reach + form.width, y + reach + form.height)
    window = surface.window((*around, *beyond), wish.county)
    home = surface.county[window] == wish.county
    if home.shape[0] < tall or home.shape[1] < wide:
        return None
    taken = surface.taken[window] * (manner != "alone")
    free = boxes(sums(home & ~surface.barred[window] & (taken == 0)), tall, wide) == tall * wide
    if not free.any():
        return None
    rows, columns = np.nonzero(free)
    west = surface.lattice.west + (window[1].start + columns) * CELL
    south = surface.lattice.south + (window[0].start + rows) * CELL
    low = np.stack([west, south], axis=1)
    high = low + np.array([wide, tall]) * CELL
    near = np.clip(np.array(wish.anchor), low, high)
    gap = np.hypot(*(near - wish.anchor).T)
    cells = tall * wide
    inner = boxes(sums(surface.unit[window] == wish.unit), tall, wide)[free] / cells
    inner = np.ones(len(rows)) if wish.unit < 0 else inner
    crossed = boxes(sums(surface.lines[window]), tall, wide)[free] / cells
    leads = (gap > BESIDE) & (inner < 1 - 1e-9)
    cost = form.cost + FAR * gap + FOREIGN * (1 - inner) + CROSSED * crossed
    cost += AREA * ((gap > BESIDE) & ~leads) + LEADER * leads + _manner(wish, low, high)
    if not wish.leads:
        cost = np.where(leads, np.inf, cost)
    return _first(wish, form, surface, manner, (low, high, near, leads, cost))


def _manner(wish: Wish, low: FloatArray, high: FloatArray) -> FloatArray:
    """Return the cost of where a label stands seen from its anchor, or from its former place."""
    middle = (low + high) / 2
    if wish.before is not None:
        return np.asarray(np.minimum(0.12 * np.hypot(*(middle - wish.before).T), 2.0))
    if wish.unit < 0:
        return np.asarray(0.02 * np.hypot(*(middle - wish.anchor).T))
    beside = np.abs(middle[:, 1] - wish.anchor[1]) / np.maximum(high[:, 1] - low[:, 1], 1e-9)
    left = middle[:, 0] < wish.anchor[0]
    return np.asarray(0.5 * np.minimum(beside, 1.0) + 0.15 * left)


def _first(
    wish: Wish,
    form: Form,
    surface: Surface,
    manner: Manner,
    found: tuple[FloatArray, FloatArray, FloatArray, BoolArray, FloatArray],
) -> Spot | None:
    """Return the cheapest place whose leader, where it has one, crosses nothing."""
    low, high, near, leads, cost = found
    order = np.argsort(cost, kind="stable")
    order = order[np.isfinite(cost[order])]
    far = order[_TRIES:]
    order = np.append(order[:_TRIES], far[:: max(len(far) // _TRIES, 1)])
    on = surface.texts if manner == "across leaders" else surface.taken
    for start in range(0, len(order), _CHUNK):
        some = order[start : start + _CHUNK]
        bad = np.zeros(len(some), dtype=np.bool_)
        if manner != "alone" and leads[some].any():
            bad[leads[some]] = surface.crossed(wish.anchor, near[some][leads[some]], on)
        if not bad.all():
            order = some[~bad]
            break
    else:
        return None
    i = int(order[0])
    box = (*low[i].tolist(), *high[i].tolist())
    end = tuple(near[i].tolist()) if leads[i] else None
    return Spot(wish, form, box, float(cost[i]), end)
