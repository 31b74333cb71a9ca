"""From the cells of counties to bounds of the whole territory.

A plan of the territory has, in each county, a plan in one of the county's cells; its vector is
the sum of theirs, and lexicographic order is kept by sums. So the least sum of vectors, over all
choices of a cell for each county that the ties do not rule out, is a vector that no plan comes
before. It is found by dynamic programming over the counties: of partial choices that are alike
to every tie the least is kept. What a tie adds up over a choice is known as an interval.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from models.merge.coupling import CouplingConstraint
from models.quantities import NO_LIMIT
from optimizer.check.certificate.broken import BrokenError
from optimizer.check.certificate.cells import Vector, Verified
from optimizer.check.certificate.program import EVERYTHING
from optimizer.check.certificate.question import SHARE, UNITS, URBAN, Question

Value = int | Fraction
_MOST = 1_000_000
_Ends = tuple[int | None, int | None]


@dataclass(frozen=True)
class Reach:
    """What is known of any plan of a county.

    Attributes
    ----------
    most
        The most units.
    falling
        Sums that can be negative.
    first
        The first objective.
    """

    most: int
    falling: frozenset[str]
    first: str

    def of(self, cell: Verified, name: str) -> _Ends:
        """Return the interval of a sum in a cell; None where an end is not known."""
        low, high = cell.box.get(name, EVERYTHING)
        if name not in self.falling:
            low = max(low, int(name == UNITS))
        if name == self.first and cell.vector:
            low = max(low, cell.vector[0])
        if name in (UNITS, URBAN):
            high = min(high, self.most, cell.box.get(UNITS, EVERYTHING)[1])
        return None if low <= -NO_LIMIT else low, None if high >= NO_LIMIT else high


@dataclass(frozen=True)
class Choice:
    """A choice of one cell for each county so far.

    Attributes
    ----------
    vector
        Sum of the cells' vectors, as long as the shortest of them.
    cells
        The cell of each county.
    """

    vector: Vector
    cells: tuple[int, ...]


@dataclass(frozen=True)
class Bounds:
    """What is proved of every plan of the territory.

    Attributes
    ----------
    values
        The least vector; where it is shorter than the list of objectives nothing is proved of
        the rest. A share is a fraction.
    """

    values: tuple[Value, ...]
    cells: tuple[int, ...]


def combine(
    question: Question, counties: Sequence[Sequence[Verified]], reaches: Sequence[Reach]
) -> Bounds | None:
    """Return the least vector of the territory; None where the ties leave no choice.

    Parameters
    ----------
    counties
        The cells of each county, empty ones left out.
    reaches
        What is known of any plan of each county.
    """
    ties = [_Counted(tie, counties, reaches) for tie in question.wide]
    loose = not question.counts_first
    length = len(question.names)
    best: dict[tuple[_Ends | int | None, ...], Choice] = {}
    best[(*((0, 0) for _ in ties), 0)] = Choice((0,) * length, ())
    for c, cells in enumerate(counties):
        grown: dict[tuple[_Ends | int | None, ...], Choice] = {}
        for key, choice in best.items():
            for k, cell in enumerate(cells):
                ends = [t.added(key[i], c, k) for i, t in enumerate(ties)]  # type: ignore[arg-type]
                if not all(t.possible(e, c + 1) for t, e in zip(ties, ends, strict=True)):
                    continue
                units = _units(key[-1], cell, reaches[c]) if loose else None  # type: ignore[arg-type]
                made = Choice(_sum(choice.vector, cell.vector), (*choice.cells, k))
                at = (*ends, units)
                if at not in grown or made.vector < grown[at].vector:
                    grown[at] = made
        if len(grown) > _MOST:
            raise BrokenError("too many choices of cells", "单元组合过多")
        best = grown
    if not best:
        return None
    found = [_bounds(question, key[-1], choice) for key, choice in best.items()]  # type: ignore[arg-type]
    return min(found, key=lambda b: _order(question, b.values))


def _sum(a: Vector, b: Vector) -> Vector:
    return tuple(x + y for x, y in zip(a, b, strict=False))


def _units(so_far: int | None, cell: Verified, reach: Reach) -> int | None:
    """Return the number of units of a choice; None where a cell leaves it open."""
    low, high = reach.of(cell, UNITS)
    return None if so_far is None or low is None or low != high else so_far + low


class _Counted:
    """What the cells of each county add to a tie."""

    def __init__(
        self,
        tie: CouplingConstraint,
        counties: Sequence[Sequence[Verified]],
        reaches: Sequence[Reach],
    ) -> None:
        self.tie = tie
        self.ends = [
            [_ends(tie, cell, reaches[c]) if c in tie.counties else (0, 0) for cell in cells]
            for c, cells in enumerate(counties)
        ]
        self.least, self.most = self._ahead(0), self._ahead(1)

    def _ahead(self, end: int) -> list[int | None]:
        """Return what the counties from each on can add at least, or at most."""
        out: list[int | None] = [0]
        for of_cells in reversed(self.ends):
            values = [ends[end] for ends in of_cells]
            known = [v for v in values if v is not None]
            after = out[-1]
            if after is None or len(known) < len(values):
                out.append(None)
            else:
                out.append(after + (max(known, default=0) if end else min(known, default=0)))
        return out[::-1]

    def added(self, so_far: _Ends, county: int, cell: int) -> _Ends:
        """Return the interval with one cell more."""
        low, high = self.ends[county][cell]
        a = None if so_far[0] is None or low is None else so_far[0] + low
        b = None if so_far[1] is None or high is None else so_far[1] + high
        # What one side of the tie cannot tell apart any more is alike.
        return (
            None if self.tie.high >= NO_LIMIT else a,
            None if self.tie.low <= -NO_LIMIT else b,
        )

    def possible(self, ends: _Ends, county: int) -> bool:
        """Return whether the counties from one on can still make the tie hold."""
        least, most = self.least[county], self.most[county]
        if ends[0] is not None and least is not None and ends[0] + least > self.tie.high:
            return False
        return ends[1] is None or most is None or ends[1] + most >= self.tie.low


def _ends(tie: CouplingConstraint, cell: Verified, reach: Reach) -> _Ends:
    """Return the interval of what a county's plans in a cell add to a tie."""
    terms = [(tie.per_unit, UNITS), (tie.per_urban, URBAN)]
    terms += [(weight, name) for name, weight in tie.per_cost]
    low: int | None = 0
    high: int | None = 0
    for weight, name in terms:
        if weight:
            a, b = reach.of(cell, name)
            if weight < 0:
                a, b = b, a
            low = None if low is None or a is None else low + weight * a
            high = None if high is None or b is None else high + weight * b
    return low, high


