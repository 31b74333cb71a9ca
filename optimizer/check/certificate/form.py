"""Certificates as text: JSON of whole numbers and words, with a hash of itself."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NoReturn

from optimizer.check.certificate.cells import Cell, Stage
from optimizer.check.certificate.program import Key, Prices
from optimizer.check.certificate.tree import Ask, Claimed, Halve, Leaf, Narrow, Node

FORMAT = "merge-certificate/1"
_HALVINGS = 300
"""Deepest nesting of a tree that is read: no proof halves so often, and Python's stack holds."""
_DIGITS = 400
"""Longest number that is read: longer ones make Python's arithmetic slow on purpose."""


class UnreadableError(Exception):
    """A file that is no certificate; says why."""


Separator = tuple[int, int, tuple[int, ...]]


@dataclass(frozen=True)
class CountyProof:
    """What a certificate says of a county.

    Attributes
    ----------
    separators
        Village modes: (village, seat, villages that separate them).
    """

    code: str
    cells: Cell
    separators: tuple[Separator, ...] = ()


@dataclass(frozen=True)
class Certificate:
    """A certificate as written.

    Attributes
    ----------
    scenario, plan
        SHA-256 of what it is about.
    objectives
        Those that bounds are about.
    bounds
        What is claimed to be proved of the first of them; a share is text `p/q`.
    ties
        Rules over several units, as `Question.tie_records` has them.
    """

    name: str
    scenario: str
    plan: str
    mode: str
    objectives: tuple[str, ...]
    bounds: tuple[int | str, ...]
    ties: tuple[Any, ...]
    counties: tuple[CountyProof, ...]


