"""One random county put to every mode, engine and seed, and all that is said of it compared."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from typing import Any

import numpy as np

from models.kinds import KIND_WORDS
from models.plan import Plan
from models.territory import Territory
from optimizer.check import audit
from optimizer.data.dataset import Dataset
from optimizer.data.faults import InputError
from tests.reference import judge
from tests.reference.brute import Value, best, measure_of
from tests.reference.figures import Figures, read
from tests.support import codes_of, dataset_of, kinds_of

from .claims import Claim, Court, Question, ask
from .counties import SMALL, County
from .covers import TooLargeError, truth
from .walk import Assignment, Valid, Walk

Scope = tuple[str, str]
"""A mode, and where seats may be."""
WHOLE, SPLIT, REDRAW = ("whole", "townships"), ("split", "townships"), ("redraw", "townships")
ANY = ("redraw", "any")
ENGINES = ("auto", "cpsat", "milp")
BRUTE_STEPS = 60_000


@dataclass
class Report:
    """What was found of one county.

    Attributes
    ----------
    contradictions
        One line each; none where every claim stands.
    plans
        Valid random plans, by mode.
    truths
        Modes whose optimum is known without a solver, and how: ``brute``, ``covers``.
    """

    number: int
    size: int
    claims: list[Claim] = field(default_factory=list)
    contradictions: list[str] = field(default_factory=list)
    plans: dict[str, int] = field(default_factory=dict)
    truths: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Effort:
    """How much is done for one county.

    Attributes
    ----------
    seconds, others
        For a solve of the default engine, and for one of the others.
    seeds
        Of the default engine; the others take the first.
    plans, steps
        How many random valid plans are wanted in a mode, and how far is walked for them.
    sets
        The most sets of villages that are combined for the true optimum.
    """

    seconds: float = 60
    others: float = 20
    seeds: tuple[int, ...] = (0, 1)
    engines: tuple[str, ...] = ENGINES
    plans: int = 200
    steps: int = 4000
    sets: int = 12_000
    workers: int = 8


class Bench:
    """Asks everything about a county and keeps what contradicts."""

    def __init__(self, county: County, effort: Effort) -> None:
        self.county, self.effort = county, effort
        self.report = Report(county.number, county.size)
        self.court = Court(county.objectives)
        self.chance = random.Random(county.number)
        self.scopes: list[Scope] = [WHOLE, SPLIT, REDRAW, *([ANY] if county.any_seat else [])]

    def run(self) -> Report:
        """Ask, compare, and return what was found."""
        known: list[Valid] = []
        narrow: list[Claim] = []
        for mode, seats in self.scopes:
            figures = read(self.county.tables, seats)
            try:
                dataset = self._dataset(mode, seats)
            except InputError as error:
                self.report.claims.append(Claim(Question(mode, seats), "REFUSED", (), 0, None,
                                                repr(error)))  # fmt: skip
                continue
            known = self._walked(figures, dataset, mode, seats, known)
            claims = [ask(dataset, q, **effort) for q, effort in self._questions(mode, seats)]
            known += list(self._own_plans(figures, dataset, claims, mode, seats))
            self._compare(claims, known, narrow)
            self._truth(figures, mode, seats, claims)
            narrow = claims
            self.report.claims += claims
        return self.report

    def _dataset(self, mode: str, seats: str) -> Dataset:
        county = self.county
        return dataset_of(county.tables, county.rules, county.objectives, mode, seats)

    def _note(self, *found: str) -> None:
        new = (line for line in found if line and line not in self.report.contradictions)
        self.report.contradictions.extend(new)

    def _questions(self, mode: str, seats: str) -> Iterator[tuple[Question, dict[str, Any]]]:
        effort = self.effort
        for engine in effort.engines if mode != "whole" else ("auto",):
            seconds = effort.seconds if engine == "auto" else effort.others
            for seed in effort.seeds if engine == "auto" else effort.seeds[:1]:
                given = {"seconds": seconds, "workers": effort.workers}
                yield Question(mode, seats, engine, seed), given

    def _walked(
        self, figures: Figures, dataset: Dataset, mode: str, seats: str, known: list[Valid]
    ) -> list[Valid]:
        """Return valid plans of the mode: random ones, and those of modes with fewer plans."""
        county = self.county
        walk = Walk(figures, county.rules, county.objectives, mode, self.chance)
        starts: list[Assignment] = [dict(valid.plan) for valid in known[:2]]
        starts += [county.planted, county.status_quo]
        found = walk.plans(starts, self.effort.plans, self.effort.steps)
        self.report.plans[f"{mode} {seats}"] = len(found)
        self._note(*(self._judged(dataset, valid, mode, seats) for valid in found))
        return [*found, *known]

    def _judged(self, dataset: Dataset, valid: Valid, mode: str, seats: str) -> str:
        """Return where the checker does not agree that a plan is valid, or with its values."""
        found = audit(plan_of(dataset.territory, valid), dataset.scenario)
        if found.broken:
            clauses = ", ".join(f.clause for f in found.broken)
            return f"checker: {clauses} broken in {mode} {seats} by {valid.plan} {valid.kinds}"
        for objective in self.county.objectives:
            name, value = objective["name"], measure_of(objective)(valid.totals)
            if found.objectives[name] != value:
                return f"checker: {name} {found.objectives[name]}, reference {value}"
        return ""

    def _own_plans(
        self, figures: Figures, dataset: Dataset, claims: Sequence[Claim], mode: str, seats: str
    ) -> Iterator[Valid]:
        """Yield the plans of solves, each judged by `tests.reference` too."""
        walk = Walk(figures, self.county.rules, self.county.objectives, mode, self.chance)
        for claim in claims:
            if claim.solution is None or claim.solution.plan is None:
                continue
            plan, kinds = codes_of(claim.solution.plan), kinds_of(claim.solution.plan)
            broken = judge.broken(self.county.tables, self.county.rules, plan, kinds, mode, seats)
            if broken:
                self._note(f"{claim.question}: its plan breaks {sorted(broken)}")
            else:
                totals = walk.totals(plan, kinds)
                values = [measure_of(o)(totals) for o in self.county.objectives]
                if values != [reached.value for reached in claim.reached]:
                    self._note(f"{claim.question}: its plan has {values}")
                yield Valid(plan, kinds, totals)

    def _compare(
        self, claims: Sequence[Claim], known: Sequence[Valid], narrow: Sequence[Claim]
    ) -> None:
        """Hold the claims of a mode against plans, each other, and those of the mode before."""
        values = {self._values(valid): None for valid in known}
        for claim in claims:
            if claim.outcome == "CRASH":
                self._note(f"{claim.question}: {claim.error}")
                continue
            self._note(self.court.wrong_side(claim))
            self._note(next((t for v in values if (t := self.court.beaten(claim, v))), ""))
        said = [claim for claim in claims if claim.outcome not in ("CRASH", "REFUSED")]
        self._note(*(self.court.differ(a, b) for a, b in combinations(said, 2)))
        self._note(*(self.court.no_better(a, b) for a in narrow for b in said))

    def _values(self, valid: Valid) -> tuple[Value, ...]:
        return tuple(measure_of(o)(valid.totals) for o in self.county.objectives)

    def _truth(self, figures: Figures, mode: str, seats: str, claims: Sequence[Claim]) -> None:
        """Compare with the optimum, where it can be had without a solver."""
        county, scope = self.county, f"{mode} {seats}"
        values: Sequence[Value] | None
        if self._brute(mode, seats):
            answer = best(county.tables, county.rules, county.objectives, mode, seats)
            values = None if answer is None else answer.values
            self.report.truths[scope] = "brute"
            self._note(*(self.court.against_truth(claim, values) for claim in claims))
        try:
            found = truth(figures, county.rules, county.objectives, mode, self.effort.sets)
        except TooLargeError:
            return
        self._note(*(self.court.against_truth(claim, found.values) for claim in claims))
        if self.report.truths.setdefault(scope, "covers") == "brute" and found.values != (
            None if values is None else tuple(values)[: len(found.values or ())]
        ):
            self._note(f"{scope}: brute force {values}, covers {found.values}")

    def _brute(self, mode: str, seats: str) -> bool:
        """Tell whether every assignment can be tried: the seats to the power of what is free."""
        if self.county.size > SMALL:
            return False
        places = self.county.size if seats == "any" else len(self.county.tables.townships)
        free = self.county.size - 1
        return (
            mode == "whole"
            or max(n ** (free + 1 - n) for n in range(1, places + 1))
            * (places if seats == "any" else 1)
            <= BRUTE_STEPS
        )


def plan_of(territory: Territory, valid: Valid) -> Plan:
    """Return a plan as the checker takes it."""
    units = [territory.units_by_code[valid.plan[code]] for code in territory.villages.codes]
    kinds = {territory.units_by_code[code]: KIND_WORDS[k] for code, k in valid.kinds.items()}
    return Plan(territory, np.array(units, dtype=np.int64), kinds)


def proved_in_time(claims: Sequence[Claim]) -> tuple[int, int]:
    """Return (how many solves of the default engine left nothing open, how many there were)."""
    mine = [claim for claim in claims if claim.question.engine == "auto"]
    return sum(claim.final for claim in mine), len(mine)
