"""Codes as spreadsheets leave them: mended where that is beyond doubt, else refused."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from optimizer.data.spelling import read_code

_EXPONENT = re.compile(r"([0-9](?:\.[0-9]+)?)[eE]\+?([0-9]{1,2})")
_FRACTION = re.compile(r"([0-9]+)\.0*")
_PARTED = re.compile(r"[0-9]+(?:[\s\u00a0,]+[0-9]+)+")
LENGTHS = {"counties": 6, "townships": 9, "villages": 12}
SIGNIFICANT = 6
"""Digits that must be left of a code in exponent form: those of a county."""


@dataclass(frozen=True)
class Mended:
    """Codes of a column after mending.

    Attributes
    ----------
    codes
        In the order given; "" where there is none or it is damaged.
    changes
        What was written and what it is now, where these differ.
    damaged
        Values whose digits are lost.
    """

    codes: list[str]
    changes: list[tuple[str, str]]
    damaged: list[str]


def mend(values: Sequence[str]) -> Mended:
    """Mend a column of codes: full width, spaces, `.0`, exponents that still tell codes apart."""
    codes = [_mend_one(value) for value in values]
    lost = _lost(codes)
    kept = ["" if code in lost else _without_exponent(code) for code in codes]
    changes = [(v.strip(), k) for v, k in zip(values, kept, strict=True) if k and v.strip() != k]
    damaged = [v for v, c in zip(values, codes, strict=True) if c in lost]
    return Mended(kept, changes, damaged)


def _mend_one(value: str) -> str:
    code = read_code(value)
    if found := _FRACTION.fullmatch(code):
        return found[1]
    return re.sub(r"[\s\u00a0,]", "", code) if _PARTED.fullmatch(code) else code


def _lost(codes: Sequence[str]) -> set[str]:
    """Return codes in exponent form that no longer tell one place from another."""
    exponents = [code for code in codes if _EXPONENT.fullmatch(code)]
    counts = Counter(_without_exponent(code) for code in codes if code)
    return {
        code
        for code in exponents
        if counts[_without_exponent(code)] > 1 or _digits_left(code) < SIGNIFICANT
    }


def _digits_left(code: str) -> int:
    found = _EXPONENT.fullmatch(code)
    return len(found[1].replace(".", "")) if found else len(code)


def _without_exponent(code: str) -> str:
    return str(int(Decimal(code))) if _EXPONENT.fullmatch(code) else code


def key_of(code: str) -> str:
    """Return what two spellings of one code have in common: 140404100000 is 140404100.

    Statistical codes of 12 digits end in zeros above the village; codes of land surveys
    have 19. Other codes are themselves.
    """
    if not (code.isascii() and code.isdigit()):
        return code.casefold()
    digits = code[:12] if len(code) == 19 else code
    if len(digits) == 12 and digits.endswith("000"):
        digits = digits[:9]
    if len(digits) == 9 and digits.endswith("000"):
        digits = digits[:6]
    return digits


def level_of(codes: Sequence[str]) -> str | None:
    """Return the level that most codes of a column have by their digits; None for others."""
    found: Counter[str | None] = Counter()
    for code in filter(None, codes):
        key = key_of(code)
        number = key.isascii() and key.isdigit()
        found[next((n for n, w in LENGTHS.items() if number and w == len(key)), None)] += 1
    if not found:
        return None
    level, count = found.most_common(1)[0]
    return level if count >= 0.8 * sum(found.values()) else None


def is_chinese(code: str) -> bool:
    """Return whether a code has the length of one of GB/T 2260 and GB/T 10114."""
    key = key_of(code)
    return key.isascii() and key.isdigit() and len(key) in LENGTHS.values() and key[0] != "0"
