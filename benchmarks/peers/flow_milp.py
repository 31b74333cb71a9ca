"""The peer: mode `whole`, objective `units`, as a textbook MILP with flow contiguity.

Built from the same restricted problem as the tool's own model, so it is the
same problem to the letter; README.md writes the mathematics out. Contiguity is
the flow formulation of Shirabe (2009, Environment and Planning B 36(6)): the
seat of a unit sends one unit of flow to every other part of its unit.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pulp

from benchmarks.peers.reach import possible
from models.merge.problem import Limit, Problem
from models.merge.ties import Tie
from models.quantities import NO_LIMIT, BoolArray, IntArray

Terms = dict[pulp.LpVariable, int]


@dataclass
class FlowModel:
    """A PuLP model and its assignment variables.

    Attributes
    ----------
    x
        Variable of part p at seat s, only where it may be 1.
    """

    problem: Problem
    lp: pulp.LpProblem
    may: BoolArray
    x: dict[tuple[int, int], pulp.LpVariable]

    def opened(self, s: int) -> pulp.LpVariable | None:
        """Return y[s], which is x of the seat's own part; None when the seat cannot be kept."""
        return self.x.get((int(self.problem.seat_parts()[s]), s))

    def add(self, terms: Terms, sense: int, right: int) -> None:
        """Add a row, an empty one too: it may say that there is no plan."""
        row = pulp.LpConstraint(pulp.LpAffineExpression(terms), sense, None, right)
        self.lp.addConstraint(row)


def build(problem: Problem, ties: list[Tie], ordered: bool = False) -> FlowModel:
    """Return the MILP of one county.

    Parameters
    ----------
    ties
        All ties of the scenario; those of this county alone become rows.
    ordered
        Whether to break the symmetry of seats (see `peers.reach`).
    """
    may = possible(problem, ties, ordered)
    lp = pulp.LpProblem("flow", pulp.LpMinimize)
    pairs = [(int(p), int(s)) for p, s in np.argwhere(may)]
    x = {(p, s): lp.add_variable(f"x_{p}_{s}", cat=pulp.LpBinary) for p, s in pairs}
    model = FlowModel(problem, lp, may, x)
    kept = [y for s in range(may.shape[1]) if (y := model.opened(s)) is not None]
    lp.setObjective(pulp.LpAffineExpression(dict.fromkeys(kept, 1)))
    _assign(model)
    for s, y in enumerate(map(model.opened, range(may.shape[1]))):
        if y is not None:
            _link(model, s, y)
            _limit(model, s, y)
            _flow(model, s)
    _pairs(model)
    _ties(model, ties)
    return model


def _assign(model: FlowModel) -> None:
    """Put every part into exactly one unit."""
    for p in range(model.problem.parts):
        seats = np.nonzero(model.may[p])[0].tolist()
        model.add({model.x[p, s]: 1 for s in seats}, pulp.LpConstraintEQ, 1)


def _link(model: FlowModel, s: int, y: pulp.LpVariable) -> None:
    """Let parts go only to seats that are kept: x[p, s] <= y[s]."""
    for p in np.nonzero(model.may[:, s])[0].tolist():
        if (x := model.x[p, s]) is not y:
            model.add({x: 1, y: -1}, pulp.LpConstraintLE, 0)


def _limit(model: FlowModel, s: int, y: pulp.LpVariable) -> None:
    """Keep low y[s] <= sum of weight x[p, s] <= high y[s] where that can bind."""
    parts = np.nonzero(model.may[:, s])[0].tolist()
    root = int(model.problem.seat_parts()[s])
    for limit in model.problem.limits:
        sums = {model.x[p, s]: int(limit.weight[p]) for p in parts}
        low, high = int(limit.low[s]), int(limit.high[s])
        if limit.grown_only and low > 0:
            raise NotImplementedError("a lower limit of grown units only")
        if low > sums[y]:
            model.add({**sums, y: sums[y] - low}, pulp.LpConstraintGE, 0)
        # A seat's own part above the limit is exempt alone, and `possible` left it alone.
        if high < sum(sums.values()) and int(limit.weight[root]) <= high:
            model.add({**sums, y: sums[y] - high}, pulp.LpConstraintLE, 0)


def _flow(model: FlowModel, s: int) -> None:
    """Bring one unit of flow from the seat to every other part of the unit.

    Into part p: inflow - outflow = x[p, s] and inflow <= most x[p, s]. No arc
    enters the seat's part, and arcs join only parts that may be at the seat.
    """
    root, inside = int(model.problem.seat_parts()[s]), np.nonzero(model.may[:, s])[0]
    near = model.problem.adjacency()[inside][:, inside].tocoo()
    ends = {(int(inside[a]), int(inside[b])) for a, b in zip(*near.coords, strict=True)}
    flows = {
        (a, b): model.lp.add_variable(f"f_{s}_{a}_{b}", lowBound=0)
        for a, b in sorted(ends)
        if b != root
    }
    most = most_others(model.problem.limits, s, root, inside)
    for p in set(inside.tolist()) - {root}:
        inflow = {f: 1 for (_, b), f in flows.items() if b == p}
        outflow = {f: -1 for (a, _), f in flows.items() if a == p}
        model.add({**inflow, **outflow, model.x[p, s]: -1}, pulp.LpConstraintEQ, 0)
        model.add({**inflow, model.x[p, s]: -most}, pulp.LpConstraintLE, 0)


def most_others(limits: list[Limit], s: int, root: int, inside: IntArray) -> int:
    """Return how many parts besides the seat's own a unit can hold at most."""
    others = inside[inside != root]
    most = len(others)
    for limit in limits:
        if limit.high[s] < NO_LIMIT:
            room = int(limit.high[s]) - int(limit.weight[root])
            lightest = np.cumsum(np.sort(limit.weight[others]))
            most = min(most, int((lightest <= room).sum()))
    return most


def _pairs(model: FlowModel) -> None:
    """Keep groups together, x[a, s] = x[b, s], and pairs apart, x[a, s] + x[b, s] <= 1."""
    for s in range(model.may.shape[1]):
        for group in model.problem.together:
            first, *rest = group.tolist()
            for other in rest:
                model.add(_difference(model, first, other, s), pulp.LpConstraintEQ, 0)
        for left, right in model.problem.apart:
            for a, b in ((a, b) for a in left.tolist() for b in right.tolist()):
                if (a, s) in model.x and (b, s) in model.x:
                    terms = {model.x[a, s]: 1, model.x[b, s]: 1}
                    model.add(terms, pulp.LpConstraintLE, 1)


def _difference(model: FlowModel, a: int, b: int, s: int) -> Terms:
    return {model.x[p, s]: sign for p, sign in ((a, 1), (b, -1)) if a != b and (p, s) in model.x}


def _ties(model: FlowModel, ties: list[Tie]) -> None:
    """Keep the ties of this county alone, linear in units and urban units."""
    urban = model.problem.territory.urban[model.problem.townships].tolist()
    for tie in ties:
        if tie.counties != {model.problem.county}:
            continue
        kept = ((model.opened(s), u) for s, u in enumerate(urban))
        opened = {y: tie.per_unit + tie.per_urban * u for y, u in kept if y is not None}
        if tie.low > -NO_LIMIT:
            model.add(opened, pulp.LpConstraintGE, tie.low)
        if tie.high < NO_LIMIT:
            model.add(opened, pulp.LpConstraintLE, tie.high)
