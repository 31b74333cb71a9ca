"""P3.area recomputed."""

from __future__ import annotations

from models.quantities import HECTARES_PER_KM2, at_most
from models.rules.area_cap import AreaCap
from optimizer.check.base import Status, Verdict, check, verdict
from optimizer.check.ledger import Ledger
from optimizer.text import Text


@check("area_cap")
def area_cap(ledger: Ledger, rule: AreaCap) -> Verdict:
    """Units that grow keep the cap, but for written exceptions."""
    reasons = {e.township: e.reason for e in rule.exceptions}
    cap = at_most(rule.max_km2, HECTARES_PER_KM2)
    breaches, excepted = [], []
    for unit in ledger.grown:
        township, area = ledger.territory.townships[unit], int(ledger.area_ha[unit])
        if area <= cap or ledger.plan.kind(int(unit)) not in rule.kinds:
            continue
        text = _over(ledger.name(unit), area, rule.max_km2, area - cap)
        if township.code in reasons:
            reason = reasons[township.code]
            excepted.append(Text(f"{text.en}: {reason}", f"{text.zh}：{reason}"))
        else:
            breaches.append(text)
    if excepted and not breaches:
        return Status.EXCEPTED, verdict(excepted)[1]
    return verdict(breaches)


def _over(name: str, area_ha: int, cap: float, over_ha: int) -> Text:
    area, over = area_ha / HECTARES_PER_KM2, over_ha / HECTARES_PER_KM2
    return Text(
        f"{name} has {area:.2f} km2, {over:.2f} over {cap:g}",
        f"{name} 面积 {area:.2f} 平方公里，超出上限 {cap:g} 达 {over:.2f}",
    )
