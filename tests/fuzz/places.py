"""What is wrong with a folder, a graph, a plan or its record."""

from __future__ import annotations

import os
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from tests.fuzz.base import PLAN, RECORD, TABLES, Case, writes

_TRAVEL = "village,seat,km\n"
GRAPHS = {
    "ring": "a,b\na1,a2\na2,b1\nb1,b2\nb2,d1\nd1,a1\nb2,c1\nc1,c2\n",
    "complete": "a,b\n" + "".join(f"{a},{b}\n" for a in "abcd" for b in "abcd"),
    "loops": "a,b\n" + "".join(f"{v},{v}\n" for v in ("a1", "a2", "b1")),
    "one pair": "a,b\na1,a2\n",
    "both ways": "a,b\na1,a2\na2,a1\na2,b1\nb1,a2\nb1,b2\nb1,d1\nb2,c1\nc1,c2\n",
    "three ends": "a,b,c\na1,a2,b1\n",
    "no such villages": "a,b\nx,y\ny,z\n",
    "townships instead": "a,b\nA,B\nB,C\n",
}
SEATS = {
    "seats in a ring": ("X,a1", "X,b1", "X,d1"),
    "one seat for all": ("X,a1", "X,a1", "X,a1"),
    "no seats": ("X,", "X,", "X,"),
}
TRAVELS = {
    "empty": _TRAVEL,
    "one way": f"{_TRAVEL}a1,a1,0\n",
    "negative": f"{_TRAVEL}a1,a1,-1\n",
    "twice": f"{_TRAVEL}a1,a1,0\na1,a1,1\n",
    "absurd": f"{_TRAVEL}a1,a1,1e300\n",
    "no such seat": f"{_TRAVEL}a1,zz,1\n",
    "without km": "village,seat,minutes\na1,a1,0\n",
}
PLANS = {
    "empty": "",
    "header alone": "village,unit\n",
    "no unit": "village,unit\na1,\n",
    "no such unit": PLAN.replace(",A", ",Q"),
    "no such village": PLAN + "q9,A\n",
    "village twice": PLAN + "a1,B\n",
    "village missing": PLAN.replace("c2,C\n", ""),
    "across counties": PLAN.replace("c1,C", "c1,A"),
    "seat moved": PLAN.replace("a1,A", "a1,B"),
    "in pieces": PLAN.replace("a2,A", "a2,D").replace("d1,B", "d1,D"),
    "unknown kind": "village,unit,kind\na1,A,市\n",
    "two kinds": "village,unit,kind\na1,A,镇\na2,A,街道\n",
    "downwards": "village,unit,kind\na1,A,乡\na2,A,乡\n",
    "one column": "village\na1\n",
    "formula": "village,unit\n=1+1,@x\n",
    "binary": "village,unit\n\0\0\n",
    "escape": "village,unit\n\x1b[2J,A\n",
    "long": "village,unit\n" + "a1,A\n" * 3000,
}
RECORDS = {
    "empty": "",
    "no json": "{",
    "deep": "[" * 100_000,
    "list": "[1, 2]",
    "null": "null",
    "number": "1e999",
    "long number": "9" * 5000,
    "wrong types": '{"scenario": [], "mode": {}, "objectives": 5, "plan_sha256": 7}',
    "rows of nothing": '{"objectives": [1, null, {"proved": 1}], "scenario": {"sha256": []}}',
    "surrogate": '{"mode": "\\ud800", "scenario": {"name": "\\ud800"}}',
    "nan": '{"mode": NaN}',
    "key twice": '{"mode": "whole", "mode": "split"}',
    "unknown mode": '{"mode": "everything"}',
    "latin-1": '{"mode": "wh\xf6le"}'.encode("latin-1"),
    "nul": b"\0\0",
}


def wrong_places() -> Iterator[Case]:
    """Yield broken folders, graphs, plans and records."""
    for file in TABLES:
        yield Case(f"{file} is missing", partial(_remove, file))
        yield Case(f"{file} is a folder", partial(_make_folder, file))
        yield Case(f"{file} is a pipe", partial(_make_pipe, file))
        yield Case(f"{file} is a link to itself", partial(_link, file, file))
        yield Case(f"{file} is a link to nowhere", partial(_link, file, "nowhere.csv"))
        if file != "scenario.toml":
            yield Case(f"{file} is a link out", partial(_link, file, "/etc/passwd"))
            yield Case(f"{file} is a link to a device", partial(_link, file, "/dev/zero"))
    yield Case("no folder", lambda folder: folder.rename(folder.with_name("elsewhere")))
    for name, text in GRAPHS.items():
        yield Case(f"contiguity: {name}", writes("contiguity.csv", text))
        yield Case(f"roads: {name}", writes("roads.csv", _with_km(text)))
    for name, seats in SEATS.items():
        yield Case(name, writes("townships.csv", _with_seats(seats)))
    for name, text in TRAVELS.items():
        yield Case(f"travel: {name}", writes("travel.csv", text))
    yield from wrong_plans()


def wrong_plans() -> Iterator[Case]:
    """Yield broken plans, checked, compared, repaired and begun from; broken records."""
    commands = (
        ("check", "FOLDER", "FOLDER/plan.csv"),
        ("compare", "FOLDER", "FOLDER/plan.csv", "--json"),
        ("repair", "FOLDER", "FOLDER/plan.csv", "--workers", "1", "--time-limit", "5"),
    )
    for number, (name, text) in enumerate(PLANS.items()):
        for words in (commands[0], commands[1 + number % 2]):
            yield Case(f"{words[0]}: plan {name}", writes("plan.csv", text), words)
    for name, record in RECORDS.items():
        for words in commands[:2]:
            yield Case(f"{words[0]}: record {name}", partial(_beside, record), words)


def _beside(record: str | bytes, folder: Path) -> None:
    writes("plan.csv", PLAN)(folder)
    writes("plan.json", record or RECORD[:-1])(folder)


def _remove(file: str, folder: Path) -> None:
    (folder / file).unlink()


def _make_folder(file: str, folder: Path) -> None:
    _remove(file, folder)
    (folder / file).mkdir()


def _make_pipe(file: str, folder: Path) -> None:
    _remove(file, folder)
    os.mkfifo(folder / file)


def _link(file: str, target: str, folder: Path) -> None:
    _remove(file, folder)
    (folder / file).symlink_to(target)


def _with_km(text: str) -> str:
    header, *rows = text.splitlines()
    return "\n".join([f"{header},km", *(f"{row},1.5" for row in rows)]) + "\n"


def _with_seats(seats: tuple[str, ...]) -> str:
    text = TABLES["townships.csv"]
    for old, new in zip(("X,a1", "X,b1", "X,d1"), seats, strict=True):
        text = text.replace(old, new)
    return text
