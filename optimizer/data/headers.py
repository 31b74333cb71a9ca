"""Headers of tables as people write them: which of them stands for which column of ours."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from optimizer.data.spelling import half_width, simplified

_WORDS: Mapping[str, str] = {
    "code": "代码 编码 区划代码 行政区划代码 统计用区划代码 区划编码 12位代码 代号",
    "name": "名称 单位名称 乡镇名称 村名 村居名称 县名 地名",
    "kind": "类型 类别 建制类型 单位类型 性质 type",
    "county": "县 县区 区县 县(区) 县(市、区) 所属县 所属县区 县代码 county_code",
    "seat": "驻地 政府驻地 驻地村 驻地代码 新驻地 现驻地 seat_village",
    "is_district": "是否市辖区 市辖区 是否区",
    "township": "乡镇代码 township_code 乡镇 乡镇街道 乡镇(街道) 所属乡镇 原乡镇 原单位 原所属乡镇 "
    "调整前乡镇 调整前 原隶属乡镇 乡镇名称 原乡镇名称 old_unit",
    "village": "村代码 村编码 行政村代码 村居代码 village_code 村 村居 村(居) 村(社区) 行政村 社区 "
    "村名 村名称 村居名称 行政村名称",
    "unit": "unit_code 新单位代码 单位 新单位 调整后乡镇 调整后单位 调整后 并入单位 并入乡镇 "
    "划入单位 划归 现乡镇 现单位 归属单位 去向 new_unit 新单位名称 调整后乡镇名称",
    "population": "人口 总人口 人口数 常住人口 户籍人口 人口(人) people pop",
    "area_km2": "面积 面积(平方公里) 面积(km2) 行政区域面积 土地面积 总面积 area",
    "lon": "经度 东经 x lng longitude",
    "lat": "纬度 北纬 y latitude",
    "a": "村a 甲 from",
    "b": "村b 乙 to",
    "km": "公里 里程 距离 距离(公里) 道路里程 里程(公里)",
    "minutes": "分钟 时间 用时 时间(分钟)",
}


def _key(header: str) -> str:
    return "".join(simplified(half_width(header)).split()).lower()


def column_meant(column: str, header: Sequence[str]) -> str | None:
    """Return which header stands for a column of ours (村代码 for `village`); None where none does.

    The column's own name comes first, in whatever letters, and codes before names.
    """
    keys = {_key(name): name for name in reversed(header)}
    words = (column, *_WORDS.get(column, "").split())
    return next((keys[word] for word in words if word in keys), None)
