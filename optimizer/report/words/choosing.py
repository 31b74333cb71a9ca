"""Words of the commands that help to choose between plans, in both languages."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from models.quantities import HECTARES_PER_KM2, METRES_PER_KM
from optimizer.decide.measures import Form, Number
from optimizer.report.words.catalogue import Catalogue
from optimizer.text import Text

TERMS: Mapping[str, Text] = {
    "status_quo": Text("status quo", "现状"),
    "comparison": Text("Plans compared (* best of the row)", "方案比选表（* 为该行最优）"),
    "best": Text("best", "最优"),
    "measure": Text("measure", "指标"),
    "units": Text("units", "乡级行政区数"),
    "cut": Text("units cut", "减少数"),
    "cut_share": Text("cut, %", "减幅"),
    "area_mean": Text("area, mean km2", "平均面积（平方公里）"),
    "area_median": Text("area, median km2", "面积中位数（平方公里）"),
    "area_min": Text("area, least km2", "最小面积（平方公里）"),
    "area_max": Text("area, largest km2", "最大面积（平方公里）"),
    "people_mean": Text("people of a unit, mean", "平均人口"),
    "people_median": Text("people of a unit, median", "人口中位数"),
    "people_min": Text("people of a unit, least", "最少人口"),
    "people_max": Text("people of a unit, most", "最多人口"),
    "over_cap": Text("units over {km2:g} km2", "超过 {km2:g} 平方公里的乡级行政区"),
    "share": Text("towns + subdistricts", "镇、街道占比"),
    "worse_off": Text("people farther from their seat", "距驻地增加的人口"),
    "better_off": Text("people nearer to their seat", "距驻地减少的人口"),
    "mean_m": Text("distance to seat, mean km", "到驻地平均距离（公里）"),
    "p95_m": Text("distance to seat, P95 km", "到驻地距离 95% 分位数（公里）"),
    "worst_m": Text("distance to seat, worst km", "到驻地最远距离（公里）"),
    "travel": Text("travel, person-km", "到驻地总里程（人·公里）"),
    "vacated": Text("seats vacated", "撤销驻地"),
    "villages_moved": Text("villages that change unit", "改变隶属的村（居）"),
    "disruption": Text("people whose unit changes", "变动人口"),
    "conversions": Text("units that change kind", "改设（乡改镇、改街道）"),
    "broken": Text("rules broken", "违反规则数"),
    "gap": Text("proven gap", "已证明差距"),
    "gap_none": Text("0 (optimal)", "0（已证明最优）"),
    "gap_open": Text("{name}: {gap}", "{name}：{gap}"),
    "gap_unknown": Text("open", "未证明"),
    "rules": Text("Rules", "规则"),
    "clause": Text("clause", "条款"),
    "rule": Text("rule", "规则"),
    "broken_by": Text("{plan} breaks {clause}", "{plan}违反{clause}"),
    "who": Text("Who is better and worse off than today", "与现状相比的受益与受损"),
    "plan": Text("plan", "方案"),
    "farther": Text("villages farther", "距驻地增加的村（居）"),
    "nearer": Text("villages nearer", "距驻地减少的村（居）"),
    "people_farther": Text("people farther", "距驻地增加的人口"),
    "people_nearer": Text("people nearer", "距驻地减少的人口"),
    "mean_added": Text("mean km added to them", "距驻地增加者平均增加（公里）"),
    "mean_saved": Text("mean km saved by them", "距驻地减少者平均减少（公里）"),
    "most_added": Text("most km added", "最多增加（公里）"),
    "losers": Text("{plan}: the villages that lose most", "{plan}：增加最多的村（居）"),
    "village": Text("village", "村（居）"),
    "code": Text("code", "代码"),
    "county": Text("county", "县（区）"),
    "township": Text("township", "乡镇街道"),
    "people": Text("people", "人口"),
    "km_before": Text("km before", "调整前（公里）"),
    "km_after": Text("km after", "调整后（公里）"),
    "km_added": Text("km added", "增加（公里）"),
    "maps_of_plans": Text(
        "for maps of some of these plans: compare SCENARIO {folder}/plans/001 -o FOLDER",
        "如需其中方案的图：compare 方案设定 {folder}/plans/001 -o 文件夹",
    ),
    "exact": Text("{name}, exact", "{name}（精确值）"),
    "alike": Text("How alike the plans are", "方案相似度"),
    "pairs_alike": Text("village pairs treated alike", "村对处理一致率"),
    "mergers_alike": Text("mergers in common", "合并一致度"),
    "people_differ": Text("people whose unit differs", "隶属不同的人口"),
    "villages_differ": Text("villages whose unit differs", "隶属不同的村（居）"),
    "where": Text(
        "Where the plans differ: where the villages of a township go (number where divided)",
        "方案差异：各乡镇街道的去向（分开时注村数）",
    ),
    "contested": Text(
        "{n} villages with {people} people are not in the same unit under all plans",
        "{n} 个村（居）、{people} 人在各方案中的隶属不一致",
    ),
    "full": Text("-o FOLDER writes every village", "加 -o 文件夹 可写出全部村（居）"),
    "counties": Text("Units by county", "各县（区）乡级行政区数"),
    "total": Text("total", "合计"),
    "left_out": Text("left out", "未安排"),
    "not_drawn": Text(
        "{name} leaves villages out and is not on the map", "{name}有未安排的村（居），未绘入图"
    ),
    "step": Text("{name}, step", "{name}变化"),
    "given": Text("Given plans beside them", "给定方案的位置"),
    "beside": Text("beside the frontier", "与前沿相比"),
    "on_frontier": Text("on it", "在前沿上"),
    "beaten": Text("beaten by {numbers}", "不如第 {numbers} 号"),
    "breaks_note": Text("† hollow: breaks a rule", "† 空心：违反某项规则"),
    "frontier_short": Text("not beaten by any plan", "非劣取值"),
    "frontier_counties": Text("Each county by itself", "各县（区）单独"),
    "frontier_proved": Text(
        "values: {n}, proved: these are all that no plan beats",
        "共 {n} 个取值，已证明：非劣取值全部在此",
    ),
    "frontier_open": Text(
        "values: {n}; not proved: there may be others, and better ones",
        "共 {n} 个取值；未证明：可能还有其他或更好的取值",
    ),
    "frontier_open_at": Text(
        "values: {n}; unexplored or not proved at these numbers of units: {counts}",
        "共 {n} 个取值；以下乡级行政区数尚未探明：{counts}",
    ),
    "near": Text(
        "Near-optimal plans: {units} units (the fewest) and travel of at most {most} person-km "
        "(the best is {best})",
        "近优方案：{units} 个乡级行政区（最少），到驻地总里程不超过 {most} 人·公里"
        "（最优为 {best}）",
    ),
    "near_found": Text(
        "Plans near the best found: {units} units and travel of at most {most} person-km "
        "(the best found is {best})",
        "与已找到最优方案相近的方案：{units} 个乡级行政区，到驻地总里程不超过 {most} 人·公里"
        "（已找到的最优为 {best}）",
    ),
    "near_open": Text(
        "not proved: fewer units or less travel may be possible",
        "未证明：乡级行政区数或到驻地总里程可能还能减少",
    ),
    "near_none": Text("proved: no plan keeps all rules", "已证明：没有符合全部规则的方案"),
    "near_unknown": Text("no plan found in the time given", "限时内未找到方案"),
    "backbone": Text(
        "Pairs of townships in one unit, by near-optimal plans",
        "近优方案中两乡镇是否归并的情况",
    ),
    "backbone_villages": Text(
        "Townships whose villages all go to another unit, by near-optimal plans",
        "近优方案中乡镇整体并入其他单位的情况",
    ),
    "goings": Text(
        "Where villages of a township go, in near-optimal plans",
        "近优方案中各乡镇村（居）的去向",
    ),
    "unit_of": Text("to the unit of", "并入单位"),
    "all_villages": Text("all of its villages", "全部村（居）"),
    "of_villages": Text("of villages", "村（居）总数"),
    "villages_every": Text("villages in every", "各方案均并入的村（居）"),
    "villages_some": Text("villages in some", "部分方案并入的村（居）"),
    "villages_open": Text("villages not proved", "未证明的村（居）"),
    "pairs_every": Text("in every", "全部方案"),
    "pairs_some": Text("in some", "部分方案"),
    "pairs_none": Text("in none", "无一方案"),
    "pairs_open": Text("not proved", "未证明"),
    "alone": Text("merged with none in every plan", "各方案均不合并"),
    "settled": Text("Settled: together in every near-optimal plan", "已定：各近优方案均合并"),
    "to_judge": Text(
        "To be judged: together in some near-optimal plans, not in others",
        "待研判：部分近优方案合并，部分不合并",
    ),
    "perhaps_with": Text("perhaps with", "可能合并的对象"),
    "backbone_proved": Text(
        "every entry is proved: by a plan that shows it, or because none can",
        "以上均已证明：有方案为证，或已证明不存在",
    ),
    "backbone_open": Text(
        "not everything is proved: what is under 'not proved' may stand otherwise",
        "尚未全部证明：“未证明”一栏所列可能是别的情况",
    ),
    "plan_n": Text("plan {n}", "方案{n}"),
    "the_best": Text("the best", "最优"),
    "best_found": Text("the best found, not proved", "已找到的最优，未证明"),
    "alternatives": Text(
        "Near-optimal plans, each as different as possible from those before",
        "近优方案，每个与之前各方案差异最大",
    ),
    "least_people": Text("differs at least, people", "最小差异（人）"),
    "least_mergers": Text("differs at least, mergers", "最小差异（合并对）"),
    "least_village_mergers": Text("differs at least, mergers", "最小差异（村并入）"),
    "most_possible": Text("most possible", "可能的最大值"),
    "by_people": Text("people whose unit is another", "人（隶属不同）"),
    "by_mergers": Text(
        "pairs of townships joined in one of the two only", "对乡镇（合并与否不同）"
    ),
    "by_village_mergers": Text(
        "mergers of a village into a unit that are in one of the two only",
        "项村（居）并入（仅见于其一）",
    ),
    "no_other": Text(
        "no plan {n} differs from all before it in more than {most} {what} (proved)",
        "任何方案{n}与之前各方案的最小差异都不超过 {most} {what}（已证明）",
    ),
    "no_further": Text(
        "proved: there is no plan {n}; no other near-optimal plan differs in {least} {what} "
        "or more",
        "已证明：没有方案{n}；其余近优方案与以上各方案的差异都不足 {least} {what}",
    ),
    "further_open": Text(
        "plan {n} was not found; whether there is one is not known",
        "未找到方案{n}；是否存在尚不知道",
    ),
    "further_most": Text(
        "one would differ from all of these in at most {most} {what} (proved)",
        "即使存在，与以上各方案的最小差异也不超过 {most} {what}（已证明）",
    ),
    "given_breaks": Text("the given plan breaks {clause}", "给定方案违反{clause}"),
    "given_sound": Text("the given plan breaks no rule", "给定方案不违反任何规则"),
    "repair_changes": Text("What had to change", "须作的改动"),
    "unit_given": Text("unit in the given plan", "给定方案的单位"),
    "unit_now": Text("unit now", "改后单位"),
    "villages": Text("villages", "村（居）数"),
    "plan_given": Text("given plan", "给定方案"),
    "plan_repaired": Text("nearest plan", "最近方案"),
    "repair_proved": Text(
        "{people} people of {villages} villages change unit; proved: no plan that keeps all rules "
        "is nearer",
        "{villages} 个村（居）、{people} 人改变隶属；已证明：没有更接近且符合全部规则的方案",
    ),
    "repair_open": Text(
        "{people} people of {villages} villages change unit; not proved: a nearer plan may exist",
        "{villages} 个村（居）、{people} 人改变隶属；未证明：可能有更接近的方案",
    ),
    "price": Text("What the number costs", "该数值的代价"),
    "lifted": Text("without it", "不设此值"),
    "binds": Text("binds", "起约束"),
    "yes": Text("yes", "是"),
    "no": Text("no", "否"),
    "travel_more": Text("travel, against without", "到驻地总里程变化"),
    "kept_to": Text("its plan keeps", "该方案可满足到"),
    "starts_below": Text(
        "{key} starts to bind below {value}: at {value} the optimum is that without it, just "
        "below it is worse (proved)",
        "{key} 低于 {value} 时开始起约束：取 {value} 时与不设此值同样最优，再低即变差（已证明）",
    ),
    "starts_above": Text(
        "{key} starts to bind above {value}: at {value} the optimum is that without it, just "
        "above it is worse (proved)",
        "{key} 高于 {value} 时开始起约束：取 {value} 时与不设此值同样最优，再高即变差（已证明）",
    ),
    "starts_open": Text("where {key} starts to bind is not proved", "{key} 从何值起约束：未证明"),
    "starts_never": Text(
        "{key} does not bind anywhere in the range (proved)", "{key} 在此范围内均不起约束（已证明）"
    ),
    "starts_outside": Text(
        "{key} binds everywhere in the range (proved)", "{key} 在此范围内处处起约束（已证明）"
    ),
    "starts_between": Text(
        "{key} binds at some of the values (see the table); the exact turn was not found",
        "{key} 在部分取值起约束（见表），确切转折未求出",
    ),
    "frontier": Text("Values that no plan beats", "非劣取值（没有方案能全面优于它们）"),
}


class Terms(Catalogue):
    """The words of one language."""

    table = TERMS


def shown(value: Number, form: Form) -> str:
    """Return a measure's value as people read it."""
    if value is None:
        return "-"
    if form == "share":
        return _share(Fraction(value))
    if form == "km2":
        return f"{float(value) / HECTARES_PER_KM2:,.2f}"
    if form == "km":
        return f"{float(value) / METRES_PER_KM:,.3f}"
    if form == "person_km":
        return f"{float(value) / METRES_PER_KM:,.0f}"
    return f"{float(value):,.0f}" if isinstance(value, Fraction) else f"{value:,}"


def _share(value: Fraction) -> str:
    return f"{float(value):.2%}"