def canonical(record: Mapping[str, Any]) -> str:
    """Return the one text of a record: keys sorted, no spaces, characters as they are."""
    return json.dumps(record, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def own_hash(record: Mapping[str, Any]) -> str:
    """Return the SHA-256 of a record's canonical text without its entry `sha256`."""
    bare = {key: value for key, value in record.items() if key != "sha256"}
    return hashlib.sha256(canonical(bare).encode()).hexdigest()


def written(certificate: Certificate) -> str:
    """Return a certificate as text."""
    record = {
        "format": FORMAT,
        "scenario": {"name": certificate.name, "sha256": certificate.scenario},
        "plan": certificate.plan,
        "mode": certificate.mode,
        "objectives": list(certificate.objectives),
        "bounds": list(certificate.bounds),
        "ties": list(certificate.ties),
        "counties": [_county_record(county) for county in certificate.counties],
    }
    return canonical({**record, "sha256": own_hash(record)}) + "\n"


def _county_record(county: CountyProof) -> dict[str, Any]:
    record: dict[str, Any] = {"county": county.code, "cells": _cell_record(county.cells)}
    if county.separators:
        record["separators"] = [[v, s, list(n)] for v, s, n in county.separators]
    return record


def _cell_record(cell: Cell) -> dict[str, Any]:
    record: dict[str, Any] = {}
    if cell.empty is not None:
        record["empty"] = [_node_record(node) for node in cell.empty]
    if cell.stages:
        record["stages"] = [
            None
            if stage is None
            else {"bound": stage.bound, "tree": [_node_record(node) for node in stage.tree]}
            for stage in cell.stages
        ]
    if cell.split is not None:
        name, at, below, above = cell.split
        record["split"] = [name, at]
        record["halves"] = [_cell_record(below), _cell_record(above)]
    return record


def _node_record(node: Node) -> dict[str, Any]:
    match node:
        case Leaf():
            return {"leaf": _price_record(node.prices)}
        case Narrow():
            return {"narrow": _price_record(node.prices)}
        case Ask():
            return {"ask": [node.question, *node.of]}
        case Halve():
            return {"halve": [node.name, node.at]}
        case Claimed():
            return {"claimed": list(node.solvers)}


def _price_record(prices: Prices) -> dict[str, list[list[Any]]]:
    groups: dict[str, list[list[Any]]] = {}
    for key, price in prices.items():
        groups.setdefault(str(key[0]), []).append([*key[1:], price])
    return groups


def parsed(text: str) -> Certificate:
    """Read a certificate.

    Raises
    ------
    UnreadableError
        When it is none, or its hash is not that of its contents.
    """
    try:
        record = json.loads(
            text,
            parse_float=_refused,
            parse_constant=_refused,
            parse_int=_whole,
            object_pairs_hook=_once,
        )
    except (ValueError, RecursionError) as error:
        raise UnreadableError(str(error)) from error
    top = _table(record, "certificate", _TOP)
    if top["format"] != FORMAT:
        raise UnreadableError(f"format {top['format']!r}, not {FORMAT!r}")
    if top["sha256"] != own_hash(top):
        raise UnreadableError("its sha256 is not that of its contents")
    scenario = _table(top["scenario"], "scenario", ("name", "sha256"))
    return Certificate(
        _text(scenario["name"], "name"),
        _text(scenario["sha256"], "sha256"),
        _text(top["plan"], "plan"),
        _text(top["mode"], "mode"),
        tuple(_text(name, "objectives") for name in _list(top["objectives"], "objectives")),
        tuple(_bound(bound) for bound in _list(top["bounds"], "bounds")),
        tuple(_list(top["ties"], "ties")),
        tuple(_county(county) for county in _list(top["counties"], "counties")),
    )


def _bound(value: Any) -> int | str:
    return value if isinstance(value, str) else _number(value, "bounds")


_TOP = (
    "format", "scenario", "plan", "mode", "objectives", "bounds", "ties", "counties", "sha256",
)  # fmt: skip


def _refused(word: str) -> NoReturn:
    raise ValueError(f"{word} is no whole number")


def _whole(word: str) -> int:
    if len(word) > _DIGITS:
        raise ValueError("a number of too many digits")
    return int(word)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    table = dict(pairs)
    if len(table) < len(pairs):
        raise ValueError("a key stands twice")
    return table


def _county(record: Any) -> CountyProof:
    table = _table(record, "county", ("county", "cells"), ("separators",))
    separators = []
    for entry in _list(table.get("separators", []), "separators"):
        v, s, between = _list(entry, "separator", 3)
        inside = tuple(_number(u, "separator") for u in _list(between, "separator"))
        separators.append((_number(v, "separator"), _number(s, "separator"), inside))
    return CountyProof(_text(table["county"], "county"), _cell(table["cells"]), tuple(separators))


def _cell(record: Any, depth: int = 0) -> Cell:
    if depth > _HALVINGS:
        raise UnreadableError("cells are halved too often")
    table = _table(record, "cell", (), ("stages", "empty", "split", "halves"))
    empty = _tree(table["empty"]) if "empty" in table else None
    stages = tuple(_stage(s) for s in _list(table.get("stages", []), "stages"))
    if ("split" in table) != ("halves" in table):
        raise UnreadableError("split and halves go together")
    if empty is not None and len(table) > 1:
        raise UnreadableError("an empty cell has nothing else")
    if "split" not in table:
        return Cell(stages, empty)
    name, at = _list(table["split"], "split", 2)
    below, above = (_cell(half, depth + 1) for half in _list(table["halves"], "halves", 2))
    return Cell(stages, empty, (_text(name, "split"), _number(at, "split"), below, above))


def _stage(record: Any) -> Stage | None:
    if record is None:
        return None
    table = _table(record, "stage", ("bound", "tree"))
    return Stage(_number(table["bound"], "bound"), _tree(table["tree"]))


def _tree(record: Any) -> tuple[Node, ...]:
    return tuple(_node(node) for node in _list(record, "tree"))


def _node(record: Any) -> Node:
    if not isinstance(record, dict) or len(record) != 1:
        raise UnreadableError("a node has one key")
    ((kind, value),) = record.items()
    match kind:
        case "leaf":
            return Leaf(_prices(value))
        case "narrow":
            return Narrow(_prices(value))
        case "ask":
            question, *of = _list(value, kind) or [""]
            return Ask(_text(question, kind), tuple(_number(k, kind) for k in of))
        case "halve":
            name, at = _list(value, kind, 2)
            return Halve(_text(name, kind), _number(at, kind))
        case "claimed":
            return Claimed(tuple(_text(s, kind) for s in _list(value, kind)))
    raise UnreadableError(f"a node {kind!r}")


def _prices(record: Any) -> Prices:
    if not isinstance(record, dict):
        raise UnreadableError("prices are a table")
    prices: dict[Key, int] = {}
    for group, entries in record.items():
        for entry in _list(entries, "prices"):
            *of, price = _list(entry, "prices") or [None]
            if not all(isinstance(part, str) or type(part) is int for part in of):
                raise UnreadableError("a row is named by words and whole numbers")
            key: Key = (group, *of)
            if key in prices:
                raise UnreadableError(f"row {key} is priced twice")
            prices[key] = _number(price, "price")
    return prices


def _table(
    record: Any, what: str, needed: Sequence[str], free: Sequence[str] = ()
) -> dict[str, Any]:
    if not isinstance(record, dict):
        raise UnreadableError(f"{what} is no table")
    if wrong := set(needed) - set(record) or set(record) - {*needed, *free}:
        raise UnreadableError(f"{what}: {', '.join(sorted(wrong))}")
    return record


def _list(value: Any, what: str, length: int | None = None) -> list[Any]:
    if not isinstance(value, list) or length not in (None, len(value)):
        raise UnreadableError(f"{what} is no list" + (f" of {length}" if length else ""))
    return value


def _text(value: Any, what: str) -> str:
    if not isinstance(value, str):
        raise UnreadableError(f"{what}: {value!r} is no text")
    return value


def _number(value: Any, what: str) -> int:
    if type(value) is not int:
        raise UnreadableError(f"{what}: {value!r} is no whole number")
    return value
