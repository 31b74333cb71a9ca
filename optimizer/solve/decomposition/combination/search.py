"""The counties' nodes looked into as far as the city's choice asks for it.

A county's plans form a tree of nodes, each with a proved lower limit of its
objectives in their order and of what it adds to the ties. The city chooses one
node for each county; where the choice holds open nodes these are looked into,
and it chooses again. When all nodes chosen are exact the choice is the optimum:
it was the best of a relaxation.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from models.merge.coupling import CouplingConstraint
from models.quantities import IntArray
from models.scenario import ObjectiveSpec
from optimizer.solve.clock import Clock
from optimizer.solve.decomposition.combination.master import MasterSolution, choose, propose
from optimizer.solve.decomposition.combination.master_spec import MasterSpec
from optimizer.solve.decomposition.combination.node import CountyNode, expanded, node_of_plan, roots
from optimizer.solve.decomposition.comparison import without_bounds
from optimizer.solve.lexicographic import Answer
from optimizer.solve.results import ObjectiveResult, Verdict
from optimizer.solve.subproblem import Subproblem

LookedInto = Callable[[Mapping[int, ObjectiveResult | None]], None]
"""Is told the counties that are open, with the first objective that is, where it is known."""

GRACE_S = 2.0
"""Seconds for a plan of what is known when the time is over."""


@dataclass(frozen=True)
class Combined:
    """The plans of all counties together.

    Attributes
    ----------
    infeasible_counties
        Counties that have no plan of their own.
    """

    verdict: Verdict
    chosen: tuple[IntArray, ...] | None
    attained: tuple[ObjectiveResult, ...]
    infeasible_counties: tuple[int, ...] = ()


def combine(
    problems: Sequence[Subproblem],
    specs: Sequence[ObjectiveSpec],
    ties: Sequence[CouplingConstraint],
    clock: Clock,
    answers: Sequence[Answer] = (),
    looked_into: LookedInto | None = None,
) -> Combined:
    """Find the best plans of counties bound by ties; objectives have no tolerance.

    Parameters
    ----------
    answers
        The counties' own optima, where they were looked for.
    looked_into
        Is told which counties are open whenever these are others.
    """
    master = MasterSpec(tuple(specs), tuple(ties))
    own = [own_optimum(p, a, specs) for p, a in zip(problems, answers, strict=False)]
    nodes = [
        node
        for county, problem in enumerate(problems)
        for node in roots(county, problem, master, own[county] if own else None)
    ]
    return _Search(problems, master, clock, nodes, looked_into or (lambda _: None)).run()


def own_optimum(
    problem: Subproblem, answer: Answer, specs: Sequence[ObjectiveSpec]
) -> IntArray | None:
    """Return a plan that is proved to be the best of its county; None where none is."""
    if answer.verdict is not Verdict.SOLVED or not all(a.proved for a in answer.attained):
        return None
    best = [a.value for a in answer.attained]
    values = ((plan, without_bounds([problem], [plan], specs)) for plan in problem.seen)
    return next((plan for plan, found in values if [a.value for a in found] == best), None)


class _Search:
    def __init__(
        self,
        problems: Sequence[Subproblem],
        master: MasterSpec,
        clock: Clock,
        nodes: list[CountyNode],
        looked_into: LookedInto,
    ) -> None:
        self.problems, self.master, self.clock, self.nodes = problems, master, clock, nodes
        self.looked_into = looked_into

    def run(self) -> Combined:
        """Look into what is likely to be chosen; what the choice proves decides."""
        while not self.clock.over:
            wanted = self._open_of(self._propose())
            if not wanted:
                choice = self._choose()
                wanted = self._open_of(choice.chosen)
                if not wanted:
                    return self._ended(choice)
            self.looked_into(dict.fromkeys(node.county for node in wanted))
            depth = min(node.depth for node in wanted)
            self._expand([node for node in wanted if node.depth == depth])
        return self._ended(self._choose())

    def _open_of(self, chosen: IntArray | None) -> list[CountyNode]:
        """Return the chosen nodes that are not exact."""
        return [] if chosen is None else [self.nodes[k] for k in chosen if not self.nodes[k].exact]

    def _ended(self, choice: MasterSolution) -> Combined:
        """Return what the last choice comes to."""
        if choice.verdict is Verdict.INFEASIBLE:
            left = {node.county for node in self.nodes}
            infeasible_counties = tuple(c for c in range(len(self.problems)) if c not in left)
            return Combined(Verdict.INFEASIBLE, None, (), infeasible_counties)
        exact = choice.chosen is not None and not self._open_of(choice.chosen)
        return self._solved(choice) if exact else self._unfinished(choice)

    def _propose(self) -> IntArray | None:
        """Return a likely choice; None with the engine that leaves everything to CP-SAT."""
        if self.clock.effort.engine == "cpsat":
            return None
        return propose(self.nodes, len(self.problems), self.master, self.clock.quiet)

    def _choose(self) -> MasterSolution:
        clock = self.clock.grace(GRACE_S).quiet
        return choose(self.nodes, len(self.problems), self.master, clock)

    def _expand(self, wanted: Sequence[CountyNode]) -> None:
        for node in wanted:
            clock = self.clock.at(f"county {node.county + 1}/{len(self.problems)},")
            self.nodes.remove(node)
            self.nodes += expanded(node, self.master, clock)

    def _solved(self, choice: MasterSolution) -> Combined:
        assert choice.chosen is not None
        nodes = sorted((self.nodes[k] for k in choice.chosen), key=lambda node: node.county)
        plans = tuple(node.plan for node in nodes if node.plan is not None)
        return Combined(choice.verdict, plans, choice.attained)

    def _unfinished(self, choice: MasterSolution) -> Combined:
        """Return the best plan of those seen, with what is proved of every plan."""
        nodes = self._witnesses()
        seen = choose(nodes, len(self.problems), self.master, self.clock.grace(GRACE_S))
        if seen.chosen is None:
            return Combined(Verdict.OPEN, None, ())
        plans = sorted((nodes[k] for k in seen.chosen), key=lambda node: node.county)
        asked_for = {node.county: node for node in self._open_of(choice.chosen)}
        self.looked_into({c: self._left(plans[c], node) for c, node in asked_for.items()})
        chosen = tuple(node.plan for node in plans if node.plan is not None)
        return Combined(Verdict.OPEN, chosen, tuple(_bounded(seen, choice)))

    def _left(self, plan: CountyNode, node: CountyNode) -> ObjectiveResult | None:
        """Return the first objective in which a county's plan is above its node; None elsewhere."""
        pairs = zip(self.master.specs, plan.vector, node.vector, strict=True)
        spec, value, bound = next(((s, v, b) for s, v, b in pairs if v != b), (None, 0, 0))
        if spec is None or spec.objective.ratio or value < bound:
            return None
        return ObjectiveResult(spec.name, value, bound, proved=False)

    def _witnesses(self) -> list[CountyNode]:
        """Return the plans that were seen, as nodes."""
        exact = [node for node in self.nodes if node.exact]
        known = [
            node_of_plan(c, problem, plan, self.master)
            for c, problem in enumerate(self.problems)
            for plan in problem.seen
        ]
        return [*exact, *known]


def _bounded(seen: MasterSolution, choice: MasterSolution) -> Iterator[ObjectiveResult]:
    """Yield what a plan reached beside what the best choice comes to at least.

    As long as the two agree the next objective's bound holds; behind the first
    that differs nothing is proved.
    """
    proved, least = True, {a.name: a.bound for a in choice.attained}
    for reached in seen.attained:
        bound = least.get(reached.name) if proved else None
        proved = proved and bound == reached.value
        yield ObjectiveResult(reached.name, reached.value, bound, proved)
