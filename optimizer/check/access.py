"""P3.access recomputed."""

from __future__ import annotations

from models.quantities import METRES_PER_KM, NO_LIMIT, SECONDS_PER_MINUTE, IntArray, at_most
from models.rules.access import Access
from models.services import service_distances
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
        breaches += _far(ledger, villages, found, rule.max_m, METRES_PER_KM, ("km", "公里"))
    if rule.max_minutes is not None:
        found = ledger.seconds[villages]
        breaches += _far(ledger, villages, found, rule.max_s, SECONDS_PER_MINUTE, ("min", "分钟"))
    breaches += _services(ledger, rule, villages)
    worst = int(ledger.metres[villages].max(initial=0))
    if worst >= NO_LIMIT or (ledger.territory.township_level and worst == 0):
        return verdict(breaches)
    text = f"{worst / METRES_PER_KM:.3f}"
    return verdict(breaches, Text(f"worst {text} km", f"最远 {text} 公里"))


def _services(ledger: Ledger, rule: Access, villages: IntArray) -> list[Text]:
    """Return the villages that are too far from the hospital or school that serves them."""
    texts = []
    for kind, in_time, limit in rule.service_limits():
        if limit is None:
            continue
        found = service_distances(ledger.territory, ledger.unit, kind, rule.services, in_time)
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
