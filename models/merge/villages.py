"""Parts are assigned to seats: villages in the modes `split` and `redraw`, else townships.

Columns are the decisions x[v, s] in {0, 1}, village v in the unit of seat s, those
that are equal in every plan being one column (`models.merge.equal`), z[o], the unit
takes option o, and some auxiliary ones; y[s] = x[seat of s, s] says that seat s is
kept. Rows:

    sum over s of x[v, s] = 1                                   every village
    x[v, s] <= y[s] = sum of z[o] over the options of s         every village and seat
    sum of low[o] z[o] <= sum of w[v] x[v, s] <= sum of high[o] z[o]   every limit
    sum over v at home in s of x[v, s] >= (n[s] - T) y[s]       at most T transfers
    x[a, s] <= h[s],  x[b, s] <= 1 - h[s]                       A and B kept apart

A plan is given as the option that the unit of each village takes.

and contiguity, which is exact but added where a solution asks for it
(`models.merge.contiguity`). docs/model-villages.md has the whole model.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import block_diag, csr_array

from models.merge.candidate_costs import CandidateCosts
from models.merge.contiguity import Contiguity, nearness
from models.merge.coupling import CouplingConstraint
from models.merge.equal import equal_columns
from models.merge.expressions import UNITS, LinearExpression, Row, cost_of
from models.merge.problem import Problem
from models.merge.reach import reachable_seats
from models.merge.rows import Rows
from models.merge.village_rows import VillageRows, village_rows
from models.objectives import OBJECTIVES
from models.quantities import NO_LIMIT, BoolArray, IntArray
from models.scenario import ObjectiveSpec, Scenario

FAR_M = 10**9
"""Stands for a way that is not known, metres: farther than any."""


@dataclass(frozen=True)
class VillageModel:
    """The assignment problem of one county, or of several side by side.

    Attributes
    ----------
    column
        Column of each village-seat pair, -1 where it cannot be, shape (villages, seats).
    option_seat, option_column, urban
        Seat, column z and whether it makes a town or subdistrict, of each option.
    size
        Number of columns, auxiliary ones included.
    contiguity
        The graph and the seats' villages.
    county
        Of each seat.
    costs
        Cost of each column by objective, the opening of options included.
    peaks
        Cost of each village-seat pair by objective that is a bottleneck.
    fixed
        Rows of the model that speak of columns.
    guide_cost
        Travel of each column: what plans are found by where an objective only counts.
    nearness
        Order of the villages by seat, see `models.merge.contiguity.nearness`.
    excluded
        Columns that are 0 for a reason of their own (`below`).
    rows
        Side rows: what a solution sums up to.
    """

    column: IntArray
    option_seat: IntArray
    option_column: IntArray
    urban: IntArray
    size: int
    contiguity: Contiguity
    county: IntArray
    costs: Mapping[str, IntArray]
    peaks: Mapping[str, IntArray]
    fixed: Rows
    guide_cost: IntArray
    nearness: IntArray
    excluded: BoolArray
    rows: tuple[Row, ...] = ()

    @property
    def villages(self) -> int:
        """Number of villages."""
        return len(self.column)

    @property
    def seats(self) -> int:
        """Number of seats."""
        return len(self.county)

    @property
    def seat_column(self) -> IntArray:
        """The column y of each seat; -1 where it cannot be kept."""
        out: IntArray = self.column[self.contiguity.seat, np.arange(self.seats)]
        return out

    @cached_property
    def auxiliary(self) -> BoolArray:
        """The columns that are no village-seat pair and no option."""
        out = np.ones(self.size, dtype=bool)
        out[self.column[self.column >= 0]] = False
        out[self.option_column[self.option_column >= 0]] = False
        return out

    def coefficients(self, sum_: LinearExpression) -> IntArray:
        """Return a sum's coefficient of each column."""
        total = np.zeros(self.size, dtype=np.int64)
        counted = self._counted(sum_)
        open_ = (self.seat_column >= 0) & counted
        np.add.at(total, self.seat_column[open_], sum_.per_unit)
        open_ = (self.option_column >= 0) & counted[self.option_seat]
        np.add.at(total, self.option_column[open_], sum_.per_urban * self.urban[open_])
        for name, weight in sum_.per_cost:
            total += weight * self.costs[name] * self._columns_of(counted)
        return total

    def _counted(self, sum_: LinearExpression) -> BoolArray:
        if sum_.counties is None:
            return np.ones(self.seats, dtype=bool)
        return np.isin(self.county, sorted(sum_.counties))

    def _columns_of(self, seats: BoolArray) -> IntArray:
        """Return 1 for the columns of some seats."""
        if seats.all():
            return np.ones(self.size, dtype=np.int64)
        inside = np.zeros(self.size, dtype=np.int64)
        columns = np.concatenate(
            [self.column[:, seats].ravel(), self.option_column[seats[self.option_seat]]]
        )
        inside[columns[columns >= 0]] = 1
        return inside

    def measure(self, sum_: LinearExpression, chosen: IntArray) -> int:
        """Return what a plan sums up to.

        Parameters
        ----------
        chosen
            The option that the unit of each village takes.
        """
        return int(self.coefficients(sum_)[self.columns(chosen)].sum())

    def columns(self, chosen: IntArray) -> IntArray:
        """Return the columns that a plan sets to 1, but auxiliary ones, each once."""
        pairs = self.column[np.arange(self.villages), self.option_seat[chosen]]
        return np.union1d(pairs, self.option_column[np.unique(chosen)])

    def bounded(self, *rows: Row) -> VillageModel:
        """Return the problem with more side rows."""
        return replace(self, rows=(*self.rows, *rows))

    def units_range(self) -> tuple[int, int]:
        """Return the (fewest, most) units that the side rows allow, as far as they say so."""
        alike = (UNITS, cost_of("units"))
        rows = [row for row in self.rows if self._everywhere(row.sum) in alike]
        low = max((r.low for r in rows), default=1)
        return low, min((r.high for r in rows), default=self.seats)

    @property
    def most_units(self) -> int:
        """An upper limit of the units."""
        return min(int((self.seat_column >= 0).sum()), self.units_range()[1])

    def peak_values(self, name: str) -> IntArray:
        """Return every value that a bottleneck can have."""
        return np.unique(self.peaks[name][self.column >= 0])

    def peak(self, name: str, chosen: IntArray) -> int:
        """Return a bottleneck's value of a plan."""
        pairs = self.peaks[name][np.arange(self.villages), self.option_seat[chosen]]
        return int(pairs.max(initial=0))

    def peak_floor(self, name: str) -> int:
        """Return what a bottleneck comes to at least."""
        nearest = np.where(self.column >= 0, self.peaks[name], NO_LIMIT).min(axis=1)
        return int(nearest[nearest < NO_LIMIT].max(initial=0))

    def below(self, name: str, value: int) -> VillageModel:
        """Return the problem without the village-seat pairs that cost more than a value."""
        far = self.column[(self.column >= 0) & (self.peaks[name] > value)]
        shut = self.excluded.copy()
        shut[far] = True
        return replace(self, excluded=shut)

    def assigned(self, assigning: IntArray, opening: IntArray | None = None) -> IntArray:
        """Return the cost of each column, from costs of village-seat pairs and of options.

        Parameters
        ----------
        assigning
            Shape (villages, seats).
        opening
            Shape (options,); nothing by default.
        """
        total = np.zeros(self.size, dtype=np.int64)
        inside = self.column >= 0
        np.add.at(total, self.column[inside], assigning[inside])
        if opening is not None:
            taken = self.option_column >= 0
            np.add.at(total, self.option_column[taken], opening[taken])
        return total

    def arrays(self) -> Iterator[NDArray[Any]]:
        """Yield all that tells one problem from another, side rows apart."""
        yield from (self.column, self.option_seat, self.option_column, self.urban)
        yield from (self.contiguity.seat, self.contiguity.links, self.fixed.low, self.fixed.high)
        yield self.excluded
        for matrix in (self.contiguity.graph, self.fixed.matrix):
            yield from (matrix.indptr, matrix.indices, matrix.data)
        yield from self.costs.values()

    def priced(self, name: str, cost: IntArray) -> VillageModel:
        """Return the problem with one more cost of its columns, or another one of that name."""
        return replace(self, costs={**self.costs, name: cost})

    def _everywhere(self, sum_: LinearExpression) -> LinearExpression:
        if sum_.counties is None or not set(self.county.tolist()) <= sum_.counties:
            return sum_
        return replace(sum_, counties=None)

    def side_rows(self) -> Rows:
        """Return the side rows as rows over columns."""
        sums = [self._side_sums[row.sum] for row in self.rows]
        return Rows(
            csr_array(np.array(sums, dtype=np.int64).reshape(len(sums), self.size)),
            np.array([row.low for row in self.rows], dtype=np.int64),
            np.array([row.high for row in self.rows], dtype=np.int64),
        )

    def accepts(self, chosen: IntArray) -> bool:
        """Return whether a plan keeps every rule and every side row."""
        return self.is_plan(chosen) and self.keeps_side_rows(chosen)

    def is_plan(self, chosen: IntArray) -> bool:
        """Return whether units are connected and keep every rule, side rows apart.

        It is the same for every model made of this one by `bounded`, `below` or `priced`.
        """
        if (self.columns(chosen) < 0).any() or not self._one_option(chosen):
            return False
        connected = self.contiguity.connected(self.option_seat[chosen])
        return connected and self.fixed.hold(self.point(chosen))

    def keeps_side_rows(self, chosen: IntArray) -> bool:
        """Return whether a plan keeps the side rows and uses no column that is excluded."""
        columns = self.columns(chosen)
        if self.excluded[columns].any():
            return False
        sums = ((row, int(self._side_sums[row.sum][columns].sum())) for row in self.rows)
        return all(row.low <= value <= row.high for row, value in sums)

    @cached_property
    def _side_sums(self) -> dict[LinearExpression, IntArray]:
        """The coefficients of what side rows speak of."""
        return {sum_: self.coefficients(sum_) for sum_ in {row.sum for row in self.rows}}

    def _one_option(self, chosen: IntArray) -> bool:
        """Return whether each unit takes one option."""
        return len(np.unique(chosen)) == len(np.unique(self.option_seat[chosen]))

    def seats_of(self, chosen: IntArray) -> IntArray:
        """Return the seat of each village."""
        return self.option_seat[chosen]

    def read(self, point: IntArray) -> IntArray:
        """Return the plan of a 0/1 point: the option of each village's unit."""
        on = (self.column >= 0) & (point[np.maximum(self.column, 0)] > 0)
        taken = (self.option_column >= 0) & (point[np.maximum(self.option_column, 0)] > 0)
        option = np.zeros(self.seats, dtype=np.int64)
        option[self.option_seat[taken]] = np.nonzero(taken)[0]
        out: IntArray = option[np.argmax(on, axis=1)]
        return out

    def point(self, chosen: IntArray) -> IntArray:
        """Return the 0/1 value of every column, auxiliary ones at their best."""
        x = np.zeros(self.size, dtype=np.int64)
        x[self.columns(chosen)] = 1
        aux = np.nonzero(self.auxiliary)[0]
        if len(aux):
            sums, matrix = self.fixed.matrix @ x, self.fixed.matrix[:, aux]
            above = (matrix < 0).astype(np.int64).T @ (sums > self.fixed.high).astype(np.int64)
            below = (matrix > 0).astype(np.int64).T @ (sums < self.fixed.low).astype(np.int64)
            # An auxiliary column is 1 where that lets a row hold.
            x[aux] = (above + below > 0).astype(np.int64)
        return x


