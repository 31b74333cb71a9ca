"""What solves claim of a county, and where one claim, a valid plan or the truth contradicts it."""

from __future__ import annotations

import time
import traceback
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

from models.plan import Outcome
from optimizer.data.dataset import Dataset
from optimizer.data.faults import InputError
from optimizer.solve.evidence import Proof
from optimizer.solve.results import ObjectiveResult
from optimizer.solve.solution import Solution
from tests.reference.brute import Value, allowed
from tests.support import solution_of


@dataclass(frozen=True)
class Question:
    """How a county is asked: the mode, where seats may be, the engine and the seed."""

    mode: str
    seats: str = "townships"
    engine: str = "auto"
    seed: int = 0

    def __str__(self) -> str:
        """Name it in few words."""
        any_seat = " any" if self.seats == "any" else ""
        return f"{self.mode}{any_seat} {self.engine} seed {self.seed}"


@dataclass(frozen=True)
class Claim:
    """What came of a solve.

    Attributes
    ----------
    outcome
        A word of `Outcome`, ``REFUSED`` where the input is called faulty, ``CRASH`` where
        the solve ended in an error.
    """

    question: Question
    outcome: str
    reached: tuple[ObjectiveResult, ...]
    seconds: float
    solution: Solution | None = None
    error: str = ""

    @property
    def proved(self) -> int:
        """How many objectives, from the first on, are called proved."""
        flags = [reached.proved for reached in self.reached]
        return flags.index(False) if False in flags else len(flags)

    @property
    def final(self) -> bool:
        """Whether nothing is left open."""
        return self.outcome in (Outcome.OPTIMAL, Outcome.INFEASIBLE)


def ask(dataset: Dataset, question: Question, **effort: Any) -> Claim:
    """Solve a dataset as a question says."""
    effort = {"workers": 8, **effort}
    start = time.monotonic()
    try:
        found = solution_of(dataset, engine=question.engine, seed=question.seed, **effort)
    except InputError as error:
        return Claim(question, "REFUSED", (), time.monotonic() - start, None, repr(error))
    except Exception as error:  # whatever it is, it is kept and told
        last = traceback.extract_tb(error.__traceback__)[-1]
        place = f"{Path(last.filename).name}:{last.lineno} {last.name}"
        text = f"{type(error).__name__} at {place}: {error}"
        return Claim(question, "CRASH", (), time.monotonic() - start, None, text)
    seconds = time.monotonic() - start
    return Claim(question, found.outcome.value, found.reached, seconds, found)


class Court:
    """Holds claims about one scenario in one mode against each other and against plans."""

    def __init__(self, objectives: Sequence[Mapping[str, Any]]) -> None:
        self.objectives = objectives

    def beaten(self, claim: Claim, values: Sequence[Value]) -> str:
        """Return what of a claim a valid plan with these values contradicts, or nothing."""
        if claim.outcome == Outcome.INFEASIBLE:
            return f"{claim.question}: no plan; there is one with {shown(values)}"
        for objective, reached, value in zip(self.objectives, claim.reached, values, strict=False):
            sign = -1 if objective["name"] == "share" else 1
            if reached.bound is not None and sign * value < sign * reached.bound:
                return (
                    f"{claim.question}: {reached.name} bound {reached.bound}"
                    f"{' proved' if reached.proved else ''}; a plan has {shown(values)}"
                )
            if not allowed(objective, reached.best, value) or sign * value < sign * reached.best:
                return ""
        return ""

    def wrong_side(self, claim: Claim) -> str:
        """Return which bound of a claim lies beyond its own value, or is proved and differs."""
        for objective, reached in zip(self.objectives, claim.reached, strict=False):
            sign = -1 if objective["name"] == "share" else 1
            if reached.bound is not None and sign * reached.bound > sign * reached.best:
                return f"{claim.question}: {reached.name} {reached.best} bound {reached.bound}"
            if reached.proved and reached.bound != reached.best:
                return f"{claim.question}: {reached.name} proved {reached.best}, {reached.bound}"
            if reached.proved and reached.proof in (None, Proof.ONE_SOLVER):
                return f"{claim.question}: {reached.name} proved on {reached.proof}"
        whole = claim.proved == len(self.objectives)
        if claim.solution is None or claim.solution.plan is None:
            return ""
        if (claim.outcome == Outcome.OPTIMAL) != whole:
            return f"{claim.question}: {claim.outcome} with {claim.proved} proved"
        return ""

    def differ(self, a: Claim, b: Claim) -> str:
        """Return where two claims on the same question differ in what both call proved."""
        outcomes = {a.outcome, b.outcome}
        if Outcome.INFEASIBLE in outcomes and outcomes & {Outcome.OPTIMAL, Outcome.FEASIBLE}:
            return f"{a.question}: {a.outcome}; {b.question}: {b.outcome}"
        for one, other in zip(a.reached[: a.proved], b.reached[: b.proved], strict=False):
            if one.best != other.best:
                return (
                    f"{one.name}: {a.question} proves {one.best}, {b.question} proves {other.best}"
                )
        return ""

    def against_truth(self, claim: Claim, values: Sequence[Value] | None) -> str:
        """Return where a claim is not the optimum, known as far as `values` go."""
        if claim.outcome in ("REFUSED", "CRASH", Outcome.UNKNOWN):
            return ""
        if (claim.outcome == Outcome.INFEASIBLE) != (values is None):
            return f"{claim.question}: {claim.outcome}, truly {shown(values)}"
        for reached, value in zip(claim.reached[: claim.proved], values or (), strict=False):
            if reached.best != value:
                return f"{claim.question}: {reached.name} proved {reached.best}, truly {value}"
        return self.beaten(claim, values) if values else ""

    def no_better(self, narrow: Claim, wide: Claim) -> str:
        """Return where a mode with fewer plans proves more than one that holds them all."""
        if wide.outcome == Outcome.INFEASIBLE and narrow.solution and narrow.solution.plan:
            return f"{wide.question}: no plan; {narrow.question} has one"
        for objective, few, many in zip(
            self.objectives, narrow.reached[: narrow.proved], wide.reached[: wide.proved],
            strict=False,
        ):  # fmt: skip
            sign = -1 if objective["name"] == "share" else 1
            if sign * few.best < sign * many.best:
                return (
                    f"{few.name}: {narrow.question} proves {few.best}, "
                    f"{wide.question} proves {many.best}"
                )
            if few.best != many.best or objective.get("tolerance"):
                return ""
        return ""


def shown(values: Sequence[Value] | None) -> str:
    """Return values as text."""
    if values is None:
        return "none"
    return ", ".join(str(v) if isinstance(v, Fraction | int) else repr(v) for v in values)
