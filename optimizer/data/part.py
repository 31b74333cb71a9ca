"""A scenario and its territory cut down to the counties that it is about."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from pydantic import ValidationError

from models.part import part_of
from models.rules import RULES
from models.scenario import Scenario
from models.territory import Territory
from optimizer.data.faults import Findings, nearest_hint
from optimizer.data.table import PLACES
from optimizer.text import Text


def only_part(
    scenario: Scenario, territory: Territory, file: str, findings: Findings
) -> tuple[Scenario, Territory]:
    """Return both without other counties, and without what rules say of these.

    Numbers for all counties together say nothing of a few: they are left out, and
    a warning names them.
    """
    known, wanted = territory.county_codes, scenario.territory.only
    for code in wanted:
        if code not in known:
            what, where = Text("county", PLACES["county"]), scenario.territory.counties
            near = nearest_hint(code, list(known))
            findings.add("E301", file, 0, "territory.only", code, what=what, where=where, near=near)
    here = {known[code] for code in wanted if code in known}
    if not here or len(here) == len(known):
        return scenario, territory
    part = part_of(territory, here)
    values = scenario.model_dump(mode="json")
    wide = list(_drop_wide(values["rules"], scenario, territory, here))
    if wide:
        about, said = ", ".join(wanted), ", ".join(wide)
        findings.add("W139", file, 0, "territory.only", about, counties=about, rules=said)
    outside = {code for code, county in known.items() if county not in here} | part.left_out
    values["rules"] = dict(_about(values["rules"], outside))
    return Scenario.model_validate(values), part


def _drop_wide(
    rules: dict[str, Any], scenario: Scenario, territory: Territory, here: Collection[int]
) -> Iterator[str]:
    """Take out the numbers that counties left out have a part in; yield their keys."""
    count, share = scenario.rule("count"), scenario.rule("share")
    if count is not None and count.city is not None:
        rules["count"]["city"] = None
        yield "count.city"
    districts = {c for c, county in enumerate(territory.counties) if county.is_district}
    if share is not None and share.districts_target is not None and districts - set(here):
        rules["share"]["districts_target"] = None
        yield "share.districts_target"


def _about(rules: Mapping[str, Any], outside: Collection[str]) -> Iterator[tuple[str, Any]]:
    """Yield the rules without the places outside; a rule that has nothing left is off."""
    for key, rule in rules.items():
        if rule is not None:
            left = _without(rule, outside)
            try:
                RULES[key].model_validate(left)
            except ValidationError:
                continue
            yield key, left


def _without(value: Any, outside: Collection[str]) -> Any:
    if isinstance(value, dict):
        return {
            key: _without(inner, outside)
            for key, inner in value.items()
            if key not in outside and not (isinstance(inner, str) and inner in outside)
        }
    if isinstance(value, list):
        return [_without(inner, outside) for inner in value if not _names(inner, outside)]
    return value


def _names(value: Any, outside: Collection[str]) -> bool:
    """Return whether a code, a pair of codes or an exception names a place outside."""
    if isinstance(value, dict):
        return value.get("township") in outside
    words = value if isinstance(value, list) else [value]
    return any(isinstance(word, str) and word in outside for word in words)
