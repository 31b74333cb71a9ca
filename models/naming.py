"""Proposed names and codes of units after a plan; both are for the authorities to decide."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from models.kinds import Kind

if TYPE_CHECKING:
    from models.plan import Plan

RANGES: Mapping[Kind, range] = {
    Kind.SUBDISTRICT: range(1, 100),
    Kind.TOWN: range(100, 200),
    Kind.TOWNSHIP: range(200, 400),
}
"""Numbers after the county's six digits, by kind (GB/T 10114)."""
_COUNTY_DIGITS, _DIGITS = 6, 9
_SUFFIXES = ("街道办事处", "街道", "镇", "乡")
_VILLAGE_SUFFIXES = ("居民委员会", "村民委员会", "居委会", "村委会", "社区", "村")


def proposed_name(plan: Plan, township: int) -> str:
    """Return the name of the unit that keeps a township's seat: its own, with the new kind.

    A unit with a new seat is named after the seat's village.
    """
    before, after = plan.territory.townships[township], plan.kind(township)
    if before.new:
        return _stem(before.name, _VILLAGE_SUFFIXES) + after.value
    if after is before.kind:
        return before.name
    return _stem(before.name, _SUFFIXES) + after.value


def _stem(name: str, suffixes: tuple[str, ...]) -> str:
    for suffix in suffixes:
        if name.endswith(suffix) and name != suffix:
            return name.removesuffix(suffix)
    return name


def proposed_codes(plan: Plan, retired: Iterable[str] = ()) -> dict[int, str | None]:
    """Return a code for each unit, by the township whose seat it keeps.

    The code stays where the kind stays. Otherwise, and for a new seat, it is the number
    after the highest one ever used in the range of the kind, or the lowest one never used.

    Parameters
    ----------
    retired
        Codes that were used in the past.

    Returns
    -------
    dict
        None where the codes are not nine digits, or no number of the range is left.
    """
    used = {t.code for t in plan.territory.former.townships} | set(retired)
    codes: dict[int, str | None] = {}
    for township in (int(t) for t in plan.kept if t >= 0):
        before, after = plan.territory.townships[township], plan.kind(township)
        codes[township] = before.code
        if after is not before.kind or before.new:
            home = plan.territory.villages.township[before.seat]
            of_county = plan.territory.townships[home].code
            codes[township] = fresh = _next_code(of_county, after, used)
            used |= {fresh} if fresh else set()
    return codes


def _next_code(code: str, kind: Kind, used: set[str]) -> str | None:
    if not (len(code) == _DIGITS and code.isdigit()):
        return None
    county = code[:_COUNTY_DIGITS]
    numbers = {int(c[_COUNTY_DIGITS:]) for c in used if _of_county(c, county)}
    wanted = RANGES[kind]
    highest = max((n for n in numbers if n in wanted), default=wanted.start - 1)
    order = [*range(highest + 1, wanted.stop), *wanted]
    return next((f"{county}{n:03d}" for n in order if n not in numbers), None)


def _of_county(code: str, county: str) -> bool:
    return len(code) == _DIGITS and code.isdigit() and code.startswith(county)


def in_range(code: str, county: str, kind: Kind) -> bool:
    """Return whether a code is one of a county's for a kind."""
    return _of_county(code, county) and int(code[_COUNTY_DIGITS:]) in RANGES[kind]
