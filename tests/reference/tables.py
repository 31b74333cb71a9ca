"""A dataset in plain Python, and the files that it stands for."""

import csv
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

Row = dict[str, Any]
Rules = dict[str, Any]
Objectives = list[dict[str, Any]]

REQUIRED = {
    "counties": ("code", "name", "is_district"),
    "townships": ("code", "name", "kind", "county", "seat"),
    "villages": ("code", "name", "township", "population", "area_km2"),
    "contiguity": ("a", "b"),
    "roads": ("a", "b", "km"),
}
OPTIONAL = {
    "facilities": ("village", "kind"),
    "barriers": ("a", "b"),
    "affinity": ("a", "b", "weight"),
}


@dataclass(frozen=True)
class Tables:
    """The tables of one territory; each row has the keys of its CSV file.

    An optional table without rows has no file.
    """

    counties: list[Row]
    townships: list[Row]
    villages: list[Row]
    contiguity: list[Row]
    roads: list[Row]
    facilities: list[Row] = field(default_factory=list)
    barriers: list[Row] = field(default_factory=list)
    affinity: list[Row] = field(default_factory=list)

    def write(self, folder: Path) -> None:
        """Write every table as UTF-8 CSV.

        Parameters
        ----------
        folder : Path
            Created when it does not exist.
        """
        folder.mkdir(parents=True, exist_ok=True)
        optional = {name: columns for name, columns in OPTIONAL.items() if getattr(self, name)}
        for name, required in {**REQUIRED, **optional}.items():
            rows = getattr(self, name)
            columns = list(dict.fromkeys([*required, *(key for row in rows for key in row)]))
            with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
                writer = csv.DictWriter(file, columns, restval="", lineterminator="\n")
                writer.writeheader()
                writer.writerows(rows)


def scenario_text(
    rules: Mapping[str, Any],
    objectives: Sequence[Mapping[str, Any]],
    mode: str = "whole",
    seats: str = "townships",
) -> str:
    """Give the text of scenario.toml.

    Parameters
    ----------
    rules : Mapping[str, Any]
        The content of ``[rules]``.
    objectives : Sequence[Mapping[str, Any]]
        The ``[[objectives]]`` in order; none leaves the default in force.
    mode, seats : str
        The mode of the scenario, and where its units may have their seats.

    Returns
    -------
    str
        TOML; every value below ``[rules]`` and ``[[objectives]]`` is inline.
    """
    lines = _pairs({"name": "reference", "title": "参照算例", "mode": mode, "seats": seats})
    lines += ["", "[rules]", *_pairs(rules)]
    for objective in objectives:
        lines += ["", "[[objectives]]", *_pairs(objective)]
    return "\n".join(lines) + "\n"


def toml_value(value: Any) -> str:
    """Give one value as inline TOML.

    Parameters
    ----------
    value : Any
        A bool, int, float or str, or dicts and lists of them.

    Returns
    -------
    str
        The TOML text.
    """
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return repr(value)
    if isinstance(value, str):
        return _quoted(value)
    if isinstance(value, Mapping):
        return "{ " + ", ".join(_pairs(value)) + " }" if value else "{}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(toml_value(item) for item in value) + "]"
    raise TypeError(f"no TOML for {type(value).__name__}")


def _pairs(table: Mapping[str, Any]) -> list[str]:
    return [f"{_key(key)} = {toml_value(value)}" for key, value in table.items()]


def _key(key: str) -> str:
    plain = key.isascii() and key.replace("_", "").isalnum()
    return key if plain else _quoted(key)


def _quoted(text: str) -> str:
    """Quote a string: JSON's escapes are TOML's, but JSON leaves DEL bare."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007F")