def village_model(
    problem: Problem, scenario: Scenario, ties: Iterable[CouplingConstraint]
) -> VillageModel:
    """Set up a county's problem; its own ties become side rows."""
    pricing = CandidateCosts(problem, scenario, tuple(ties))
    column = equal_columns(problem, reachable_seats(problem))
    made = village_rows(problem, column)
    pieces, seats = problem.fragments(), problem.seat_parts()
    graph = _simple(pieces.graph)
    tables = pricing.cost_tables
    travel = ObjectiveSpec(name="travel")
    guide_cost = (travel.opening(problem), travel.assigning(problem))
    return VillageModel(
        column,
        problem.options.seat,
        made.option_column,
        problem.options.urban,
        made.size,
        Contiguity(graph, seats, column >= 0, pieces.links),
        np.full(len(problem.townships), problem.county, dtype=np.int64),
        {name: _cost(column, made, *table) for name, table in tables.items()},
        {name: table[1] for name, table in tables.items() if OBJECTIVES[name].bottleneck},
        made.rows,
        _cost(column, made, *guide_cost),
        nearness(graph, seats, np.minimum(problem.metres_of_parts, FAR_M), pieces.links),
        np.zeros(made.size, dtype=bool),
        tuple(tie.row() for tie in pricing.ties if tie.counties == {problem.county}),
    )


