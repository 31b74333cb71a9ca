"""What a certificate was found to prove, in words and as data."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from optimizer.check.certificate import Certified, State, Verification
from optimizer.report.record import number
from optimizer.report.words import Words
from optimizer.text import Text


def verification_record(found: Verification) -> dict[str, Any]:
    """Return a verification for programs."""
    return {
        "holds": found.broken is None,
        "broken": None if found.broken is None else found.broken.en,
        "objectives": [
            {
                "name": certified.name,
                "state": certified.state.value,
                "value": number(certified.value),
                "bound": number(certified.bound),
                "claimed_leaves": certified.claimed,
            }
            for certified in found.objectives
        ],
        "not_certified_counties": list(found.lacking),
    }


def verification_lines(words: Words, found: Verification) -> Iterator[str]:
    """Yield one line for each objective, then where the certificate breaks or what it lacks."""
    if found.broken is not None:
        broken = Text(
            f"certificate: does not verify: {found.broken.en}",
            f"证书：不成立：{found.broken.zh}",
        )
        yield broken.in_lang(words.lang)
        return
    units = next((int(c.value or 0) for c in found.objectives if c.name == "units"), 0)
    for certified in found.objectives:
        said = _said(words, certified, units).in_lang(words.lang)
        yield Text("certificate: ", "证书：").in_lang(words.lang) + said
    if found.lacking:
        names = ", ".join(found.lacking)
        count = len(found.lacking)
        text = Text(
            f"certificate: {count} counties not certified to the last objective: {names}",
            f"证书：{count} 个县（区）未认证到最后目标：{names}",
        )
        yield text.in_lang(words.lang)


def _said(words: Words, certified: Certified, units: int) -> Text:
    name = words("share" if certified.name == "share" else certified.name)
    bound = words.objective(certified.name, certified.bound, units)
    leaves = Text("", "")
    if certified.claimed:
        count = certified.claimed
        leaves = Text(
            f" but for {count} {'leaf' if count == 1 else 'leaves'} claimed by two solvers",
            f"（其中 {count} 个叶节点由两个求解器声称）",
        )
    match certified.state:
        case State.VERIFIED:
            return Text(
                f"{name}: {bound}: verified{leaves.en}", f"{name}：{bound}：已核实{leaves.zh}"
            )
        case State.BOUND:
            value = words.objective(certified.name, certified.value, units)
            return Text(
                f"{name}: bound {bound} verified{leaves.en}; the plan has {value}",
                f"{name}：界 {bound} 已核实{leaves.zh}；方案取值 {value}",
            )
        case State.NONE:
            return Text(f"{name}: not certified", f"{name}：未认证")
