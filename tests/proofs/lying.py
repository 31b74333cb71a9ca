"""One random county solved honestly and beside a liar, and what the two say compared."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache

import pytest

from optimizer.solve.partition import problem as partition_problem
from optimizer.solve.partition import stage
from tests.reference.brute import Value, measure_of
from tests.reference.figures import read
from tests.support import dataset_of

from .claims import Claim, Court, Question, ask
from .counties import County, random_county
from .covers import TooLargeError, Truth, truth
from .liar import LIARS
from .walk import Walk

PLANS, STEPS, SETS = 40, 800, 4_000


@dataclass(frozen=True)
class Trial:
    """What came of one county.

    Attributes
    ----------
    fakes
        False answers that the liar gave.
    false_proofs
        What was proved beside the liar and is not so; none where the proofs stand.
    lied_to_proved
        Share of the solves beside the liar that left nothing open.
    accused
        How many solves found the solver wrong, and said so.
    """

    number: int
    fakes: Counter[str]
    false_proofs: tuple[str, ...]
    honest_proved: bool
    lied_to_proved: float
    accused: int

    def __str__(self) -> str:
        """Say it in a line."""
        told = ", ".join(f"{times} x {said}" for said, times in self.fakes.items()) or "no lies"
        proved = f"honest {self.honest_proved}, lied to {self.lied_to_proved}"
        return f"county {self.number}: {told}; proved: {proved} {' '.join(self.false_proofs)}"


@contextmanager
def searched(mode: str, number: int) -> Iterator[None]:
    """Leave mode whole to CP-SAT: without sweeps, in every second county without LP bounds."""
    with pytest.MonkeyPatch.context() as patch:
        if mode == "whole":
            patch.setattr(partition_problem, "FEW", 0)
            patch.setattr(stage._StageSearch, "_sweep", lambda hunt: None)
            if number % 2:
                patch.setattr(stage, "lp_bound", lambda *_: None)
        yield


def trial(
    number: int,
    mode: str,
    solver: str,
    rate: float,
    seconds: float,
    times: int = 4,
    villages: tuple[int, int] = (11, 20),
) -> Trial:
    """Solve a county honestly once, and some times beside the liar.

    Parameters
    ----------
    number
        Of the county.
    solver
        A key of `LIARS`.
    rate
        How often it lies.
    villages
        The fewest and the most.
    """
    county = random_county(number, villages[1], villages[0])
    dataset = dataset_of(county.tables, county.rules, county.objectives, mode)
    question = Question(mode, seed=number % 3)
    with searched(mode, number):
        honest = ask(dataset, question, seconds=seconds)
    values = {_values(honest)} | _walked(county, mode)
    told: Counter[str] = Counter()
    wrong = [honest.error, *_known(county, mode, honest)]
    claims = []
    for turn in range(times):
        liar = LIARS[solver](random.Random(f"{number} {turn}"), rate)
        with searched(mode, number), liar.standing_in():
            claims.append(ask(dataset, question, seconds=seconds))
        told += liar.told
        values.add(_values(claims[-1]))
    court = Court(county.objectives)
    for claim in claims:
        wrong += [claim.error, court.differ(honest, claim), court.wrong_side(claim)]
        wrong += [court.beaten(claim, v) for v in values if v]
        wrong += _known(county, mode, claim)
    return Trial(
        number,
        told,
        tuple(dict.fromkeys(text for text in wrong if text)),
        honest.final,
        sum(claim.final for claim in claims) / times,
        sum(accused(claim) for claim in claims),
    )


def _values(claim: Claim) -> tuple[Value, ...]:
    """Return what the plan of a claim comes to; nothing where there is none."""
    return tuple(reached.value for reached in claim.reached)


def _walked(county: County, mode: str) -> set[tuple[Value, ...]]:
    """Return what some random valid plans come to."""
    chance, wanted = random.Random(county.number), county.objectives
    walk = Walk(read(county.tables), county.rules, wanted, mode, chance)
    valid = walk.plans([county.planted, county.status_quo], PLANS, STEPS)
    return {tuple(measure_of(o)(v.totals) for o in wanted) for v in valid}


@lru_cache(maxsize=1)
def _optimum(county: County, mode: str) -> Truth | None:
    """Return the true optimum; None where it is too large a question."""
    try:
        return truth(read(county.tables), county.rules, county.objectives, mode, SETS)
    except TooLargeError:
        return None


def _known(county: County, mode: str, claim: Claim) -> list[str]:
    """Compare a claim with the true optimum, where that can be had."""
    found = _optimum(county, mode)
    if found is None:
        return []
    return [Court(county.objectives).against_truth(claim, found.values)]


def accused(claim: Claim) -> bool:
    """Tell whether the solve itself says that a solver was wrong."""
    return claim.solution is not None and bool(claim.solution.faults)
