"""Mode `whole`: pairs answered over all candidate units of their county.

A pair that no candidate holds is in no plan together. For any other the county's candidates
that hold both or neither stand beside the options of all other counties, and the objectives
are solved in order: what that reaches holds for the whole territory.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import cached_property

import numpy as np

from models.instance import Instance, OfInstance
from models.kinds import KINDS
from models.merge.coupling import CouplingConstraint
from models.merge.expressions import UNITS, URBAN, cost_of
from models.merge.restricted import all_ties, restricted_problem
from models.merge.whole import WholeModel, whole_model
from models.plan import Plan, Unit
from models.quantities import BoolArray, IntArray
from optimizer.decide.assembly import Assembly, assemble
from optimizer.decide.explore import option_of, unit_counts
from optimizer.decide.space import checked
from optimizer.decide.whynot.answer import CountyProof, Forced
from optimizer.solve.clock import Clock
from optimizer.solve.decomposition.options import Option, county_options
from optimizer.solve.lexicographic import Answer, solve_lexicographic
from optimizer.solve.partition.problem import PartitionProblem
from optimizer.solve.results import Value
from optimizer.solve.results import Verdict as Solved


def listable(instance: Instance) -> bool:
    """Return whether a scenario's pairs can be answered over lists of candidates.

    Not where later stages may give away what earlier ones reached, where an objective is a
    bottleneck, or where several counties share a sum: one option for each number of units
    of a county is not enough then.
    """
    wide = [tie for tie in all_ties(instance) if len(tie.counties) > 1]
    plain = not any(s.tolerance or s.objective.bottleneck for s in instance.scenario.objectives)
    return instance.scenario.mode == "whole" and plain and not any(tie.per_cost for tie in wide)


@dataclass
class Listed(OfInstance):
    """The counties' candidates, and what each county offers to the others.

    Attributes
    ----------
    menus
        Of each county its optimum, or, where counties need each other (`apart`), the best
        plan for each number of units, and of towns and subdistricts where they count.
    complete
        Whether no option is missing and each is proved.
    """

    instance: Instance
    clock: Clock
    models: tuple[WholeModel, ...] = ()
    ties: tuple[CouplingConstraint, ...] = ()
    menus: list[list[Option]] = field(default_factory=list)
    complete: bool = True

    @classmethod
    def of(cls, instance: Instance, clock: Clock) -> Listed | None:
        """List all candidates; None where a county has too many."""
        ties = tuple(all_ties(instance))
        models = []
        for county, place in enumerate(instance.territory.counties):
            problem = restricted_problem(instance, county)
            model = whole_model(
                problem,
                instance.scenario,
                ties,
                clock.effort.candidates,
                stop=clock.at(place.name),
            )
            if not model.complete:
                return None
            models.append(model)
        listed = cls(instance, clock, tuple(models), ties)
        listed._offer()
        return listed

    @property
    def wide(self) -> list[CouplingConstraint]:
        """Ties over several counties."""
        return [tie for tie in self.ties if len(tie.counties) > 1]

    @property
    def partitions(self) -> list[PartitionProblem]:
        """The counties' problems."""
        return [PartitionProblem.of(model.partition) for model in self.models]

    @property
    def apart(self) -> bool:
        """Whether each county's own optimum is its part of every optimum.

        So it is where nothing ties counties and a share does not come before the number of
        units that it is taken of.
        """
        names = [spec.name for spec in self.scenario.objectives]
        loose = "share" in names and "units" not in names[: names.index("share")]
        return len(self.models) == 1 or not (self.wide or loose)

    def _offer(self) -> None:
        """Find every county's options: its optimum alone, or one at every number of units."""
        for county, problem in enumerate(self.partitions):
            clock = self.clock.at(self.territory.counties[county].name)
            if clock.over:
                found, complete = list[Option](), False
            else:
                offer = self._alone if self.apart else self._every
                found, complete = offer(problem, clock)
            self.menus.append(found)
            self.complete &= complete and all(option.proved for option in found)

    def _alone(self, problem: PartitionProblem, clock: Clock) -> tuple[list[Option], bool]:
        """Return a county's own optimum, and whether it is known that there is none."""
        answer = solve_lexicographic(problem, self.scenario.objectives, clock)
        if answer.chosen is None:
            return [], answer.verdict is Solved.INFEASIBLE
        return [option_of(problem, answer.chosen, answer.verdict is Solved.SOLVED)], True

    def _every(self, problem: PartitionProblem, clock: Clock) -> tuple[list[Option], bool]:
        """Return the best plan at each number of units, and whether none is missing."""
        specs, found, complete = self.scenario.objectives, list[Option](), True
        urban = any(t.per_urban for t in self.ties) or any(s.objective.ratio for s in specs)
        for n in unit_counts(problem, clock):
            if clock.over:
                return found, False
            options, all_ = county_options(problem, specs, n, urban, clock)
            found, complete = found + options, complete and all_
        return found, complete

    def fewest(self, county: int) -> int | None:
        """Return the fewest units that a county can have; None where that was not looked for."""
        first = self.scenario.objectives[0].name == "units"
        if not self.complete or (self.apart and not first):
            return None
        return min((option.units for option in self.menus[county]), default=None)

    @cached_property
    def _assemblies(self) -> dict[int, Assembly]:
        return {}

    def around(self, county: int) -> Assembly:
        """Return one county's candidates beside the others' options."""
        if county not in self._assemblies:
            self._assemblies.clear()
            others = {c: menu for c, menu in enumerate(self.menus) if c != county}
            self._assemblies[county] = assemble(self.partitions, others, self.wide)
        return self._assemblies[county]

    def best(self) -> Answer | None:
        """Return the best plan of all, nothing forced; None where a county has none at hand."""
        if not all(self.menus):
            return None
        problem = assemble(self.partitions, dict(enumerate(self.menus)), self.wide).problem
        return solve_lexicographic(problem, self.scenario.objectives, self.clock)

    def holding(self, county: int, parts: IntArray) -> tuple[BoolArray, BoolArray]:
        """Return which candidates of a county hold all of some parts, and which hold none."""
        held = np.asarray(self.partitions[county].members[:, parts].sum(axis=1)).ravel()
        return held == len(parts), held == 0

    def parts_of(self, county: int, villages: IntArray) -> IntArray:
        """Return the townships (positions in the county) that hold some villages."""
        return self.models[county].problem.parts_with(villages)

    def forced(
        self,
        county: int,
        parts: IntArray,
        clock: Clock,
        ties: Sequence[CouplingConstraint] | None = None,
    ) -> tuple[Solved, Forced | None]:
        """Solve all objectives with some parts of a county in one unit.

        Parameters
        ----------
        ties
            Those that hold; by default all.
        """
        if not all(menu for c, menu in enumerate(self.menus) if c != county):
            return (Solved.INFEASIBLE if self.complete else Solved.OPEN), None
        both, neither = self.holding(county, parts)
        assembly = self.around(county)
        size = len(assembly.problem)
        columns = np.concatenate(
            [np.nonzero(both | neither)[0], np.arange(assembly.first_option, size)]
        )
        problem = assembly.problem.take(columns)
        if ties is not None:
            problem = replace(problem, rows=tuple(tie.row() for tie in ties))
        clock = clock.at(self.territory.counties[county].name)
        answer = solve_lexicographic(problem, self.scenario.objectives, clock)
        if answer.chosen is None or ties is not None:
            return answer.verdict, None
        chosen = columns[answer.chosen]
        plan = self._plan(assembly.unfold(np.sort(chosen)))
        values = tuple(a.value for a in answer.attained)
        own = self.partitions[county].members[chosen[chosen < assembly.first_option]]
        sizes = np.asarray(own.sum(axis=1)).ravel()
        unit = np.asarray(own[:, parts].sum(axis=1)).ravel() == len(parts)
        return answer.verdict, Forced(values, plan, int(sizes[unit][0]) == len(parts))

    def conflict(self, county: int, parts: IntArray, clock: Clock) -> tuple[str, ...]:
        """Return clauses of rules over several units that together leave no plan, as few as found.

        Rules are left out one after another as long as there is still none.
        """
        rows = [tie for tie in self.ties if county in tie.counties or len(tie.counties) > 1]
        kept = sorted({tie.clause for tie in rows})
        for clause in list(kept):
            rest = [tie for tie in rows if tie.clause in kept and tie.clause != clause]
            verdict, _ = self.forced(county, parts, clock, rest)
            if verdict is Solved.INFEASIBLE:
                kept.remove(clause)
        return tuple(dict.fromkeys([*kept, *self.counting(county)]))

    def counting(self, county: int) -> tuple[str, ...]:
        """Return clauses of rules on how many units the county has: lists keep them beforehand."""
        own = (tie for tie in self.ties if tie.counts_units and tie.counties == {county})
        return tuple(dict.fromkeys(tie.clause for tie in own))

    def _plan(self, chosen: Sequence[IntArray]) -> Plan:
        unit = np.full(len(self.territory.villages), -1, dtype=np.int64)
        kind = np.zeros(len(self.territory.townships), dtype=np.int64)
        for model, columns in zip(self.models, chosen, strict=True):
            model.assign(columns, unit, kind)
        plan = Plan.from_arrays(self.territory, unit, kind)
        checked(plan, self.scenario)
        return plan

    def proof(self, county: int, plan: Plan) -> CountyProof:
        """Say what is proved of a plan's part in a county."""
        model, problem = self.models[county], self.partitions[county]
        units = [u for u in plan.units if u.county == county]
        fewest = self.fewest(county)
        named = [self._part(county, unit) for unit in units]
        columns = model.columns_of((parts, option) for parts, option in named)
        if columns is None:
            return CountyProof(county, len(units), fewest)
        same = [o for o in self.menus[county] if o.units == len(units)]
        values = self._worth(county, named)
        if not same or not all(o.proved for o in same):
            return CountyProof(county, len(units), fewest, values)
        urban = sum(int(model.problem.options.urban[option]) for _, option in named)
        enough = [o for o in same if o.urban >= urban] or same
        best = enough[0] if len(same) > 1 else same[0]
        bounds = _values(problem, list(values), best.chosen)
        return CountyProof(county, len(units), fewest, values, bounds, values == bounds)

    def _part(self, county: int, unit: Unit) -> tuple[IntArray, int]:
        """Return the townships of a unit (positions in the county) and the option it takes."""
        problem = self.models[county].problem
        seat, kind = np.searchsorted(problem.townships, unit.township), KINDS.index(unit.kind)
        at_seat = problem.options.seat == seat
        fits = np.nonzero(at_seat & (problem.options.kind == kind))[0]
        option = fits[0] if len(fits) else np.nonzero(at_seat)[0][0]
        return problem.parts_with(unit.villages), int(option)

    def _worth(self, county: int, units: Sequence[tuple[IntArray, int]]) -> dict[str, Value]:
        """Return what units come to in each objective, whatever seat others would choose."""
        problem, found = self.models[county].problem, dict[str, Value]()
        for spec in self.scenario.objectives:
            if spec.objective.ratio:
                urban = sum(int(problem.options.urban[option]) for _, option in units)
                found[spec.name] = Fraction(urban, len(units))
                continue
            opening, assigning = spec.opening(problem), spec.assigning(problem)
            found[spec.name] = sum(
                int(opening[option]) + int(assigning[parts, problem.options.seat[option]].sum())
                for parts, option in units
            )
        return found


def _values(problem: PartitionProblem, names: Sequence[str], columns: IntArray) -> dict[str, Value]:
    """Return what some columns come to in each objective."""
    units = problem.measure(UNITS, columns)
    return {
        name: Fraction(problem.measure(URBAN, columns), units)
        if name == "share"
        else problem.measure(cost_of(name), columns)
        for name in names
    }
