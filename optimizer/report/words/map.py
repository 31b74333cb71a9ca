"""The words on the map that comes with a plan."""

from __future__ import annotations

from typing import Literal

from models.kinds import Kind
from optimizer.report.words.catalogue import Catalogue
from optimizer.text import Text

Lang = Literal["en", "zh"]

WORDS: dict[str, Text] = {
    "title": Text("Townships before and after the plan", "乡级行政区划调整方案"),
    "before": Text("Before: {n} units", "调整前：{n} 个乡级行政区"),
    "after": Text("After: {n} units", "调整后：{n} 个乡级行政区"),
    "panel": Text("{name}: {n} units", "{name}：{n} 个乡级行政区"),
    "count": Text("Units {a} → {b}", "乡级行政区 {a} → {b} 个"),
    "kind": Text("{kind} {a} → {b}", "{kind} {a} → {b}"),
    "vacated": Text("{n} seats vacated", "撤销 {n} 个"),
    "changed": Text("{n} units grown or redrawn", "{n} 个乡级行政区扩大或调整"),
    "comma": Text(", ", "，"),
    "stop": Text("  ·  ", "；"),
    Kind.TOWN: Text("towns", "镇"),
    Kind.TOWNSHIP: Text("townships", "乡"),
    Kind.SUBDISTRICT: Text("subdistricts", "街道"),
    "legend_unchanged": Text("unit unchanged", "未调整的乡级行政区"),
    "legend_changed": Text("unit grown or redrawn", "扩大或调整的乡级行政区"),
    "legend_kept": Text("seat (kept)", "驻地（保留）"),
    "legend_vacated": Text("vacated seat → new seat", "撤销的驻地 → 新驻地"),
    "legend_county": Text("county border", "县（区）界"),
    "legend_unit": Text("unit border", "乡级界"),
    "legend_former": Text("former border", "原乡级界"),
    "north": Text("N", "北"),
    "inset": Text("Enlarged", "放大图"),
    "estimated": Text("Some of the data are estimates", "部分数据为估计值"),
    "sketch": Text("Sketch map, not for official use", "示意图"),
    "inferred": Text("Borders are inferred, not the actual ones", "界线为推算，非实际界线"),
    "no_borders": Text(
        "the borders cannot be drawn, they are inferred from points: {why}",
        "界线文件无法使用，图中界线按点位推算：{why}",
    ),
    "missing_borders": Text(
        "not every village has its polygon in the file of borders", "界线文件未包含全部村"
    ),
    "no_coordinates": Text(
        "no picture: villages have no lon/lat; fill in these columns of the villages' table",
        "未出图：村没有经纬度；请在村表中填写 lon、lat 两列",
    ),
    "too_many": Text(
        "no picture: {n} townships, more than the {most} that a sheet has room for",
        "未出图：共 {n} 个乡镇，超过一张图可容纳的 {most} 个",
    ),
    "some_missing": Text(
        "{n} villages without lon/lat are not in the picture", "{n} 个村没有经纬度，图中未画"
    ),
}


class MapWords(Catalogue):
    """The words of one language."""

    table = WORDS
