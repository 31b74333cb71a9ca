"""The words on the sheet, in English and in Chinese."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from models.kinds import Kind
from models.plan import Plan
from optimizer.report.map.colours import changed

Lang = Literal["en", "zh"]

WORDS: dict[str, dict[Lang, str]] = {
    "title": {"en": "Townships before and after the plan", "zh": "乡级行政区划调整方案"},
    "before": {"en": "Before: {n} units", "zh": "调整前：{n} 个乡级行政区"},
    "after": {"en": "After: {n} units", "zh": "调整后：{n} 个乡级行政区"},
    "panel": {"en": "{name}: {n} units", "zh": "{name}：{n} 个乡级行政区"},
    "count": {"en": "Units {a} → {b}", "zh": "乡级行政区 {a} → {b} 个"},
    "kind": {"en": "{kind} {a} → {b}", "zh": "{kind} {a} → {b}"},
    "vacated": {"en": "{n} seats vacated", "zh": "撤销 {n} 个"},
    "changed": {"en": "{n} units grown or redrawn", "zh": "{n} 个乡级行政区扩大或调整"},
    "comma": {"en": ", ", "zh": "，"},
    "stop": {"en": "  ·  ", "zh": "；"},
    Kind.TOWN: {"en": "towns", "zh": "镇"},
    Kind.TOWNSHIP: {"en": "townships", "zh": "乡"},
    Kind.SUBDISTRICT: {"en": "subdistricts", "zh": "街道"},
    "legend_unchanged": {"en": "unit unchanged", "zh": "未调整的乡级行政区"},
    "legend_changed": {"en": "unit grown or redrawn", "zh": "扩大或调整的乡级行政区"},
    "legend_kept": {"en": "seat (kept)", "zh": "驻地（保留）"},
    "legend_vacated": {"en": "vacated seat → new seat", "zh": "撤销的驻地 → 新驻地"},
    "legend_county": {"en": "county border", "zh": "县（区）界"},
    "legend_unit": {"en": "unit border", "zh": "乡级界"},
    "legend_former": {"en": "former border", "zh": "原乡级界"},
    "north": {"en": "N", "zh": "北"},
    "inset": {"en": "Enlarged", "zh": "放大图"},
    "estimated": {"en": "Some of the data are estimates", "zh": "部分数据为估计值"},
    "sketch": {"en": "Sketch map, not for official use", "zh": "示意图"},
    "inferred": {
        "en": "Borders are inferred, not the actual ones",
        "zh": "界线为推算，非实际界线",
    },
    "no_borders": {
        "en": "the borders cannot be drawn, they are inferred from points: {why}",
        "zh": "界线文件无法使用，图中界线按点位推算：{why}",
    },
    "missing_borders": {
        "en": "not every village has its polygon in the file of borders",
        "zh": "界线文件未包含全部村",
    },
    "no_coordinates": {
        "en": "no picture: villages have no lon/lat; fill in these columns of the villages' table",
        "zh": "未出图：村没有经纬度；请在村表中填写 lon、lat 两列",
    },
    "too_many": {
        "en": "no picture: {n} townships, more than the {most} that a sheet has room for",
        "zh": "未出图：共 {n} 个乡镇，超过一张图可容纳的 {most} 个",
    },
    "some_missing": {
        "en": "{n} villages without lon/lat are not in the picture",
        "zh": "{n} 个村没有经纬度，图中未画",
    },
}


@dataclass(frozen=True)
class Words:
    """The words of one language."""

    lang: Lang

    def __call__(self, key: str, **values: object) -> str:
        """Return a text, its blanks filled in."""
        return WORDS[key][self.lang].format(**values)

    def subtitle(self, plan: Plan) -> str:
        """Return the counts before and after, whole and by kind."""
        before, after = len(plan.territory.former.townships), len(plan.kept)
        total = self("count", a=before, b=after)
        kinds = (self._kind(plan, kind) for kind in (Kind.TOWN, *Kind))
        by_kind = self("comma").join(dict.fromkeys(filter(None, kinds)))
        vacated = self("vacated", n=before - int((plan.kept < before).sum()))
        redrawn = self("changed", n=len(changed(plan)))
        return self("stop").join([total, by_kind, vacated + self("comma") + redrawn])

    def _kind(self, plan: Plan, kind: Kind) -> str:
        before = sum(township.kind is kind for township in plan.territory.former.townships)
        after = sum(plan.kind(int(township)) is kind for township in plan.kept)
        return self("kind", kind=self(kind), a=before, b=after) if before or after else ""
