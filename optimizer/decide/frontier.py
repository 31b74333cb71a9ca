"""frontier: every value of two or three objectives that no plan beats in all of them.

Each county's plans worth considering are found apart, by number of units (and of
towns and subdistricts where these count), then one of them is chosen for each
county under the ties over several counties. A city's non-dominated value is a sum
of such values of its counties: exchanging a county's plan for one that is no worse
in every objective, with the same numbers of units, keeps every tie.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import partial
from math import inf
from typing import Any, Protocol

import numpy as np

from models.instance import Instance
from models.objectives import OBJECTIVES
from models.plan import Plan
from models.quantities import IntArray
from optimizer.check import Audit
from optimizer.check.objectives import Value
from optimizer.decide.apart import CountyQuestion, Part, as_ready, in_turns, menu_of, parts_of
from optimizer.decide.assembly import assemble
from optimizer.decide.doubts import COUNTED, Doubts, open_counts
from optimizer.decide.explore import ROUNDS, Exploration, explore, option_of
from optimizer.decide.modelling import Seats
from optimizer.decide.space import MORE_URBAN, Space, make_space
from optimizer.solve.clock import Clock
from optimizer.solve.decomposition.options import Option
from optimizer.solve.decomposition.pool import InProcess, Pool
from optimizer.solve.solution import CheckFailedError
from optimizer.solve.subproblem import Subproblem

_SHARE = 0.9
"""Of the time, for the counties; putting them together needs little."""
_GRACE = 3.0
"""Seconds for putting counties together, however late it is."""


class ResultStore(Protocol):
    """Keeps what was found for a county, so that a later run need not find it again."""

    def get(self, name: str, key: str) -> Any:
        """Return what was kept under a name for the very same question; None if nothing."""

    def put(self, name: str, key: str, value: Any) -> None:
        """Keep something."""


class NoStore:
    """A store that keeps nothing."""

    def get(self, name: str, key: str) -> Any:
        """Return nothing."""
        return None

    def put(self, name: str, key: str, value: Any) -> None:
        """Keep nothing."""


@dataclass(frozen=True)
class Point:
    """A non-dominated value with a plan.

    Attributes
    ----------
    values
        In the order of the objectives.
    proved
        Whether no plan is at least as good in all objectives and better in one.
    """

    values: tuple[Value, ...]
    proved: bool
    chosen: tuple[IntArray, ...]


@dataclass(frozen=True)
class Found:
    """A value of a county, as it is found.

    Attributes
    ----------
    proved
        Whether it is the best at its number of units.
    """

    county: str
    values: dict[str, Value]
    proved: bool


Told = Callable[[Found], None]


@dataclass(frozen=True)
class Frontier:
    """The non-dominated values of a territory.

    Attributes
    ----------
    objectives
        Their names, in order.
    points
        Best first by the first objective, then by the second.
    counties
        Frontier of each county by itself, its own rules alone.
    open_counts
        Numbers of units at which values may be missing; None stands for all of them.
    proved
        Whether these are all the values that there are, and each is proved.
    """

    space: Space
    objectives: tuple[str, ...]
    points: tuple[Point, ...]
    counties: tuple[tuple[Point, ...], ...]
    open_counts: tuple[int | None, ...]
    proved: bool

    def plan(self, point: Point) -> tuple[Plan, Audit]:
        """Return the plan of a value, checked.

        Raises
        ------
        CheckFailedError
            When the checker does not agree with the value.
        """
        plan, found = self.space.plan(point.chosen)
        values = tuple(found.objectives[name] for name in self.objectives)
        if values != point.values:
            raise CheckFailedError(f"{self.objectives}: engine {point.values}, checker {values}")
        return plan, found


def frontier(
    instance: Instance,
    objectives: Sequence[str],
    clock: Clock,
    most: int | None = None,
    store: ResultStore | None = None,
    identity: str = "",
    pool: Pool | None = None,
    told: Told = lambda _: None,
) -> Frontier:
    """Return the non-dominated values of two or three objectives.

    The counties are looked at in the pool. The walk over the whole territory is made
    here: each of its steps goes on from the value that the one before it found.

    Parameters
    ----------
    objectives
        Names; at most two of them sums over villages (travel, disruption).
    most
        The most values wanted for the whole territory.
    store, identity
        Where counties' results are kept, and what they depend on beside the columns.
    pool
        Where counties are looked at; by default in this process.
    told
        Is told of each county's values: one by one where they are found in this process,
        else when a county is done.

    Raises
    ------
    ValueError
        When more than two objectives are sums over villages.
    """
    sums = [name for name in objectives if name not in COUNTED]
    if len(sums) > 2 or len(set(objectives)) < len(objectives):
        raise ValueError(", ".join(objectives))
    sums = sums or ["travel"]
    names = list(dict.fromkeys(["units", *sums, *objectives]))
    space = make_space(instance, names, clock, len(sums) > 1, Seats.WHERE_NEEDED)
    share = (MORE_URBAN,) if "share" in objectives else ()
    levels = tuple(dict.fromkeys([*share, *space.levels]))
    held = _Held(NoStore() if store is None else store, identity)
    own = clock.within(_SHARE * clock.left)
    asked = CountyQuestion((), tuple(sums), levels)
    teller = _Teller(tuple(objectives), space.complete, told)
    menus = _menus(space, asked, own, held, pool or InProcess(), teller)
    city, points = _city(space, objectives, sums, menus, clock.grace(_GRACE), most)
    counties = tuple(_own(space, c, objectives, menu) for c, menu in enumerate(menus))
    doubts = Doubts.of(objectives, menus)
    open_ = open_counts(city, menus, doubts)
    settled = doubts.known or all(menu.complete for menu in menus)
    proved = space.separable and city.complete and settled and not open_
    return Frontier(space, tuple(objectives), points, counties, open_, proved)


@dataclass(frozen=True)
class _Held:
    """A store, and what its answers depend on beside the columns."""

    store: ResultStore
    identity: str

    def key(self, problem: Subproblem, asked: CountyQuestion) -> str:
        """Return what a county's result is kept under."""
        return _fingerprint(problem, [self.identity, *asked.sums, repr(asked.levels)])


