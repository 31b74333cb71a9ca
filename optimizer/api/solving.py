"""solve: the best plan of an instance, with bounds and proofs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from optimizer.api.instance import Instance
from optimizer.api.plans import UNIT_COLUMNS, Plan, changed, plan_of
from optimizer.api.results import Result, StrPath, exact, many, warn
from optimizer.api.search import Search, search_of
from optimizer.data.plan_file import COUNTIES
from optimizer.solve.solution import CheckFailedError
from optimizer.text import language

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from optimizer.check.certificate import Verification
    from optimizer.report.screen import Screen
    from optimizer.solve.clock import Effort
    from optimizer.solve.solution import Solution as Answer

__all__ = ["COUNTIES", "CheckFailedError", "NoPlanError", "Solution", "solve"]
OBJECTIVE_COLUMNS = ("name", "unit", "value", "bound", "proved", "proof", "best", "allowed")
SECONDS = 600.0
"""Default limit, as of the command."""
_FINAL = ("OPTIMAL", "INFEASIBLE")


class NoPlanError(ValueError):
    """A solution that has no plan was asked for one."""


@dataclass(frozen=True, repr=False, eq=False)
class Solution(Result):
    """What a search found: a plan with proofs, or the reason why there is none.

    Attributes
    ----------
    found
        The answer as the solver returns it: `optimizer.solve.solution.Solution`.
    effort
        What the search was granted.
    """

    instance: Instance
    found: Answer
    effort: Effort

    @property
    def outcome(self) -> str:
        """OPTIMAL, FEASIBLE, INFEASIBLE, UNKNOWN or INTERRUPTED.

        OPTIMAL: every objective is proved. INFEASIBLE: it is proved that no plan keeps all
        rules. UNKNOWN: no plan was found in the time given. INTERRUPTED: the search was stopped;
        it may have a plan.
        """
        return self.found.outcome.value

    @property
    def proved(self) -> bool:
        """Whether the question is settled: every objective proved, or that there is no plan."""
        return self.outcome in _FINAL

    @cached_property
    def plan(self) -> Plan | None:
        """The best plan; None when there is none or none was found."""
        if self.found.plan is None:
            return None
        return Plan(self.instance, self.found.plan, checked=self.found.audit)

    def _plan(self) -> Plan:
        if self.plan is None:
            raise NoPlanError(f"{self.outcome}: there is no plan; explain(instance) says why")
        return self.plan

    @property
    def units(self) -> pd.DataFrame:
        """One row a unit of the plan; see `Plan.units`.

        Raises
        ------
        NoPlanError
            When there is no plan.
        """
        return self._plan().units

    @property
    def assignment(self) -> pd.DataFrame:
        """One row a village of the plan; see `Plan.assignment`.

        Raises
        ------
        NoPlanError
            When there is no plan.
        """
        return self._plan().assignment

    @property
    def audit(self) -> pd.DataFrame:
        """One row a rule, as the checker found it; see `Plan.audit`.

        Raises
        ------
        NoPlanError
            When there is no plan.
        """
        return self._plan().audit

    @property
    def objectives(self) -> pd.DataFrame:
        """One row an objective, in order; empty without a plan.

        Columns: name; unit; value of the plan; bound (proved: no plan under the same values of
        the objectives before has a better one; missing where none is known); proved (value and
        bound are equal, here and before; of an objective with a tolerance it is `best`); proof
        (what it rests on); best (value of the stage itself, which a tolerance may give away);
        allowed (the worst that the tolerance lets later objectives leave; missing without
        one). Values are exact: whole numbers, fractions.
        """
        rows = (
            {
                "name": reached.name,
                "unit": reached.unit,
                "value": reached.value,
                "bound": reached.bound,
                "proved": reached.proved,
                "proof": None if reached.proof is None else reached.proof.label,
                "best": reached.best,
                "allowed": reached.allowed,
            }
            for reached in self.found.reached
        )
        found = exact(rows, OBJECTIVE_COLUMNS)
        return found.astype({"proved": bool})

    @property
    def values(self) -> dict[str, int | Fraction]:
        """The plan's value of each objective, exact; empty without a plan."""
        return {reached.name: reached.value for reached in self.found.reached}

    @property
    def notes(self) -> list[str]:
        """What the reader should know, such as own limits that set the optimum."""
        return [note.in_lang(language()) for note in self.found.notes]

    @property
    def seconds(self) -> float:
        """Wall time of the search."""
        return self.found.seconds

    def plot(self, lang: str | None = None) -> Figure:
        """Return a map of the territory before and after; see `Plan.plot`."""
        return self._plan().plot(lang)

    def record(self) -> dict[str, Any]:
        """Return what plan.json holds, and `solve --json` prints."""
        from optimizer.report.record import solution_record

        return solution_record(self.found, self.instance.dataset, self.effort)

    def to_folder(self, folder: StrPath, *, maps: bool = True, lang: str | None = None) -> Path:
        """Write plan.csv, plan.json, map.png and map.svg; an earlier plan is replaced whole.

        Raises
        ------
        InputError
            When the folder holds anything but an earlier plan, or cannot be written.
        NoPlanError
            When there is no plan.
        """
        target = Path(folder)
        claim(target)
        self.write(target)
        if maps:
            warn(self.draw(target, lang)[1])
        return target

    def write(self, folder: Path) -> list[Path]:
        """Write plan.csv and plan.json into a folder that is claimed; return the files."""
        from optimizer.report.deliver import deliver

        self._plan()
        return deliver(folder, self.instance.dataset, self.found, self.effort)

    def draw(
        self, folder: Path, lang: str | None = None, left: float = float("inf")
    ) -> tuple[list[Path], str]:
        """Draw the maps beside a plan that is written, within the seconds that are left.

        Returns
        -------
        tuple
            The files, and a warning (empty when all is well).
        """
        from optimizer.report.deliver import deliver_maps

        self._plan()
        return deliver_maps(folder, self.instance.dataset, self.found, language(lang), left)

    def certify(
        self, path: StrPath, *, time_limit: float = SECONDS, progress: Any = None
    ) -> Verification | None:
        """Write the certificate of the bounds, which `check` verifies without a solver.

        Parameters
        ----------
        path
            File; gzipped where its name ends in .gz.
        time_limit
            Seconds; what cannot be proved in them is not certified.

        Returns
        -------
        Verification or None
            What the verifier makes of it; None where the solution leaves nothing to certify.

        Raises
        ------
        InputError
            When the file cannot be written.
        """
        from optimizer.check.certificate import claim_certificate, write_certificate
        from optimizer.solve.certify.write import CertificateRequest, certified

        claim_certificate(Path(path))
        dataset = self.instance.dataset
        asked = CertificateRequest.of(dataset, dataset.sha256, self.found, time_limit, progress)
        made = None if asked is None else certified(asked)
        if made is None:
            return None
        text, found = made
        write_certificate(Path(path), text)
        return found

    def __repr__(self) -> str:
        """Return outcome, number of units, how much is proved, seconds."""
        said = "no plan"
        if self.plan is not None:
            proved = sum(reached.proved for reached in self.found.reached)
            units = len(self.plan.assignment_of.kept)
            of = len(self.found.reached)
            said = f"{many(units, 'unit')}, {proved} of {of} objectives proved"
        return f"<Solution {self.outcome}: {said}, {self.seconds:.1f} s>"

    def print_on(self, screen: Screen, lang: str) -> None:
        """Print what `solve` prints."""
        from optimizer.report.tables import print_solution
        from optimizer.report.words import Words

        words = Words(lang, self.instance.territory.township_level)
        print_solution(screen, words, self.instance.dataset, self.found)

    def tables(self) -> Iterable[tuple[str, pd.DataFrame]]:
        """Yield objectives and the units that change, notes as a table of their own."""
        yield "objectives", self.objectives
        units = self.units if self.plan is not None else pd.DataFrame(columns=UNIT_COLUMNS)
        yield "units that change", changed(units)
        if self.notes:
            yield "", pd.DataFrame({"notes": self.notes})


