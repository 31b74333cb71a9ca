"""The smallest pieces of a scenario's rules that can be taken away one by one.

An atom is one demand of one rule at one place: the area cap in one county, the
protection of one township, one side of one range. Taking an atom away never
takes a plan away, so conflicts are found by deletion.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from pydantic import PrivateAttr

from models.instance import Instance
from models.merge.coupling import CouplingConstraint
from models.merge.problem import Problem
from models.objectives import OBJECTIVES
from models.quantities import NO_LIMIT
from models.rules import ALWAYS, Rule
from models.rules.pairs import Together
from models.scenario import Scenario
from models.territory import Territory
from optimizer.decide.explain.data_limits import DataLimit, borders, ground_of
from optimizer.decide.explain.pieces import Piece, pieces
from optimizer.text import Text


@dataclass(frozen=True, eq=False)
class Atom:
    """One demand at one place.

    Attributes
    ----------
    rule
        The rule narrowed to the demand, or what the ground itself forbids.
    tie
        The tie that it is, with one side only; None where it restricts single units.
    counties
        The counties that it speaks of.
    identity
        Equal for equal demands.
    """

    rule: Rule | DataLimit
    counties: frozenset[int]
    tie: CouplingConstraint | None
    label: Text
    identity: str

    def __eq__(self, other: object) -> bool:
        """Compare by what is demanded."""
        return isinstance(other, Atom) and other.identity == self.identity

    def __hash__(self) -> int:
        """Hash what is demanded."""
        return hash(self.identity)

    @property
    def clause(self) -> str:
        """The clause of its rule."""
        return self.rule.clause

    @property
    def key(self) -> str:
        """The key of its rule."""
        return self.rule.key


@dataclass(frozen=True)
class Demand:
    """An atom in the place of a rule: what a model asks of rules, and nothing else."""

    atom: Atom

    def offer(self, problem: Problem) -> None:
        """Offer nothing: kinds are offered by their rule, which is never taken away."""

    def restrict(self, problem: Problem) -> None:
        """Restrict a county that the atom speaks of."""
        if self.atom.tie is None and problem.county in self.atom.counties:
            self.atom.rule.restrict(problem)

    def ties(self, territory: Territory) -> Iterator[CouplingConstraint]:
        """Yield the atom's tie."""
        if self.atom.tie is not None:
            yield self.atom.tie


class _Frame:
    """A rule that stays, without its ties: those are atoms."""

    def __init__(self, rule: Rule) -> None:
        self.offer, self.restrict = rule.offer, rule.restrict

    def ties(self, territory: Territory) -> Iterator[CouplingConstraint]:
        """Yield nothing."""
        yield from ()


class Reduced(Scenario):
    """A scenario with some atoms in the place of its rules."""

    _rules: tuple[object, ...] = PrivateAttr(default=())

    def active_rules(self) -> Iterator[Rule]:
        """Yield what stands for the rules."""
        yield from self._rules  # type: ignore[misc]


class _Lifted:
    """What the ground forbids, lifted before any rule restricts."""

    def __init__(self, ground: Iterable[DataLimit]) -> None:
        self.ground = tuple(ground)

    def offer(self, problem: Problem) -> None:
        """Loosen a county's problem."""
        for one in self.ground:
            one.lift(problem)

    def restrict(self, problem: Problem) -> None:
        """Restrict nothing."""

    def ties(self, territory: Territory) -> Iterator[CouplingConstraint]:
        """Yield nothing."""
        yield from ()


def reduced(scenario: Scenario, atoms: Iterable[Atom], lifted: Iterable[Atom] = ()) -> Reduced:
    """Return the scenario that demands some atoms and nothing else.

    Rules that open what is forbidden without them stay, but for their ties.

    Parameters
    ----------
    lifted
        Of these, all that are none of the atoms are lifted from the ground.
    """
    atoms = list(atoms)
    gone = [a.rule for a in lifted if a not in atoms and isinstance(a.rule, DataLimit)]
    out = Reduced(**{name: getattr(scenario, name) for name in Scenario.model_fields})
    always = [_Frame(rule()) for rule in ALWAYS.values()]
    frame = [_Frame(rule) for rule in scenario.active_rules() if rule.opens]
    out._rules = (_Lifted(gone), *always, *frame, *(Demand(atom) for atom in atoms))
    return out


