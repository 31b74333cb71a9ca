"""Changes to certificates: numbers of every kind altered, and pieces of the proof taken away."""

from __future__ import annotations

import copy
import json
import random
from collections.abc import Iterator
from typing import Any

from optimizer.check.certificate.form import canonical, own_hash

Path = tuple[str | int, ...]
Record = dict[str, Any]


def numbers(record: Any, path: Path = ()) -> Iterator[Path]:
    """Yield where each whole number, and each fraction written as text, stands."""
    if isinstance(record, dict):
        for key in sorted(record):
            yield from numbers(record[key], (*path, key))
    elif isinstance(record, list):
        for k, inner in enumerate(record):
            yield from numbers(inner, (*path, k))
    elif type(record) is int or (isinstance(record, str) and path[0] == "bounds"):
        yield path


def kind_of(path: Path) -> str:
    """Return what kind of number stands somewhere: its keys, and its place in a short list."""
    words = [part for part in path if isinstance(part, str)]
    last = path[-1] if isinstance(path[-1], int) and path[-1] < 3 else ""
    return "/".join([*words[-3:], str(last)])


def at(record: Any, path: Path) -> Any:
    """Return what stands somewhere."""
    for part in path:
        record = record[part]
    return record


def put(record: Any, path: Path, value: Any) -> None:
    """Put something somewhere."""
    at(record, path[:-1])[path[-1]] = value


def signed(record: Record) -> str:
    """Return a record as text with its own hash recomputed."""
    return canonical({**record, "sha256": own_hash(record)})


def altered(text: str, count: int, seed: int) -> Iterator[tuple[str, str]]:
    """Yield (what was changed, text) for numbers of every kind in turn."""
    record, draw = json.loads(text), random.Random(seed)
    places: dict[str, list[Path]] = {}
    for path in numbers(record):
        places.setdefault(kind_of(path), []).append(path)
    kinds = sorted(places)
    for k in range(count):
        path = draw.choice(places[kinds[k % len(kinds)]])
        made = copy.deepcopy(record)
        put(made, path, _other(at(record, path), draw))
        yield "/".join(map(str, path)), signed(made)


def _other(value: int | str, draw: random.Random) -> int | str:
    if isinstance(value, str):
        over, under = map(int, value.split("/"))
        return draw.choice([f"{over + 1}/{under}", f"{over - 1}/{under}", f"{over}/{under + 1}"])
    near = [value + 1, value - 1, -value or 1, 0 if value else 2, 2 * value + 1]
    far = [value + draw.choice([-1, 1]) * draw.randrange(1, 10 ** draw.randrange(1, 22))]
    return draw.choice(near + far)


def removed(text: str, count: int, seed: int) -> Iterator[tuple[str, str]]:
    """Yield (what was taken away, text), each time something that the proof needs."""
    record, draw = json.loads(text), random.Random(seed)
    ways = (
        _without_node,
        _without_stage,
        _without_county,
        _shifted,
        _without_tie,
        _halved,
        _without_separators,
    )
    done = 0
    while done < count:
        for way in ways:
            made = copy.deepcopy(record)
            what = way(made, draw)
            if what and done < count:
                done += 1
                yield what, signed(made)


def _trees(record: Any) -> Iterator[list[Any]]:
    if isinstance(record, dict):
        for key, inner in record.items():
            if key in ("tree", "empty"):
                yield inner
            else:
                yield from _trees(inner)
    elif isinstance(record, list):
        for inner in record:
            yield from _trees(inner)


def _cells(record: Record) -> Iterator[Record]:
    waiting = [county["cells"] for county in record["counties"]]
    while waiting:
        cell = waiting.pop()
        yield cell
        waiting += cell.get("halves", [])


def _without_node(record: Record, draw: random.Random) -> str:
    """Take a leaf away."""
    tree = draw.choice(list(_trees(record["counties"])))
    places = [k for k, node in enumerate(tree) if "leaf" in node]
    del tree[draw.choice(places)]
    return "a leaf"


def _without_stage(record: Record, draw: random.Random) -> str:
    """Take the proof of a bound away, the bound itself staying."""
    stages = [s for c in _cells(record) for s in c.get("stages", []) if s]
    draw.choice(stages)["tree"] = []
    return "the tree of a bound"


def _without_county(record: Record, draw: random.Random) -> str:
    del record["counties"][draw.randrange(len(record["counties"]))]
    return "a county"


def _shifted(record: Record, draw: random.Random) -> str:
    """Raise the value that a county is said to have at least above what it has."""
    roots = [c["cells"] for c in record["counties"] if c["cells"].get("stages")]
    stage = draw.choice([s for cell in roots for s in cell["stages"] if s])
    stage["bound"] += draw.randrange(1, 1000)
    return "a county's value"


def _without_tie(record: Record, draw: random.Random) -> str:
    if not record["ties"]:
        return ""
    del record["ties"][draw.randrange(len(record["ties"]))]
    return "a tie"


def _halved(record: Record, draw: random.Random) -> str:
    """Take a half of a halved cell away."""
    halved = [cell for cell in _cells(record) if "halves" in cell]
    if not halved:
        return ""
    cell = draw.choice(halved)
    del cell["halves"][draw.randrange(2)]
    return "half of a cell"


def _without_separators(record: Record, draw: random.Random) -> str:
    """Take a county's separators away, where some price rests on one."""
    text = json.dumps(record)
    counties = [c for c in record["counties"] if "separators" in c]
    if not counties or '"separator"' not in text:
        return ""
    del draw.choice(counties)["separators"]
    return "the separators"
