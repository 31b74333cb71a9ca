"""Column generation: the LP over columns that are made on demand, priced exactly."""

from __future__ import annotations

import numpy as np

from models.merge.duals import SecondWitness
from models.merge.expressions import LinearExpression
from models.merge.partition import Partition
from models.merge.rows import Rows
from models.quantities import IntArray
from optimizer.solve.clock import Clock
from optimizer.solve.lp.partition_bound import Bound, exact_bound, lp_bound
from optimizer.solve.lp.program import Program
from optimizer.solve.lp.witness import second_witness


def pricing_witness(clock: Clock) -> SecondWitness:
    """Return the second witness of what the pricing problem claims."""

    def agrees(cost: IntArray, rows: Rows, most: int) -> bool:
        size = len(cost)
        ends = np.zeros(size, dtype=bool), np.ones(size, dtype=bool)
        said = second_witness(Program(cost, rows, *ends), most, clock)
        if said.proof is not None:
            clock.evidence.rely(said.proof)
        return said.proof is not None

    return agrees


def complete(
    problem: Partition, objective: LinearExpression, clock: Clock
) -> tuple[Partition, Bound | None]:
    """Make columns until none improves the LP of an objective.

    Returns
    -------
    tuple
        The problem with the new columns, and a bound that holds for every
        column, made or not; None when the time was over before that was proved.
    """
    source = problem.source
    assert source is not None
    while not clock.over:
        problem = source.refresh(problem)
        bound = lp_bound(problem, objective, clock)
        if bound is None:
            break
        clock.tell(f"{source.size} columns, LP {bound.base / bound.scale:.6g}")
        before = source.size
        least = source.grow(bound.prices, clock, pricing_witness(clock))
        if least is not None:
            return problem, exact_bound(problem, bound.prices, least)
        if source.size == before:
            break
    return source.refresh(problem), None
