"""Invented Chinese names.

Names are dealt in turn from one shuffled list to places sorted by code, so no name comes twice
within a county unless the county is larger than the whole list.
"""

from itertools import product

import numpy as np

from optimizer.data.generate.arrays import Bools

HEADS = (
    "石柳安永长太东西南北龙凤白青黄红金银玉兴平和福康清泰广大高上古新云松柏杨桃梅荷兰竹麻沙铁"
    "马牛虎鹿鹤双三五七九百万景仁义德文"
)
TAILS = (
    "泉岭店川河台关城阳原坪山溪湖桥渡口坝塘井沟梁峪庄寨堡楼亭坡湾滩潭岩峰谷林园田营集铺屯门家"
    "坊崖洼岗"
)
SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡"
    "贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷"
    "钱汤尹黎易常武乔贺赖龚文"
)
GROUNDS = "庄沟岭坡洼湾峪掌垴寨堡河山川滩塔台坪窑凹"
SIDES = ("", *"上下东西南北前后大小")
STREETS = (
    "新华 建设 解放 和平 人民 胜利 朝阳 光明 幸福 团结 友谊 文化 青年 "
    "迎宾 府前 城东 城西 城南 城北 东关 西关 南关 北关 滨河 长兴 英雄 "
    "惠丰 紫坊 太行 振兴 延安 环城 站前 学府 花园 翠竹 锦绣 康乐"
).split()
PARTS = ("", *"路街里苑桥", "新村", "小区")


def deal(names: list[str], count: int, rng: np.random.Generator) -> list[str]:
    """Shuffle `names` and deal out `count` of them, over again when they run out."""
    shuffled = np.array(names, dtype=object)[rng.permutation(len(names))]
    return [str(name) for name in shuffled[np.arange(count) % len(names)]]


def place_names(suffixes: list[str], rng: np.random.Generator) -> list[str]:
    """Return names of counties or townships, each with the suffix given."""
    stems = deal([head + tail for head, tail in product(HEADS, TAILS)], len(suffixes), rng)
    return [stem + suffix for stem, suffix in zip(stems, suffixes, strict=True)]


def village_names(community: Bools, rng: np.random.Generator) -> list[str]:
    """Return names of villages (村) and communities (社区)."""
    rural = [
        f"{side}{name}{ground}村"
        for side, ground in product(SIDES, GROUNDS)
        for name in (*(f"{surname}家" for surname in SURNAMES), *HEADS)
    ]
    urban = [f"{street}{part}社区" for street, part in product(STREETS, PARTS)]
    names = np.array(deal(rural, len(community), rng), dtype=object)
    names[community] = deal(urban, int(community.sum()), rng)
    return [str(name) for name in names]
