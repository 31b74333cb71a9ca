"""P3.access recomputed."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from models.quantities import METRES_PER_KM, NO_LIMIT, SECONDS_PER_MINUTE, IntArray, at_most
from models.rules.access import Access
from optimizer.check.base import Verdict, check, verdict
from optimizer.check.ledger import Ledger
from optimizer.text import Text

FACILITIES = {"hospital": "医院", "school": "学校"}


@check("access")
def access(ledger: Ledger, rule: Access) -> Verdict:
    """Villages (whose seat changes) are near enough to their seat."""
    villages = ledger.placed if rule.scope == "all" else ledger.moved
    breaches: list[Text] = []
    if rule.max_km is not None:
        found = ledger.metres[villages]
        most = at_most(rule.max_km, METRES_PER_KM)
        breaches += _far(ledger, villages, found, most, METRES_PER_KM, ("km", "公里"))
    if rule.max_minutes is not None:
        found = ledger.seconds[villages]
        most = at_most(rule.max_minutes, SECONDS_PER_MINUTE)
        breaches += _far(ledger, villages, found, most, SECONDS_PER_MINUTE, ("min", "分钟"))
    breaches += _services(ledger, rule, villages)
    worst = int(ledger.metres[villages].max(initial=0))
    if worst >= NO_LIMIT or (ledger.territory.township_level and worst == 0):
        return verdict(breaches)
    text = f"{worst / METRES_PER_KM:.3f}"
    return verdict(breaches, Text(f"worst {text} km", f"最远 {text} 公里"))


def _services(ledger: Ledger, rule: Access, villages: IntArray) -> list[Text]:
    """Return the villages that are too far from the hospital or school that serves them."""
    texts = []
    for kind, in_time, limit in _limits(rule):
        found = _to_service(ledger, kind, rule.services == "seat", in_time)
        size = SECONDS_PER_MINUTE if in_time else METRES_PER_KM
        unit = ("min", "分钟") if in_time else ("km", "公里")
        for village in villages[found[villages] > at_most(limit, size)]:
            name, far = ledger.village(int(village)), found[village] / size
            texts.append(
                Text(
                    f"{name} is {far:.3f} {unit[0]} from its {kind}",
                    f"{name} 距{FACILITIES[kind]} {far:.3f} {unit[1]}",
                )
            )
    return texts


def _limits(rule: Access) -> Iterator[tuple[str, bool, float]]:
    """Yield the limits given for services: kind of facility, whether in time, km or minutes."""
    for kind, km, minutes in (
        ("hospital", rule.hospital_max_km, rule.hospital_max_minutes),
        ("school", rule.school_max_km, rule.school_max_minutes),
    ):
        if km is not None:
            yield kind, False, km
        if minutes is not None:
            yield kind, True, minutes


def _to_service(ledger: Ledger, kind: str, of_the_seat: bool, in_time: bool) -> IntArray:
    """Return how far each village is from the facility that serves it; -1 without a unit.

    Parameters
    ----------
    of_the_seat
        Whether that is the one nearest by road to the seat of its unit (the first of several);
        else the one nearest to the village itself.
    """
    territory = ledger.territory
    way = territory.travel.seconds if in_time else territory.travel.metres
    places = np.unique([f.village for f in territory.facilities if f.kind == kind])
    found = np.full(len(ledger.unit), -1, dtype=np.int64)
    if not of_the_seat:
        found[ledger.placed] = way(ledger.placed, places).min(axis=1)
        return found
    near = territory.travel.metres(territory.seats[ledger.kept], places).argmin(axis=1)
    serving = dict(zip(ledger.kept.tolist(), places[near].tolist(), strict=True))
    served_by = np.array([serving[u] for u in ledger.unit[ledger.placed].tolist()], dtype=np.int64)
    for place in np.unique(served_by):
        villages = ledger.placed[served_by == place]
        found[villages] = way(villages, np.array([place]))[:, 0]
    return found


def _far(
    ledger: Ledger,
    villages: IntArray,
    found: IntArray,
    limit: int,
    size: int,
    words: tuple[str, str],
) -> list[Text]:
    texts = []
    for village, value in zip(villages[found > limit], found[found > limit], strict=True):
        name, unit = ledger.village(village), ledger.name(ledger.unit[village])
        if value >= NO_LIMIT:
            texts.append(
                Text(f"{name} has no way to the seat of {unit}", f"{name} 没有到 {unit} 驻地的道路")
            )
            continue
        far, over = value / size, (value - limit) / size
        texts.append(
            Text(
                f"{name} is {far:.3f} {words[0]} from the seat of {unit}, {over:.3f} too far",
                f"{name} 距 {unit} 驻地 {far:.3f} {words[1]}，超出 {over:.3f}",
            )
        )
    return texts
