"""The words on the maps of a set."""

from __future__ import annotations

from typing import TYPE_CHECKING

from models.kinds import Kind
from optimizer.report.words.catalogue import Catalogue
from optimizer.text import Text

if TYPE_CHECKING:
    from optimizer.report.map.fonts import Typeface

WORDS: dict[str, Text] = {
    "before": Text("Before", "调整前"),
    "after": Text("After: {plan}", "调整后（{plan}）"),
    "heading": Text("{side}: {n} units ({kinds})", "{side}：{n} 个乡级行政区（{kinds}）"),
    "county_title": Text(
        "{county}: townships before and after", "{county}乡级行政区划调整前后对照图"
    ),
    "city_before": Text("{title}: present state", "{title}现状图"),
    "city_after": Text("{title}: {plan}", "{title}示意图（{plan}）"),
    "comma": Text(", ", "、"),
    "stop": Text("; ", "；"),
    Kind.TOWN: Text("towns {n}", "镇 {n}"),
    Kind.TOWNSHIP: Text("townships {n}", "乡 {n}"),
    Kind.SUBDISTRICT: Text("subdistricts {n}", "街道 {n}"),
    "legend": Text("Legend", "图例"),
    "kind_镇": Text("town", "镇"),
    "kind_乡": Text("township", "乡"),
    "kind_街道": Text("subdistrict", "街道"),
    "moved": Text("villages that change unit", "隶属变动的村（居）"),
    "changed": Text("border of a changed unit", "调整后有变动的乡级界"),
    "county": Text("county border", "县级界"),
    "unit": Text("township border", "乡级界"),
    "former": Text("former township border", "原乡级界"),
    "village": Text("village border", "村（居）界"),
    "seat": Text("seat of a unit", "乡级政府（办事处）驻地"),
    "county_seat": Text("seat of the county", "县级政府驻地"),
    "key_town": Text("key town", "重点镇"),
    "vacated": Text("seat given up, and the new seat", "撤销的驻地及新驻地"),
    "number": Text("number: see the list", "编号，名称见右表"),
    "numbers": Text("Numbers on the map", "编号对照"),
    "unnamed": Text("without a place on the map: {names}", "图上无处标注：{names}"),
    "changes": Text("Changes", "调整内容"),
    "no_changes": Text("No change in this county.", "本县（区）乡级行政区划无变动。"),
    "change": Text("{whole} -> {unit}", "{whole} → {unit}"),
    "operation": Text("{line} ({what})", "{line}（{what}）"),
    "partly": Text("{name} ({n} villages)", "{name}（{n}个村居）"),
    "converted": Text("{name}: {a} -> {b}", "{name}：{a}改设{b}"),
    "more": Text("and {n} more, see the list of transfers", "另有 {n} 项，见划转清单"),
    "figures": Text("{people:,} people", "{people:,}人"),
    "area": Text("{km2:,.2f} km²", "{km2:,.2f}km²"),
    "scale": Text("1:{n:,} on {paper}", "比例尺 1:{n:,}（{paper} 幅面）"),
    "north": Text("N", "北"),
    "title": Text("Townships before and after the plan", "乡级行政区划调整方案"),
    "data": Text("Figures as of {day}", "数据截止时间：{day}"),
    "year": Text("Year of the data: {year}", "数据年份：{year}"),
    "unknown": Text("[to be supplied]", "待补充"),
    "none_yet": Text("none yet", "尚无"),
    "issued": Text("Date: {day}", "编制日期：{day}"),
    "issuer": Text("Issued by: {who}", "编制单位：{who}"),
    "approval": Text("approval No.: {n}", "批准文号：{n}"),
    "review": Text("map review No.: {n}", "审图号：{n}"),
    "inferred": Text(
        "Borders are inferred from points, not the actual ones", "界线为推算，非实际界线"
    ),
    "real": Text("Borders as given in the data", "界线依所提供的数据绘制"),
    "estimated": Text("Estimated: {what}", "估计数据：{what}"),
    "some_estimated": Text("Some of the data are estimates", "部分数据为估计值"),
    "projection": Text(
        "CGCS2000, transverse Mercator about the middle of the map; north is up",
        "CGCS2000 坐标系，横轴墨卡托投影（以图幅中心为原点），上方为正北",
    ),
    "figures_note": Text("Below names: area, people", "名称下注面积、人口"),
    "strange": Text(
        "some names hold characters that no font of this machine has and are shown by their "
        "codes: {names}; install a font with more characters (Debian, Ubuntu: fonts-noto-cjk)",
        "部分名称含本机字体没有的字，图中以代码代替：{names}；"
        "请安装收字更全的字体（Debian、Ubuntu：fonts-noto-cjk）",
    ),
}


class SheetWords(Catalogue):
    """The words of one language, in letters that the fonts have."""

    table = WORDS


def sheet_words(lang: str, face: Typeface) -> SheetWords:
    """Return the words: English where no font has Chinese characters."""
    return SheetWords(lang if face.chinese else "en")
