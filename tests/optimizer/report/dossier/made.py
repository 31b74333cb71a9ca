"""A small city whose plans hold every operation, and what a set of it is written from."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

from models.kinds import Kind
from optimizer.check import audit
from optimizer.data.dataset import Dataset
from optimizer.decide.compare import Entry, compare
from optimizer.report.dossier.marks import Marks
from optimizer.report.dossier.material import Material, Source
from optimizer.report.record import chosen_record
from tests.reference.tables import Tables
from tests.support import dataset_of, plan_of

COUNTY, DISTRICT = "990001", "990002"
TOWNSHIPS = {
    "990001100": ("甲镇", "镇"),
    "990001200": ("乙乡", "乡"),
    "990001201": ("丙乡", "乡"),
    "990001202": ("丁乡", "乡"),
    "990002001": ("城关街道", "街道"),
    "990002100": ("戊镇", "镇"),
    "990002200": ("己乡", "乡"),
}
WHOLE = {"990001200": "990001100", "990002200": "990002001"}
"""乙乡 into 甲镇, 己乡 into 城关街道."""
SPLIT = {
    "990001201001": "990001100",
    "990001201002": "990001202",
    "990001201003": "990001202",
    "990002100003": "990002001",
}
"""丙乡 divided between 甲镇 and 丁乡; a community of 戊镇 handed over to 城关街道."""
CONVERTED = {"990001202": Kind.TOWN, "990002100": Kind.SUBDISTRICT}
JOINT = {"990001200": "990001202"}
"""乙乡 into 丁乡, which becomes a town."""
AREA, PEOPLE = 12.34, 1234


def city(names: Mapping[str, str] | None = None) -> Tables:
    """Return the tables: three villages a township, the third a community."""
    townships, villages = [], []
    for number, (code, (name, kind)) in enumerate(TOWNSHIPS.items()):
        name = (names or {}).get(code, name)
        home = {"name": name, "kind": kind, "county": code[:6], "seat": f"{code}001"}
        townships.append({"code": code, **home})
        for more in (1, 2, 3):
            key = f"{code}00{more}"
            said = (names or {}).get(
                key, f"{name[0]}{more}{'社区居委会' if more == 3 else '村委会'}"
            )
            figures = {
                "population": PEOPLE + 7 * number + more,
                "area_km2": AREA + number + more / 4,
            }
            at = {"lon": 113 + number / 20 + more / 90, "lat": 36 + more / 90 + number % 2 / 60}
            villages.append({"code": key, "name": said, "township": code, **figures, **at})
    codes = [row["code"] for row in villages]
    pairs = [{"a": a, "b": b} for a, b in pairwise(codes)]
    counties = [
        {"code": COUNTY, "name": "山阳县", "is_district": 0},
        {"code": DISTRICT, "name": "城区", "is_district": 1},
    ]
    roads = [{**pair, "km": 4.321} for pair in pairs]
    return Tables(counties, townships, villages, pairs, roads)


def city_of(
    rules: Mapping[str, Any] | None = None,
    mode: str = "redraw",
    names: Mapping[str, str] | None = None,
) -> Dataset:
    """Return the dataset of the city."""
    found = dataset_of(city(names), rules or {}, mode=mode)
    scenario = found.scenario.model_copy(update={"title": "某市乡级行政区划调整"})
    return dataclasses.replace(found, scenario=scenario)


def material_of(
    dataset: Dataset,
    into: Sequence[Mapping[str, str]],
    kinds: Mapping[str, Kind] | None = None,
    lang: str = "zh",
    marks: Marks | None = None,
    titles: Sequence[str] = ("方案一", "方案二", "方案三"),
) -> Material:
    """Return what a set of some plans is written from, each with a record of its own."""
    territory = dataset.territory
    given = {territory.township_codes[code]: kind for code, kind in (kinds or {}).items()}
    entries = []
    for title, moves in zip(titles, into, strict=False):
        plan = dataclasses.replace(plan_of(territory, moves), conversions=given)
        record = chosen_record(dataset, plan, audit(plan, dataset.scenario), {})
        entries.append(Entry(title, plan, record))
    found = compare(dataset, entries, dataset.sha256)
    sources = tuple(Source(entry.name, "0" * 64) for entry in entries)
    return Material(dataset, found, sources, marks or Marks(), lang)
