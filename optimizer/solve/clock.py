"""How long a solve may still run, how it is told to stop, and who is told where it stands.

One clock is made for a search and handed down; what gets a part of its time, or happens at a
place of its own, gets a clock that is made of it (`within`, `share`, `at`). No clock is changed.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any, Literal, get_args

from ortools.sat.python import cp_model

from models.cp_sat import fault, guarded
from models.quantities import NO_LIMIT
from optimizer.solve.available_memory import fitting
from optimizer.solve.evidence import Evidence
from optimizer.solve.results import OpenCounty

Engine = Literal["auto", "cpsat", "milp"]
WRITING_S = 4.0
"""Seconds that are kept for writing the plan and its maps."""
CP_SAT = "CP-SAT"
"""The name under which CP-SAT is trusted or not."""


def engine_named(name: str) -> Engine:
    """Return an engine by its name."""
    return next(engine for engine in get_args(Engine) if engine == name)


@dataclass(frozen=True)
class Effort:
    """What the user grants: seconds, workers, seed, and memory for candidates.

    Attributes
    ----------
    seconds
        Wall time of the solve; None for no limit.
    engine
        What the village modes rely on: `cpsat` alone, `milp` (LP bounds and branching)
        alone, or both.
    candidates
        The most candidate sets of one county that are held in memory; beyond it
        they are generated on demand.
    patience
        How long one stage of a village mode may go on, in units of deterministic
        work; None for as long as it takes, 1 for a bound at the root and nothing else.
    """

    seconds: float | None = None
    workers: int = 8
    seed: int = 0
    candidates: int = 1_000_000
    engine: Engine = "auto"
    patience: int | None = None

    def leaving_time_to_write(self) -> Effort:
        """Return an effort that ends early enough for a plan and its map to be written in time."""
        if self.seconds is None:
            return self
        return replace(self, seconds=max(self.seconds - WRITING_S, self.seconds / 2))


OVERRUN_S = 5.0
"""Seconds by which a run may be late, as the command line promises."""


@dataclass
class Watch:
    """Who watches a search, and what is known of where it stands: one for all its clocks.

    Attributes
    ----------
    report
        Is told each line of progress.
    alive
        Is called now and then while `run_stoppable` waits, for logs.
    open
        Returns the counties that are not settled yet.
    where
        The place that was last begun.
    standing
        What was last told there of a value and a bound.
    """

    report: Callable[[str], None] | None = None
    alive: Callable[[Clock], None] | None = None
    open: Callable[[], Sequence[OpenCounty]] = tuple
    where: str = ""
    standing: str = ""


@dataclass(frozen=True, eq=False)
class Clock:
    """Time that is left; `stop` ends the running solvers and keeps what they have.

    Attributes
    ----------
    watch
        Who is told of progress; shared by every clock that comes of this one.
    where
        The place that it is for, a county or a value asked for: what it tells begins with it.
    evidence
        What proofs rest on; shared too.
    """

    effort: Effort = Effort()
    started: float = field(default_factory=time.monotonic)
    watch: Watch = field(default_factory=Watch)
    where: str = ""
    evidence: Evidence = field(default_factory=Evidence)
    _stopped: threading.Event = field(default_factory=threading.Event)
    _cut: threading.Event = field(default_factory=threading.Event)
    _running: list[Callable[[], Any]] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def elapsed(self) -> float:
        """Seconds since the start."""
        return time.monotonic() - self.started

    @property
    def left(self) -> float:
        """Seconds that are left; infinite without a limit."""
        limit = self.effort.seconds
        if limit is None:
            return float("inf")
        seconds = max(0.0, limit - self.elapsed)
        if not seconds:
            self._cut.set()
        return seconds

    @property
    def cut(self) -> bool:
        """Whether a limit of time ended a search, here or under a clock made of this one."""
        return self._cut.is_set()

    def note_cut(self) -> None:
        """Note that a limit ended a search elsewhere."""
        self._cut.set()

    def to_write(self, effort: Effort) -> float:
        """Return the seconds for what follows the search, of all that was granted.

        The plan itself may be some seconds late, so pictures may too.
        """
        return float("inf") if effort.seconds is None else effort.seconds + OVERRUN_S - self.elapsed

    @property
    def stopped(self) -> bool:
        """Whether the user asked to stop."""
        return self._stopped.is_set()

    @property
    def over(self) -> bool:
        """Whether nothing more may be started."""
        return self.stopped or self.left <= 0

    def tell(self, what: str = "") -> None:
        """Report where the solve stands."""
        if self.watch.report is not None:
            self.watch.report(f"{self.where} {what}".strip())

    @property
    def watched(self) -> bool:
        """Whether anybody is told of progress."""
        return self.watch.report is not None

    def at(self, where: str) -> Clock:
        """Return this clock for what happens at one place."""
        self.watch.where, self.watch.standing = where, ""
        return replace(self, where=where)

    @property
    def quiet(self) -> Clock:
        """Return this clock without reports, for parts of a stage."""
        return replace(self, watch=Watch())

    def progress(self, value: float | None, bound: float) -> None:
        """Report value, bound and gap of the running stage."""
        said = [] if value is None else [f"best {value:.12g}"]
        if abs(bound) < NO_LIMIT:
            said.append(f"bound {bound:.12g}")
            if value is not None:
                said.append(f"gap {abs(value - bound) / max(1.0, abs(value)):.2%}")
        self.watch.standing = " ".join(said)
        self.tell(self.watch.standing)

    def within(self, seconds: float) -> Clock:
        """Return this clock with at most so many seconds left; `stop` reaches both."""
        if self.left <= seconds:
            return self
        limit = self.elapsed + seconds
        return replace(self, effort=replace(self.effort, seconds=limit))

    def patient(self, work: int) -> Clock:
        """Return this clock, each stage with so much deterministic work at most."""
        return replace(self, effort=replace(self.effort, patience=work))

    def grace(self, seconds: float) -> Clock:
        """Return this clock, or a short one when less is left: for putting pieces together."""
        if self.left >= seconds and not self.stopped:
            return self
        return Clock(replace(self.effort, seconds=seconds), evidence=self.evidence)

    def share(self, parts: int) -> Clock:
        """Return a clock for one of some equal parts of the time that is left.

        `stop` on this clock ends what runs under the other one too.
        """
        if self.effort.seconds is None:
            return self
        seconds = self.left / parts
        return replace(self, effort=replace(self.effort, seconds=seconds), started=time.monotonic())

    def apart(self) -> Clock:
        """Return this clock for work that can be stopped by itself."""
        own: list[Callable[[], Any]] = []
        return replace(self, _stopped=threading.Event(), _running=own, _lock=threading.Lock())

    def stop(self) -> None:
        """End the running solvers; they keep their best solution."""
        self._stopped.set()
        with self._lock:
            for end in self._running:
                end()

    @property
    def trusts_cp_sat(self) -> bool:
        """Whether CP-SAT knows what is known, and was never found wrong; to be seen before asking.

        The test of known models is for those who ask: many counties do without CP-SAT.
        """
        if (wrong := fault()) is not None:
            self.evidence.accuse(CP_SAT, wrong)
        return self.evidence.trusts(CP_SAT)

    @contextmanager
    def solver(self, workers: int | None = None) -> Iterator[cp_model.CpSolver]:
        """Give a CP-SAT solver that keeps the limits and hears `stop`; of few workers if asked.

        They are fewer too where there is no memory for all.
        """
        solver = guarded()
        parameters = solver.parameters
        parameters.num_workers = fitting(min(self.effort.workers, workers or self.effort.workers))
        parameters.random_seed = self.effort.seed
        if self.effort.seconds is not None:
            parameters.max_time_in_seconds = self.left
        if self.watched:
            solver.best_bound_callback = lambda bound: self.progress(None, bound)
        with self.stoppable(solver.stop_search):
            yield solver

    @contextmanager
    def stoppable(self, end: Callable[[], Any]) -> Iterator[None]:
        """Let `stop` end a solver while it runs."""
        with self._lock:
            self._running.append(end)
        try:
            yield
        finally:
            with self._lock:
                self._running.remove(end)
