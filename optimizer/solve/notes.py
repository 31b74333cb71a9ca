"""What the reader of a result should know beside its values."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from models.merge.coupling import CouplingConstraint
from models.plan import Plan
from models.quantities import NO_LIMIT
from models.rules.remarks import LIMITS_TOO_WIDE, NO_LIMIT_ON_SIZE
from models.rules.sizes import limit_size, sizing_keys
from models.scenario import Scenario
from models.territory import Territory
from optimizer.text import Text


def limit_notes(plan: Plan, ties: Sequence[CouplingConstraint]) -> list[Text]:
    """Say when the number of units is the least that the scenario's own limits allow.

    Such an optimum is set by the user's numbers and not by the principles.
    """
    territory = plan.territory
    counts = [0] * len(territory.counties)
    for unit in plan.kept:
        counts[territory.townships[unit].county] += 1
    floors = [t for t in ties if t.counts_units and t.low > -NO_LIMIT and t.low > 0]
    at_limit = [t for t in floors if sum(counts[c] for c in t.counties) == t.low]
    city = [t for t in at_limit if t.of_city]
    if city:
        return [_city_note(territory, city[0].low)]
    names = [territory.counties[c].name for t in at_limit for c in t.counties]
    return [_county_note(names, len(counts))] if names else []


def rule_notes(scenario: Scenario) -> list[Text]:
    """Return what rules have to say of any result under them."""
    return [Text(*rule.remark) for rule in scenario.active_rules() if rule.remark[0]]


def size_note(scenario: Scenario, territory: Territory) -> list[Text]:
    """Say that nothing limits how large a unit may become, where that is so."""
    rules = list(scenario.active_rules())
    keys = list(sizing_keys(rules))
    if not keys:
        return [Text(*NO_LIMIT_ON_SIZE)]
    if limit_size(rules, territory):
        return []
    en, zh = LIMITS_TOO_WIDE
    return [Text(en.format(keys=", ".join(keys)), zh.format(keys="、".join(keys)))]


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


def infeasible_note(territory: Territory, counties: Sequence[int]) -> Text:
    """Say in which counties alone there is already no plan."""
    names = [territory.counties[c].name for c in counties]
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