def atoms_of(instance: Instance) -> list[Atom]:
    """Return every atom of a scenario's rules; equal demands, wherever they stand, are one."""
    found: list[Atom] = []
    for rule in instance.scenario.active_rules():
        if rule.key and not rule.opens:
            for piece in pieces(rule, instance.territory):
                found += _local(piece, instance.territory)
        found += _tied(rule, instance.territory)
    return list(dict.fromkeys(found))


def ground_atoms(instance: Instance) -> list[Atom]:
    """Return what the ground itself forbids, as atoms."""
    return [_of_ground(one) for one in ground_of(instance)]


def _of_ground(one: DataLimit) -> Atom:
    identity = f"{one.key}|{one.places}"
    return Atom(one, frozenset([one.county]), None, one.label, identity)


def border_conflicts(instance: Instance) -> list[tuple[tuple[Atom, ...], list[Atom]]]:
    """Return each pair that is wanted together beside the county border between both.

    That these two cannot hold needs no solving: a unit with both lies in two counties.
    Either alone can: the pair in one unit with all others, or everything as it is. With
    them come the atoms of the pair in each county: one demand, though it has two.
    """
    rule = instance.scenario.rule("together")
    found: list[tuple[tuple[Atom, ...], list[Atom]]] = []
    for pair in rule.pairs if rule else ():
        if (border := borders(instance.territory, pair)) is not None:
            halves = [
                a
                for p in pieces(Together(pairs=(pair,)), instance.territory)
                for a in _local(p, instance.territory)
            ]
            both = frozenset[int]().union(*(half.counties for half in halves))
            identity = "+".join(half.identity for half in halves)
            pair_ = replace(halves[0], counties=both, identity=identity)
            found.append(((pair_, replace(_of_ground(border), counties=both)), halves))
    return found


def _local(piece: Piece, territory: Territory) -> Iterator[Atom]:
    """Yield the piece county by county, where it can restrict anything there."""
    if type(piece.rule).restrict is Rule.restrict:
        return
    for county in sorted(piece.counties):
        name = territory.counties[county].name
        label = piece.label if piece.placed else _at(piece.label, name)
        identity = f"{piece.rule.key}|{piece.rule.model_dump_json()}|{county}"
        yield Atom(piece.rule, frozenset([county]), None, label, identity)


def _at(label: Text, name: str) -> Text:
    return Text(f"{label.en} in {name}", f"{name}：{label.zh}")


def _tied(rule: Rule, territory: Territory) -> Iterator[Atom]:
    """Yield each side of each tie of a rule."""
    for tie in rule.ties(territory):
        names = ", ".join(territory.counties[c].name for c in sorted(tie.counties))
        everywhere = len(tie.counties) == len(territory.counties) > 1
        place = Text("the whole territory", "全市") if everywhere else Text(names, names)
        for side in _sides(tie):
            label = _said(rule, side, place)
            identity = f"{rule.key}|{side!r}|{sorted(tie.counties)}"
            yield Atom(rule, tie.counties, side, label, identity)


def _sides(tie: CouplingConstraint) -> Iterator[CouplingConstraint]:
    # No number of units is below 0.
    if tie.low > (0 if tie.counts_units else -NO_LIMIT):
        yield replace(tie, high=NO_LIMIT)
    if tie.high < NO_LIMIT:
        yield replace(tie, low=-NO_LIMIT)


def _said(rule: Rule, tie: CouplingConstraint, place: Text) -> Text:
    """Say what a tie asks."""
    if tie.counts_units:
        at_least = tie.low > -NO_LIMIT
        number = tie.low if at_least else tie.high
        en = f"at {'least' if at_least else 'most'} {number} unit{'s' * (number != 1)}"
        zh = f"至少 {number} 个" if at_least else f"至多 {number} 个"
    elif tie.per_cost:
        counted = OBJECTIVES[tie.per_cost[0][0]]
        en = f"{counted.title.removeprefix('fewest ')} at most {tie.high}"
        zh = f"{counted.title_zh.removesuffix('最少')}至多 {tie.high}"
    else:
        least = f"{-tie.per_unit}/{tie.per_urban}"
        en = f"share of towns and subdistricts at least {least}"
        zh = f"镇、街道占比不低于 {least}"
    return Text(
        f"{rule.key or rule.clause}: {en} in {place.en}", f"{place.zh}：{rule.title_zh}（{zh}）"
    )
