"""The first scenario of a dataset: every rule with what the data say, numbers the planner's."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from os.path import isfile
from pathlib import Path
from typing import Any

import numpy as np

from models.kinds import Kind
from models.quantities import HECTARES_PER_KM2, METRES_PER_KM
from models.scenario import TerritoryFiles
from models.territory import Territory
from optimizer.data.cells import visible
from optimizer.data.dataset import read_territory
from optimizer.data.faults import Findings
from optimizer.data.notice import notice
from optimizer.data.output import writing
from optimizer.data.plan_file import replace_file
from optimizer.data.scenario_file import read_raw, scenario_path, territory_files

WRITTEN_BY_IMPORT = "# Written by `import`"


@dataclass(frozen=True)
class FirstScenario:
    """Where it was written and what it says."""

    path: Path
    text: str


def write_first_scenario(
    folder: Path, lang: str, output: Path | None = None, force: bool = False
) -> FirstScenario:
    """Write a scenario for the tables of a folder.

    Parameters
    ----------
    output
        Where to; scenario.toml of the folder by default.
    force
        Whether a scenario that somebody wrote is replaced. The one that `import` leaves
        always is.

    Raises
    ------
    InputError
        With every fault of the tables, or E826 where a scenario is there.
    """
    findings = Findings()
    file = scenario_path(folder)
    target = output or file
    if isfile(target) and not force and not _is_ours(target):
        findings.add("E826", str(target))
    raw: Mapping[str, Any] = {}
    if isfile(file):
        raw = read_raw(file, {}, findings) or {}
    files = territory_files(dict(raw)) if raw else TerritoryFiles()
    territory = read_territory(file.parent, files, findings)
    findings.stop_on_errors()
    assert territory is not None
    text = "\n".join(_lines(raw, territory, file.parent, lang == "zh")) + "\n"
    with writing(target):
        replace_file(target, text)
    return FirstScenario(target, text)


def _is_ours(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(200).startswith(WRITTEN_BY_IMPORT.encode())


def _quoted(text: object) -> str:
    return json.dumps(visible(str(text)), ensure_ascii=False)


def _lines(raw: Mapping[str, Any], territory: Territory, folder: Path, zh: bool) -> Iterator[str]:
    def say(en: str, chinese: str) -> str:
        return chinese if zh else en

    name = str(raw.get("name") or folder.resolve().name)
    yield say(
        "# Written by `init`. Lines that begin with # are off. Every number here is the planner's\n"
        "# own choice, but for those that the notice names; what the data say stands beside it.",
        "# 由 `init` 生成。以 # 开头的行未启用。除通告所列数字外，所有数字均由规划人员自定；\n"
        "# 旁注为现有数据的情况。",
    )
    yield ""
    yield f"name = {_quoted(name)}"
    yield f"title = {_quoted(raw.get('title') or name)}"
    yield 'mode = "whole"' + say(
        "                       # or split, redraw: villages may go apart",
        "                       # 或 split、redraw：村可分别划转",
    )
    if raw.get("estimated"):
        yield f"estimated = {_quoted(raw['estimated'])}"
    table = raw.get("territory")
    if isinstance(table, dict) and table:
        yield "\n[territory]"
        yield from (f"{key} = {_value(value)}" for key, value in table.items())
    yield "\n[rules]"
    yield from _rules(territory, say)
    yield ""
    yield say(
        "# In order: each is proved before the next is looked at.",
        "# 按顺序：前一目标证明最优后再看下一个。",
    )
    objectives = ["units", "share", "travel", "disruption"]
    if territory.township_level:
        objectives.remove("travel")
    for objective in objectives:
        yield f'[[objectives]]\nname = "{objective}"\n'


def _value(value: Any) -> str:
    return _quoted(value) if isinstance(value, str) else json.dumps(value)


def _rules(territory: Territory, say: Any) -> Iterator[str]:
    yield from _area(territory, say)
    yield from _population(territory, say)
    yield from _count(territory, say)
    yield from _distance(territory, say)
    flags = sorted(territory.flags & {"county_seat", "key_town", "protected"})
    marked = [f for f in flags if any(f in t.flags for t in territory.townships)]
    if marked:
        yield say(
            "# The notice strengthens county-seat and key towns: they keep their seat.",
            "# 通告要求做强县城所在地镇和重点镇：保留其驻地。",
        )
        yield f"protected = {{ flags = {json.dumps(marked)} }}"
    else:
        yield say(
            "# No township is marked as county seat or key town (townships.csv: county_seat, "
            "key_town).",
            "# 没有标出县城所在地镇、重点镇（townships.csv 的 county_seat、key_town 列）。",
        )
        yield '# protected = { flags = ["county_seat", "key_town"] }'
    kinds = [t.kind for t in territory.townships]
    good = sum(k is not Kind.TOWNSHIP for k in kinds)
    yield say(
        f"# The share of towns and subdistricts may not fall (now {good} of {len(kinds)}).",
        f"# 镇和街道的占比不得下降（现为 {len(kinds)} 个中的 {good} 个）。",
    )
    yield 'share = { floor = "status_quo" }'


def _area(territory: Territory, say: Any) -> Iterator[str]:
    km2 = _by_township(territory, territory.villages.area_ha) / HECTARES_PER_KM2
    figure = notice().area_cap
    cap, over = figure.max_km2, int((km2 > figure.max_km2).sum())
    yield say(
        f"# The notice's figure for new 乡 and 镇. Now: median {np.median(km2):.1f}, largest "
        f"{km2.max():.1f} km2, {over} above {cap}.",
        f"# 通告对新设乡、镇的数字。现状：中位 {np.median(km2):.1f}，最大 {km2.max():.1f} "
        f"平方公里，{over} 个超过 {cap}。",
    )
    kinds = ", ".join(f'"{kind.value}"' for kind in figure.kinds)
    yield f"area_cap = {{ max_km2 = {cap}, kinds = [{kinds}] }}"


def _population(territory: Territory, say: Any) -> Iterator[str]:
    people = _by_township(territory, territory.villages.population)
    yield say(
        f"# People of a unit. Now: {people.min():,.0f} to {people.max():,.0f}, median "
        f"{np.median(people):,.0f}. No official number is known.",
        f"# 单位人口。现状：{people.min():,.0f} 至 {people.max():,.0f}，"
        f"中位 {np.median(people):,.0f}。"
        "没有已知的官方数字。",
    )
    yield "# population = { min = 0, max = 1000000 }" + say(
        "   # the planner's choice", "   # 规划人员自定"
    )


def _count(territory: Territory, say: Any) -> Iterator[str]:
    counts = [len(territory.townships_in(c)) for c in range(len(territory.counties))]
    least = min((n for n in counts), default=1)
    yield say(
        f"# How many units fewer. Now {sum(counts)} in {len(counts)} counties, {min(counts)} to "
        f"{max(counts)} each. Without a limit the fewest possible are sought.",
        f"# 减少多少。现有 {sum(counts)} 个，分属 {len(counts)} 个县（区），每县 {min(counts)} 至 "
        f"{max(counts)} 个。不设限则求最少。",
    )
    cut = max(0, min(2, least - 1))
    yield f"# count = {{ county = {{ min_cut = 0, max_cut = {cut} }} }}" + say(
        "   # the planner's choice", "   # 规划人员自定"
    )


def _distance(territory: Territory, say: Any) -> Iterator[str]:
    if territory.township_level:
        yield say(
            "# No rule on distances: each township is a single village, ways inside are not known.",
            "# 未设距离规则：每个乡镇只有一个村，内部距离未知。",
        )
        return
    far = int(territory.metres_to_seat(territory.villages.township).max()) / METRES_PER_KM
    yield say(
        f"# From a village to its seat. Now the farthest is {far:.1f} km. No official number "
        "is known.",
        f"# 村到驻地。现状最远 {far:.1f} 公里。没有已知的官方数字。",
    )
    choice = say("   # the planner's choice", "   # 规划人员自定")
    yield f"# access = {{ max_km = {np.ceil(far):.0f} }}{choice}"
    yield f"# burden = {{ max_added_km = {np.ceil(far):.0f} }}{choice}"


def _by_township(territory: Territory, values: Any) -> Any:
    size = len(territory.townships)
    return np.bincount(territory.villages.township, values, minlength=size)
