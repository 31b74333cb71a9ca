"""How deep the keys of a TOML text lead, before anything builds tables of them."""

from __future__ import annotations

import re
from collections.abc import Iterator

DEPTH = 16
"""Parts of a dotted key, and levels of tables; a scenario needs 6."""

_BASIC, _LITERAL = r'"(?:[^"\\\n]|\\[^\n])*+"?+', r"'[^'\n]*+'?+"
"""Open ones end with the line: what is wrong is then passed over once, not from each quote on."""
_PART = rf"(?:[A-Za-z0-9_-]++|{_BASIC}|{_LITERAL})"
_TOKEN = re.compile(
    r'"""(?:[^\\]|\\.)*?(?:"""|\Z)' + r"|'''.*?(?:'''|\Z)" + r"|#[^\n]*+"
    rf"|(?P<key>{_PART}(?:[ \t]*+\.[ \t]*+{_PART})*+)",
    re.DOTALL,
)


def deep_keys(text: str) -> Iterator[tuple[int, int]]:
    """Yield the line and the number of parts of each key that leads too deep.

    The parser takes memory with the square of the parts of a key. Texts, numbers and
    comments are passed over, however many dots they hold.
    """
    line, at = 1, 0
    for found in _TOKEN.finditer(text):
        key = found["key"]
        if key is None or key.count(".") < DEPTH:
            continue
        parts = len(re.findall(_PART, key))
        if parts > DEPTH:
            line, at = line + text.count("\n", at, found.start()), found.start()
            yield line, parts
