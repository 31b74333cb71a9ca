"""All counties of a scenario, solved one by one or side by side, their models dropped.

A county is sent to whoever solves it as its restricted problem and nothing around it
(`models.merge.local`), and comes back as its answer, its part of the plan, and the
totals that ties ask for. A model is made again only where a tie over several counties
is broken by their own optima.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np

from models.instance import Instance, OfInstance
from models.merge.coupling import CouplingConstraint
from models.merge.local import local_plan, localised
from models.merge.problem import Problem
from models.merge.restricted import restricted_problem
from models.merge.sizes import implied_ties
from models.plan import Plan
from models.quantities import IntArray
from models.scenario import ObjectiveSpec, RuleTable
from models.territory import Territory
from optimizer.solve.clock import Clock
from optimizer.solve.decomposition.assembly import assembled
from optimizer.solve.decomposition.city_answer import CityAnswer
from optimizer.solve.decomposition.comparison import without_bounds
from optimizer.solve.decomposition.county import (
    CountyModel,
    VillageCounty,
    begin_alone,
    begin_from,
    model_of,
    village_county,
)
from optimizer.solve.decomposition.county_result import CountyResult
from optimizer.solve.decomposition.county_task import CountyQuery, CountyTask, solve_county
from optimizer.solve.decomposition.heuristic_results import heuristic_results, known_result
from optimizer.solve.decomposition.location_allocation import seek_by_location_allocation
from optimizer.solve.decomposition.pool import InProcess, Pool
from optimizer.solve.decomposition.result_cache import ResultCache
from optimizer.solve.decomposition.source import SubproblemSource
from optimizer.solve.lexicographic import Answer
from optimizer.solve.partition.construction import Construction
from optimizer.solve.results import ObjectiveResult, OpenCounty, Verdict
from optimizer.solve.subproblem import Subproblem

HELD = 200
"""Models that are held in this process, once made."""

HELD_VILLAGES = 8_000
"""Up to so many villages the models of a village mode are held together: a city, no province."""

_HASTE = 0.03
"""Seconds that a county takes for any plan at all, when the time is over."""


@dataclass
class Counties(SubproblemSource, OfInstance):
    """The counties' models, made when they are asked for, and the results without them.

    Attributes
    ----------
    whole, start
        Plans that are known (see `begin_from`).
    cache
        Where settled answers are kept, and looked for first.
    results
        Answers so far, by county.
    unsettled
        Counties that a search over all of them has open; None while each is solved alone.
    """

    instance: Instance
    ties: Sequence[CouplingConstraint]
    clock: Clock
    pool: Pool = field(default_factory=InProcess)
    whole: Plan | None = None
    start: Plan | None = None
    cache: ResultCache | None = None
    results: dict[int, CountyResult] = field(default_factory=dict)
    unsettled: Mapping[int, ObjectiveResult | None] | None = None
    _models: dict[int, CountyModel] = field(default_factory=dict)

    def prepare(self) -> None:
        """Make the models of a village mode and tell them of known plans, if they stay here."""
        self.clock.watch.open = self.open
        if not self.held:
            return
        models = [self._village_county(c) for c in range(self.count)]
        whole = self.scenario.model_copy(update={"mode": "whole"})
        begin_from(models, self.whole, self.start, self.ties, whole, self.clock)
        if self.territory.any_seat:
            seek_by_location_allocation(models, self.scenario, self.ties, self.clock)

    @cached_property
    def held(self) -> bool:
        """Whether a village mode's counties are held and solved here, one process for all.

        Ties ask for plans over all counties, and with any seats models share starts. Of many
        counties each model is made for its own turn and released, also under ties: made
        again where a tie is broken by the counties' own optima.
        """
        if self.scenario.mode == "whole":
            return False
        few = len(self.territory.villages) <= HELD_VILLAGES
        return self.territory.any_seat or (few and (self.pool.in_process or bool(self._wide)))

    @property
    def _width(self) -> int:
        return 1 if self.held else self.pool.width

    @property
    def _own_territory(self) -> Territory:
        """The territory of the problems: mode whole knows former seats alone."""
        return self.territory.former if self.scenario.mode == "whole" else self.territory

    @property
    def count(self) -> int:
        """Number of counties."""
        return len(self.territory.counties)

    def subproblem(self, county: int) -> Subproblem:
        """Return what is chosen from in a county."""
        return self.model(county).choices

    def model(self, county: int) -> CountyModel:
        """Return a county's model; one that makes candidates on demand is always held."""
        if county in self._models:
            return self._models[county]
        clock = self.clock.at(self.territory.counties[county].name)
        model: CountyModel
        if self.scenario.mode == "whole":
            ties = (*self._wide, *self._own[county])
            model = model_of(self._problem(county), self.scenario, ties, clock, self._seats)
        else:
            model = self._village_county(county)
            begin_alone(model, self.whole, self.start, clock)
        results = self.results.get(county)
        if results is not None and not results.listed:
            model.tell(results.answer.chosen)
        if len(self._models) < HELD or not model.choices.complete:
            self._models[county] = model
        return model

    def _village_county(self, county: int) -> VillageCounty:
        """Make and hold a county's model in a village mode."""
        clock = self.clock.at(self.territory.counties[county].name)
        ties = (*self._wide, *self._own[county])
        model = village_county(self._problem(county), self.scenario, ties, clock)
        self._models[county] = model
        return model

    def each(
        self, _source: SubproblemSource, specs: Sequence[ObjectiveSpec], clock: Clock
    ) -> list[Answer]:
        """Solve every county alone; those that were cut short again, while there is time."""
        counties = range(self.count)
        self._recall()
        kept = _HASTE * self.count / self._width
        self._solve(
            [c for c in counties if c not in self.results], specs, clock.within(clock.left - kept)
        )
        cut = list(counties)
        while not clock.over:
            # What is kept is for counties without a plan; it is too little for anything better.
            spare = clock.left > kept
            cut = [c for c in cut if self.results[c].cut]
            cut = [c for c in cut if spare or self.results[c].empty_handed]
            if not cut:
                break
            self._solve(cut, specs, clock)
        return [self.results[c].answer for c in counties]

    def plan(self, chosen: Sequence[IntArray]) -> Plan:
        """Return the plan of a choice in each county."""
        unit = np.full(len(self.territory.villages), -1, dtype=np.int64)
        kind = np.zeros(len(self.territory.townships), dtype=np.int64)
        for county, columns in enumerate(chosen):
            own = self.results.get(county)
            if own is None or own.plan is None or own.answer.chosen is not columns:
                model = self.model(county)
                model.problem.write(model.assigned(columns), unit, kind)
            else:
                unit[self.territory.villages_in(county)] = self._townships(county)[own.plan[0]]
                kind[self._townships(county)] = own.plan[1]
        return Plan.from_arrays(self.territory, unit, kind)

    def assembled_fallback(self) -> CityAnswer | None:
        """Put a plan of all counties together: what was found, and what was there before.

        In mode whole these are quick plans, in a village mode it is mode whole's. None where
        models are held: they know more.
        """
        if self.held:
            return None
        variants = []
        for c in range(self.count):
            own = [self.results[c]] if c in self.results else []
            variants.append([s for s in own if s.answer.chosen is not None] + self._before(c))
        chosen = assembled(variants, self._wide)
        if chosen is None:
            return None
        self.results.update(enumerate(chosen))
        plan = tuple(s.answer.chosen for s in chosen if s.answer.chosen is not None)
        totals = [s.answer.problem for s in chosen]
        return CityAnswer(
            Verdict.OPEN, plan, without_bounds(totals, plan, self.scenario.objectives)
        )

    def _before(self, county: int) -> list[CountyResult]:
        """Return plans of a county that are at hand without its model."""
        problem, ties = self._problem(county), (*self._wide, *self._own[county])
        if self.scenario.mode == "whole":
            return heuristic_results(problem, self.scenario, ties, self.clock.effort.seed)
        known = self.whole
        return [] if known is None else [known_result(problem, self.scenario, ties, known)]

    @property
    def _only_units(self) -> bool:
        """Whether a quick plan may be all that is asked for, so that no model is made for it."""
        whole, specs = self.scenario.mode == "whole", self.scenario.objectives
        return whole and len(specs) == 1 and specs[0].name == "units"

    @cached_property
    def _seats(self) -> bool | None:
        """Whether townships are assigned to seats in every county of mode whole, or in none.

        Counties that are solved as one problem are modelled alike; others as it suits them.
        """
        tied = any(tie.per_cost for tie in self._wide)
        spare = any(spec.tolerance for spec in self.scenario.objectives)
        if self.scenario.mode != "whole" or self.count == 1 or not (spare or tied):
            return None
        specs, seed = self.scenario.objectives, self.clock.effort.seed
        begun = [
            Construction(self._problem(c), specs, self._own[c], seed) for c in range(self.count)
        ]
        whole = all(construction.bitset.fragments.trivial for construction in begun)
        return whole and any(construction.many for construction in begun)

    @property
    def made(self) -> dict[int, int]:
        """Candidates that were made on demand, by county, where not all could be held."""
        held = {c: model.made for c, model in self._models.items()}
        every = {c: result.made for c, result in self.results.items()} | held
        return {c: count for c, count in every.items() if count is not None}

    @cached_property
    def _wide(self) -> tuple[CouplingConstraint, ...]:
        return tuple(tie for tie in self.ties if len(tie.counties) > 1)

    @cached_property
    def _own(self) -> list[tuple[CouplingConstraint, ...]]:
        """Ties of single counties, by county, and what wider ones leave to each."""
        own: list[list[CouplingConstraint]] = [[] for _ in range(self.count)]
        wide = [] if self.territory.any_seat else implied_ties(self.territory, self.ties)
        for tie in (*self.ties, *wide):
            if len(tie.counties) == 1:
                own[min(tie.counties)].append(tie)
        return [tuple(ties) for ties in own]

    def _townships(self, county: int) -> IntArray:
        return self._own_territory.townships_in(county)

    def _problem(self, county: int) -> Problem:
        return restricted_problem(self.instance, county)

    def _solve(self, counties: Sequence[int], specs: Sequence[ObjectiveSpec], clock: Clock) -> None:
        """Solve some counties; a plan at hand is not given up for none."""
        bare = self.scenario.model_copy(update={"rules": RuleTable()})
        query = CountyQuery(bare, tuple(specs), self._wide, self._seats)
        pool = InProcess() if self.held else self.pool
        coming = pool.run(solve_county, query, self._tasks(counties), clock)
        for done, (at, result) in enumerate(coming, 1):
            if result.cut and not clock.stopped:
                clock.note_cut()
            clock.evidence.take(result.proof, result.faults, result.claims)
            known = self.results.get(counties[at])
            if known is None or (result := result.after(known)) is not known:
                self._note(counties[at], result)
            clock.at(f"county {done}/{len(counties)}").tell()

    def looked_into(self, found: Mapping[int, ObjectiveResult | None]) -> None:
        """Be told which counties a search over all of them has open, and what of each if known."""
        self.unsettled = found

    def open(self) -> list[OpenCounty]:
        """Return the counties without a final answer."""
        places = enumerate(self.territory.counties)
        if self.unsettled is not None:
            found = self.unsettled
            return [OpenCounty(p.name, found[c]) for c, p in places if c in found]
        known = [(p.name, self.results.get(c)) for c, p in places]
        return [
            OpenCounty(name, None if result is None else result.first_open)
            for name, result in known
            if result is None or result.cut
        ]

    def _recall(self) -> None:
        """Take the answers that an earlier run kept."""
        for c in range(self.count) if self.cache else ():
            size = len(self.territory.villages_in(c)), len(self._townships(c))
            if self.cache and (result := self.cache.get(self.scenario.mode, c, size)):
                self.results[c] = result

    def _note(self, county: int, result: CountyResult) -> None:
        self.results[county] = result
        if self.cache:
            self.cache.put(self.scenario.mode, county, result)

    def _tasks(self, counties: Sequence[int]) -> Iterator[CountyTask]:
        """Make the tasks, one when it is wanted."""
        for at, county in enumerate(counties):
            turns = -(-(len(counties) - at) // self._width)
            known = self.results.get(county)
            begun, listed = (known.begun, known.listed) if known else (None, False)
            if self.held or (self.pool.in_process and self.scenario.mode == "whole"):
                task = self._task_here(county, turns, begun)
            else:
                task = self._task_away(county, turns, begun)
            yield replace(task, listed=listed, where=f"county {county + 1}/{self.count}")

    def _task_here(self, county: int, turns: int, begun: IntArray | None) -> CountyTask:
        modelled = self.held or county in self._models
        if not modelled and (self.clock.over or self._only_units):
            return CountyTask(self._problem(county), turns, self._own[county], begun=begun)
        if self.held or self.count <= HELD:
            model = self.model(county)
            return CountyTask(model.problem, turns, model=model, begun=begun)
        return CountyTask(self._problem(county), turns, self._own[county], begun=begun)

    def _task_away(self, county: int, turns: int, begun: IntArray | None) -> CountyTask:
        problem = self._problem(county)
        local = localised(problem)
        whole, start = (
            None if plan is None else local_plan(plan, problem, local)
            for plan in (self.whole, self.start)
        )
        return CountyTask(local, turns, self._own[county], None, whole, start, begun)
