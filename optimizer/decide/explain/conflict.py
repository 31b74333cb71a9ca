"""Irreducible conflicts by deletion, each proved by solving; then further, disjoint ones.

A conflict is a set of atoms that cannot hold together although any of its members
may be dropped. Taking atoms away never takes plans away, so one pass of deletion
leaves such a set; it is verified afterwards all the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import groupby

from optimizer.decide.explain.atoms import Atom, border_conflicts
from optimizer.decide.explain.data_limits import DataLimit
from optimizer.decide.explain.feasible import Ask, Oracle


@dataclass(frozen=True)
class Conflict:
    """Atoms that cannot hold together.

    Attributes
    ----------
    verified
        Whether it was proved that they cannot, and that without any one they can.
    unheld
        The townships that no unit within these demands can hold, as far as that is known.
    """

    atoms: tuple[Atom, ...]
    verified: bool
    unheld: tuple[int, ...] = ()

    @property
    def counties(self) -> tuple[int, ...]:
        """The counties that all narrow members speak of."""
        local = [a.counties for a in self.atoms if len(a.counties) == 1]
        return tuple(sorted(frozenset().union(*(local or [a.counties for a in self.atoms]))))


def conflicts(oracle: Oracle, atoms: Sequence[Atom]) -> Iterator[Conflict]:
    """Yield disjoint conflicts until the atoms that are left can hold together.

    Counties come as it is known that they have no plan.
    """
    borders = border_conflicts(oracle.instance)
    for held, _ in borders:
        yield Conflict(held, True)
    left = _without(atoms, [atom for held, halves in borders for atom in (*held, *halves)])
    for county, has_plan in oracle.each(range(len(oracle.territory.counties)), left):
        while not has_plan:
            own = [a for a in left if a.counties == {county}]
            found = _shrunk(own, partial(oracle.feasible_in, county))
            of_units = [atom for atom in found.atoms if atom.tie is None]
            found = replace(found, unheld=oracle.unheld(county, of_units))
            yield found
            if not found.atoms:
                return
            left = _without(left, found.atoms)
            has_plan = oracle.feasible_in(county, left)
    while not oracle.feasible(left):
        found = _shrunk(left, oracle.feasible)
        yield found
        left = _without(left, found.atoms)


def _shrunk(atoms: Sequence[Atom], feasible: Ask) -> Conflict:
    """Delete what the ground forbids first, then rules, as long as no plan appears.

    So the ground is blamed only where the rules alone do not explain it.
    """
    held = list(atoms)
    for group in list(_by_rule(held)):
        held = _thinned(held, group, feasible)
    return Conflict(tuple(held), _verified(held, feasible))


def _thinned(held: list[Atom], group: list[Atom], feasible: Ask) -> list[Atom]:
    """Delete a group of atoms, or else what of its halves can be deleted."""
    rest = _without(held, group)
    if not feasible(rest):
        return rest
    if len(group) == 1:
        return held
    middle = len(group) // 2
    held = _thinned(held, group[:middle], feasible)
    return _thinned(held, group[middle:], feasible)


def _by_rule(atoms: Sequence[Atom]) -> Iterator[list[Atom]]:
    def place(atom: Atom) -> tuple[bool, bool, str]:
        return not isinstance(atom.rule, DataLimit), atom.tie is not None, atom.key

    for _, group in groupby(sorted(atoms, key=place), key=place):
        yield list(group)


def _verified(atoms: Sequence[Atom], feasible: Ask) -> bool:
    return not feasible(atoms) and all(feasible(_without(atoms, [a])) for a in atoms)


def _without(atoms: Iterable[Atom], gone: Iterable[Atom]) -> list[Atom]:
    dropped = set(gone)
    return [atom for atom in atoms if atom not in dropped]
