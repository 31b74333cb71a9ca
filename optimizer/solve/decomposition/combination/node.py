"""A set of a county's plans, what is proved of it, and how it is looked into further."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from models.merge.expressions import RURAL, UNITS, LinearExpression, Row, negated
from models.quantities import IntArray
from optimizer.solve.clock import Clock
from optimizer.solve.decomposition.combination.master_spec import MasterSpec, Span
from optimizer.solve.decomposition.combination.stages import StagedObjectives, Vector
from optimizer.solve.subproblem import Subproblem

COARSE_PATIENCE = 12
"""Deterministic work for a floor of what 乡 and a count come to together."""


@dataclass(frozen=True, eq=False)
class CountyNode:
    """The plans of a county that keep some rows.

    Attributes
    ----------
    least
        No plan of the node comes before it in the order of objectives.
    split
        How many objectives, from the first, have one value in the whole node.
    spans
        (least, most) of each resource.
    stages
        The node's objectives behind `split`.
    relaxed
        The same over a larger set of plans, those with any number of 乡. What is
        proved there holds here, and the best plan there is often one of this node
        but for its kinds.
    plan
        The node's best plan, once it is known.
    """

    county: int
    problem: Subproblem
    least: Vector
    spans: Mapping[LinearExpression, Span]
    split: int
    stages: StagedObjectives
    relaxed: StagedObjectives | None = None
    plan: IntArray | None = None

    @property
    def exact(self) -> bool:
        """Whether the best plan is known."""
        return self.plan is not None

    @property
    def vector(self) -> Vector:
        """No plan of the node comes before it, with all that is known."""
        if self.exact or self.split == len(self.least):
            return self.least
        head = self.least[: self.split]
        found = [(*head, *s.least) for s in (self.stages, self.relaxed) if s is not None]
        return max(self.least, *found)

    @property
    def depth(self) -> int:
        """How many objectives are looked into, here or over the kin."""
        return self.split + max(s.depth for s in (self.stages, self.relaxed) if s is not None)

    @property
    def work(self) -> int:
        """What looking into the node further may take, roughly: nothing where it is exact."""
        return 0 if self.exact else self.stages.patience

    def within(self, row: Row) -> CountyNode:
        """Return the node's part that keeps a row."""
        low, high = self.spans[row.sum]
        span = max(low, row.low), min(high, row.high)
        problem = self.problem.bounded(row)
        stages = StagedObjectives.of(problem, self.stages.sums, self.stages.specs)
        spans = {**self.spans, row.sum: span}
        return replace(self, problem=problem, spans=spans, stages=stages, plan=None)

    @property
    def empty(self) -> bool:
        """Whether a resource has no value left."""
        return any(low > high for low, high in self.spans.values())


def roots(
    county: int, problem: Subproblem, master: MasterSpec, best: IntArray | None = None
) -> list[CountyNode]:
    """Return the nodes of all plans of a county: one, or one for each number of units.

    A share that comes before the number of units is compared number by number. The plan
    that is known to be the county's `best` is taken at once.
    """
    low, high = problem.units_range()
    low, high = max(1, low), min(high, problem.most_units)
    spans = {r: (problem.floor(r), -problem.floor(negated(r))) for r in master.resources}
    spans |= {UNITS: (low, high), RURAL: (0, high)}
    stages = StagedObjectives.of(problem, master.sums, master.specs)
    node = CountyNode(county, problem, stages.least, spans, 0, stages)
    if not master.share_first:
        return [node] if best is None else list(_taken(node, best, master))
    return [node.within(Row(UNITS, n, n)) for n in range(low, high + 1)]


def node_of_plan(
    county: int, problem: Subproblem, plan: IntArray, master: MasterSpec
) -> CountyNode:
    """Return the node of one plan."""
    vector = tuple(problem.measure(sum_, plan) for sum_ in master.sums)
    stages = StagedObjectives.of(problem, (), master.specs)
    return CountyNode(county, problem, vector, _used(problem, plan, master), 0, stages, plan=plan)


