"""Tables as people and spreadsheets make them: wrong in ways that have one cause."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path

from tests.fuzz.base import PLAN, TABLES, Case, writes

Rows = list[list[str]]
_WIDE = {code: code + 0xFEE0 for code in range(33, 127)}
MARKS = (
    "\u200e\u200f\u061c\u200b\u2060\ufeff\u2028\u2029\U000e0041\ufff9\xad\u3164\u202e\u180e\ufe0f"
)


def _column(name: str, change: Callable[[str], str]) -> Callable[[Rows], Rows]:
    """Return a change to every value of a column."""

    def changed(rows: Rows) -> Rows:
        at = rows[0].index(name)
        return [rows[0], *([*r[:at], change(r[at]), *r[at + 1 :]] for r in rows[1:])]

    return changed


def _exchanged(rows: Rows) -> Rows:
    return [rows[0], *([*r[:5], r[6], r[5]] for r in rows[1:])]


def _metres(rows: Rows) -> Rows:
    return [rows[0], *([*r[:5], "38412345.6", "4012345.6"] for r in rows[1:])]


VILLAGES: Mapping[str, Callable[[Rows], Rows]] = {
    "codes in exponent form": _column("code", lambda _: "1.40406E+11"),
    "codes with decimals": _column("township", lambda v: "140406101000.0"),
    "codes held as text": _column("code", lambda v: f'="{v}"'),
    "codes with an apostrophe": _column("township", lambda v: f"'1{v}"),
    "full-width": _column("population", lambda v: v.translate(_WIDE)),
    "full-width codes": _column("code", lambda v: v.translate(_WIDE)),
    "names instead of codes": _column("township", lambda v: f"{v}乡"),
    "another prefix": _column("township", lambda v: f"140427{v}"),
    "thousands": _column("population", lambda v: f"{v[:1]},{v[1:]:0<3}"),
    "in 10,000": _column("population", lambda v: f"{v}万"),
    "units": _column("area_km2", lambda v: f"{v}平方公里"),
    "errors of the sheet": _column("area_km2", lambda _: "#N/A"),
    "no people": _column("population", lambda _: "0"),
    "no area": _column("area_km2", lambda _: "0.00"),
    "lon and lat exchanged": _exchanged,
    "projected metres": _metres,
    "one bad latitude": lambda rows: [*rows[:2], [*rows[2][:6], "360"], *rows[3:]],
    "a doubled village": lambda rows: [*rows, rows[1]],
    "a title": lambda rows: [["各村基本情况", *[""] * 6], *rows],
    "totals": lambda rows: [*rows, ["合计", "", "", "6300", "89", "", ""]],
    "totals above": lambda rows: [rows[0], ["总 计", "", "", "6300", "89", "", ""], *rows[1:]],
    "long names": _column("name", lambda v: v * 60_000),
    "rather long names": _column("name", lambda v: v * 90),
    "Chinese header": lambda rows: [
        ["村代码", "村名", "乡镇", "人口", "面积", "经度", "纬度"],
        *rows[1:],
    ],
    "an open quote inside": _column("name", lambda v: f'{v[:1]}"{v[1:]}'),
    "a zone for some": lambda rows: [
        [*rows[0], "basin"],
        *([*row, "east" * (at % 2)] for at, row in enumerate(rows[1:])),
    ],
}
KINDS = (
    "民族乡",
    "办事处",
    "街道办事处",
    "建制镇",
    "鄉",
    "鎮",
    "农场",
    "開發區",
    "ＴＯＷＮ",
    "乡 ",
)
SCENARIOS: Mapping[str, str] = {
    "dotted keys of 121 kB": "a." * 60_000 + "a = 1\n",
    "dotted header": "[" + "a." * 20_000 + "a]\n",
    "dotted keys in a table": "x = { " + "b." * 20_000 + "b = 1 }\n",
    "quoted dotted keys": '"a"."b".' * 9000 + "c = 1\n",
    "an open string of quotes": 'title = "' + '\\"' * 200_000 + "\n",
    "400,000 characters estimated": f'estimated = "{"估" * 400_000}"\n',
    "2,000 characters estimated": f'estimated = "{"estimated " * 199}"\n',
    "a long key": f"{'k' * 200_000} = 1\n",
    "detour at the top": "detour = 1.3\n",
    "GeoJSON": '{"type": "FeatureCollection", "features": []}\n',
    "cuts beyond what there is": "[rules]\ncount = { city = { min_cut = 20, max_cut = 25 } }\n",
    "zones": '[rules]\nzones = [{ column = "basin", no_merge = true }]\n',
    "ratios": "[rules.kinds]\ngrounds = [{ kind = '镇', require = [{ measure = 'urban_people', "
    "per = 'population', min = 0.5 }] }]\n",
    "retired": '[rules]\ncodes = { retired = ["A", "B"] }\nshare = { districts_target = 0.5 }\n',
    "least border": "[territory]\nmin_border_km = 0.1\n",
}
PLANS: Mapping[str, str] = {
    "list of changes": "village,unit\nb1,A\nb2,A\n",
    "names": PLAN.replace(",A", ",甲镇").replace("a1", "甲一"),
    "Chinese": PLAN.replace("village,unit", "村代码,调整后乡镇"),
    "townships": "township,unit\nA,A\nB,A\nC,C\nD,A\n",
    "townships and villages": "village,township,unit\na1,A,A\n甲二,甲镇,A\n",
    "held as text": PLAN.replace("a1", '="a1"').replace(",C", ',="C"'),
    "blank": PLAN.replace("a2,A", "a2,"),
    "zero": PLAN.replace("a2,A", "a2,0"),
    "headless": PLAN.partition("\n")[2],
    "other words": PLAN.replace("village,unit", "BLOCKID,DISTRICT"),
}
RECORDS = ('{"format": "merge-plan/1", "scenario": "x"}', '{"format": "frontier/1"}', "[]", "null")


def written_by_people() -> Iterator[Case]:
    """Yield tables, scenarios, plans and records as people hand them in."""
    villages: Rows = [line.split(",") for line in TABLES["villages.csv"].splitlines()]
    for name, change in VILLAGES.items():
        text = "\n".join(",".join(row) for row in change(villages)) + "\n"
        yield Case(f"villages: {name}", writes("villages.csv", text))
    for mark in MARKS:
        for file in ("villages.csv", "scenario.toml"):
            yield Case(f"{file}: mark {ord(mark):x}", partial(_marked, file, mark))
    for kind in KINDS:
        text = TABLES["townships.csv"].replace("乙乡,乡", f"乙乡,{kind}")
        yield Case(f"kind {kind}", writes("townships.csv", text))
    for name, text in SCENARIOS.items():
        head = "" if text.startswith("{") else 'name = "x"\n'
        yield Case(f"scenario: {name}", writes("scenario.toml", head + text))
    border = "a,b,border_km\n" + "".join(
        f"{row[:5]},{at % 3}\n" for at, row in enumerate(TABLES["contiguity.csv"].splitlines()[1:])
    )
    yield Case("borders of nothing", writes("contiguity.csv", border))
    for name, text in PLANS.items():
        for words in (("check",), ("compare",), ("repair", "--workers", "1", "--time-limit", "5")):
            given = (words[0], "FOLDER", "FOLDER/plan.csv", *words[1:])
            yield Case(f"{words[0]}: plan of people, {name}", writes("plan.csv", text), given)
    for record in RECORDS:
        given = ("compare", "FOLDER", "FOLDER/plan.csv")
        yield Case(f"record {record}", partial(_recorded, record), given)


def _marked(file: str, mark: str, folder: Path) -> None:
    """Put a mark that is not seen into a name."""
    text = TABLES[file].replace("甲二", f"甲{mark}二").replace("小市", f"小{mark}市")
    writes(file, text)(folder)


def _recorded(record: str, folder: Path) -> None:
    writes("plan.csv", PLAN)(folder)
    writes("plan.json", record)(folder)