@dataclass(frozen=True)
class _Teller:
    """Tells of the counties' values as they are found, each once.

    Attributes
    ----------
    complete
        Whether everything that can be chosen is at hand: otherwise nothing is proved.
    """

    objectives: tuple[str, ...]
    complete: bool
    told: Told
    _said: set[tuple[object, ...]] = field(default_factory=set)

    def option(self, county: str, option: Option) -> None:
        """Tell of a county's plan."""
        values = {name: _value(name, option) for name in self.objectives}
        proved = option.proved and self.complete
        said = (county, *values.values(), proved)
        if said not in self._said:
            self._said.add(said)
            self.told(Found(county, values, proved))

    def menu(self, county: str, menu: Exploration) -> None:
        """Tell of all that was found of a county."""
        for option in menu.options:
            self.option(county, option)

    def asking(
        self, pool: Pool, asked: CountyQuestion, parts: Sequence[Part], clock: Clock
    ) -> Iterator[tuple[int, Exploration]]:
        """Ask about some counties and tell of each value as early as it is known here."""
        here = pool.in_process or len(parts) == 1
        task = partial(menu_of, told=self.option) if here else menu_of
        for k, menu in as_ready(pool, task, asked, in_turns(parts, pool), clock):
            self.menu(parts[k].name, menu)
            yield k, menu


def _menus(
    space: Space,
    asked: CountyQuestion,
    clock: Clock,
    held: _Held,
    pool: Pool,
    teller: _Teller,
) -> list[Exploration]:
    """Return each county's plans worth considering, from the store where they are there."""
    codes = [county.code for county in space.territory.counties]
    keys = [held.key(problem, asked) for problem in space.choices]
    menus: dict[int, Exploration] = {}
    for c, problem in enumerate(space.choices):
        if menu := _recalled(problem, held.store.get(codes[c], keys[c])):
            menus[c] = menu
            teller.menu(space.territory.counties[c].name, menu)
    parts = parts_of(space)
    left = [c for c in range(len(parts)) if c not in menus]
    for k, menu in teller.asking(pool, asked, [parts[c] for c in left], clock):
        menus[left[k]] = menu
        if menu.complete:
            _keep(held.store, codes[left[k]], keys[left[k]], menu)
    if clock.effort.seconds is not None:
        _look_again(menus, parts, asked, pool, clock, teller)
        for c in left:
            if menus[c].complete:
                _keep(held.store, codes[c], keys[c], menus[c])
    return [menus[c] for c in range(len(parts))]


def _keep(store: ResultStore, name: str, key: str, menu: Exploration) -> None:
    store.put(name, key, [option.chosen.tolist() for option in menu.options])