def _simple(graph: csr_array) -> csr_array:
    graph.sum_duplicates()
    graph.data[:] = 1
    return graph


def _cost(column: IntArray, made: VillageRows, opening: IntArray, assigning: IntArray) -> IntArray:
    """Return an objective's cost of each column."""
    total = np.zeros(made.size, dtype=np.int64)
    inside, taken = column >= 0, made.option_column >= 0
    np.add.at(total, column[inside], assigning[inside])
    np.add.at(total, made.option_column[taken], opening[taken])
    return total


def join_villages(
    models: Sequence[VillageModel], ties: Iterable[CouplingConstraint]
) -> VillageModel:
    """Return the problem of several counties at once, ties as side rows.

    A cost that a county does not have is one that no row adds up there: it is 0.
    """
    sizes = np.array([(m.villages, m.seats, m.size) for m in models])
    villages, seats, columns = np.vstack([np.zeros(3, dtype=np.int64), sizes.cumsum(axis=0)]).T
    placed = list(zip(models, seats, columns, strict=False))
    column = _side_by_side([_moved(m.column, c) for m, _, c in placed], -1)
    names = dict.fromkeys(n for m in models for n in m.costs)
    return VillageModel(
        column,
        np.concatenate([m.option_seat + s for m, s, _ in placed]),
        np.concatenate([_moved(m.option_column, c) for m, _, c in placed]),
        np.concatenate([m.urban for m in models]),
        int(columns[-1]),
        _joined_contiguity(models, column, seats, villages),
        np.concatenate([m.county for m in models]),
        {
            n: np.concatenate([m.costs.get(n, np.zeros(m.size, np.int64)) for m in models])
            for n in names
        },
        {n: _side_by_side([m.peaks[n] for m in models], 0) for n in models[0].peaks},
        Rows(
            csr_array(block_diag([m.fixed.matrix for m in models], format="csr")),
            np.concatenate([m.fixed.low for m in models]),
            np.concatenate([m.fixed.high for m in models]),
        ),
        np.concatenate([m.guide_cost for m in models]),
        _side_by_side([m.nearness for m in models], 0),
        np.concatenate([m.excluded for m in models]),
        (*(row for m in models for row in m.rows), *(tie.row() for tie in ties)),
    )


