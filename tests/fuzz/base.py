"""The sound dataset that is broken, and how a case breaks it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

TABLES: Mapping[str, str] = {
    "counties.csv": "code,name,is_district\nX,东县,0\nY,西区,1\n",
    "townships.csv": """\
code,name,kind,county,seat,terrain,county_seat
A,甲镇,镇,X,a1,mountain,1
B,乙乡,乡,X,b1,plain,0
C,丙街道,街道,Y,c1,plain,0
D,丁乡,乡,X,d1,plain,0
""",
    "villages.csv": """\
code,name,township,population,area_km2,lon,lat
a1,甲一,A,1000,10.00,113.00,36.00
a2,甲二,A,500,20.00,113.05,36.00
b1,乙一,B,800,30.00,113.10,36.00
b2,乙二,B,200,5.00,113.15,36.00
d1,丁一,D,700,9.00,113.10,36.05
c1,丙一,C,3000,8.00,113.20,36.00
c2,丙二,C,100,7.00,113.25,36.00
""",
    "contiguity.csv": "a,b,link\na1,a2,0\na2,b1,0\nb1,b2,0\nb1,d1,1\nb2,c1,0\nc1,c2,0\n",
    "roads.csv": """\
a,b,km,minutes
a1,a2,5.000,7
a2,b1,6.000,8
b1,b2,5.000,7
b1,d1,4.000,6
b2,c1,5.000,7
c1,c2,5.000,7
""",
    "facilities.csv": "code,village,kind\nh1,a1,hospital\ns1,b1,school\n",
    "barriers.csv": "a,b\na2,b1\n",
    "affinity.csv": "a,b,weight\nA,B,3\nB,D,2\n",
    "scenario.toml": """\
name = "small"
title = "小市"
mode = "whole"
[rules]
area_cap = { max_km2 = 300, kinds = ["乡", "镇"], exceptions = [{ township = "A", reason = "山" }] }
population = [{ terrain = "mountain", min = 100 }, { min = 100, max = 80000 }]
access = { max_km = 25, max_minutes = 60, hospital_max_km = 300 }
protected = { flags = ["county_seat"], townships = ["A"] }
share = { floor = "status_quo" }
apart = [["A", "C"]]
burden = { max_added_km = 15 }
[[objectives]]
name = "units"
[[objectives]]
name = "travel"
tolerance = 0.02
""",
}
PLAN = "village,unit\na1,A\na2,A\nb1,B\nb2,B\nd1,B\nc1,C\nc2,C\n"
RECORD = '{"format": "merge-plan/1", "mode": "whole", "scenario": {"name": "small"}}'


@dataclass(frozen=True)
class Case:
    """A way to break a dataset.

    Attributes
    ----------
    change
        Breaks the folder, which holds the sound dataset.
    words
        What the tool is called with; FOLDER stands for the folder. Without words the
        dataset is validated, and solved where it is sound.
    """

    name: str
    change: Callable[[Path], object]
    words: tuple[str, ...] = ()


def write_sound(folder: Path) -> Path:
    """Write the sound dataset into a new folder."""
    folder.mkdir(parents=True)
    for name, text in TABLES.items():
        (folder / name).write_bytes(text.encode())
    return folder


def writes(file: str, data: bytes | str) -> Callable[[Path], object]:
    """Return a change that puts other bytes into a file."""
    raw = data.encode("utf-8", "surrogatepass") if isinstance(data, str) else data
    return lambda folder: (folder / file).write_bytes(raw)
