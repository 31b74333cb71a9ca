"""P4.kind.standard and P4.kind.street recomputed."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from models.kinds import KINDS, Kind
from models.measures import COLUMN_FACTOR, measure, whole_figure
from models.quantities import fraction
from models.rules import Rule
from models.rules.kinds import Kinds
from models.standards.ground import Ground, Threshold
from models.standards.presets import STANDARDS
from models.territory import Township
from optimizer.check.base import Status, Verdict, check, check_off, verdict
from optimizer.check.ledger import Ledger
from optimizer.text import Text


@check("P4.kind.street")
def street(ledger: Ledger, rule: Rule) -> Verdict:
    """No unit becomes a subdistrict where there may be none."""
    territory, breaches = ledger.territory, []
    for unit in ledger.converted:
        county = territory.counties[territory.townships[unit].county]
        if ledger.plan.kind(unit) is Kind.SUBDISTRICT and not county.has_subdistricts:
            name = ledger.name(unit)
            breaches.append(
                Text(
                    f"{name} becomes a subdistrict in {county.name}, which is no district",
                    f"{name} 改为街道，但{county.name}不是市辖区",
                )
            )
    return verdict(breaches)


@check_off("kinds")
def unchanged(ledger: Ledger) -> Verdict:
    """Without a standard no kind may change."""
    breaches = [
        Text(f"{said.en}: no standard is given", f"{said.zh}：未给出标准")
        for said in (_said(ledger, unit) for unit in ledger.converted)
    ]
    return verdict(breaches) if breaches else (Status.OFF, Text("", ""))


@check("kinds")
def kinds(ledger: Ledger, rule: Kinds) -> Verdict:
    """Every kind is the former one, or rises by a ground that the unit keeps."""
    breaches = [breach for unit in ledger.converted for breach in _judge(ledger, rule, unit)]
    breaches += _seats_of_counties(ledger)
    rose = len(ledger.converted)
    if rule.max_conversions is not None and rose > rule.max_conversions:
        most = rule.max_conversions
        breaches.append(Text(f"{rose} conversions, over {most}", f"改设 {rose} 个，超过 {most} 个"))
    named = STANDARDS[rule.standard] if rule.standard else None
    en, zh = (named.source, named.source_zh) if named else ("own standard", "自定标准")
    return verdict(breaches, Text(f"{rose} conversions; {en}", f"改设 {rose} 个；{zh}"))


def _judge(ledger: Ledger, rule: Kinds, unit: int) -> list[Text]:
    before, after = ledger.territory.townships[unit], ledger.plan.kind(unit)
    said = _said(ledger, unit)
    if KINDS.index(after) < KINDS.index(before.kind):
        return [Text(f"{said.en}, which is downwards", f"{said.zh}，属降格")]
    if before.code not in rule.keep and (
        _must_rise(before, after)
        or any(_keeps(ledger, ground, unit) for ground in _open(ledger, rule, unit, after))
    ):
        return []
    return [Text(f"{said.en} and keeps no ground for it", f"{said.zh}，不符合任何一项标准")]


def _must_rise(before: Township, after: Kind) -> bool:
    """Return whether a 乡 becomes 镇 because a county's seat is its own: that needs no ground."""
    return "county_seat" in before.flags and (before.kind, after) == (Kind.TOWNSHIP, Kind.TOWN)


def _open(ledger: Ledger, rule: Kinds, unit: int, after: Kind) -> Iterator[Ground]:
    """Yield the grounds for a kind that are open to the unit's terrain, flags and county."""
    township = ledger.territory.townships[unit]
    if (
        after is Kind.SUBDISTRICT
        and not ledger.territory.counties[township.county].has_subdistricts
    ):
        return
    for ground in (*(STANDARDS[rule.standard].grounds if rule.standard else ()), *rule.grounds):
        fits = not ground.terrain or ground.terrain == township.terrain
        if ground.kind is after and fits and (not ground.flag or ground.flag in township.flags):
            yield ground


def _seats_of_counties(ledger: Ledger) -> list[Text]:
    """Return the 乡 that hold the seat of a county."""
    breaches = []
    for township in ledger.territory.townships:
        unit = int(ledger.unit[township.seat])
        if "county_seat" not in township.flags or unit < 0:
            continue
        if ledger.plan.kind(unit) is Kind.TOWNSHIP:
            name = ledger.name(unit)
            breaches.append(
                Text(f"{name} holds a county's seat but is a township", f"{name} 含县城但为乡")
            )
    return breaches


def _said(ledger: Ledger, unit: int) -> Text:
    before, after = ledger.territory.townships[unit].kind, ledger.plan.kind(unit)
    name = ledger.name(unit)
    return Text(f"{name} {before.en} -> {after.en}", f"{name} {before}改{after}")


def _keeps(ledger: Ledger, ground: Ground, unit: int) -> bool:
    return all(_holds(ledger, threshold, unit) for threshold in ground.require)


def _holds(ledger: Ledger, threshold: Threshold, unit: int) -> bool:
    """Compare a figure, or figure and bound x other figure, as exact fractions.

    Where the other figure is 0 there is no ratio, and nothing holds.
    """
    figure = _figure(ledger, threshold, unit)
    other = Fraction(1) if threshold.per is None else _total(ledger, threshold.per, unit)
    if other <= 0:
        return False
    return (
        (threshold.min is None or figure >= fraction(threshold.min) * other)
        and (threshold.above is None or figure > fraction(threshold.above) * other)
        and (threshold.max is None or figure <= fraction(threshold.max) * other)
        and (threshold.below is None or figure < fraction(threshold.below) * other)
    )


def _figure(ledger: Ledger, threshold: Threshold, unit: int) -> Fraction:
    township = ledger.territory.townships[unit]
    if threshold.at == "township":
        value = township.attributes.get(threshold.measure, "")
        return Fraction(whole_figure(value, threshold.measure), COLUMN_FACTOR)
    if threshold.at == "unit":
        return _total(ledger, threshold.measure, unit)
    found = measure(ledger.territory, threshold.measure)
    return Fraction(int(found.figures[township.seat]), found.factor)


def _total(ledger: Ledger, name: str, unit: int) -> Fraction:
    found = measure(ledger.territory, name)
    return Fraction(int(ledger.add_up(found.figures)[unit]), found.factor)
