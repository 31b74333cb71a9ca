"""A batch of two counties with a plan, and cases that are opened for it."""

from __future__ import annotations

import json
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

from optimizer.procedure import register, steps
from optimizer.procedure.binding import Source
from optimizer.procedure.case import Book, Case, open_case, read_case
from tests.reference.tables import Tables
from tests.support import write_folder

RURAL, URBAN = "990001", "990002"
OPENED = date(2026, 3, 2)
KINDS = {
    "990001100": "镇",
    "990001200": "乡",
    "990001201": "乡",
    "990002001": "街道",
    "990002200": "乡",
}
NAMES = ("中和镇", "西川乡", "东岭满族乡", "城关街道", "石窑乡")
MERGED = {"990001201": "990001100", "990002200": "990002001"}
"""Townships that the plan merges: into a 镇 of one county, into a 街道 of the other."""


def tables() -> Tables:
    """Return the tables: a chain of villages, one to two a township."""
    townships, villages = [], []
    for number, (code, name) in enumerate(zip(KINDS, NAMES, strict=True)):
        seat = f"{code}001"
        home = {"name": name, "kind": KINDS[code], "county": code[:6], "seat": seat}
        townships.append({"code": code, **home})
        for more in (1, 2):
            at = {"lon": 113 + number / 10 + more / 50, "lat": 36 + more / 50}
            said = {"name": f"村{number}{more}", "township": code, "population": 1000 + number}
            villages.append({"code": f"{code}00{more}", **said, "area_km2": 20 + number, **at})
    codes = [village["code"] for village in villages]
    pairs = [{"a": a, "b": b} for a, b in pairwise(codes)]
    close = [(0, 4), (1, 4), (6, 8), (7, 9)]
    pairs += [{"a": codes[a], "b": codes[b]} for a, b in close]
    return Tables(
        [
            {"code": RURAL, "name": "山阳县", "is_district": 0},
            {"code": URBAN, "name": "城区", "is_district": 1},
        ],
        townships,
        villages,
        pairs,
        [{**pair, "km": 4} for pair in pairs],
        facilities=[
            {"village": "990001201001", "kind": "school", "name": "东岭小学"},
            {"village": "990001100001", "kind": "hospital", "name": "县医院"},
        ],
    )


def write_plan_table(path: Path, merged: dict[str, str] | None = None) -> Path:
    """Write a plan as a table of villages and units."""
    into = MERGED if merged is None else merged
    homes = ((v["code"], v["township"]) for v in tables().villages)
    rows = [f"{code},{into.get(home, home)}" for code, home in homes]
    path.write_text("village,unit\n" + "\n".join(rows) + "\n", encoding="utf-8")
    return path


def write_sources(place: Path, settings: str = "") -> Source:
    """Write a scenario, a plan and procedure.toml into a folder."""
    folder = write_folder(place / "data", tables(), {"area_cap": {"max_km2": 300}})
    plan = write_plan_table(place / "plan.csv")
    procedure = place / "procedure.toml"
    procedure.write_text(settings, encoding="utf-8")
    return Source(folder, plan, {}, procedure)


def opened(place: Path, settings: str = "") -> Case:
    """Open a case in a folder."""
    return open_case(place / "case", write_sources(place, settings), "张三", OPENED)[0]


def paper(place: Path, text: str = "材料") -> Path:
    """Write a file that serves as evidence."""
    path = place / "evidence.pdf"
    path.write_text(text, encoding="utf-8")
    return path


def book(case: Case, day: date) -> Book:
    """Return what enters into a case on a day."""
    return Book(case.folder, "张三", day)


def ready(case: Case, day: date) -> None:
    """Give every point of the register a measure and an owner."""
    for risk in case.state.risks:
        register.set_risk(book(case, day), risk, "保留便民服务点", "李四")


def walk(case: Case, until: str, place: Path, **more: Any) -> Case:
    """Pass gates in order, each on its day, up to one of them."""
    evidence, days = [paper(place)], iter(DAYS.items())
    for gate, (day, begun) in days:
        given: dict[str, Any] = dict(more.get(gate, {}))
        if gate == "map_review":
            given.setdefault("number", "晋S(2026)001号")
        if begun:
            given.setdefault("begun", date.fromisoformat(begun))
        if gate == "risk":
            ready(case, date.fromisoformat(day))
        who = ("province", "founder") if gate == "approval" else (None,)
        for approver in who:
            steps.pass_gate(
                book(case, date.fromisoformat(day)), gate, evidence, approver=approver, **given
            )
        if gate == until:
            break
    return read_case(case.folder)


DAYS = {
    "survey": ("2026-03-05", ""),
    "departments": ("2026-03-10", ""),
    "map_review": ("2026-03-20", ""),
    "consultation": ("2026-04-19", "2026-03-20"),
    "experts": ("2026-04-01", ""),
    "risk": ("2026-04-01", ""),
    "legality": ("2026-04-28", "2026-04-19"),
    "decision": ("2026-05-06", ""),
    "city": ("2026-05-08", ""),
    "approval": ("2026-06-08", ""),
    "announcement": ("2026-06-20", ""),
    "carrying_out": ("2026-09-01", ""),
    "codes": ("2026-09-20", ""),
    "boundary": ("2026-10-01", ""),
    "archive": ("2026-11-01", ""),
}
"""When each gate is passed, and when it began."""


def lines(case: Case) -> list[bytes]:
    """Return the lines of a record."""
    return (case.folder / "record.jsonl").read_bytes().splitlines(keepends=True)


def write_lines(case: Case, changed: list[bytes]) -> None:
    """Replace the lines of a record, as somebody with an editor would."""
    (case.folder / "record.jsonl").write_bytes(b"".join(changed))


def parsed(line: bytes) -> dict[str, Any]:
    """Return what a line says."""
    return dict(json.loads(line))
