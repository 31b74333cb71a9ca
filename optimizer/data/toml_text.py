"""A scenario's keys written as TOML, for scenarios that were put together in memory."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

_BARE = re.compile(r"[A-Za-z0-9_-]+")


def toml_text(raw: Mapping[str, Any]) -> str:
    """Return keys as a TOML document; what is None is left out.

    Parameters
    ----------
    raw
        Texts, numbers, truth values, lists and tables of them.

    Raises
    ------
    TypeError
        For a value that TOML cannot hold.
    """
    return "\n".join(_lines(raw)) + "\n"


def _lines(raw: Mapping[str, Any]) -> Iterator[str]:
    """Yield plain keys first: what follows a table's heading belongs to the table."""
    held = {key: value for key, value in raw.items() if value is not None}
    tables = {key: value for key, value in held.items() if isinstance(value, Mapping)}
    arrays = {key: value for key, value in held.items() if _is_array(value)}
    for key, value in held.items():
        if key not in tables and key not in arrays:
            yield f"{_key(key)} = {toml_value(value)}"
    for key, table in tables.items():
        yield f"\n[{_key(key)}]"
        for inner, value in table.items():
            if value is not None:
                yield f"{_key(inner)} = {toml_value(value)}"
    for key, rows in arrays.items():
        for row in rows:
            yield f"\n[[{_key(key)}]]"
            for inner, value in row.items():
                if value is not None:
                    yield f"{_key(inner)} = {toml_value(value)}"


def _is_array(value: Any) -> bool:
    """Return whether a value is a list of tables and of nothing else."""
    is_list = isinstance(value, Sequence) and not isinstance(value, str)
    return is_list and bool(value) and all(isinstance(row, Mapping) for row in value)


def _key(key: object) -> str:
    text = str(key)
    return text if _BARE.fullmatch(text) else _text(text)


def toml_value(value: Any) -> str:
    """Return one value as TOML, tables in a line."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float):
        return repr(value)
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, Mapping):
        inner = (f"{_key(k)} = {toml_value(v)}" for k, v in value.items() if v is not None)
        return "{ " + ", ".join(inner) + " }" if value else "{}"
    if isinstance(value, Sequence):
        return "[" + ", ".join(map(toml_value, value)) + "]"
    raise TypeError(f"{value!r} has no form in TOML")


def _text(text: str) -> str:
    """Return a basic string: JSON's escapes are TOML's; DEL is one that JSON leaves."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
