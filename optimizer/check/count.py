"""P2.count recomputed."""

from __future__ import annotations

import numpy as np

from models.quantities import NO_LIMIT
from models.rules.count import Count, CountRange, NoMore
from optimizer.check.base import Status, Verdict, check, check_off, verdict
from optimizer.check.ledger import Ledger
from optimizer.text import Text, joined


@check("P2.count")
def no_more(ledger: Ledger, rule: NoMore) -> Verdict:
    """No county has more units than before."""
    return verdict(_grown(ledger))


@check_off("P2.count")
def lifted(ledger: Ledger) -> Verdict:
    """Say where there are more units than before although that is allowed."""
    lifting = Text("lifted by count.allow_more", "已由 count.allow_more 放开")
    return Status.OFF, joined([lifting, *_grown(ledger)])


def _grown(ledger: Ledger) -> list[Text]:
    """Name the counties with more units than before."""
    territory, texts = ledger.territory, []
    county = territory.county_of_township[ledger.kept]
    after = np.bincount(county, minlength=len(territory.counties)).tolist()
    for c, place in enumerate(territory.counties):
        before = len(territory.former.townships_in(c))
        if (more := after[c] - before) > 0:
            texts.append(
                Text(
                    f"{place.name}: {after[c]} units, {more} more than the {before} before",
                    f"{place.name}：{after[c]} 个，比调整前的 {before} 个多 {more} 个",
                )
            )
    return texts


@check("count")
def count(ledger: Ledger, rule: Count) -> Verdict:
    """Units after the plan are within the ranges of counties and city."""
    territory = ledger.territory
    after = np.bincount(
        territory.county_of_township[ledger.kept], minlength=len(territory.counties)
    )
    breaches = []
    for c, county in enumerate(territory.counties):
        before = len(territory.former.townships_in(c))
        wanted = rule.county.get(county.code) if isinstance(rule.county, dict) else rule.county
        breaches += _judge(wanted, before, int(after[c]), Text(county.name, county.name))
    total, before = len(ledger.kept), len(territory.former.townships)
    breaches += _judge(rule.city, before, total, Text("city", "全市"))
    return verdict(breaches, Text(f"{before} -> {total} units", f"{before} -> {total} 个"))


def _bounds(wanted: CountRange, before: int) -> tuple[int, int]:
    """Return (least, most) units after: the tighter of the bounds on them and on the cut."""
    low, high = wanted.min or 0, NO_LIMIT if wanted.max is None else wanted.max
    if wanted.max_cut is not None:
        low = max(low, before - wanted.max_cut)
    if wanted.min_cut is not None:
        high = min(high, before - wanted.min_cut)
    return low, high


def _judge(wanted: CountRange | None, before: int, after: int, place: Text) -> list[Text]:
    low, high = _bounds(wanted, before) if wanted else (0, NO_LIMIT)
    if low <= after <= high:
        return []
    limit = low if after < low else high
    cut, off = before - after, abs(after - limit)
    return [
        Text(
            f"{place.en}: {after} units (cut {cut}), {off} off the limit of {limit}",
            f"{place.zh}：{after} 个（减少 {cut}），与限值 {limit} 相差 {off}",
        )
    ]