def claim(folder: Path) -> None:
    """Refuse a folder that holds anything but an earlier plan, before the work."""
    from optimizer.data.faults import Findings
    from optimizer.data.plan_file import claim_folder

    claim_folder(folder, Findings())


def claim_certificate(path: Path) -> None:
    """Refuse a bad place for a certificate, before the work."""
    from optimizer.check.certificate import claim_certificate as claimed

    claimed(path)


def solve(
    instance: Instance,
    *,
    time_limit: float | None = SECONDS,
    workers: int = 8,
    seed: int = 0,
    engine: str = "auto",
    start: Any = None,
    cross_check: float | None = None,
    processes: int = 1,
    cluster: str | None = None,
    resume: StrPath | None = None,
    search: Search | None = None,
) -> Solution:
    """Find the best plan, objective after objective, and prove it.

    Ctrl-C (in a notebook: interrupt) ends the search with the best plan so far.

    Parameters
    ----------
    time_limit
        Seconds of wall time; None for as long as it takes.
    workers
        Threads of a solver.
    seed
        Seed of the solvers; with one worker it makes the plan.
    engine
        Modes `split` and `redraw`: `cpsat` alone, `milp` (LP bounds and branching) alone, or
        both (`auto`).
    start
        Modes `split` and `redraw`: a plan to begin from, also one that breaks rules; as of
        `check`.
    cross_check
        Seconds for solving again by another model and solver; None: not at all.
    processes, cluster
        Counties solved at the same time; see `Search.run`.
    resume
        Folder that keeps each county's answer; a later call goes on from those.
    search
        Takes the place of `time_limit`, `workers`, `seed` and `engine`.

    Returns
    -------
    Solution
        Data, whatever comes of it: without a plan `outcome` says why.

    Raises
    ------
    CheckFailedError
        When the checker, or the cross-check, does not agree with the solver.
    ValueError
        When an argument is out of its range.

    Examples
    --------
    >>> solution = tm.solve(tm.read_instance("instances/one-county"), time_limit=60)
    >>> solution.outcome
    'OPTIMAL'
    """
    from optimizer.solve.decomposition.result_cache import ResultCache, identity_of
    from optimizer.solve.run import solve as search_plan

    found = search_of(search, time_limit, workers, seed, engine=engine)
    known = None if start is None else plan_of(instance, start).assignment_of
    identity = identity_of(instance.sha256, found.effort, known)
    kept = None if resume is None else ResultCache(Path(resume), identity)
    answer = found.run(
        lambda clock, pool: search_plan(instance.dataset, clock, known, pool, kept),
        processes,
        cluster,
    )
    if cross_check is not None:
        answer = _confirmed(found, instance, answer, cross_check)
    return Solution(instance, answer, found.effort)


def _confirmed(search: Search, instance: Instance, answer: Answer, seconds: float) -> Answer:
    from optimizer.solve.certify.crosscheck import confirmed

    return search.run(lambda clock, _: confirmed(instance.dataset, answer, clock, seconds))


def forget(folder: Path) -> None:
    """Remove the counties' answers that `resume` kept; anything else in the folder stays."""
    from optimizer.solve.decomposition.result_cache import ResultCache

    ResultCache(folder, "").clear()
