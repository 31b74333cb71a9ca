"""Counties put together: some by all their columns, others by the plans worth considering.

A county's options are columns of a county-wide part, so that "one option for each
county" is a set partitioning problem like any other, and one county's own columns
may stand beside the options of all others: what holds for it holds for the city.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.sparse import block_diag, csr_array

from models.merge.coupling import CouplingConstraint
from models.merge.expressions import Row
from models.quantities import IntArray
from optimizer.solve.decomposition.options import Option
from optimizer.solve.partition.problem import PartitionProblem
from optimizer.solve.subproblem import Subproblem


@dataclass(frozen=True)
class Assembly:
    """A problem over all counties and what its columns stand for.

    Attributes
    ----------
    options
        The options behind the columns from `first_option` on, with their county.
    """

    problem: PartitionProblem
    county: int | None
    first_option: int
    options: tuple[tuple[int, Option], ...]

    def unfold(self, chosen: IntArray) -> tuple[IntArray, ...]:
        """Return the columns of each county behind a choice, in the order of counties."""
        found: dict[int, IntArray] = {}
        if self.county is not None:
            found[self.county] = chosen[chosen < self.first_option]
        for k in chosen[chosen >= self.first_option]:
            county, option = self.options[int(k) - self.first_option]
            found[county] = option.chosen
        return tuple(found[county] for county in sorted(found))


def assemble(
    choices: Sequence[Subproblem],
    menus: Mapping[int, Sequence[Option]],
    ties: Sequence[CouplingConstraint],
    rows: Sequence[Row] = (),
) -> Assembly:
    """Return the problem of the whole territory.

    Parameters
    ----------
    choices
        Of every county; the one (at most) without a menu is a set partitioning problem and
        enters with all its columns.
    menus
        Options by county.
    ties, rows
        Side rows over all counties.
    """
    whole = [c for c in range(len(choices)) if c not in menus]
    county = whole[0] if whole else None
    flat = tuple((c, option) for c in sorted(menus) for option in menus[c])
    of_options = _options(flat, choices[0].cost_names)
    if county is None:
        problem, first = of_options, 0
    else:
        own = choices[county]
        assert isinstance(own, PartitionProblem), "only listed units stand beside options"
        problem, first = _beside(own, of_options), len(own)
    problem = problem.bounded(*(tie.row() for tie in ties), *rows)
    return Assembly(problem, county, first, flat)


def _options(flat: Sequence[tuple[int, Option]], names: Iterable[str]) -> PartitionProblem:
    counties = sorted({c for c, _ in flat})
    part = np.searchsorted(counties, [c for c, _ in flat]).astype(np.int64)
    cells = (np.ones(len(flat), dtype=np.int64), (np.arange(len(flat)), part))
    return PartitionProblem(
        csr_array(cells, shape=(len(flat), len(counties))),
        np.array([option.units for _, option in flat], dtype=np.int64),
        np.array([option.urban for _, option in flat], dtype=np.int64),
        np.array([c for c, _ in flat], dtype=np.int64),
        {n: np.array([o.costs[n] for _, o in flat], dtype=np.int64) for n in names},
    )


def _beside(own: PartitionProblem, others: PartitionProblem) -> PartitionProblem:
    """Put a county's columns beside the others' options."""
    if not len(others):
        return own
    costs = {name: np.concatenate([own.costs[name], others.costs[name]]) for name in own.costs}
    return PartitionProblem(
        csr_array(block_diag([own.members, others.members], format="csr")),
        np.concatenate([own.units, others.units]),
        np.concatenate([own.urban, others.urban]),
        np.concatenate([own.county, others.county]),
        costs,
        own.rows,
    )
