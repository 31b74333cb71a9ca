"""Whether some atoms can hold together: proved by a plan, or by a proof that there is none."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from models.instance import Instance, OfInstance
from models.merge.coupling import CouplingConstraint
from models.merge.expressions import UNITS, LinearExpression
from models.merge.partition import Partition
from models.merge.restricted import restricted_problem
from models.merge.whole import seats_model
from models.quantities import NO_LIMIT
from models.scenario import Scenario
from optimizer.decide.explain.atoms import Atom, atoms_of, ground_atoms, reduced
from optimizer.solve.branch_and_cut.problem import VillageProblem
from optimizer.solve.clock import Clock
from optimizer.solve.decomposition.bottleneck import ANY_PLAN, solve_stages
from optimizer.solve.decomposition.county import CountyModel, county_model
from optimizer.solve.decomposition.source import Listed
from optimizer.solve.decomposition.whole_county import construction_of, options_of
from optimizer.solve.partition.construction import Construction
from optimizer.solve.partition.joint import join
from optimizer.solve.partition.scarce import unheld
from optimizer.solve.partition.stage import solve_stage
from optimizer.solve.results import Verdict
from optimizer.solve.subproblem import Subproblem

Key = frozenset[Atom]
_GLIMPSE = 10.0
"""Seconds in which any plan at all may turn up before a proof is looked for."""


_LATER = 2
"""Of the time, one of so many parts is for a first look at all counties."""


class UnprovedError(Exception):
    """The time was over before it was known whether a plan exists."""


@dataclass
class Oracle(OfInstance):
    """Answers whether a set of atoms leaves a plan; remembers counties that it looked at.

    A set is feasible when a plan was found and infeasible when that is proved;
    anything else is an `UnprovedError`.
    """

    instance: Instance
    clock: Clock
    solved: int = 0
    _models: dict[tuple[int, Key], CountyModel] = field(default_factory=dict)
    _alone: dict[tuple[int, Key], bool] = field(default_factory=dict)
    _least: dict[tuple[int, Key], int] = field(default_factory=dict)
    _joint: dict[Key, bool] = field(default_factory=dict)
    _unheld: dict[tuple[int, Key], tuple[int, ...]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.ground = tuple(ground_atoms(self.instance))
        any_plan = self.scenario.model_copy(update={"objectives": ANY_PLAN})
        self.instance = self.instance.with_scenario(any_plan)

    def atoms(self, scenario: Scenario) -> list[Atom]:
        """Return every atom of a scenario's rules, and what the ground forbids."""
        return [*atoms_of(self.instance.with_scenario(scenario)), *self.ground]

    def feasible(self, atoms: Iterable[Atom], kept: Collection[int] = ()) -> bool:
        """Return whether some plan meets all atoms.

        Parameters
        ----------
        kept
            Counties known to have a plan alone, as they had one under stricter demands.
        """
        held = frozenset(atoms)
        counties = range(len(self.territory.counties))
        alone = self.each([c for c in counties if c not in kept], held)
        if not all(found for _, found in alone):
            return False
        wide = [a.tie for a in held if a.tie is not None and len(a.counties) > 1]
        if not wide:
            return True
        if held not in self._joint:
            quick = self._by_count(held, wide)
            self._joint[held] = self._ask(counties, held, self.clock) if quick is None else quick
        return self._joint[held]

    def feasible_in(self, county: int, atoms: Iterable[Atom], clock: Clock | None = None) -> bool:
        """Return whether a county alone has a plan, whatever the others do."""
        key = _key(county, atoms)
        if key not in self._alone:
            self._alone[key] = self._ask([county], key[1], clock or self.clock)
        return self._alone[key]

    def kept(self, atoms: Iterable[Atom]) -> list[int]:
        """Return the counties known to have a plan, which looser demands leave them."""
        held = frozenset(atoms)
        counties = range(len(self.territory.counties))
        return [county for county in counties if self._alone.get(_key(county, held))]

    def each(self, counties: Sequence[int], atoms: Iterable[Atom]) -> Iterator[tuple[int, bool]]:
        """Yield (county, whether it alone has a plan) as it is known.

        All are asked for a short time, then what that left in shares of the time: a county
        that is quickly known does not wait for one that is hard.

        Raises
        ------
        UnprovedError
            At the end, when it is not known of some county.
        """
        held, left, quick, unknown = frozenset(atoms), list(counties), True, False
        while left and not self.clock.over:
            again = []
            for k, county in enumerate(left):
                own = self.clock.share((len(left) - k) * (_LATER if quick else 1))
                own = own.within(_GLIMPSE) if quick else own
                try:
                    yield county, self.feasible_in(county, held, own)
                except UnprovedError:
                    unknown |= not own.over
                    again += [county] if own.over else []
            left, quick = again, False
        if left or unknown:
            raise UnprovedError

    def infeasible_counties(self, atoms: Iterable[Atom]) -> list[int]:
        """Return the counties that have no plan already alone."""
        counties = range(len(self.territory.counties))
        return sorted(county for county, found in self.each(counties, atoms) if not found)

    def unheld(self, county: int, atoms: Iterable[Atom]) -> tuple[int, ...]:
        """Return the townships of a county that no unit can hold: each proves it has no plan.

        They are looked for in mode whole; where many sets of townships could hold one, it is
        taken to have a unit.
        """
        key = _key(county, atoms)
        if self.scenario.mode != "whole":
            return ()
        if key not in self._unheld:
            construction = self._construction(*key)
            problem = construction.problem
            homes = problem.home[unheld(construction.bitset)]
            self._unheld[key] = tuple(np.unique(problem.townships[homes]).tolist())
        return self._unheld[key]

    def _quickly(self, county: int, held: Key) -> bool | None:
        """Judge a county of mode whole by a township without a unit, or a quick plan; else None."""
        if self.scenario.mode != "whole":
            return None
        if self.unheld(county, held):
            return False
        begun = self._construction(county, held)
        plans = begun.plans(lambda: True)
        if not plans or not begun.bitset.fragments.trivial:
            return None
        seats = VillageProblem.of(seats_model(begun.problem, self.scenario, begun.ties))
        return any(seats.accepts(options_of(begun.problem, plan)) for plan in plans) or None

    def _construction(self, county: int, held: Key) -> Construction:
        """Return a county of mode whole before its model is made."""
        asked = self.instance.with_scenario(self._reduced(held))
        ties = [a.tie for a in held if a.tie is not None]
        problem = restricted_problem(asked, county)
        return construction_of(problem, asked.scenario, ties, self.clock)

    def _by_count(self, held: Key, wide: Sequence[CouplingConstraint]) -> bool | None:
        """Judge by the fewest units of each county where ties only ask for fewer; else None."""
        if not all(tie.per_unit == 1 and tie.counts_units and tie.low <= -NO_LIMIT for tie in wide):
            return None
        fewest = {c: self._fewest(c, held) for tie in wide for c in tie.counties}
        return all(sum(fewest[c] for c in tie.counties) <= tie.high for tie in wide)

    def _fewest(self, county: int, held: Key) -> int:
        key = _key(county, held)
        if key not in self._least:
            model = self._model(county, key[1], self.clock)
            stage = model.choices.first_state((), self.clock, None).minimise(UNITS, self.clock)
            if stage.verdict is not Verdict.SOLVED:
                raise UnprovedError
            self._least[key] = stage.value
        return self._least[key]

    def _ask(self, counties: Sequence[int], held: Key, clock: Clock) -> bool:
        self.solved += 1
        if len(counties) == 1 and not clock.over:
            quick = self._quickly(counties[0], held)
            if quick is not None:
                return quick
        scenario = self._reduced(held)
        ties = [a.tie for a in held if a.tie is not None]
        models = [self._model(c, held, clock) for c in counties]
        choices = [m.choices for m in models]
        if len(choices) == 1 and models[0].start is not None:
            return True
        if len(choices) > 1 and self._glimpsed(choices, ties):
            return True
        if clock.over:
            raise UnprovedError
        answer = solve_stages(Listed.of(choices), scenario, ties, clock)
        if answer.chosen is not None:
            return True
        if answer.verdict is Verdict.INFEASIBLE:
            return False
        raise UnprovedError

    def _glimpsed(self, choices: Sequence[Subproblem], ties: Sequence[CouplingConstraint]) -> bool:
        """Return whether any plan at all turns up in a short time; asked of whole mergers only."""
        partitions = [c for c in choices if isinstance(c, Partition)]
        if len(partitions) < len(choices):
            return False
        wide = [tie for tie in ties if len(tie.counties) > 1]
        short = Clock(replace(self.clock.effort, seconds=min(_GLIMPSE, self.clock.left)))
        return solve_stage(join(partitions, wide), LinearExpression(), short).chosen is not None

    def _model(self, county: int, held: Key, clock: Clock) -> CountyModel:
        """Return a county's model, made once for the atoms that touch the county.

        Raises
        ------
        UnprovedError
            When the time is over: to make a model may take long.
        """
        key = (county, frozenset(a for a in held if county in a.counties))
        if key not in self._models:
            asked = self.instance.with_scenario(self._reduced(key[1]))
            ties = [a.tie for a in key[1] if a.tie is not None]
            if clock.over:
                raise UnprovedError
            model = county_model(asked, county, ties, clock)
            if clock.left <= 0:  # what was to be listed may have been cut short
                return model
            self._models[key] = model
        return self._models[key]

    def _reduced(self, held: Key) -> Scenario:
        return reduced(self.scenario, sorted(held, key=lambda a: a.identity), self.ground)


def _key(county: int, atoms: Iterable[Atom]) -> tuple[int, Key]:
    """Return a county and the atoms that can be judged in it alone."""
    return county, frozenset(a for a in atoms if county in a.counties and _local(a))


def _local(atom: Atom) -> bool:
    """Return whether an atom can be judged in one county: all but ties over several."""
    return atom.tie is None or len(atom.counties) == 1


Ask = Callable[[Iterable[Atom]], bool]