def _bounds(question: Question, units: int | None, choice: Choice) -> Bounds:
    """Return a choice's vector as values of the objectives."""
    values: list[Value] = []
    for name, value in zip(question.names, choice.vector, strict=False):
        if name == SHARE:
            total = values[question.names.index(UNITS)] if question.counts_first else units
            if not total:
                break
            values.append(1 - Fraction(value, int(total)))
        else:
            values.append(value)
    return Bounds(tuple(values), choice.cells)


def _order(question: Question, values: Sequence[Value]) -> tuple[Value, ...]:
    """Return values so that less is better for each."""
    pairs = zip(question.names, values, strict=False)
    return tuple(-v if name == SHARE else v for name, v in pairs)


def value_vector(question: Question, found: Mapping[str, Value | None]) -> tuple[Value, ...]:
    """Return a plan's values of the objectives that bounds are about."""
    out: list[Value] = []
    for name in question.names:
        value = found[name]
        if value is None:
            break
        out.append(value)
    return tuple(out)


def compare(question: Question, bound: Sequence[Value], plan: Sequence[Value]) -> int:
    """Return how many values agree from the first on; -1 where the bound is passed.

    A bound that is passed cannot be: the plan shows it to be wrong.
    """
    a, b = _order(question, bound), _order(question, plan)
    if a > b[: len(a)]:
        return -1
    agree = 0
    for x, y in zip(a, b, strict=False):
        if x != y:
            break
        agree += 1
    return agree
