"""Small territories for cases that are worked out by hand."""

from itertools import pairwise
from typing import Any

from .tables import Row, Tables


def town(code: str, people: int = 1000, km2: float = 100, **more: Any) -> Row:
    """Describe a township of one village; ``A`` has the village ``a``, county ``X``, kind 乡."""
    return {"code": code, "people": people, "km2": km2, "kind": "乡", "county": "X", **more}


def chain(*towns: Row, km: float = 10) -> Tables:
    """Join townships in a row, each contiguous to the next with a road of ``km``."""
    villages = [_village(row) for row in towns]
    codes = [row["code"] for row in villages]
    steps = [{"a": a, "b": b} for a, b in pairwise(codes)]
    return Tables(
        counties=[_county(code) for code in dict.fromkeys(row["county"] for row in towns)],
        townships=[_township(row) for row in towns],
        villages=villages,
        contiguity=steps,
        roads=[{**step, "km": km} for step in steps],
    )


def add_village(tables: Tables, code: str, township: str, km: float, people: int = 10) -> None:
    """Add a village of 1 km2, contiguous to the township's seat with a road of ``km``."""
    seat = next(row["seat"] for row in tables.townships if row["code"] == township)
    more = {"population": people, "area_km2": 1.0}
    tables.villages.append({"code": code, "name": code, "township": township, **more})
    tables.contiguity.append({"a": seat, "b": code})
    tables.roads.append({"a": seat, "b": code, "km": km})


def detour() -> Tables:
    """Return A - p - v - D - C: over p the way from v to A's seat leads away from it at first.

    The road from v to A's seat is 4 km, past p, which is 7 km from that seat. D's
    villages are d (its seat), v and p.
    """
    villages = [("a", "A", 500), ("p", "D", 50), ("v", "D", 100), ("d", "D", 70), ("c", "C", 500)]
    steps = [("a", "p"), ("p", "v"), ("v", "d"), ("d", "c")]
    roads = [("a", "p", 7), ("a", "v", 4), ("v", "d", 6), ("d", "c", 3)]
    return Tables(
        counties=[{"code": "X", "name": "X", "is_district": 0}],
        townships=[
            {"code": code, "name": code, "kind": "乡", "county": "X", "seat": code.lower()}
            for code in "ACD"
        ],
        villages=[
            {"code": code, "name": code, "township": home, "population": people, "area_km2": 10}
            for code, home, people in villages
        ],
        contiguity=[{"a": a, "b": b} for a, b in steps],
        roads=[{"a": a, "b": b, "km": km} for a, b, km in roads],
    )


def _county(code: str) -> Row:
    return {"code": code, "name": code, "is_district": 1}


def _township(row: Row) -> Row:
    own = {key: value for key, value in row.items() if key not in ("people", "km2")}
    return {"name": row["code"], "seat": row["code"].lower(), **own}


def _village(row: Row) -> Row:
    code = row["code"].lower()
    figures = {"population": row["people"], "area_km2": row["km2"]}
    return {"code": code, "name": code, "township": row["code"], **figures}
