"""What the reader of a result should know beside its values."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from models.merge.coupling import CouplingConstraint
from models.plan import Plan
from models.quantities import NO_LIMIT
from models.rules.burden import Burden
from models.rules.count import Count, CountRange, NoMore
from models.rules.prudent import Prudent
from models.scenario import Scenario
from models.territory import Territory
from optimizer.text import Text


def limit_notes(scenario: Scenario, plan: Plan, ties: Sequence[CouplingConstraint]) -> list[Text]:
    """Say when the number of units is the least that the scenario's own limits allow.

    Such an optimum is set by the user's numbers and not by the principles.
    """
    territory = plan.territory
    counts = [0] * len(territory.counties)
    for unit in plan.kept:
        counts[territory.townships[unit].county] += 1
    floors = [t for t in ties if t.clause == "P2.count" and t.low > -NO_LIMIT and t.low > 0]
    at_limit = [t for t in floors if sum(counts[c] for c in t.counties) == t.low]
    city = [t for t in at_limit if len(t.counties) == len(counts)]
    if city:
        return [_city_note(territory, city[0].low)]
    names = [territory.counties[c].name for t in at_limit for c in t.counties]
    return [_county_note(names, len(counts))] if names else []


def more_note(scenario: Scenario) -> list[Text]:
    """Say that the scenario allows more units than before."""
    if not scenario.lifts(NoMore):
        return []
    en = "count.allow_more is set: a county may have more units than before"
    return [Text(en, "已设 count.allow_more：允许县（区）乡级行政区数多于调整前")]


def size_note(scenario: Scenario) -> list[Text]:
    """Say that nothing limits how large a unit may become, where that is so."""
    rules = {key: scenario.rule(key) for key in ("population", "burden", "prudent", "count")}
    limited = [
        scenario.rule("area_cap") or scenario.rule("access"),
        rules["population"] and any(row.max is not None for row in rules["population"].rows),
        rules["burden"] and rules["burden"] != Burden(),
        rules["prudent"] and rules["prudent"] != Prudent(scope=rules["prudent"].scope),
        rules["count"] and any(map(_has_floor, _ranges(rules["count"]))),
    ]
    if any(limited):
        return []
    return [
        Text(
            "no rule limits how large a unit may become, so a whole county may be one: see "
            "area_cap, population (max), access, count",
            "没有限制乡级行政区规模的规则，整个县（区）可能并成一个："
            "可设 area_cap、population（max）、access、count",
        )
    ]


def _ranges(count: Count) -> Iterator[CountRange | None]:
    yield count.city
    yield from count.county.values() if isinstance(count.county, dict) else [count.county]


def _has_floor(wanted: CountRange | None) -> bool:
    return wanted is not None and (wanted.max_cut is not None or (wanted.min or 1) > 1)


def _city_note(territory: Territory, low: int) -> Text:
    before = len(territory.former.townships)
    return Text(
        f"the number of units is set by the scenario's own limit for the whole territory "
        f"({low} units, cut {before - low}), not by the principles alone",
        f"乡级行政区数由本方案设定的全市总数（{low} 个，减少 {before - low} 个）决定，"
        "而非仅由各项原则决定",
    )


def _county_note(names: list[str], counties: int) -> Text:
    return Text(
        f"in {len(names)} of {counties} counties the number of units is set by the scenario's own "
        f"limit, not by the principles alone: {', '.join(names)}",
        f"{counties} 个县（区）中有 {len(names)} 个的乡级行政区数由本方案设定的限值决定，"
        f"而非仅由各项原则决定："
        f"{'、'.join(names)}",
    )


def infeasible_note(territory: Territory, barren: Sequence[int]) -> Text:
    """Say in which counties alone there is already no plan."""
    names = [territory.counties[c].name for c in barren]
    return Text(
        f"no plan keeps the rules in: {', '.join(names)} (proved)",
        f"以下县（区）没有符合规则的方案（已证明）：{'、'.join(names)}",
    )


def demand_notes(territory: Territory, made: Mapping[int, int]) -> Iterator[Text]:
    """Say where candidates were too many to be held and were made on demand.

    Parameters
    ----------
    made
        How many were made, by county.
    """
    for county, count in sorted(made.items()):
        name = territory.counties[county].name
        yield Text(
            f"{name}: too many candidate units to hold; {count} were made on demand "
            "(column generation), none was dropped: the bounds hold for all",
            f"{name}：候选单位过多，按需生成 {count} 个（列生成），没有丢弃："
            "所给的界对全部候选成立",
        )


def claim_notes(claims: Sequence[str]) -> Iterator[Text]:
    """Yield what one solver says and nothing bears out: it is no proof."""
    for claim in claims:
        yield Text(
            f"claimed by one solver, not proved: {claim}",
            f"仅有一个求解器如此声称，未经证明：{claim}",
        )
