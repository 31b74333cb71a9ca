"""price: what a number of a rule costs, and where it starts to bind.

The scenario is solved for each value and once with the number lifted. A value binds
where its best values are not those without the number. A plan that is best without it
is best for every value that the plan itself keeps, which is found by the checker
alone; a solve just beyond tells whether another plan takes its place.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from models.instance import Instance
from models.kinds import Kind
from models.plan import Outcome, Plan
from models.quantities import IntArray
from models.scenario import Scenario
from models.territory import Territory
from optimizer.check import audit
from optimizer.data.faults import Fault
from optimizer.solve.clock import Clock
from optimizer.solve.decomposition.pool import Pool
from optimizer.solve.results import ObjectiveResult
from optimizer.solve.run import solve

Number = int | float
Variant = Callable[[Number | None], Scenario]
_STEPS = 8
"""Most solves beyond the sweep that look for where the number starts to bind."""


@dataclass(frozen=True)
class Priced:
    """The scenario solved at one value; `value` is None with the number lifted.

    Attributes
    ----------
    kept_to
        Tightest value that the plan keeps.
    cut
        Whether the limit of time ended the search.
    """

    value: Number | None
    outcome: Outcome
    reached: tuple[ObjectiveResult, ...] = ()
    unit: IntArray | None = None
    kinds: tuple[tuple[int, Kind], ...] = ()
    kept_to: Number | None = None
    cut: bool = False

    @property
    def proved(self) -> bool:
        """Whether the values, or that there is no plan, are proved."""
        return self.outcome in (Outcome.OPTIMAL, Outcome.INFEASIBLE)

    @property
    def best(self) -> tuple[object, ...]:
        """What the objectives reached, in order; empty where there is no plan."""
        return tuple(r.best for r in self.reached)

    def plan(self, territory: Territory) -> Plan | None:
        """Return the plan."""
        return None if self.unit is None else Plan(territory, self.unit, dict(self.kinds))


@dataclass(frozen=True)
class Price:
    """A sweep over a number of a rule.

    Attributes
    ----------
    rows
        One for each value, in order.
    free
        With the number lifted.
    upper
        Whether the number is an upper limit, tighter the smaller it is.
    starts
        The value that is just loose enough not to bind; None when that is not known.
    """

    key: str
    rows: tuple[Priced, ...]
    free: Priced
    upper: bool
    starts: Number | None

    def binds(self, row: Priced) -> bool | None:
        """Return whether a value makes the optimum worse; None where that is not proved."""
        if not row.proved or not self.free.proved:
            return None
        return row.best != self.free.best


@dataclass(frozen=True)
class Sweep:
    """What is asked: which number, at which values, and how fine it is.

    Attributes
    ----------
    variant
        Returns the scenario at a value, or with the number lifted (None).
    grain
        The smallest change of the number that matters.
    reach
        The least and the most that the number may be.
    odd
        What is odd about the rule at these values, such as that it applies to nothing.
    """

    key: str
    values: Sequence[Number]
    variant: Variant
    upper: bool
    grain: Decimal
    reach: tuple[Decimal, Decimal]
    odd: tuple[Fault, ...] = ()

    @property
    def tightest(self) -> Decimal:
        """The tightest value asked for."""
        return _exact(min(self.values) if self.upper else max(self.values))

    @property
    def loosest(self) -> Decimal:
        """The loosest value at which a plan that is best without the number is tried."""
        low, high = _exact(min(self.values)), _exact(max(self.values))
        width = max(high - low, high)
        least, most = self.reach
        return min(most, high + width) if self.upper else max(least, low - width)

    def beyond(self, value: Number) -> Number:
        """Return the next tighter value."""
        step = -self.grain if self.upper else self.grain
        return _number(_exact(value) + step)


def price(
    territory: Territory,
    sweep: Sweep,
    pool: Pool,
    clock: Clock,
    told: Callable[[Priced], None] = lambda _: None,
) -> Price:
    """Solve the scenario at each value and without the number, in parallel.

    Each has its share of the time. Without the number it comes last: with nothing to bound
    the units that may be the hardest question. What was cut short is asked again with the
    time that is left.

    Parameters
    ----------
    told
        Is told of each value as it is solved.
    """
    asked: list[Number | None] = [*sweep.values, None]
    known: dict[int, Priced] = {}
    left = list(range(len(asked)))
    while left:
        turns = [-(-(len(left) - at) // pool.width) for at in range(len(left))]
        items = [
            (asked[k], sweep.variant(asked[k]), turn) for k, turn in zip(left, turns, strict=True)
        ]
        for at, row in pool.run(solve_at, territory, items, clock):
            if row.plan(territory) is not None or row.proved or left[at] not in known:
                known[left[at]] = row
                told(row)
        left = [k for k in left if known[k].cut and not clock.over]
    rows = [_kept(territory, sweep, known[k]) for k in range(len(asked))]
    starts = _start(territory, sweep, [rows[-1], *rows[:-1]], clock)
    return Price(sweep.key, tuple(rows[:-1]), rows[-1], sweep.upper, starts)


def solve_at(
    territory: Territory, item: tuple[Number | None, Scenario, int], clock: Clock
) -> Priced:
    """Solve at one value within its share: the time that is left, by the turns still to come."""
    value, scenario, turns = item
    clock = clock.at("" if value is None else f"{value:g}")
    solution = solve(Instance(territory, scenario), clock.share(turns))
    cut = solution.cut and solution.outcome in (Outcome.FEASIBLE, Outcome.UNKNOWN)
    if solution.plan is None:
        return Priced(value, solution.outcome, cut=cut)
    kinds = tuple(sorted(solution.plan.conversions.items()))
    reached, unit = solution.reached, solution.plan.unit
    return Priced(value, solution.outcome, reached, unit, kinds, cut=cut)


def _kept(territory: Territory, sweep: Sweep, row: Priced) -> Priced:
    """Add the tightest value that the plan keeps, by bisection with the checker.

    It is looked for between the range's tightest value and the row's own; without
    one, as far beyond the range's loosest value as the range is wide, or its double.
    """
    plan = row.plan(territory)
    if plan is None:
        return row
    tight, loose = sweep.tightest, sweep.loosest if row.value is None else _exact(row.value)
    steps = int(abs(loose - tight) / sweep.grain)

    def value(step: int) -> Decimal:
        return tight + (step if sweep.upper else -step) * sweep.grain

    if not _keeps(plan, sweep, value(steps)):
        return row if row.value is None else replace(row, kept_to=row.value)
    fails, keeps = -1, steps
    while keeps - fails > 1:
        middle = (keeps + fails) // 2
        keeps, fails = (middle, fails) if _keeps(plan, sweep, value(middle)) else (keeps, middle)
    return replace(row, kept_to=_number(value(keeps)))


def _keeps(plan: Plan, sweep: Sweep, value: Decimal) -> bool:
    key = sweep.key.split(".")[1]
    found = audit(plan, sweep.variant(_number(value)))
    return not any(f.key == key for f in found.broken)


def _start(
    territory: Territory, sweep: Sweep, rows: Sequence[Priced], clock: Clock
) -> Number | None:
    """Return the tightest value with the values of the free optimum, where it is proved.

    Inside the range only: where its tightest value does not bind, it does not start.
    """
    free = rows[0]
    last = free
    if not free.proved or free.unit is None:
        return None
    for row in rows[1:]:
        same = row.proved and row.best == free.best and row.kept_to is not None
        if same and _tighter_than(sweep, row.kept_to, last.kept_to):
            last = row
    for _ in range(_STEPS):
        if last.kept_to is None or _exact(last.kept_to) == sweep.tightest or clock.over:
            return None
        beyond = sweep.beyond(last.kept_to)
        found = solve_at(territory, (beyond, sweep.variant(beyond), 1), clock)
        if not found.proved:
            return None
        if found.best != free.best:
            return last.kept_to
        last = _kept(territory, sweep, found)
    return None


def _tighter_than(sweep: Sweep, a: Number | None, b: Number | None) -> bool:
    if a is None or b is None:
        return b is None
    return a < b if sweep.upper else a > b


def _exact(value: Number) -> Decimal:
    return Decimal(str(value))


def _number(value: Decimal) -> Number:
    return int(value) if value == int(value) else float(value)
