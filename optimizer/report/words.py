"""The reports' words in both languages, and figures as people read them."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from models.kinds import Kind
from models.plan import Operation, Outcome
from models.quantities import HECTARES_PER_KM2, METRES_PER_KM, NO_LIMIT
from optimizer.check import Status

WORDS: Mapping[str, tuple[str, str]] = {
    "county": ("county", "县（区）"),
    "unit": ("unit", "乡级行政区"),
    "code": ("code", "代码"),
    "kind": ("kind", "类型"),
    "seat": ("seat", "政府驻地"),
    "from": ("formed from", "调整内容"),
    "operation": ("operation", "方式"),
    "area": ("km2", "面积（平方公里）"),
    "people": ("people", "人口"),
    "worst": ("farthest village", "最远村距离"),
    "before": ("before", "调整前"),
    "after": ("after", "调整后"),
    "cut": ("cut", "减少"),
    "share": ("towns + subdistricts", "镇、街道占比"),
    "objective": ("objective", "目标"),
    "value": ("value", "取值"),
    "bound": ("bound", "理论最优界"),
    "proof": ("proof", "证明"),
    "rests_on": ("rests on", "证明依据"),
    "claimed": ("claimed", "仅声称"),
    "whole-number bound": ("whole-number bound", "整数界"),
    "sweep": ("sweep", "完全搜索"),
    "two solvers": ("two solvers", "两个求解器"),
    "one solver": ("one solver", "一个求解器"),
    "proved": ("proved", "已证明"),
    "open": ("not proved", "未证明"),
    "clause": ("clause", "条款"),
    "status": ("status", "状态"),
    "rule": ("rule", "规则"),
    "best_plan": ("best plan", "最优方案"),
    "effect": ("effect", "作用"),
    "detail": ("detail", "说明"),
    "total": ("total", "合计"),
    "units": ("units", "乡级行政区数"),
    "travel": ("travel", "到驻地总里程"),
    "inertia": ("moment of inertia", "人口转动惯量"),
    "disruption": ("disruption", "变动人口"),
    "conversions": ("conversions", "改设的乡级行政区数"),
    "worse_off": ("people worse off", "距驻地增加的人口"),
    "strengthen": ("not joined to key towns", "未并入县城所在地镇、重点镇的人口"),
    "affinity": ("ties forgone", "未顺应的联系"),
    "weighted": ("weighted sum", "加权和"),
    "moved_villages": ("villages moved", "变动村（居）数"),
    "changed": ("Units that change", "调整的乡级行政区"),
    "unchanged": ("unchanged", "保留"),
    "counties": ("Counties", "各县（区）"),
    "objectives": ("Objectives", "目标"),
    "rules": ("Rules", "规则"),
    "mean": ("mean", "平均"),
    "median": ("median", "中位"),
    "min": ("min", "最小"),
    "max": ("max", "最大"),
    "over_cap": ("over cap", "超上限"),
    "mean_km": ("mean km", "平均（公里）"),
    "p95_km": ("P95 km", "95% 分位（公里）"),
    "worst_km": ("worst km", "最远（公里）"),
    "worst_villages": ("Villages farthest from their seat", "距驻地最远的村"),
    "village": ("village", "村（居）"),
    "township": ("township", "乡镇街道"),
    "villages": ("villages", "村数"),
    "townships": ("Townships", "各乡镇街道"),
    "touches": ("touches", "相邻"),
    "remarks": ("remarks", "备注"),
    "comma": (", ", "、"),
    "colon": (": ", "\uff1a"),
    "pause": (", ", "\uff0c"),
    "km": ("km", "公里"),
    "baseline": ("Baseline", "摸底"),
    "area_people": ("Area and people of the units", "乡级行政区面积与人口"),
    "estimated": ("Estimated data", "估计数据"),
    "distances": ("Distances", "距离口径"),
    "note": ("Note", "注"),
    "no_certificate": ("no plan, so no certificate was written", "没有方案，未写出证书"),
    "township_level": (
        "Each township is a single village: distances within townships are not known (-)",
        "每个乡镇只有一个村：乡镇内部距离未知（-）",
    ),
    "person_km": ("person-km", "人·公里"),
    "person_km2": ("people x km2", "人·平方公里"),
    "persons": ("persons", "人"),
}

FLAGS: Mapping[str, tuple[str, str]] = {
    "county_seat": ("county seat", "县城所在地"),
    "key_town": ("key town", "重点镇"),
    "protected": ("protected", "不撤并"),
    "exclave": ("exclave", "飞地"),
}

EFFECTS: Mapping[str, tuple[str, str]] = {
    "hard": ("hard", "硬约束"),
    "eligibility": ("eligibility", "资格条件"),
    "warning": ("warning", "提示"),
    "objective": ("objective", "目标"),
}

OPERATIONS: Mapping[Operation, tuple[str, str]] = {
    Operation.UNCHANGED: ("unchanged", "保留"),
    Operation.CONVERSION: ("conversion", "改设"),
    Operation.JOINT: ("joint founding", "合并设立"),
    Operation.WHOLE: ("whole merger", "整建制并入"),
    Operation.SPLIT: ("split merger", "分别并入"),
    Operation.TRANSFER: ("village transfer", "村划转"),
    Operation.NEW: ("founded at a new seat", "新设（新驻地）"),
    Operation.REDRAW: ("split merger and village transfer", "分别并入及村划转"),
}

STATUSES: Mapping[Status, tuple[str, str]] = {
    Status.MET: ("met", "符合"),
    Status.EXCEPTED: ("excepted", "例外"),
    Status.WARNED: ("warning", "提示"),
    Status.BROKEN: ("broken", "违反"),
    Status.NOT_CHECKED: ("not checked", "未核验"),
    Status.NOT_APPLICABLE: ("not applicable", "不适用"),
    Status.OFF: ("off", "未启用"),
}

OUTCOMES: Mapping[Outcome, tuple[str, str]] = {
    Outcome.OPTIMAL: ("every objective proved optimal", "各目标均已证明最优"),
    Outcome.FEASIBLE: (
        "a plan, not everything proved in the time given",
        "有方案，限时内未全部证明",
    ),
    Outcome.INFEASIBLE: ("proved: no plan keeps all rules", "已证明：没有符合全部规则的方案"),
    Outcome.UNKNOWN: ("no plan found in the time given", "限时内未找到方案"),
    Outcome.INTERRUPTED: ("interrupted", "已中断"),
}


_COMMITTEES = {
    "社区居民委员会": "社区",
    "社区居委会": "社区",
    "居民委员会": "社区",
    "居委会": "社区",
    "村民委员会": "村",
    "村村委会": "村",
    "村委会": "村",
}
_RESEARCH = ("inertia", "pairs_alike")
"""Measures of research, which official tables in Chinese leave out."""
_PEOPLE = ("disruption", "worse_off", "strengthen")
_WAYS = ("travel", "worst", "inertia")
"""Objectives that are 0 only where no way counts."""


class Words:
    """The words of one language.

    Parameters
    ----------
    township_level
        Whether each township is a single village: ways within townships are not known, and an
        objective of ways has no figure where no other way counts.
    """

    def __init__(self, lang: str, township_level: bool = False) -> None:
        self.lang, self.township_level = lang, township_level
        self._column = 1 if lang == "zh" else 0

    def __call__(self, key: str) -> str:
        """Return a word."""
        return WORDS[key][self._column]

    def operation(self, operation: Operation) -> str:
        """Return the term of an operation."""
        return OPERATIONS[operation][self._column]

    def effect(self, effect: str) -> str:
        """Return what a rule does, in words."""
        return EFFECTS[effect][self._column]

    def outcome(self, outcome: Outcome) -> str:
        """Return an outcome in words."""
        return OUTCOMES[outcome][self._column]

    def flag(self, flag: str) -> str:
        """Return a township's flag in words; a user's own column as it is."""
        return FLAGS.get(flag, (flag, flag))[self._column]

    def status(self, status: Status) -> str:
        """Return how a rule stands in words."""
        return STATUSES[status][self._column]

    def broken(self, count: int) -> str:
        """Return the verdict of a check."""
        if not count:
            return ("every rule that is on is kept", "已启用的规则均符合")[self._column]
        rules = "rule is" if count == 1 else "rules are"
        return (f"{count} {rules} broken", f"有 {count} 条规则被违反")[self._column]

    def estimated(self, what: str) -> str:
        """Say what of the data is estimated; empty when nothing is."""
        return f"{self('estimated')}{self('colon')}{what}" if what else ""

    def bracketed(self, text: str) -> str:
        """Return a text in brackets, to follow another."""
        return f"\uff08{text}\uff09" if self.lang == "zh" else f" ({text})"

    def official(self, name: str) -> bool:
        """Return whether an official table shows a value that nobody asked for."""
        return self.lang != "zh" or name not in _RESEARCH

    def kind(self, kind: Kind) -> str:
        """Return a kind of unit."""
        return kind.value if self.lang == "zh" else kind.en

    def seat(self, village: str) -> str:
        """Return where a seat is; in Chinese the place, not its committee."""
        return f"驻{place_name(village)}" if self.lang == "zh" else village

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


def place_name(village: str) -> str:
    """Return the place that a committee is of: 和平社区居委会 sits in 和平社区."""
    for ending, place in _COMMITTEES.items():
        if village.endswith(ending):
            return village.removesuffix(ending) + place
    return village


def km2(area_ha: float) -> str:
    """Return an area in km2."""
    return f"{area_ha / HECTARES_PER_KM2:,.2f}"


def km(metres: float) -> str:
    """Return a distance in km."""
    return f"{metres / METRES_PER_KM:,.3f}"


def known_metres(metres: int, township_level: bool) -> int | None:
    """Return a distance in metres for programs, None for one that is not known."""
    return None if metres >= NO_LIMIT or (township_level and metres == 0) else metres


def in_km(metres: int, township_level: bool) -> float | None:
    """Return a distance, or people x distance, in km for programs, None where not known."""
    known = known_metres(metres, township_level)
    return None if known is None else known / METRES_PER_KM


def known_km(metres: float, township_level: bool) -> str:
    """Return a distance in km, `-` for one that is not known.

    Where each township is a single village the way to the seat of an unchanged one is not
    0 but unknown.
    """
    return "-" if township_level and metres == 0 else km(metres)


def percent(part: int, whole: int) -> str:
    """Return a share."""
    return f"{part}/{whole} = {part / whole:.1%}" if whole else "-"
