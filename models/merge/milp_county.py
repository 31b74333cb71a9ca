"""The rows of one county in the PuLP twin (`models.merge.milp`).

    sum over s of x[p, s] = 1                                       every part
    x[p, s] <= y[s]                                                 every part and seat
    sum of low[o] z[o]  <=  sum of w[p] x[p, s]  <=  sum of high[o] z[o]   every limit
    sum over p at home in s of x[p, s]  >=  (n[s] - T) y[s]         at most T transfers
    x[a, s] = x[b, s]                                               kept together
    x[a, s] <= h[s],  x[b, s] <= y[s] - h[s]                        kept apart
    inflow[s, p] - outflow[s, p] = x[p, s],  inflow[s, p] <= n x[p, s]     contiguity

The flow is that of Shirabe (2009, Environment and Planning B 36(6)): the seat's part
sends one unit of flow to every other part of its unit, through its unit. A limit of
grown units only is lifted by e[s] = 1, which no part from outside may then be with:
x[p, s] <= y[s] - e[s].
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pulp

from models.merge.coupling import CouplingConstraint
from models.merge.fragments import Fragments
from models.merge.milp_reach import possible
from models.merge.problem import Limit, Problem
from models.quantities import BoolArray, IntArray

Terms = dict[pulp.LpVariable, int]


@dataclass(frozen=True)
class Assignment:
    """A county's plan.

    Attributes
    ----------
    seat
        Seat of each part.
    option
        Option that each seat's unit takes; -1 where the seat is not kept.
    """

    seat: IntArray
    option: IntArray

    def write(self, problem: Problem, unit: IntArray, kind: IntArray) -> None:
        """Write it into a plan's arrays: unit of each village, kind of each township kept."""
        unit[problem.villages] = problem.townships[self.seat[problem.part]]
        kept = self.option >= 0
        kind[problem.townships[kept]] = problem.options.kind[self.option[kept]]


@dataclass(eq=False)
class CountyFlow:
    """A county's variables, only where they may be 1.

    Attributes
    ----------
    may
        Where x[p, s] may be 1.
    z
        Of each option; where a seat has one option, it is the seat's y.
    """

    problem: Problem
    lp: pulp.LpProblem
    may: BoolArray
    x: dict[tuple[int, int], pulp.LpVariable]
    y: dict[int, pulp.LpVariable]
    z: dict[int, pulp.LpVariable]

    @cached_property
    def fragments(self) -> Fragments:
        """The pieces of the parts, and what touches what."""
        return self.problem.fragments()

    def name(self, *of: object) -> str:
        """Return a variable's name."""
        return "_".join(map(str, (of[0], self.problem.county, *of[1:])))

    def add(self, terms: Terms, sense: int, right: int) -> None:
        """Add a row to the model."""
        add_row(self.lp, terms, sense, right)

    def inside(self, s: int) -> list[int]:
        """Return the parts that may be at a seat."""
        found: list[int] = np.nonzero(self.may[:, s])[0].tolist()
        return found

    def options(self, s: int) -> list[int]:
        """Return the options of a seat."""
        found: list[int] = np.nonzero(self.problem.options.seat == s)[0].tolist()
        return found

    def read(self) -> Assignment:
        """Return the solver's plan, each part where most of it is."""
        parts, seats = self.may.shape
        share = np.zeros((parts, seats))
        for at, x in self.x.items():
            share[at] = x.value() or 0
        seat = share.argmax(axis=1)
        option = np.full(seats, -1, dtype=np.int64)
        for s in np.unique(seat).tolist():
            mine = self.options(s)
            option[s] = max(mine, key=lambda o: self.z[o].value() or 0) if s in self.y else mine[0]
        return Assignment(seat, option)


def add_row(
    lp: pulp.LpProblem, terms: Mapping[pulp.LpVariable, float], sense: int, right: float
) -> None:
    """Add a row to a model.

    One without terms is left out where it is true; where it is false there is no
    plan, and a variable that is 0 has to be 1 (files for CBC cannot hold an empty row).

    Parameters
    ----------
    sense
        `pulp.LpConstraintLE` (-1), `LpConstraintEQ` (0) or `LpConstraintGE` (1).
    """
    used = {variable: c for variable, c in terms.items() if c}
    if not used:
        if right == 0 or right * sense < 0:
            return
        used, sense, right = {_never(lp): 1}, pulp.LpConstraintEQ, 1
    lp.addConstraint(pulp.LpConstraint(pulp.LpAffineExpression(used), sense, None, right))


