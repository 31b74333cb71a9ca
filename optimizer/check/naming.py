"""Names and codes: what is proposed, and what of it is to be looked at again."""

from __future__ import annotations

from collections import Counter

from models.naming import in_range, proposed_codes, proposed_name
from models.plan import Plan
from models.rules.codes import Codes
from models.rules.names import Names
from models.scenario import Scenario
from optimizer.check.base import Status, Verdict, check, check_off
from optimizer.check.ledger import Ledger
from optimizer.text import Text, joined

MARK = Text("proposals; the province's civil affairs department decides", "以省民政厅公布为准")


def unit_names(plan: Plan, scenario: Scenario) -> dict[int, str]:
    """Return the name of each unit: the user's proposal, else the absorber's."""
    return _names(plan, scenario.rule("names") or Names())


def unit_codes(plan: Plan, scenario: Scenario) -> dict[int, str | None]:
    """Return the code of each unit: the user's proposal, else one by the official ranges."""
    rule = scenario.rule("codes") or Codes()
    townships = plan.territory.townships
    found = proposed_codes(plan, rule.retired)
    return {u: rule.proposed.get(townships[u].code) or code for u, code in found.items()}


def _names(plan: Plan, rule: Names) -> dict[int, str]:
    townships, kept = plan.territory.townships, (int(u) for u in plan.kept if u >= 0)
    return {u: rule.proposed.get(townships[u].code) or proposed_name(plan, u) for u in kept}


@check_off("names")
def _names_by_default(ledger: Ledger) -> Verdict:
    return names(ledger, Names())


@check_off("codes")
def _codes_by_default(ledger: Ledger) -> Verdict:
    return codes(ledger, Codes())


@check("names")
def names(ledger: Ledger, rule: Names) -> Verdict:
    """Warn of duplicates, names taken elsewhere and forbidden words."""
    found = _names(ledger.plan, rule)
    counted = Counter(found.values())
    warnings = [
        Text(f"{n} units are named {name}", f"{n} 个单位同名“{name}”")
        for name, n in counted.items()
        if n > 1
    ]
    for name in counted:
        if name in rule.taken:
            warnings.append(Text(f"{name} is taken in the province", f"“{name}”省内已有"))
        warnings += [
            Text(f"{name} holds the forbidden word {word}", f"“{name}”含禁用字词“{word}”")
            for word in rule.forbidden
            if word in name
        ]
    return _warned(warnings)


@check("codes")
def codes(ledger: Ledger, rule: Codes) -> Verdict:
    """Warn of codes outside their range, used before, or not to be had."""
    territory, plan = ledger.territory, ledger.plan
    used = {t.code for t in territory.former.townships} | set(rule.retired)
    own = {t: rule.proposed.get(territory.townships[t].code, "") for t in map(int, ledger.kept)}
    counted = Counter(filter(None, own.values()))
    warnings: list[Text] = []
    for township, code in own.items():
        before, name = territory.townships[township], ledger.name(township)
        county = territory.counties[before.county].code
        if code and code != before.code and (code in used or counted[code] > 1):
            warnings.append(Text(f"{name}: {code} was used before", f"{name}：{code} 已被使用过"))
        if code and not in_range(code, county, plan.kind(township)):
            warnings.append(
                Text(f"{name}: {code} is out of its range", f"{name}：{code} 不在规定区间")
            )
    for township, proposal in proposed_codes(plan, rule.retired).items():
        if proposal is None and not own[township]:
            name = ledger.name(township)
            warnings.append(Text(f"{name}: no code to propose", f"{name}：无法给出代码建议"))
    return _warned(warnings)


def _warned(warnings: list[Text]) -> Verdict:
    if not warnings:
        return Status.MET, MARK
    return Status.WARNED, joined([*warnings, MARK])
