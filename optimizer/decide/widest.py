"""The solution whose least gain over several measures is greatest (max-min).

    maximise    z
    subject to  z <= constant_j + gain_j . x     for every measure j
                x a solution of the set partitioning problem

One measure is a stage like any other. Several go to CP-SAT with z between the least
gain of a known solution and a proved upper bound: for weights w >= 0 with sum W,
W z <= sum w_j (constant_j + gain_j . x), and the right side is again a stage. The
weights start equal and move to the measures that are short (a subgradient step).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from ortools.sat.python import cp_model

from models.cp_sat import REACH, solve
from models.merge.expressions import cost_of
from models.merge.partition import Partition, partition_model
from models.merge.rows import RowMaker
from models.quantities import IntArray
from optimizer.solve.clock import Clock
from optimizer.solve.lp.witness import as_program, second_witness
from optimizer.solve.partition.stage import solve_stage
from optimizer.solve.results import StageResult, Verdict

_GAIN = "gain"
_ROUNDS = 3
"""Weighted sums of the gains that are tried, a stage each, before CP-SAT closes the gap."""


@dataclass(frozen=True)
class Measure:
    """constant + gain . x, whole numbers."""

    constant: int
    gain: IntArray

    def of(self, chosen: IntArray) -> int:
        """Return the value of a solution."""
        return self.constant + int(self.gain[chosen].sum())


@dataclass(frozen=True)
class Widest:
    """The best solution found, its least gain, and a proved upper bound of any.

    Attributes
    ----------
    verdict
        SOLVED when value and bound are equal; INFEASIBLE when there is no solution.
    bound
        None when none is known.
    """

    verdict: Verdict
    chosen: IntArray | None = None
    value: int = 0
    bound: int | None = None


def widest(problem: Partition, measures: Sequence[Measure], clock: Clock) -> Widest:
    """Find the solution whose least measure is greatest."""
    found = Widest(Verdict.OPEN)
    weights = np.ones(len(measures), dtype=np.int64)
    for _ in range(_ROUNDS):
        stage = _weighted(problem, measures, weights, clock)
        if stage.verdict is Verdict.INFEASIBLE:
            return Widest(Verdict.INFEASIBLE)
        found = _better(found, stage, measures, weights)
        if found.verdict is Verdict.SOLVED or stage.chosen is None or len(measures) == 1:
            return found
        values = np.array([m.of(stage.chosen) for m in measures])
        weights = weights * 2 + (values <= np.median(values))
    return _search(problem, measures, found, clock)


def _weighted(
    problem: Partition, measures: Sequence[Measure], weights: IntArray, clock: Clock
) -> StageResult:
    total: IntArray = sum(
        (w * m.gain for w, m in zip(weights, measures, strict=True)),
        np.zeros(len(problem), dtype=np.int64),
    )
    priced = replace(problem, costs={**problem.costs, _GAIN: -total})
    return solve_stage(priced, cost_of(_GAIN), clock)


def _better(
    found: Widest, stage: StageResult, measures: Sequence[Measure], weights: IntArray
) -> Widest:
    """Take a stage's solution where it is better, and its bound where it is lower."""
    constant = sum(int(w) * m.constant for w, m in zip(weights, measures, strict=True))
    bound = (constant - stage.bound) // int(weights.sum())
    bound = bound if found.bound is None else min(bound, found.bound)
    chosen, value = found.chosen, found.value
    if stage.chosen is not None:
        least = min(m.of(stage.chosen) for m in measures)
        if chosen is None or least > value:
            chosen, value = stage.chosen, least
    solved = chosen is not None and value == bound
    return Widest(Verdict.SOLVED if solved else Verdict.OPEN, chosen, value, bound)


def _search(problem: Partition, measures: Sequence[Measure], found: Widest, clock: Clock) -> Widest:
    """Close the gap with CP-SAT, as far as the time goes."""
    if found.chosen is None or found.bound is None or clock.over:
        return found
    hint = np.zeros(len(problem), dtype=bool)
    hint[found.chosen] = True
    nothing = np.zeros(len(problem), dtype=np.int64)
    reach = max(abs(m.constant) + int(np.abs(m.gain).sum()) for m in measures)
    if reach > REACH or not clock.trusts_cp_sat:
        return found
    model, x = partition_model(problem, nothing, 0, 0, hint)
    z = model.new_int_var(found.value, found.bound, "z")
    for measure in measures:
        terms = cp_model.LinearExpr.weighted_sum(x, measure.gain.tolist())
        model.add(z <= terms + measure.constant)
    model.maximize(z)
    model.add_hint(z, found.value)
    with clock.solver() as solver:
        status = solve(solver, model)
        if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            return found
        chosen = np.array([k for k, var in enumerate(x) if solver.boolean_value(var)])
        value = min(m.of(chosen) for m in measures)
    sure = status == cp_model.OPTIMAL and _none_wider(problem, measures, value, clock)
    bound = value if sure else found.bound
    solved = Verdict.SOLVED if value == bound else Verdict.OPEN
    return Widest(solved, chosen, value, bound)


def _none_wider(problem: Partition, measures: Sequence[Measure], value: int, clock: Clock) -> bool:
    """Return whether a second witness agrees that no solution has all measures above a value."""
    program = as_program(problem, np.zeros(len(problem), dtype=np.int64))
    maker, columns = RowMaker(), np.arange(len(problem))
    for measure in measures:
        maker.add(columns, measure.gain, low=value + 1 - measure.constant)
    said = second_witness(program.with_rows(maker.rows(len(problem))), 0, clock)
    if said.proof is not None:
        clock.evidence.rely(said.proof)
    return said.proof is not None