def _look_again(
    menus: dict[int, Exploration],
    parts: Sequence[Part],
    asked: CountyQuestion,
    pool: Pool,
    clock: Clock,
    teller: _Teller,
) -> None:
    """Give the numbers of units that their shares of time did not settle what others left."""
    for _ in range(ROUNDS):
        again = [c for c in range(len(parts)) if menus[c].left]
        if not again or clock.over:
            return
        asking = [replace(parts[c], counts=menus[c].left) for c in again]
        for k, menu in teller.asking(pool, asked, asking, clock):
            menus[again[k]] = menus[again[k]].retried(menu)


def _fingerprint(problem: Subproblem, words: Sequence[str]) -> str:
    """Return a hash of what is chosen from in a county and of what is asked about it."""
    rows, arrays = problem.contents()
    digest = hashlib.sha256(repr((words, rows)).encode())
    for array in arrays:
        digest.update(np.ascontiguousarray(array, dtype=np.int64).tobytes())
    return digest.hexdigest()


def _recalled(problem: Subproblem, kept: Any) -> Exploration | None:
    if kept is None:
        return None
    choices = [np.array(columns, dtype=np.int64) for columns in kept]
    if not all(problem.accepts(chosen) for chosen in choices):
        return None
    return Exploration([option_of(problem, chosen, True) for chosen in choices])


def _city(
    space: Space,
    objectives: Sequence[str],
    sums: Sequence[str],
    menus: Sequence[Exploration],
    clock: Clock,
    most: int | None,
) -> tuple[Exploration, tuple[Point, ...]]:
    """Choose one option for each county, in every way that is not dominated."""
    if not all(menu.options for menu in menus):
        missing = [] if all(menu.complete for menu in menus) else [None]
        return Exploration(open_counts=[*missing]), ()
    options = {c: menu.options for c, menu in enumerate(menus)}
    whole = assemble(space.choices, options, space.wide)
    counts: Iterable[int | None] = [None]
    if set(objectives) & set(COUNTED):
        ends = [[o.units for o in menu.options] for menu in menus]
        counts = range(sum(map(min, ends)), sum(map(max, ends)) + 1)
    clock = clock.at("")
    share = (MORE_URBAN,) if "share" in objectives else ()
    found = explore(whole.problem, sums, counts, share, clock, most)
    doubts = Doubts.of(objectives, menus) if space.separable else Doubts(-inf)
    return found, _best(objectives, [(o, whole.unfold(o.chosen)) for o in found.options], doubts)


def _own(
    space: Space, county: int, objectives: Sequence[str], menu: Exploration
) -> tuple[Point, ...]:
    """Return what no other plan of a county alone beats."""
    doubts = Doubts.of(objectives, [menu]) if space.listed[county] else Doubts(-inf)
    return _best(objectives, [(o, (o.chosen,)) for o in menu.options], doubts)


def _best(
    objectives: Sequence[str],
    options: Sequence[tuple[Option, tuple[IntArray, ...]]],
    doubts: Doubts,
) -> tuple[Point, ...]:
    """Return the options that no other beats, one for each value, in order."""
    points: dict[tuple[Value, ...], Point] = {}
    for option, chosen in options:
        values = tuple(_value(name, option) for name in objectives)
        proved = option.proved and doubts.beaten_by_none(option)
        points.setdefault(values, Point(values, proved, chosen))
    keys = {values: _key(objectives, values) for values in points}
    kept = [v for v, key in keys.items() if not any(_beats(k, key) for k in keys.values())]
    return tuple(points[values] for values in sorted(kept, key=lambda values: keys[values]))


def _value(name: str, option: Option) -> Value:
    if name == "share":
        return Fraction(option.urban, option.units)
    return option.units if name == "units" else option.costs[name]


def _key(objectives: Sequence[str], values: Sequence[Value]) -> tuple[Value, ...]:
    """Return values that are all to be made small."""
    pairs = zip(objectives, values, strict=True)
    return tuple(-value if OBJECTIVES[name].ratio else value for name, value in pairs)


def behind(frontier: Frontier, values: tuple[Value, ...]) -> list[int]:
    """Return the positions of the points that beat some values."""
    key = _key(frontier.objectives, values)
    keys = [_key(frontier.objectives, point.values) for point in frontier.points]
    return [k for k, found in enumerate(keys) if _beats(found, key)]


def _beats(a: tuple[Value, ...], b: tuple[Value, ...]) -> bool:
    return a != b and all(x <= y for x, y in zip(a, b, strict=True))
