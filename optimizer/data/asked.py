"""What --lock, --keep, --freeze, --why and --why-not name, as overrides of a scenario."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from models.rules.pairs import Together
from models.territory import Territory
from optimizer.data.dataset import Dataset
from optimizer.data.faults import Findings, nearest_hint
from optimizer.data.plan_file import read_plan
from optimizer.data.spelling import read_code
from optimizer.data.table import PLACES
from optimizer.text import Text


def parse_townships(text: str, dataset: Dataset, count: int, option: str) -> tuple[str, ...]:
    """Return the codes of A+B, or of A alone, that an option names.

    Raises
    ------
    InputError
        When there are more or fewer, or a code is no township.
    """
    findings = Findings()
    codes = _codes(text, dataset.territory, count, option, findings)
    findings.stop_on_errors()
    return codes


def _codes(
    text: str, territory: Territory, count: int, option: str, findings: Findings
) -> tuple[str, ...]:
    codes = tuple(read_code(part) for part in text.split("+"))
    if len(codes) != count or len(set(codes)) < count:
        form = "A+B" if count == 2 else "A"
        why = Text(f"write it as {form}", f"请写成 {form}")
        findings.add("E693", option, 0, "", text, why=why)
        return codes
    known = list(territory.township_codes)
    for code in codes:
        if code not in territory.township_codes:
            what = Text("township", PLACES["township"])
            near = nearest_hint(code, known)
            findings.add("E301", option, 0, "", code, what=what, where="townships.csv", near=near)
    return codes


def asked_overrides(
    dataset: Dataset, locks: Sequence[str], keeps: Sequence[str], freezes: Sequence[str]
) -> Mapping[str, Any]:
    """Return the overrides that lock mergers, keep townships and freeze counties.

    Raises
    ------
    InputError
        With every fault of what was named.
    """
    findings = Findings()
    pairs = [_codes(text, dataset.territory, 2, "--lock", findings) for text in locks]
    known = dataset.territory
    kept = [code for text in keeps for code in _codes(text, known, 1, "--keep", findings)]
    frozen = _frozen(dataset, freezes, findings)
    findings.stop_on_errors()
    overrides: dict[str, Any] = {}
    if pairs:
        present = dataset.scenario.rule("together") or Together(pairs=())
        overrides["rules.together"] = [list(pair) for pair in (*present.pairs, *pairs)]
    if kept:
        present = dataset.scenario.rule("protected")
        before = list(present.townships) if present else []
        overrides["rules.protected.townships"] = [*before, *kept]
    return overrides | ({"rules.freeze": frozen} if frozen else {})


def _frozen(dataset: Dataset, freezes: Sequence[str], findings: Findings) -> dict[str, Any]:
    """Return the rule `freeze` for COUNTY=PLAN, joined with that of the scenario."""
    territory, present = dataset.territory, dataset.scenario.rule("freeze")
    rule: dict[str, Any] = (
        present.model_dump(mode="json") if present else {"counties": [], "units": {}, "kinds": {}}
    )
    for text in freezes:
        code, equals, path = text.partition("=")
        code = read_code(code)
        if not equals:
            why = Text("write it as COUNTY=PLAN", "请写成 县=方案")
            findings.add("E693", "--freeze", 0, "", text, why=why)
            continue
        if code not in territory.county_codes:
            near = nearest_hint(code, list(territory.county_codes))
            what = Text("county", PLACES["county"])
            findings.add(
                "E301", "--freeze", 0, "", code, what=what, where="counties.csv", near=near
            )
            continue
        plan = read_plan(Path(path), territory).plan
        rule["counties"] = [*rule["counties"], code]
        villages = territory.villages_in(territory.county_codes[code])
        if (lacking := villages[plan.unit[villages] < 0]).size:
            details = {
                "count": len(lacking),
                "county": territory.counties[territory.county_codes[code]].name,
                "first": territory.villages.codes[lacking[0]],
            }
            findings.add("E633", path, 0, "village", "", **details)
            continue
        for village in villages.tolist():
            unit = int(plan.unit[village])
            name = territory.unit_codes[unit]
            rule["units"][territory.villages.codes[village]] = name
            if unit in plan.conversions:
                rule["kinds"][name] = plan.conversions[unit].value
    return rule if freezes else {}
