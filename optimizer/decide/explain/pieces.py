"""Rules cut into narrower rules that together ask for the same."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from models.merge.problem import Problem
from models.rules import Rule
from models.rules.access import Access
from models.rules.area_cap import AreaCap
from models.rules.barriers import Barriers
from models.rules.burden import Burden
from models.rules.dissolve import Dissolve
from models.rules.freeze import Freeze
from models.rules.pairs import Apart, Together, villages_of
from models.rules.population import Population, PopulationRow
from models.rules.protected import Protected
from models.rules.zones import Zones
from models.territory import Territory
from optimizer.text import Text


@dataclass(frozen=True)
class Piece:
    """A narrower rule.

    Attributes
    ----------
    counties
        Where it can restrict anything.
    placed
        Whether the label says where that is.
    """

    rule: Rule
    label: Text
    counties: frozenset[int]
    placed: bool = False


def pieces(rule: Rule, territory: Territory) -> Iterator[Piece]:
    """Yield the pieces of a rule; a rule of a kind unknown here is one piece."""
    everywhere = frozenset(range(len(territory.counties)))
    if isinstance(rule, Protected):
        yield from _protected(rule, territory)
    elif isinstance(rule, Dissolve):
        yield from _dissolved(rule, territory)
    elif isinstance(rule, Barriers):
        yield from _barriers(territory)
    elif isinstance(rule, Together | Apart):
        yield from _pairs(rule, territory)
    elif isinstance(rule, Population):
        yield from _population(rule, everywhere)
    elif isinstance(rule, Access | Burden):
        yield from _limits(rule, everywhere)
    elif isinstance(rule, Zones):
        for layer in rule.layers:
            label = Text(f"zones of {layer.column}", f"图层 {layer.column}")
            yield Piece(Zones(layers=(layer,)), label, everywhere)
    elif isinstance(rule, AreaCap):
        most = f"{rule.max_km2:.15g}"
        label = Text(f"area_cap: at most {most} km2", f"面积上限 {most} 平方公里")
        yield Piece(rule, label, everywhere)
    elif isinstance(rule, Freeze):
        counties = frozenset(territory.county_codes[code] for code in rule.counties)
        yield Piece(rule, Text("frozen plan", "已冻结方案"), counties)
    else:
        yield Piece(rule, Text(f"{rule.key}: {rule.title}", rule.title_zh), everywhere)


def _name(territory: Territory, township: int) -> str:
    found = territory.townships[township]
    return f"{found.name} ({found.code})"


def _place(territory: Territory, code: str) -> str:
    """Return name and code of a township, else of a village."""
    known = territory.township_codes.get(code)
    if known is None:
        return f"{territory.villages.names[territory.village_codes[code]]} ({code})"
    return _name(territory, known)


class Between(Barriers):
    """The barriers between two townships (positions), and no others."""

    townships: tuple[int, int]

    def restrict(self, problem: Problem) -> None:
        """Take the pairs between both out of the contiguity of the county."""
        crossing = Barriers.pairs(problem.territory)
        ends = np.sort(problem.territory.villages.township[crossing], axis=1)
        mine = crossing[(ends == np.array(self.townships)).all(axis=1)]
        problem.barriers = np.concatenate([problem.barriers, mine])


def _barriers(territory: Territory) -> Iterator[Piece]:
    """Yield one piece for each two townships with barriers between them."""
    crossing = Barriers.pairs(territory)
    ends = np.unique(np.sort(territory.villages.township[crossing], axis=1), axis=0)
    for a, b in ends.tolist():
        counties = {territory.townships[t].county for t in (a, b)}
        if len(counties) == 1:
            names = f"{_name(territory, a)}, {_name(territory, b)}"
            label = Text(f"barrier between {names}", f"阻隔：{names.replace(', ', '、')}")
            yield Piece(Between(townships=(a, b)), label, frozenset(counties), placed=True)


def _dissolved(rule: Dissolve, territory: Territory) -> Iterator[Piece]:
    for code in rule.townships:
        township = territory.township_codes[code]
        name, county = _name(territory, township), territory.townships[township].county
        label = Text(f"dissolve: {name} goes", f"撤销 {name}")
        yield Piece(Dissolve(townships=(code,)), label, frozenset([county]), placed=True)


def _protected(rule: Protected, territory: Territory) -> Iterator[Piece]:
    for township in rule.members(territory).tolist():
        before, name = territory.townships[township], _name(territory, township)
        label = Text(f"protected: {name} stays", f"保留 {name}")
        counties = frozenset([before.county])
        yield Piece(Protected(townships=(before.code,)), label, counties, placed=True)


def _pairs(rule: Together | Apart, territory: Territory) -> Iterator[Piece]:
    for pair in rule.pairs:
        names = " + ".join(_place(territory, code) for code in pair)
        townships = [territory.villages.township[villages_of(territory, code)[0]] for code in pair]
        counties = frozenset(territory.townships[t].county for t in townships)
        label = Text(f"{rule.key}: {names}", f"{rule.title_zh}：{names}")
        yield Piece(type(rule)(pairs=(pair,)), label, counties, placed=True)


def _population(rule: Population, everywhere: frozenset[int]) -> Iterator[Piece]:
    """Yield one piece for each bound; rows of no bound keep their terrain to themselves."""
    for at, row in enumerate(rule.rows):
        for side, words in (("min", ("at least", "不少于")), ("max", ("at most", "不多于"))):
            value = getattr(row, side)
            if value is None:
                continue
            rows = [PopulationRow(terrain=r.terrain, min=0) for r in rule.rows]
            rows[at] = PopulationRow(terrain=row.terrain, **{side: value})
            where = f" ({row.terrain})" if row.terrain else ""
            label = Text(
                f"population: {words[0]} {value:.15g}{where}", f"人口{words[1]} {value:.15g}{where}"
            )
            yield Piece(rule.model_copy(update={"rows": tuple(rows)}), label, everywhere)


def _limits(rule: Access | Burden, everywhere: frozenset[int]) -> Iterator[Piece]:
    """Yield one piece for each limit."""
    names = [name for name in type(rule).model_fields if "max_" in name]
    given = {name: getattr(rule, name) for name in names if getattr(rule, name) is not None}
    for name, value in given.items():
        others: dict[str, Any] = {other: None for other in given if other != name}
        label = Text(f"{rule.key}: {name} {value:.15g}", f"{rule.title_zh}（{name} {value:.15g}）")
        yield Piece(rule.model_copy(update=others), label, everywhere)
