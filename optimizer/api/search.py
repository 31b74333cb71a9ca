"""What a search is granted, how it is watched, and how it is stopped."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from optimizer.solve.clock import Clock, Watch
    from optimizer.solve.decomposition.pool import Pool
    from optimizer.solve.results import OpenCounty

T = TypeVar("T")
SEEDS = 2**31 - 1
"""The largest seed that every solver takes."""
SECONDS = 300.0
"""Default limit of what asks about many plans, as of the commands."""
WORKERS, CANDIDATES = 8, 1_000_000
"""Fewer workers than 8 leave CP-SAT parts of its portfolio out, on few cores too; a million
candidates fit into the memory of a common machine."""


class Search:
    """What one search is granted; the time runs from here on.

    Functions that search make one of their arguments `time_limit`, `workers` and `seed`. Make
    one yourself to follow the search, to `stop` it from another thread, or to grant memory.

    Parameters
    ----------
    time_limit
        Seconds of wall time; None for as long as it takes. A limit never costs a proof that was
        found, and what is not proved is said not to be.
    workers
        Threads of a solver. The same instance and seed with one worker give the same plan.
    seed
        Seed of the solvers, 0 to 2147483647.
    candidates
        Candidate sets of one county that are held in memory; beyond it `solve` makes them on
        demand, and functions that need all of them prove nothing.
    engine
        `auto`, `cpsat` or `milp`: what the modes `split` and `redraw` rely on.
    progress
        True prints to stderr where the search stands; a function is called with each such line.
    writing
        Leave time for a plan and its map to be written within the limit.

    Raises
    ------
    ValueError
        When an argument is out of its range.
    """

    def __init__(
        self,
        time_limit: float | None = None,
        *,
        workers: int = WORKERS,
        seed: int = 0,
        candidates: int = CANDIDATES,
        engine: str = "auto",
        progress: bool | Callable[[str], None] = False,
        writing: bool = False,
        lang: str | None = None,
    ) -> None:
        from optimizer.solve.clock import Clock, Effort, engine_named

        _check(time_limit=time_limit, workers=workers, seed=seed, candidates=candidates)
        if engine not in ("auto", "cpsat", "milp"):
            raise ValueError(f"engine is {engine!r}; known: auto, cpsat, milp")
        self.effort = Effort(
            None if time_limit is None or math.isinf(time_limit) else float(time_limit),
            workers=workers,
            seed=seed,
            candidates=candidates,
            engine=engine_named(engine),
        )
        granted = self.effort.leaving_time_to_write() if writing else self.effort
        self.clock = Clock(granted, watch=_watching(progress, lang))

    def stop(self) -> None:
        """End the search; it keeps the best that it has, as at Ctrl-C."""
        self.clock.stop()

    @property
    def elapsed(self) -> float:
        """Seconds since the start."""
        return self.clock.elapsed

    @property
    def seconds(self) -> float | None:
        """Seconds that the search has, less what is left for writing; None without a limit."""
        return self.clock.effort.seconds

    @property
    def stopped(self) -> bool:
        """Whether somebody asked to stop."""
        return self.clock.stopped

    @property
    def left_to_write(self) -> float:
        """Seconds that are left for what follows the search; infinite without a limit."""
        return self.clock.to_write(self.effort)

    @property
    def cut(self) -> bool:
        """Whether the limit of time ended a search."""
        return self.clock.cut

    @property
    def open(self) -> Sequence[OpenCounty]:
        """The counties that are not settled yet, and what is open of each."""
        return self.clock.watch.open()

    def run(
        self, work: Callable[[Clock, Pool], T], processes: int = 1, cluster: str | None = None
    ) -> T:
        """Do some work beside the main thread, which stays free to hear Ctrl-C.

        The first Ctrl-C (in a notebook: interrupt) ends the search with the best that it has,
        a second one raises KeyboardInterrupt.

        Parameters
        ----------
        processes, cluster
            Counties, or values, that are solved at the same time: in processes of this
            machine, or on a Dask cluster (`local:4` or `tcp://host:8786`, extra `cluster`).
            In a script with `processes` above 1 call it below `if __name__ == "__main__":`.
        """
        from optimizer.solve.decomposition.pool import pool_of
        from optimizer.solve.interrupt import run_stoppable

        _check(processes=processes)
        with pool_of(processes, cluster) as pool:
            return run_stoppable(lambda: work(self.clock, pool), self.clock)


@contextmanager
def workers_lost_as_fault(kept: Path | None = None) -> Iterator[None]:
    """Turn a pool whose workers were lost into a fault, E721.

    Parameters
    ----------
    kept
        Where results are kept that a later run finds again.
    """
    from optimizer.data.faults import NO_HINT, Fault, InputError
    from optimizer.solve.decomposition.pool import WorkersLostError
    from optimizer.text import Text

    try:
        yield
    except WorkersLostError as error:
        again = Text(f": it goes on from {kept}", f"，将从 {kept} 接着算") if kept else NO_HINT
        raise InputError(
            [Fault("E721", "workers", details={"why": error.why, "again": again})]
        ) from error


def search_of(
    search: Search | None, time_limit: float | None, workers: int, seed: int, **more: Any
) -> Search:
    """Return a search that was given, or one with these limits."""
    return search or Search(time_limit, workers=workers, seed=seed, **more)


def _watching(progress: bool | Callable[[str], None], lang: str | None) -> Watch:
    from optimizer.solve.clock import Watch

    if callable(progress):
        return Watch(progress)
    if not progress:
        return Watch()
    from optimizer.report.progress import alive_line, progress_line
    from optimizer.text import language

    return Watch(progress_line(language(lang)), alive_line(language(lang)))


def _check(**given: float | None) -> None:
    """Refuse numbers out of their ranges, all together."""
    least = {"time_limit": 0, "workers": 1, "seed": 0, "candidates": 1, "processes": 1}
    wrong = [
        f"{name} is {value!r}, at least {least[name]} is needed"
        for name, value in given.items()
        if value is not None and not value >= least[name]
    ]
    if (given.get("seed") or 0) > SEEDS:
        wrong.append(f"seed is {given['seed']!r}, at most {SEEDS} is possible")
    if wrong:
        raise ValueError("; ".join(wrong))
