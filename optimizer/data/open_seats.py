"""Any village as a seat, where the scenario says so and the tables allow it."""

from __future__ import annotations

from models.quantities import NO_LIMIT
from models.scenario import Scenario
from models.seats import MOST_PAIRS, seat_pairs, with_any_seat
from models.territory import Territory
from models.travel import TableTravel
from optimizer.data.faults import Findings


def seats_opened(
    scenario: Scenario, territory: Territory, file: str, findings: Findings
) -> Territory:
    """Return the territory with the seats that the scenario allows; as it is after any fault."""
    if scenario.seats != "any" or any(findings.errors):
        return territory
    if (pairs := seat_pairs(territory)) > MOST_PAIRS:
        findings.add("E516", file, 0, "seats", "any", pairs=f"{pairs:,}", most=f"{MOST_PAIRS:,}")
        return territory
    _check_codes(scenario, territory, findings)
    opened = with_any_seat(territory)
    _check_table(scenario, opened, findings)
    return opened


def _check_codes(scenario: Scenario, territory: Territory, findings: Findings) -> None:
    """Note villages with the code of a township that does not sit there."""
    for village, code in enumerate(territory.villages.codes):
        township = territory.township_codes.get(code)
        if township is not None and territory.townships[township].seat != village:
            other = territory.townships[township].name
            findings.add("E518", scenario.territory.villages, 0, "code", code, other=other)


def _check_table(scenario: Scenario, opened: Territory, findings: Findings) -> None:
    """Note a travel table without all pairs of villages: what it lacks would have no way."""
    if not isinstance(opened.travel, TableTravel):
        return
    counties = range(len(opened.counties))
    missing = sum(int((opened.metres_in(c) >= NO_LIMIT).sum()) for c in counties)
    if missing:
        findings.add("E517", scenario.territory.travel, count=missing)
