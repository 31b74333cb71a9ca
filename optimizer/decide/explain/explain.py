"""The explanation of a scenario: is there a plan, and if not, what stands in its way."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from models.instance import Instance
from models.rules.pairs import Together
from models.rules.protected import Protected
from models.scenario import Scenario
from optimizer.decide.explain.conflict import Conflict, conflicts
from optimizer.decide.explain.feasible import Oracle, UnprovedError
from optimizer.decide.explain.relax import Drop, Relaxation, drops, relaxations
from optimizer.solve.clock import Clock
from optimizer.solve.run import solve
from optimizer.solve.solution import Solution


@dataclass(frozen=True)
class Explanation:
    """What was found.

    Attributes
    ----------
    feasible
        Whether a plan exists, proved; None when the time was over before.
    conflicts
        Disjoint irreducible conflicts; without any one of them there may be others.
    asked
        Names of the townships whose merger was asked for, if any.
    """

    feasible: bool | None
    conflicts: tuple[Conflict, ...] = ()
    relaxations: tuple[Relaxation, ...] = ()
    drops: tuple[Drop, ...] = ()
    asked: tuple[str, ...] = ()
    solved: int = 0


Told = Callable[[Explanation], None]


@dataclass(frozen=True)
class Difference:
    """A question answered by two solves.

    Attributes
    ----------
    base
        The best plan of the scenario as it stands.
    other
        The best plan with the merger made, or the township kept.
    """

    asked: tuple[str, ...]
    base: Solution
    other: Solution


def explain(instance: Instance, clock: Clock, told: Told = lambda _: None) -> Explanation:
    """Say whether a scenario has a plan, and if not why.

    Parameters
    ----------
    told
        Is told what is known so far, whenever that is more.
    """
    return _explain(instance, clock, (), told)


def why_not(
    instance: Instance,
    pair: tuple[str, str],
    clock: Clock,
    told: Told = lambda _: None,
) -> Explanation | Difference:
    """Say which rules forbid the merger of two townships, or what the merger costs."""
    base = explain(instance, clock)
    if not base.feasible:
        return base
    merged = instance.with_scenario(with_together(instance.scenario, pair))
    found = _explain(merged, clock, pair, told)
    if not found.feasible:
        return found
    return Difference(pair, solve(instance, clock), solve(merged, clock))


def why(instance: Instance, township: str, clock: Clock) -> Explanation | Difference:
    """Say what the best plan gains by dissolving a township: the best plan that keeps it."""
    base = explain(instance, clock)
    if not base.feasible:
        return base
    kept = instance.with_scenario(with_protected(instance.scenario, township))
    found = solve(instance, clock)
    return Difference((township,), found, solve(kept, clock))


def with_together(scenario: Scenario, pair: tuple[str, str]) -> Scenario:
    """Return the scenario in which two townships are merged."""
    present = scenario.rule("together")
    pairs = (*(present.pairs if present else ()), pair)
    return scenario.with_rule("together", Together(pairs=pairs))


def with_protected(scenario: Scenario, township: str) -> Scenario:
    """Return the scenario in which a township is kept."""
    present = scenario.rule("protected") or Protected()
    townships = (*present.townships, township)
    return scenario.with_rule("protected", present.model_copy(update={"townships": townships}))


def _explain(instance: Instance, clock: Clock, asked: Sequence[str], told: Told) -> Explanation:
    oracle = Oracle(instance, clock)
    atoms = oracle.atoms(instance.scenario)
    try:
        if oracle.feasible(atoms):
            return Explanation(True, asked=tuple(asked), solved=oracle.solved)
    except UnprovedError:
        return Explanation(None, asked=tuple(asked), solved=oracle.solved)
    known = Explanation(False, asked=tuple(asked))
    try:
        for conflict in conflicts(oracle, atoms):
            known = replace(known, conflicts=(*known.conflicts, conflict))
            told(known)
        found = known.conflicts
        for eased in relaxations(oracle, instance.scenario, found):
            known = replace(known, relaxations=(*known.relaxations, eased))
            told(known)
        for drop in drops(oracle, instance.scenario, found):
            known = replace(known, drops=(*known.drops, drop))
    except UnprovedError:
        pass
    return replace(known, solved=oracle.solved)