def _never(lp: pulp.LpProblem) -> pulp.LpVariable:
    """Return a new variable that is 0."""
    return lp.add_variable(f"never_{lp.numConstraints()}", lowBound=0, upBound=0)


def county_flow(
    lp: pulp.LpProblem, problem: Problem, ties: Sequence[CouplingConstraint], ordered: bool
) -> CountyFlow:
    """Add a county's variables and rows to a model."""
    may = possible(problem, ties, ordered)
    flow = CountyFlow(problem, lp, may, {}, {}, {})
    for p, s in np.argwhere(may).tolist():
        flow.x[p, s] = lp.add_variable(flow.name("x", p, s), cat=pulp.LpBinary)
    roots = problem.seat_parts().tolist()
    flow.y.update({s: flow.x[p, s] for s, p in enumerate(roots) if may[p, s]})
    _assign(flow)
    for s, y in flow.y.items():
        _options(flow, s, y)
        _link(flow, s, y)
        _limits(flow, s, y)
        _transfers(flow, s, y)
        _apart(flow, s, y)
        _contiguity(flow, s)
    _together(flow)
    return flow


def _assign(flow: CountyFlow) -> None:
    """Put every part into exactly one unit."""
    for p in range(flow.problem.parts):
        seats = np.nonzero(flow.may[p])[0].tolist()
        flow.add({flow.x[p, s]: 1 for s in seats}, pulp.LpConstraintEQ, 1)


def _options(flow: CountyFlow, s: int, y: pulp.LpVariable) -> None:
    """Let a unit take exactly one option of its seat."""
    options = flow.options(s)
    if len(options) == 1:
        flow.z[options[0]] = y
        return
    new = {o: flow.lp.add_variable(flow.name("z", o), cat=pulp.LpBinary) for o in options}
    flow.z.update(new)
    flow.add({**dict.fromkeys(new.values(), 1), y: -1}, pulp.LpConstraintEQ, 0)


def _link(flow: CountyFlow, s: int, y: pulp.LpVariable) -> None:
    """Let parts go only to seats that are kept."""
    for p in flow.inside(s):
        if (x := flow.x[p, s]) is not y:
            flow.add({x: 1, y: -1}, pulp.LpConstraintLE, 0)


def _limits(flow: CountyFlow, s: int, y: pulp.LpVariable) -> None:
    """Keep every limit of the option that the unit takes."""
    exempt: pulp.LpVariable | None = None
    for limit in flow.problem.limits:
        relief = _relief(flow, limit, s) if limit.grown_only else (0, 0)
        if any(relief) and exempt is None:
            exempt = _exempt(flow, s, y)
        _limit(flow, limit, s, relief, exempt)


def _limit(
    flow: CountyFlow,
    limit: Limit,
    s: int,
    relief: tuple[int, int],
    exempt: pulp.LpVariable | None,
) -> None:
    """Write one limit; where it binds no option of the seat there is no row.

    Parameters
    ----------
    relief
        By how much a unit that is exempt may fall short of it, and pass it.
    """
    inside, options = flow.inside(s), flow.options(s)
    weight = {p: int(limit.weight[p]) for p in inside}
    least = sum(w for w in weight.values() if w < 0)
    most = sum(w for w in weight.values() if w > 0)
    low = {o: max(least, int(limit.low[o])) for o in options}
    high = {o: min(most, int(limit.high[o])) for o in options}
    for bounds, free, sense, spare in (
        (low, least, pulp.LpConstraintGE, relief[0]),
        (high, most, pulp.LpConstraintLE, -relief[1]),
    ):
        if all(bound == free for bound in bounds.values()):
            continue
        terms = {flow.x[p, s]: w for p, w in weight.items()}
        for o, bound in bounds.items():
            terms[flow.z[o]] = terms.get(flow.z[o], 0) - bound
        if spare and exempt is not None:
            terms[exempt] = spare
        flow.add(terms, sense, 0)


def _relief(flow: CountyFlow, limit: Limit, s: int) -> tuple[int, int]:
    """Return by how much parts of the seat's own township may miss a limit's sides."""
    own = [int(limit.weight[p]) for p in flow.inside(s) if flow.problem.home[p] == s]
    options = flow.options(s)
    least, most = sum(w for w in own if w < 0), sum(w for w in own if w > 0)
    low = max(int(limit.low[o]) for o in options) - least
    high = most - min(int(limit.high[o]) for o in options)
    return max(0, low), max(0, high)


