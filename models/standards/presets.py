"""Standards of other places, for reference only: a province's own standard replaces them.

Sources are named with each. F: primary text read; f: secondary source. A column
that a preset names must be in villages.csv.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from models.kinds import Kind
from models.standards.ground import Ground, Threshold

_PEOPLE = "population"


@dataclass(frozen=True)
class Standard:
    """A named table of grounds.

    Attributes
    ----------
    source, source_zh
        Where it comes from, and that it is for reference; for an empty one, what to fill in.
    """

    source: str
    source_zh: str
    grounds: tuple[Ground, ...] = ()


def _town(people: int, *more: Threshold, terrain: str = "") -> Ground:
    require = (Threshold(measure=_PEOPLE, min=people), *more)
    return Ground(kind=Kind.TOWN, terrain=terrain, require=require)


def _street(people: int, *more: Threshold) -> Ground:
    require = (Threshold(measure=_PEOPLE, min=people), *more)
    return Ground(kind=Kind.SUBDISTRICT, require=require)


def _seat(measure: str, **bounds: Any) -> Threshold:
    return Threshold(measure=measure, at="seat", **bounds)


STANDARDS: Mapping[str, Standard] = {
    "national-1984": Standard(
        "reference: State Council 1984 (primary text); column non_farm",
        "参考：国务院 1984 年建镇标准（原文）；须有 non_farm 列",
        (
            Ground(kind=Kind.TOWN, flag="county_seat"),
            Ground(
                kind=Kind.TOWN,
                require=(Threshold(measure=_PEOPLE, below=20000), _seat("non_farm", above=2000)),
            ),
            _town(20000, _seat("non_farm", per=_PEOPLE, above=0.1)),
        ),
    ),
    "sichuan-2021": Standard(
        "reference: Sichuan 2021 (primary text)",
        "参考：四川省 2021 年设镇标准（原文）",
        (
            _town(60000, terrain="plain"),
            _town(30000, terrain="hill"),
            _town(15000, terrain="mountain"),
            _town(10000, terrain="plateau"),
        ),
    ),
    "zhejiang-2021": Standard(
        "reference: Zhejiang 2021 (secondary source); column built_up_people",
        "参考：浙江省 2021 年设镇标准（二手来源）；须有 built_up_people 列",
        (
            _town(
                25000,
                Threshold(measure="built_up_people", min=4000),
                Threshold(measure="area_km2", min=40, max=200),
            ),
        ),
    ),
    "shandong-2021": Standard(
        "reference: Shandong 2021 (secondary source); column built_up_people",
        "参考：山东省 2021 年设镇、设街道标准（二手来源）；须有 built_up_people 列",
        (_town(30000, Threshold(measure="built_up_people", min=5000)), _street(50000)),
    ),
    "hunan-2024": Standard(
        "reference: Hunan 2024 (primary text), subdistricts in districts; column development_km2",
        "参考：湖南省 2024 年设街道标准（原文），限市辖区；须有 development_km2 列",
        (
            _street(
                60000,
                Threshold(measure="area_km2", min=20),
                Threshold(measure="development_km2", per="area_km2", min=0.25),
                Threshold(measure="communities", per="villages", min=0.5),
            ),
        ),
    ),
    "qinghai-2021": Standard(
        "reference: Qinghai 2021 (primary text)",
        "参考：青海省 2021 年设镇标准（原文）",
        (_town(5000, _seat(_PEOPLE, above=2000)),),
    ),
    "shanxi": Standard(
        "fill in the province's standard: none is known, so no unit may change its kind; "
        "write rules.kinds.grounds",
        "请填入省定标准：尚无已知标准，任何单位不得改变类型；请填写 rules.kinds.grounds",
    ),
}