def _moved(columns: IntArray, first: int) -> IntArray:
    """Return columns of a county as those of the whole; -1 stays."""
    return np.where(columns >= 0, columns + first, -1)


def _side_by_side(tables: Sequence[IntArray], outside: int) -> IntArray:
    """Return the tables of counties as blocks of one, shape (villages, seats)."""
    rows, columns = np.array([table.shape for table in tables]).sum(axis=0)
    joined = np.full((rows, columns), outside, dtype=np.int64)
    row = column = 0
    for table in tables:
        below, beside = row + table.shape[0], column + table.shape[1]
        joined[row:below, column:beside] = table
        row, column = below, beside
    return joined


def _joined_contiguity(
    models: Sequence[VillageModel], column: IntArray, seats: IntArray, villages: IntArray
) -> Contiguity:
    """Return the graphs of counties as one, their seats and links by its villages.

    Parameters
    ----------
    seats, villages
        The first seat and the first village of each county.
    """
    graph = csr_array(block_diag([m.contiguity.graph for m in models], format="csr"))
    offsets = list(zip(models, seats, villages, strict=False))
    seat = np.concatenate([m.contiguity.seat + v for m, _, v in offsets])
    links = np.concatenate([m.contiguity.links + np.array([[s, v]]) for m, s, v in offsets])
    return Contiguity(graph, seat, column >= 0, links)
