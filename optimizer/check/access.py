"""P3.access recomputed."""

from __future__ import annotations

from models.quantities import METRES_PER_KM, NO_LIMIT, SECONDS_PER_MINUTE, IntArray
from models.rules.access import Access
from optimizer.check.base import Verdict, check, verdict
from optimizer.check.ledger import Ledger
from optimizer.text import Text


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
    worst = int(ledger.metres[villages].max(initial=0))
    if worst >= NO_LIMIT:
        return verdict(breaches)
    text = f"{worst / METRES_PER_KM:.3f}"
    return verdict(breaches, Text(f"worst {text} km", f"最远 {text} 公里"))


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
                f"{name} 距 {unit} 驻地 {far:.3f} {words[1]},超出 {over:.3f}",
            )
        )
    return texts
