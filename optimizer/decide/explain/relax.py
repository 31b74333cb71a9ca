"""The smallest relaxation of each number that alone restores a plan, proved from both sides."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from models.rules import Rule
from models.scenario import Scenario
from optimizer.decide.explain.atoms import Atom
from optimizer.decide.explain.conflict import Conflict
from optimizer.decide.explain.data_limits import DataLimit
from optimizer.decide.explain.feasible import Oracle, UnprovedError
from optimizer.decide.explain.numbers import Number, numbers_of


@dataclass(frozen=True)
class Relaxation:
    """What a number has to become, all other rules standing.

    Attributes
    ----------
    steps
        The value nearest to the present one with which a plan exists, proved to be so:
        there is a plan with it and none one step short of it. None when no value that a
        scenario may hold restores a plan, or when that could not be proved in time (`proved`).
    """

    number: Number
    steps: int | None
    proved: bool = True


@dataclass(frozen=True)
class Drop:
    """A rule, or what the ground forbids: whether a plan exists without it alone."""

    rule: Rule | DataLimit
    suffices: bool


def relaxations(
    oracle: Oracle, scenario: Scenario, conflicts: Sequence[Conflict]
) -> Iterator[Relaxation]:
    """Yield the smallest relaxation of each number whose rule is in some conflict."""
    involved = {a.key for c in conflicts for a in c.atoms}
    in_all = _keys_in_all(conflicts)
    for number in numbers_of(scenario):
        if number.rule.key not in involved:
            continue
        if number.rule.key not in in_all:
            yield Relaxation(number, None)
            continue
        try:
            yield Relaxation(number, _smallest(oracle, scenario, number))
        except UnprovedError:
            yield Relaxation(number, None, proved=False)


def drops(oracle: Oracle, scenario: Scenario, conflicts: Sequence[Conflict]) -> Iterator[Drop]:
    """Say for each rule in some conflict whether a plan exists without it.

    Of a rule that opens what is forbidden without it only a number can be in a conflict.
    """
    involved = {a.key for c in conflicts for a in c.atoms}
    in_all = _keys_in_all(conflicts)
    active = [rule for rule in scenario.active_rules() if rule.key and not rule.opens]
    rules = [rule for rule in active if rule.key in involved]
    atoms = oracle.atoms(scenario)
    for rule in rules:
        rest = [atom for atom in atoms if atom.key != rule.key]
        yield Drop(rule, rule.key in in_all and oracle.feasible(rest, oracle.kept(atoms)))
    yield from _lifts(oracle, atoms, conflicts)


def _lifts(oracle: Oracle, atoms: Sequence[Atom], conflicts: Sequence[Conflict]) -> Iterator[Drop]:
    """Say for what the ground forbids in some conflict whether a plan exists without it."""
    in_all = _keys_in_all(conflicts)
    found = {a.key: a.rule for c in conflicts for a in c.atoms if isinstance(a.rule, DataLimit)}
    for key, ground in found.items():
        if ground.eased.en:
            rest = [atom for atom in atoms if atom.key != key]
            yield Drop(ground, key in in_all and oracle.feasible(rest, oracle.kept(atoms)))


def _keys_in_all(conflicts: Sequence[Conflict]) -> set[str]:
    """Return the rules that every conflict needs: no other can restore a plan alone."""
    keys = [{atom.key for atom in conflict.atoms} for conflict in conflicts]
    return set.intersection(*keys) if keys else set()


Enough = Callable[[int], bool]


def _smallest(oracle: Oracle, scenario: Scenario, number: Number) -> int | None:
    """Find the value by the counties that have no plan alone, then ask the whole territory.

    A county that has a plan keeps it when a number is loosened.
    """
    infeasible_counties = oracle.infeasible_counties(oracle.atoms(scenario))

    def enough_there(steps: int) -> bool:
        atoms = _with(oracle, scenario, number, steps)
        return all(oracle.feasible_in(county, atoms) for county in infeasible_counties)

    kept = oracle.kept(oracle.atoms(scenario))

    def enough(steps: int) -> bool:
        return oracle.feasible(_with(oracle, scenario, number, steps), kept)

    start = number.steps
    if infeasible_counties:
        found = _search(number, start, enough_there)
        if found is None or enough(found):
            return found
        start = found
    return _search(number, start, enough)


def _search(number: Number, start: int, enough: Enough) -> int | None:
    """Widen in doubling steps until a plan exists, then bisect to the step where it appears."""
    if not enough(number.loosest):
        return None
    far, near = _bracket(number, start, enough)
    while abs(far - near) > 1:
        middle = (far + near) // 2
        if enough(middle):
            far = middle
        else:
            near = middle
    return far


def _bracket(number: Number, start: int, enough: Enough) -> tuple[int, int]:
    """Return (a value that is enough, the last one tried before that was not)."""
    near, width = start, 1
    while True:
        far = start + number.direction * min(2 * width - 1, abs(number.loosest - start))
        if enough(far):
            return far, near
        near, width = far, 2 * width


def _with(oracle: Oracle, scenario: Scenario, number: Number, steps: int) -> list[Atom]:
    """Return the atoms of the scenario with another value of one number."""
    changed = scenario.with_rule(number.rule.key, number.at(steps))
    return oracle.atoms(changed)