def expanded(node: CountyNode, master: MasterSpec, clock: Clock) -> list[CountyNode]:
    """Go one step on; return what becomes of the node."""
    relaxed, stages = node.relaxed, node.stages
    if relaxed is not None and stages.state is None:
        if relaxed.plan is None:
            relaxed.go_on(clock)
            return [] if relaxed.infeasible else [node]
        plan = node.problem.other_kinds(relaxed.plan, master.coarse, clock)
        if plan is not None and _tail(node, plan, master) == relaxed.least:
            return list(_taken(node, plan, master))
    ahead = master.sums[node.split] if node.split < len(master.sums) else None
    fewest, most = node.spans[UNITS]
    if ahead == RURAL and fewest == most:
        return [part for part in _by_rural(node, master, clock) if not part.empty]
    stages.go_on(clock)
    if stages.infeasible:
        return []
    if ahead == UNITS and stages.depth == 1:
        least = stages.least[0]
        return [part for part in _by_values(node, master, least, most) if not part.empty]
    return [node] if stages.plan is None else list(_taken(node, stages.plan, master))


def _tail(node: CountyNode, plan: IntArray, master: MasterSpec) -> Vector:
    """Return what a plan comes to behind what the node shares; without objectives, its units."""
    sums = master.sums[node.split :] or (UNITS,)
    return tuple(node.problem.measure(sum_, plan) for sum_ in sums)


def _used(problem: Subproblem, plan: IntArray, master: MasterSpec) -> dict[LinearExpression, Span]:
    values = ((resource, problem.measure(resource, plan)) for resource in master.resources)
    return {resource: (value, value) for resource, value in values}


def _by_rural(node: CountyNode, master: MasterSpec, clock: Clock) -> Iterator[CountyNode]:
    """Yield a node for each number of 乡, as it takes no proof to say what one costs elsewhere.

    The least of 乡 and a count together, such as of conversions, is easily
    proved: what one saves the other has to spend.
    """
    floors, state = {}, node.problem.first_state(master.specs, clock, None)
    for resource in master.coarse:
        both = replace(resource, per_unit=RURAL.per_unit, per_urban=RURAL.per_urban)
        floors[resource] = state.minimise(both, clock.patient(COARSE_PATIENCE)).bound
    least = state.minimise(RURAL, clock.patient(1)).bound
    relaxed = StagedObjectives.of(node.problem, master.sums[node.split + 1 :], master.specs)
    for part in _by_values(node, master, max(0, least), node.spans[UNITS][1]):
        rural, spans = part.spans[RURAL][0], dict(part.spans)
        for resource, floor in floors.items():
            spans[resource] = max(spans[resource][0], floor - rural), spans[resource][1]
        yield replace(part, spans=spans, relaxed=relaxed)


def _by_values(node: CountyNode, master: MasterSpec, first: int, most: int) -> Iterator[CountyNode]:
    """Yield the node's parts by the value of its next objective, a count of units."""
    sum_, at = master.sums[node.split], node.split
    tail = master.sums[at + 1 :]
    for value in range(first, most + 1):
        part = node.within(Row(sum_, value, value))
        stages = StagedObjectives.of(part.problem, tail, master.specs)
        vector = (*node.least[:at], value, *stages.least[: len(tail)])
        least = max(node.vector, vector)
        yield replace(part, stages=stages, relaxed=None, least=least, split=at + 1)


def _taken(node: CountyNode, plan: IntArray, master: MasterSpec) -> Iterator[CountyNode]:
    """Yield the best plan, and the parts, none of them twice, that may serve a tie better."""
    used = _used(node.problem, plan, master)
    vector = tuple(node.problem.measure(sum_, plan) for sum_ in master.sums)
    left = replace(node, least=vector)
    for resource, (value, _) in used.items():
        for sign in master.liked(node.county, resource):
            above, below = Row(resource, low=value + 1), Row(resource, high=value - 1)
            other = Row(resource, high=value) if sign > 0 else Row(resource, low=value)
            part = left.within(above if sign > 0 else below)
            if not part.empty:
                yield part
                left = left.within(other)
    yield replace(node, least=vector, spans=used, plan=plan)
