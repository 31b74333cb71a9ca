"""Limits of rules that a plan only just keeps."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from models.quantities import HECTARES_PER_KM2, METRES_PER_KM, NO_LIMIT
from models.scenario import Scenario
from optimizer.check.ledger import Ledger
from optimizer.text import Text


def tight_margins(
    ledger: Ledger, scenario: Scenario, names: Mapping[int, str], percent: float
) -> Iterator[tuple[int, Text]]:
    """Yield units that keep a limit by no more than a share of it, and by how much.

    Looked at are area, people, the way to the seat and what is added to it.

    Parameters
    ----------
    percent
        Hundredths of the limit.
    """
    yield from _area(ledger, scenario, names, percent)
    yield from _people(ledger, scenario, names, percent)
    yield from _ways(ledger, scenario, names, percent)


def _near(value: int, limit: int, percent: float) -> bool:
    return 0 < limit < NO_LIMIT and abs(limit - value) * 100 <= percent * limit


def _area(
    ledger: Ledger, scenario: Scenario, names: Mapping[int, str], percent: float
) -> Iterator[tuple[int, Text]]:
    rule = scenario.rule("area_cap")
    for unit in ledger.grown.tolist() if rule else ():
        cap = rule.cap_ha(ledger.territory.townships[unit], ledger.plan.kind(unit))
        area = int(ledger.area_ha[unit])
        if area <= cap and _near(area, cap, percent):
            shown, limit = f"{area / HECTARES_PER_KM2:.2f}", f"{cap / HECTARES_PER_KM2:g}"
            yield (
                unit,
                Text(
                    f"{names[unit]}: {shown} km2 of at most {limit}",
                    f"{names[unit]}：面积 {shown} 平方公里，上限 {limit}",
                ),
            )


def _people(
    ledger: Ledger, scenario: Scenario, names: Mapping[int, str], percent: float
) -> Iterator[tuple[int, Text]]:
    rule = scenario.rule("population")
    for unit in ledger.grown.tolist() if rule else ():
        low, high = rule.bounds(ledger.territory.townships[unit])
        people = int(ledger.population[unit])
        for limit, said in ((low, Text("at least", "下限")), (high, Text("at most", "上限"))):
            if _near(people, limit, percent):
                yield (
                    unit,
                    Text(
                        f"{names[unit]}: {people:,} people, {said.en} {limit:,}",
                        f"{names[unit]}：人口 {people:,}，{said.zh} {limit:,}",
                    ),
                )


def _ways(
    ledger: Ledger, scenario: Scenario, names: Mapping[int, str], percent: float
) -> Iterator[tuple[int, Text]]:
    """Yield units with a village near the limit of the way, or of what is added to it."""
    access, burden = scenario.rule("access"), scenario.rule("burden")
    moved = ledger.moved
    added = ledger.metres - ledger.metres_before
    words = Text("to the seat", "距驻地"), Text("added to the way", "增加距离")
    limits = (
        (ledger.metres, access.max_m if access else NO_LIMIT, words[0]),
        (added, burden.max_added_m if burden else NO_LIMIT, words[1]),
    )
    for metres, limit, said in limits:
        for unit in np.unique(ledger.unit[moved]).tolist() if limit < NO_LIMIT else ():
            here = moved[ledger.unit[moved] == unit]
            worst = int(here[np.argmax(metres[here])])
            far = int(metres[worst])
            if _near(far, limit, percent):
                km, most = f"{far / METRES_PER_KM:.3f}", f"{limit / METRES_PER_KM:g}"
                name = ledger.village(worst)
                yield (
                    unit,
                    Text(
                        f"{names[unit]}: {name} {km} km {said.en}, at most {most}",
                        f"{names[unit]}：{name} {said.zh} {km} 公里，上限 {most}",
                    ),
                )
