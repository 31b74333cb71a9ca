"""What is odd but possible in a scenario: warnings, never faults."""

from __future__ import annotations

import numpy as np

from models.merge.problem import Problem, whole_problem
from models.quantities import HECTARES_PER_KM2, IntArray
from models.scenario import Scenario
from models.territory import Territory
from optimizer.data.faults import Findings


def warn_of_oddities(
    scenario: Scenario, territory: Territory, file: str, findings: Findings
) -> None:
    """Warn of townships over the cap and of rules that no unit can meet."""
    _warn_over_cap(scenario, territory, findings)
    _warn_impossible_counts(scenario, territory, file, findings)
    for county in range(len(territory.counties)):
        _warn_homeless(scenario, territory, county, file, findings)


def _warn_over_cap(scenario: Scenario, territory: Territory, findings: Findings) -> None:
    cap = scenario.rule("area_cap")
    if cap is None:
        return
    areas: IntArray = np.zeros(len(territory.townships), dtype=np.int64)
    np.add.at(areas, territory.villages.township, territory.villages.area_ha)
    for township, area in zip(territory.townships, areas, strict=True):
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
            if tie.per_urban:
                continue
            most = sum(len(territory.townships_in(c)) for c in tie.counties)
            if tie.low > most or tie.high < len(tie.counties) or tie.low > tie.high:
                place = ", ".join(territory.counties[c].name for c in sorted(tie.counties))
                why = f"{place}: {tie.low} to {tie.high} units, {most} before"
                findings.add("W108", file, 0, f"rules.{rule.key}", why=why)


def _warn_homeless(
    scenario: Scenario, territory: Territory, county: int, file: str, findings: Findings
) -> None:
    """Warn of townships that no unit may hold, rule by rule."""
    for rule in scenario.active_rules():
        problem = whole_problem(territory, county)
        rule.restrict(problem)
        for part in np.nonzero(~_has_home(problem))[0]:
            township = territory.townships[problem.townships[part]]
            why = f"{rule.clause} leaves {township.name} ({township.code}) without a unit"
            findings.add("W108", file, 0, f"rules.{rule.key}", township.code, why=why)


def _has_home(problem: Problem) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Return which parts some seat may take, by reach and by upper limits alone."""
    fits = problem.allowed.copy()
    for limit in problem.limits:
        alone = limit.weight[:, None] > limit.high[None, :]
        if limit.grown_only:
            alone[np.arange(problem.parts), problem.home] = False
        fits &= ~alone
    out: np.ndarray[tuple[int], np.dtype[np.bool_]] = fits.any(axis=1)
    return out
