"""Where labels stand: inside their county, none on another, with a leader where they are away.

Every place of a lattice is looked at, so a label is left out only where its smallest form
has no free place in the whole county. Labels take places one after the other, the hardest
first, then again given all others, and at last those that had to take a poor form may push
others aside where all of them together stand better for it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from optimizer.report.dossier.maps.best_place import best_place
from optimizer.report.dossier.maps.surface import Spot, Surface, Wish

Point = tuple[float, float]
POOR = 12.0
"""A label that costs more had better push others aside."""
AWAY = 400.0
"""Cost of a label without a place."""
_ROUNDS, _MOST_PUSHED = 1, 4
"""Rounds in which each label is placed again, given all others; labels that one may push aside."""
_FINE = 0.8
"""A label that costs no more than this is not moved again."""


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
        spots[i] = best_place(wishes[i], surface)
        _put(surface, [spots[i]])
    for _ in range(_ROUNDS):
        for i in order:
            if _cost(spots[i]) <= _FINE:
                continue
            _put(surface, [spots[i]], -1)
            spots[i] = best_place(wishes[i], surface)
            _put(surface, [spots[i]])
    for i in range(len(wishes)):
        if wishes[i].needed and _cost(spots[i]) > POOR:
            _push(i, wishes, spots, surface)
        if wishes[i].needed and spots[i] is None:
            spots[i] = best_place(wishes[i], surface, "across leaders")
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
    wanted = best_place(wishes[i], surface, "alone")
    others = [j for j, spot in enumerate(spots) if j != i and _covers(wanted, spot)]
    if wanted is None or not others or len(others) > _MOST_PUSHED:
        _put(surface, [old])
        return
    held = [spots[j] for j in others]
    _put(surface, held, -1)
    new: list[Spot | None] = [best_place(wishes[i], surface)]
    _put(surface, new)
    for j in others:
        new.append(best_place(wishes[j], surface))
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