def _exempt(flow: CountyFlow, s: int, y: pulp.LpVariable) -> pulp.LpVariable:
    """Return e[s]: the unit takes in no part from outside the township of its seat."""
    exempt = flow.lp.add_variable(flow.name("e", s), cat=pulp.LpBinary)
    flow.add({exempt: 1, y: -1}, pulp.LpConstraintLE, 0)
    for p in flow.inside(s):
        if flow.problem.home[p] != s:
            flow.add({flow.x[p, s]: 1, exempt: 1, y: -1}, pulp.LpConstraintLE, 0)
    return exempt


def _transfers(flow: CountyFlow, s: int, y: pulp.LpVariable) -> None:
    """Let a township that stays lose at most so many parts."""
    most = flow.problem.transfers
    own = np.nonzero(flow.problem.home == s)[0].tolist()
    if most is None or most >= len(own):
        return
    terms = {flow.x[p, s]: 1 for p in own if flow.may[p, s]}
    terms[y] = terms.get(y, 0) - (len(own) - most)
    flow.add(terms, pulp.LpConstraintGE, 0)


def _apart(flow: CountyFlow, s: int, y: pulp.LpVariable) -> None:
    """Keep the parts of two groups out of one unit."""
    for k, groups in enumerate(flow.problem.apart):
        left, right = ([p for p in g.tolist() if flow.may[p, s]] for g in groups)
        if left and right:
            holds = flow.lp.add_variable(flow.name("h", k, s), lowBound=0, upBound=1)
            for p in left:
                flow.add({flow.x[p, s]: 1, holds: -1}, pulp.LpConstraintLE, 0)
            for p in right:
                terms = {flow.x[p, s]: 1, holds: 1}
                terms[y] = terms.get(y, 0) - 1
                flow.add(terms, pulp.LpConstraintLE, 0)


def _together(flow: CountyFlow) -> None:
    """Keep the parts of a group in one unit."""
    for s in range(flow.may.shape[1]):
        for group in flow.problem.together:
            first, *rest = group.tolist()
            for other in rest:
                pair = ((first, 1), (other, -1))
                terms = {flow.x[p, s]: sign for p, sign in pair if flow.may[p, s]}
                if terms and other != first:
                    flow.add(terms, pulp.LpConstraintEQ, 0)


def _contiguity(flow: CountyFlow, s: int) -> None:
    """Bring one unit of flow from the seat's piece to every other piece of the unit's parts.

    No arc enters the seat's piece, and arcs join only pieces of parts that may be at
    the seat. A part is in one piece, unless it is an exclave.
    """
    fragments, allowed = flow.fragments, np.array(flow.inside(s))
    root = int(fragments.root[s])
    inside = np.nonzero(np.isin(fragments.part, allowed))[0]
    near = fragments.at(s)[inside][:, inside].tocoo()
    into: dict[int, Terms] = defaultdict(dict)
    out_of: dict[int, Terms] = defaultdict(dict)
    ends = {(int(inside[a]), int(inside[b])) for a, b in zip(*near.coords, strict=True)}
    for a, b in sorted(ends):
        if b != root:
            arc = flow.lp.add_variable(flow.name("f", s, a, b), lowBound=0)
            into[b][arc], out_of[a][arc] = 1, -1
    whole = fragments.trivial
    most = (
        most_others(flow.problem, s, int(fragments.part[root]), allowed) if whole else len(inside)
    )
    for p in inside[inside != root].tolist():
        x = flow.x[int(fragments.part[p]), s]
        flow.add({**into[p], **out_of[p], x: -1}, pulp.LpConstraintEQ, 0)
        flow.add({**into[p], x: -most}, pulp.LpConstraintLE, 0)


def most_others(problem: Problem, s: int, root: int, inside: IntArray) -> int:
    """Return how many parts besides the seat's own a unit can hold at most."""
    others = inside[inside != root]
    most = len(others)
    for limit in problem.limits:
        if limit.monotone:
            room = int(limit.high[problem.options.seat == s].max()) - int(limit.weight[root])
            fit = int((np.cumsum(np.sort(limit.weight[others])) <= room).sum())
            exempt = int((problem.home[others] == s).sum()) if limit.grown_only else 0
            most = min(most, max(fit, exempt))
    return most
