"""Rules that apply to nothing, or not as they seem to: warnings of a scenario."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

import numpy as np

from models.measures import UnknownMeasureError, measure
from models.quantities import IntArray
from models.scenario import Scenario
from models.territory import Territory
from optimizer.data.faults import Findings
from optimizer.data.spelling import read_code


def warn_of_rules(scenario: Scenario, territory: Territory, file: str, findings: Findings) -> None:
    """Warn of ratios to nothing, of a target for districts that are none, of codes in use."""
    _warn_of_ratios(scenario, territory, findings)
    _warn_of_districts(scenario, territory, file, findings)
    _warn_of_codes(scenario, territory, findings)


def _warn_of_ratios(scenario: Scenario, territory: Territory, findings: Findings) -> None:
    """Warn of townships that have none of what a threshold divides by: 0/0 is not met."""
    for name in _divisors(scenario):
        try:
            figures = measure(territory, name).figures
        except UnknownMeasureError:  # noted already
            continue
        former = territory.former.townships
        sums: IntArray = np.zeros(len(former), dtype=np.int64)
        np.add.at(sums, territory.villages.township, figures)
        for at in np.nonzero(sums <= 0)[0]:
            where = (scenario.territory.townships, 0, "", former[at].code)
            findings.add("W131", *where, name=former[at].name, measure=name)


def _divisors(scenario: Scenario) -> Iterator[str]:
    """Yield each measure by which a threshold of `kinds` divides, once."""
    rule = scenario.rule("kinds")
    thresholds = chain.from_iterable(ground.require for ground in rule.ways) if rule else ()
    yield from dict.fromkeys(t.per for t in thresholds if t.per is not None)


def _warn_of_districts(
    scenario: Scenario, territory: Territory, file: str, findings: Findings
) -> None:
    rule = scenario.rule("share")
    if rule is None or rule.districts_target is None:
        return
    if not any(county.is_district for county in territory.counties):
        where = (file, 0, "rules.share.districts_target", f"{rule.districts_target:g}")
        findings.add("W132", *where, table=scenario.territory.counties)


def _warn_of_codes(scenario: Scenario, territory: Territory, findings: Findings) -> None:
    """Warn of townships whose code is said to be retired."""
    rule = scenario.rule("codes")
    retired = {read_code(code) for code in rule.retired} if rule else set()
    for township in territory.former.townships:
        if township.code in retired:
            where = (scenario.territory.townships, 0, "code", township.code)
            findings.add("W134", *where, name=township.name)
