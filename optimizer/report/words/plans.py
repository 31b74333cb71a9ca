"""The words that all reports share: columns, kinds of change, states, values of objectives."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from models.kinds import Kind
from models.plan import Operation, Outcome
from models.quantities import HECTARES_PER_KM2, METRES_PER_KM
from optimizer.check import Status
from optimizer.check.base import mode_text
from optimizer.report.words.catalogue import Catalogue
from optimizer.report.words.figures import place_name
from optimizer.text import Text

WORDS: Mapping[str, Text] = {
    "county": Text("county", "县（区）"),
    "unit": Text("unit", "乡级行政区"),
    "code": Text("code", "代码"),
    "kind": Text("kind", "类型"),
    "seat": Text("seat", "政府驻地"),
    "from": Text("formed from", "调整内容"),
    "operation": Text("operation", "方式"),
    "area": Text("km2", "面积（平方公里）"),
    "people": Text("people", "人口"),
    "worst": Text("farthest village", "最远村距离"),
    "before": Text("before", "调整前"),
    "after": Text("after", "调整后"),
    "cut": Text("cut", "减少"),
    "share": Text("towns + subdistricts", "镇、街道占比"),
    "objective": Text("objective", "目标"),
    "value": Text("value", "取值"),
    "bound": Text("bound", "理论最优界"),
    "stage_best": Text("before later objectives", "后续目标让出前"),
    "worsened": Text(
        "{name}: the best is {best} (proved); its tolerance lets later objectives worsen it to "
        "{allowed}, and in this plan it is {value}",
        "{name}：最优为 {best}（已证明）；按其容差允许后续目标放宽到 {allowed}，本方案为 {value}",
    ),
    "worsened_open": Text(
        "{name}: the best found is {best} (not proved); its tolerance lets later objectives worsen "
        "it to {allowed}, and in this plan it is {value}",
        "{name}：已找到的最优为 {best}（未证明）；按其容差允许后续目标放宽到 {allowed}，"
        "本方案为 {value}",
    ),
    "proof": Text("proof", "证明"),
    "rests_on": Text("rests on", "证明依据"),
    "claimed": Text("claimed", "仅声称"),
    "whole-number bound": Text("whole-number bound", "整数界"),
    "sweep": Text("sweep", "完全搜索"),
    "two solvers": Text("two solvers", "两个求解器"),
    "one solver": Text("one solver", "一个求解器"),
    "proved": Text("proved", "已证明"),
    "open": Text("not proved", "未证明"),
    "clause": Text("clause", "条款"),
    "status": Text("status", "状态"),
    "rule": Text("rule", "规则"),
    "best_plan": Text("best plan", "最优方案"),
    "effect": Text("effect", "作用"),
    "detail": Text("detail", "说明"),
    "total": Text("total", "合计"),
    "units": Text("units", "乡级行政区数"),
    "travel": Text("travel", "到驻地总里程"),
    "inertia": Text("moment of inertia", "人口转动惯量"),
    "disruption": Text("disruption", "变动人口"),
    "conversions": Text("conversions", "改设的乡级行政区数"),
    "worse_off": Text("people worse off", "距驻地增加的人口"),
    "strengthen": Text("not joined to key towns", "未并入县城所在地镇、重点镇的人口"),
    "affinity": Text("ties forgone", "未顺应的联系"),
    "weighted": Text("weighted sum", "加权和"),
    "moved_villages": Text("villages moved", "变动村（居）数"),
    "changed": Text("Units that change", "调整的乡级行政区"),
    "unchanged": Text("unchanged", "保留"),
    "counties": Text("Counties", "各县（区）"),
    "objectives": Text("Objectives", "目标"),
    "rules": Text("Rules", "规则"),
    "mean": Text("mean", "平均"),
    "median": Text("median", "中位"),
    "min": Text("min", "最小"),
    "max": Text("max", "最大"),
    "over_cap": Text("over cap", "超上限"),
    "mean_km": Text("mean km", "平均（公里）"),
    "p95_km": Text("P95 km", "95% 分位（公里）"),
    "worst_km": Text("worst km", "最远（公里）"),
    "worst_villages": Text("Villages farthest from their seat", "距驻地最远的村"),
    "village": Text("village", "村（居）"),
    "township": Text("township", "乡镇街道"),
    "villages": Text("villages", "村数"),
    "townships": Text("Townships", "各乡镇街道"),
    "touches": Text("touches", "相邻"),
    "remarks": Text("remarks", "备注"),
    "comma": Text(", ", "、"),
    "colon": Text(": ", "\uff1a"),
    "pause": Text(", ", "\uff0c"),
    "km": Text("km", "公里"),
    "baseline": Text("Baseline", "摸底"),
    "area_people": Text("Area and people of the units", "乡级行政区面积与人口"),
    "estimated": Text("Estimated data", "估计数据"),
    "distances": Text("Distances", "距离口径"),
    "note": Text("Note", "注"),
    "no_certificate": Text("no plan, so no certificate was written", "没有方案，未写出证书"),
    "township_level": Text(
        "Each township is a single village: distances within townships are not known (-)",
        "每个乡镇只有一个村：乡镇内部距离未知（-）",
    ),
    "person_km": Text("person-km", "人·公里"),
    "person_km2": Text("people x km2", "人·平方公里"),
    "persons": Text("persons", "人"),
}

FLAGS: Mapping[str, Text] = {
    "county_seat": Text("county seat", "县城所在地"),
    "key_town": Text("key town", "重点镇"),
    "protected": Text("protected", "不撤并"),
    "exclave": Text("exclave", "飞地"),
}

EFFECTS: Mapping[str, Text] = {
    "hard": Text("hard", "硬约束"),
    "eligibility": Text("eligibility", "资格条件"),
    "warning": Text("warning", "提示"),
    "objective": Text("objective", "目标"),
}

OPERATIONS: Mapping[Operation, Text] = {
    Operation.UNCHANGED: Text("unchanged", "保留"),
    Operation.CONVERSION: Text("conversion", "改设"),
    Operation.JOINT: Text("joint founding", "合并设立"),
    Operation.WHOLE: Text("whole merger", "整建制并入"),
    Operation.SPLIT: Text("split merger", "分别并入"),
    Operation.TRANSFER: Text("village transfer", "村划转"),
    Operation.NEW: Text("founded at a new seat", "新设（新驻地）"),
    Operation.REDRAW: Text("split merger and village transfer", "分别并入及村划转"),
}

CLAUSES: Mapping[str, str] = {"mode": "模式", "code": "代码", "name": "名称", "data": "数据"}
"""Clauses that are no number of the notice, in Chinese."""

STATUSES: Mapping[Status, Text] = {
    Status.MET: Text("met", "符合"),
    Status.EXCEPTED: Text("excepted", "例外"),
    Status.WARNED: Text("warning", "提示"),
    Status.BROKEN: Text("broken", "违反"),
    Status.NOT_CHECKED: Text("not checked", "未核验"),
    Status.NOT_APPLICABLE: Text("not applicable", "不适用"),
    Status.OFF: Text("off", "未启用"),
}

OUTCOMES: Mapping[Outcome, Text] = {
    Outcome.OPTIMAL: Text("every objective proved optimal", "各目标均已证明最优"),
    Outcome.FEASIBLE: Text(
        "a plan, not everything proved in the time given",
        "有方案，限时内未全部证明",
    ),
    Outcome.INFEASIBLE: Text("proved: no plan keeps all rules", "已证明：没有符合全部规则的方案"),
    Outcome.UNKNOWN: Text("no plan found in the time given", "限时内未找到方案"),
    Outcome.INTERRUPTED: Text("interrupted", "已中断"),
}


_RESEARCH = ("inertia", "pairs_alike")
"""Measures of research, which official tables in Chinese leave out."""
_PEOPLE = ("disruption", "worse_off", "strengthen")
_WAYS = ("travel", "worst", "inertia")
"""Objectives that are 0 only where no way counts."""


def clause_text(clause: str) -> Text:
    """Return a clause in words, or its number."""
    return Text(clause, CLAUSES.get(clause, clause))


class Words(Catalogue):
    """The words of one language.

    Parameters
    ----------
    township_level
        Whether each township is a single village: ways within townships are not known, and an
        objective of ways has no figure where no other way counts.
    """

    table = WORDS

    def __init__(self, lang: str, township_level: bool = False) -> None:
        super().__init__(lang)
        self.township_level = township_level

    def operation(self, operation: Operation) -> str:
        """Return the term of an operation."""
        return self.of(OPERATIONS[operation])

    def effect(self, effect: str) -> str:
        """Return what a rule does, in words."""
        return self.of(EFFECTS[effect])

    def outcome(self, outcome: Outcome) -> str:
        """Return an outcome in words."""
        return self.of(OUTCOMES[outcome])

    def ending(self, outcome: Outcome, seconds: float) -> str:
        """Return how a solve ended, and after how long; in English with the word of programs."""
        if self.lang == "zh":
            return f"结论：{self.outcome(outcome)}（用时 {seconds:.1f} 秒）"
        return f"{outcome.value}: {self.outcome(outcome)} ({seconds:.1f} s)"

    def mode(self, mode: str) -> str:
        """Return a mode in words."""
        return self.of(mode_text(mode))

    def clause(self, clause: str) -> str:
        """Return a clause in words, or its number."""
        return self.of(clause_text(clause))

    def flag(self, flag: str) -> str:
        """Return a township's flag in words; a user's own column as it is."""
        return self.of(FLAGS.get(flag, Text(flag, flag)))

    def status(self, status: Status) -> str:
        """Return how a rule stands in words."""
        return self.of(STATUSES[status])

    def broken(self, count: int) -> str:
        """Return the verdict of a check."""
        if not count:
            return self.of(Text("every rule that is on is kept", "已启用的规则均符合"))
        rules = "rule is" if count == 1 else "rules are"
        return self.of(Text(f"{count} {rules} broken", f"有 {count} 条规则被违反"))

    def estimated(self, what: str) -> str:
        """Say what of the data is estimated; empty when nothing is."""
        return f"{self('estimated')}{self('colon')}{what}" if what else ""

    def official(self, name: str) -> bool:
        """Return whether an official table shows a value that nobody asked for."""
        return self.lang != "zh" or name not in _RESEARCH

    def kind(self, kind: Kind) -> str:
        """Return a kind of unit."""
        return kind.value if self.lang == "zh" else kind.en

    def seat(self, village: str) -> str:
        """Return where a seat is; in Chinese the place, not its committee."""
        return f"驻{place_name(village)}" if self.lang == "zh" else village

    def objectives(self, found: Mapping[str, int | Fraction | None]) -> dict[str, str]:
        """Return the values of a plan's objectives, shares of its units where they are known."""
        units = int(found.get("units") or 0)
        return {name: self.objective(name, value, units) for name, value in found.items()}

    def objective(self, name: str, value: int | Fraction | None, units: int = 0) -> str:
        """Return an objective's value as people read it; travel in person-km.

        Parameters
        ----------
        units
            The number of units that a share is of: 86/122 is not shortened to 43/61.
        """
        if value is None or (self.township_level and value == 0 and name in _WAYS):
            return "-"
        if isinstance(value, Fraction):
            times = units // value.denominator if units % value.denominator == 0 else 1
            times = max(1, times)
            return f"{value.numerator * times}/{value.denominator * times} = {float(value):.2%}"
        if name == "travel":
            return f"{value / METRES_PER_KM:,.3f} {self('person_km')}"
        if name == "inertia":
            return f"{value / HECTARES_PER_KM2:,.2f} {self('person_km2')}"
        if name == "worst":
            return f"{value / METRES_PER_KM:,.3f} {self('km')}"
        return f"{value:,} {self('persons')}" if name in _PEOPLE else f"{value:,}"
