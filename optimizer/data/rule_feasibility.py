"""Rules and counts that no unit, or no plan, can meet: warnings of a scenario, never faults."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from models.merge.problem import Problem, village_problem, whole_problem
from models.quantities import HECTARES_PER_KM2, BoolArray, IntArray
from models.rules import Rule
from models.rules.access import Access
from models.scenario import Scenario
from models.territory import Territory
from models.travel import SamePlace
from optimizer.data.faults import Findings
from optimizer.data.rule_warnings import warn_of_rules
from optimizer.text import Text


def warn_of_unmet_rules(
    scenario: Scenario, territory: Territory, file: str, findings: Findings
) -> None:
    """Warn of townships over the cap and of rules that no unit can meet.

    With any village as a seat no township depends on seats that are known beforehand.
    """
    _warn_over_cap(scenario, territory, findings)
    _warn_impossible_counts(scenario, territory, file, findings)
    warn_of_rules(scenario, territory, file, findings)
    if scenario.seats == "any":
        return
    near = replace(territory, travel=SamePlace())
    make = whole_problem if scenario.mode == "whole" else village_problem
    for county in range(len(territory.counties)):
        problem = make(near, county)
        for rule in scenario.active_rules():
            far = isinstance(rule, Access) and rule.scope == "all"
            alone = make(territory, county) if far else _unrestricted(problem)
            rule.offer(alone)
            rule.restrict(alone)
            _warn_homeless(rule, alone, scenario.mode == "whole", file, findings)


def _warn_over_cap(scenario: Scenario, territory: Territory, findings: Findings) -> None:
    cap = scenario.rule("area_cap")
    if cap is None:
        return
    townships = territory.former.townships
    areas: IntArray = np.zeros(len(townships), dtype=np.int64)
    np.add.at(areas, territory.villages.township, territory.villages.area_ha)
    for township, area in zip(townships, areas, strict=True):
        limit = cap.cap_ha(township)
        if area > limit:
            findings.add(
                "W107",
                scenario.territory.townships,
                0,
                "",
                township.code,
                name=township.name,
                area=f"{area / HECTARES_PER_KM2:.2f}",
                cap=f"{limit / HECTARES_PER_KM2:g}",
            )


def _warn_impossible_counts(
    scenario: Scenario, territory: Territory, file: str, findings: Findings
) -> None:
    """Warn of counts that even one unit a county, or no merger at all, cannot reach."""
    for rule in scenario.active_rules():
        for tie in rule.ties(territory):
            if not tie.counts_units:
                continue
            most = sum(len(territory.townships_in(c)) for c in tie.counties)
            if tie.low > most or tie.high < len(tie.counties) or tie.low > tie.high:
                place = ", ".join(territory.counties[c].name for c in sorted(tie.counties))
                least = len(tie.counties)
                now = sum(len(territory.former.townships_in(c)) for c in tie.counties)
                said = _asked((tie.low, tie.high), (least, most), now)
                why = Text(f"{place}: {said.en}", f"{place}：{said.zh}")
                findings.add("W108", file, 0, f"rules.{rule.key}", why=why)


def _asked(asked: tuple[int, int], possible: tuple[int, int], now: int) -> Text:
    """Say which numbers of units are asked for, as numbers that there can be.

    Parameters
    ----------
    asked, possible
        The fewest and the most.
    now
        How many there are; with any village as a seat there can be more.
    """
    low, high = asked
    here = Text(f"there are {now}", f"现有 {now} 个")
    if high < possible[0]:
        return Text(
            f"at most {max(high, 0)} units are asked for; {here.en}, and at least {possible[0]} "
            "remain",
            f"要求至多 {max(high, 0)} 个单位；{here.zh}，至少须保留 {possible[0]} 个",
        )
    if low > possible[1]:
        more = possible[1] > now
        most = Text(f", and at most {possible[1]} can be", f"，至多可有 {possible[1]} 个")
        return Text(
            f"at least {low} units are asked for, but {here.en}{most.en if more else ''}",
            f"要求至少 {low} 个单位，但{here.zh}{most.zh if more else ''}",
        )
    return Text(
        f"at least {low} and at most {high} units are asked for",
        f"要求至少 {low} 个、至多 {high} 个单位",
    )


def _unrestricted(problem: Problem) -> Problem:
    """Return a copy that a rule may restrict."""
    allowed = problem.allowed.copy()
    return replace(problem, allowed=allowed, limits=[], together=[], apart=[])


def _warn_homeless(
    rule: Rule, problem: Problem, whole: bool, file: str, findings: Findings
) -> None:
    """Warn of townships, in the village modes villages, that no unit may hold under a rule.

    Once if none of the county is held.
    """
    homeless = np.nonzero(~_has_home(problem))[0]
    county = problem.territory.counties[problem.county]
    if len(homeless) == problem.parts > 1:
        place = f"{county.name} ({county.code})"
        why = Text(
            f"{rule.clause} leaves nothing of {place} a unit",
            f"{rule.clause} 使 {place} 没有任何可行单位",
        )
        findings.add("W108", file, 0, f"rules.{rule.key}", county.code, why=why)
        return
    for code, name in _named(problem, homeless, whole):
        place = f"{name} ({code})"
        why = Text(
            f"{rule.clause} leaves {place} without a unit", f"{rule.clause} 使 {place} 无处可归"
        )
        findings.add("W108", file, 0, f"rules.{rule.key}", code, why=why)


def _named(problem: Problem, parts: IntArray, whole: bool) -> Iterator[tuple[str, str]]:
    """Yield code and name of each part: a township, or a village."""
    territory = problem.territory
    for part in parts.tolist():
        if whole:
            township = territory.townships[problem.townships[part]]
            yield township.code, township.name
        else:
            village = int(problem.villages[part])
            yield territory.villages.codes[village], territory.villages.names[village]


def _has_home(problem: Problem) -> BoolArray:
    """Return which parts some seat may take, by reach and by limits on part and county."""
    fits = problem.allowed[:, problem.options.seat]
    monotone = [limit for limit in problem.limits if limit.monotone]
    for limit in monotone:
        alone = limit.weight[:, None] > limit.high[None, :]
        if limit.grown_only:
            alone &= problem.home[:, None] != problem.options.seat[None, :]
        fits &= ~alone
    for limit in monotone:
        enough: BoolArray = limit.weight @ fits >= limit.low
        fits &= enough[None, :] | limit.grown_only
    held: BoolArray = np.asarray(fits.any(axis=1))
    return held
