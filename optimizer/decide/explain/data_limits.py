"""What the ground itself forbids, as atoms: missing distances, missing contact, county borders.

No rule asks for these and none can be taken away, yet they can be why there is no plan.
An atom that is held stands for what the data say; one that is not held is lifted: the
distance is taken for 0, the two townships for neighbours. Lifting never takes a plan
away, so such atoms are deleted like those of rules.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from models.instance import Instance
from models.merge.problem import Problem
from models.quantities import NO_LIMIT, IntArray
from models.rules.pairs import Together, villages_of
from models.territory import Territory
from optimizer.text import Text, listed

MOST_TOWNSHIPS, MOST_VILLAGES = 12, 80
"""Up to so many in a county all pairs that do not touch are asked about; above, only those that
a scenario wants together: where everything touches, sets of townships are too many to list."""
_SHOWN = 4
"""Villages without a distance that are named; the others are counted."""


@dataclass(frozen=True)
class DataLimit:
    """Something that the ground forbids at one place.

    Attributes
    ----------
    places
        The two townships (positions) that it is about.
    eased
        What would have to be otherwise, to say whether that alone restores a plan.
    """

    clause: str
    key: str
    title: str
    title_zh: str
    county: int
    places: tuple[int, int]
    label: Text
    eased: Text

    def restrict(self, problem: Problem) -> None:
        """Ask for nothing: what the data say stands already."""

    def lift(self, problem: Problem) -> None:
        """Loosen a county's problem that no rule has restricted yet."""
        if problem.county == self.county:
            _LIFTS[self.key](problem, *self.places)


def _known(problem: Problem, township: int, seat_of: int) -> None:
    """Take the distances of a township's villages to a seat that are missing for 0."""
    rows = problem.townships[problem.home_of_village] == township
    column = int(np.searchsorted(problem.townships, seat_of))
    metres = problem.metres.copy()
    metres[rows & (metres[:, column] >= NO_LIMIT), column] = 0
    problem.metres = metres
    problem.allowed[:] = True
    problem.forbid(~problem.reachable)


def _touching(problem: Problem, a: int, b: int) -> None:
    """Let two townships touch: their seats in mode whole, else all of their villages."""
    home = problem.townships[problem.home_of_village]
    if problem.parts < len(problem.villages):
        seats = problem.territory.seats[[a, b]]
        pairs = np.sort(seats)[None, :]
    else:
        ends = np.meshgrid(problem.villages[home == a], problem.villages[home == b])
        pairs = np.sort(np.stack([end.ravel() for end in ends], axis=1), axis=1)
    problem.pairs = np.concatenate([problem.pairs, pairs])


_LIFTS = {"distances": _known, "contact": _touching, "borders": lambda *_: None}


def ground_of(instance: Instance) -> Iterator[DataLimit]:
    """Yield all that the ground forbids, as far as it is asked about."""
    if instance.scenario.seats == "any":
        return
    wanted = list(_wanted(instance))
    for county in range(len(instance.territory.counties)):
        yield from _missing(instance.territory, county)
        yield from _apart(instance, county, wanted)


def borders(territory: Territory, pair: tuple[str, str]) -> DataLimit | None:
    """Return the county border between two that are wanted together; None where there is none."""
    a, b = (_township(territory, code) for code in pair)
    county = territory.county_of_township[[a, b]].tolist()
    if county[0] == county[1]:
        return None
    names = [
        f"{_name(territory, t)} ({territory.counties[c].name})"
        for t, c in zip((a, b), county, strict=True)
    ]
    return DataLimit(
        "P5.county",
        "borders",
        "a unit lies in one county",
        "不跨县（区）",
        county[0],
        (a, b),
        Text(
            f"county border between {names[0]} and {names[1]}",
            f"{names[0]} 与 {names[1]} 分属不同县（区）",
        ),
        Text("", ""),
    )


def _wanted(instance: Instance) -> Iterator[tuple[int, int]]:
    rule: Together | None = instance.scenario.rule("together")
    for pair in rule.pairs if rule else ():
        a, b = sorted(_township(instance.territory, code) for code in pair)
        yield a, b


def _township(territory: Territory, code: str) -> int:
    return int(territory.villages.township[villages_of(territory, code)[0]])


def _name(territory: Territory, township: int) -> str:
    found = territory.townships[township]
    return f"{found.name} ({found.code})"


def _missing(territory: Territory, county: int) -> Iterator[DataLimit]:
    """Yield the pairs of township and seat between which some distance is missing."""
    villages, townships = territory.villages_in(county), territory.townships_in(county)
    lacking = territory.metres_in(county) >= NO_LIMIT
    home = territory.villages.township[villages]
    for column, seat_of in enumerate(townships.tolist()):
        for township in np.unique(home[lacking[:, column]]).tolist():
            found = villages[lacking[:, column] & (home == township)]
            yield _no_distance(territory, county, (township, seat_of), found)


def _no_distance(
    territory: Territory, county: int, places: tuple[int, int], villages: IntArray
) -> DataLimit:
    codes = [f"{territory.villages.names[v]} ({territory.villages.codes[v]})" for v in villages]
    more = f" (+{len(codes) - _SHOWN})" if len(codes) > _SHOWN else ""
    names, (a, b) = listed(codes[:_SHOWN]), (_name(territory, t) for t in places)
    return DataLimit(
        "data",
        "distances",
        "distances that are missing",
        "缺少的距离",
        county,
        places,
        Text(
            f"no distance from {names.en}{more} of {a} to the seat of {b}",
            f"缺少 {a} 的 {names.zh}{more} 到 {b} 驻地的距离",
        ),
        Text("with the missing distances known, and short enough,", "如补齐缺少的距离且足够近"),
    )


def _apart(instance: Instance, county: int, wanted: list[tuple[int, int]]) -> Iterator[DataLimit]:
    """Yield the pairs of townships that do not touch, as far as they are asked about."""
    townships = instance.territory.townships_in(county).tolist()
    many = len(townships) > MOST_TOWNSHIPS
    if instance.scenario.mode != "whole":
        many = len(instance.territory.villages_in(county)) > MOST_VILLAGES
    ends = np.sort(
        instance.territory.villages.township[instance.territory.pairs_in(county)], axis=1
    )
    touching = set(map(tuple, ends.tolist()))
    for pair in combinations(townships, 2):
        if pair in touching or (many and pair not in wanted):
            continue
        a, b = (_name(instance.territory, t) for t in pair)
        yield DataLimit(
            "P2.contiguity",
            "contact",
            "townships that do not touch",
            "不相邻的乡镇",
            county,
            pair,
            Text(f"{a} and {b} do not touch", f"{a} 与 {b} 不相邻"),
            Text("with these townships in contact", "如这些乡镇相邻"),
        )
