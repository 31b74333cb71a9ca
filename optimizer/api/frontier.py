"""frontier: every value of some objectives that no plan beats."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from optimizer.api.comparing import named_plans
from optimizer.api.instance import Instance
from optimizer.api.plans import Plan
from optimizer.api.results import StrPath, Written, claim_files, exact, many, plotted
from optimizer.api.search import SECONDS, Search, search_of
from optimizer.text import language

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from optimizer.decide.frontier import Found as Valued
    from optimizer.decide.frontier import Frontier as Found
    from optimizer.report.frontier import Mark
    from optimizer.report.screen import Screen


@dataclass(frozen=True, repr=False, eq=False)
class Frontier(Written):
    """Every value of two or three objectives that no plan beats, each with a plan.

    Attributes
    ----------
    found
        The frontier as the search returns it.
    marks
        The status quo and given plans beside it.
    """

    instance: Instance
    found: Found
    marks: Sequence[Mark]

    @property
    def proved(self) -> bool:
        """Whether these are all the values that there are, each proved."""
        return self.found.proved

    @property
    def found_none(self) -> bool:
        """Whether no plan was found in the time given, and it is not proved that there is none."""
        return not self.found.points and not self.found.proved

    @property
    def points(self) -> pd.DataFrame:
        """One row a value: an exact column an objective, and proved."""
        names = self.found.objectives
        rows = [
            {**dict(zip(names, point.values, strict=True)), "proved": point.proved}
            for point in self.found.points
        ]
        return exact(rows, (*names, "proved"))

    @property
    def counties(self) -> pd.DataFrame:
        """The frontier of each county by itself: county, a column an objective, proved."""
        names = self.found.objectives
        codes = [county.code for county in self.found.space.territory.counties]
        rows = [
            {"county": code, **dict(zip(names, p.values, strict=True)), "proved": p.proved}
            for code, points in zip(codes, self.found.counties, strict=True)
            for p in points
        ]
        return exact(rows, ("county", *names, "proved"))

    def plan(self, row: int) -> Plan:
        """Return the plan of a row of `points`.

        Raises
        ------
        IndexError
            When there is no such row.
        """
        point = self.found.points[row]
        plan, audit = self.found.plan(point)
        origin = {
            "command": "frontier",
            "objectives": list(self.found.objectives),
            "proved": point.proved,
        }
        return Plan(self.instance, plan, f"point {row}", checked=audit, origin=origin)

    def record(self) -> dict[str, Any]:
        """Return what `frontier --json` prints."""
        from optimizer.report.frontier_files import frontier_record

        return frontier_record(self.instance.dataset, self.found, self.marks)

    def plot(self, lang: str | None = None) -> Figure:
        """Return the picture of the values, the counties below the whole."""
        from optimizer.report.frontier_plot import frontier_figure

        question = self.instance.dataset, self.found, self.marks, language(lang)
        return plotted(lambda: (frontier_figure(*question), ""))

    def deliver(
        self, folder: StrPath, *, lang: str | None = None, excel: bool = False
    ) -> tuple[list[Path], str]:
        """Write table, plans, record and picture.

        Returns
        -------
        tuple
            The files, and a warning about the picture (empty when all is well).
        """
        from optimizer.report.frontier_files import FILES, deliver_frontier

        claim_files(Path(folder), FILES)
        wanted = self.marks, language(lang), excel
        return deliver_frontier(Path(folder), self.instance.dataset, self.found, *wanted)

    def __repr__(self) -> str:
        """Return how many values there are, of what, and whether that is all."""
        said = "all that there are, proved" if self.proved else "not all proved"
        names = " and ".join(self.found.objectives)
        return f"<Frontier of {names}: {many(len(self.found.points), 'value')}, {said}>"

    def print_on(self, screen: Screen, lang: str) -> None:
        """Print what `frontier` prints."""
        from optimizer.report.frontier import print_frontier
        from optimizer.report.tables import print_caveats
        from optimizer.report.words import Words

        print_caveats(screen, Words(lang), self.instance.dataset)
        words = Words(lang, self.instance.territory.township_level)
        print_frontier(screen, words, self.found, self.marks)

    def tables(self) -> Iterable[tuple[str, pd.DataFrame]]:
        """Yield the values."""
        yield "", self.points


FRONTIERS = (
    "units,travel",
    "units,disruption",
    "units,travel,disruption",
    "units,travel,share",
    "units,disruption,share",
    "travel,disruption",
)
"""Objectives that a frontier can be of."""


def frontier(
    instance: Instance,
    of: str | Sequence[str] = FRONTIERS[0],
    *,
    plans: Any = (),
    free: Sequence[str] = (),
    points: int | None = 500,
    time_limit: float | None = SECONDS,
    workers: int = 8,
    seed: int = 0,
    processes: int = 1,
    cluster: str | None = None,
    resume: StrPath | None = None,
    search: Search | None = None,
    lang: str | None = None,
    told: Callable[[Valued], None] | None = None,
) -> Frontier:
    """Return every value of two or three objectives that no plan beats, with proof.

    Parameters
    ----------
    of
        Objectives: ``"units,travel"``, ``["units", "disruption"]``, and others of `FRONTIERS`.
    plans
        Given plans that are shown beside it; as of `compare`.
    free
        Rules that are lifted, such as ``["count"]``.
    points
        Stop at so many values of the whole territory and say what is unexplored.
    resume
        Folder that keeps each county's values; a later call goes on from those.
    time_limit, workers, seed, processes, cluster, search
        As of `solve`.
    told
        Is called with each value of a county as it is found.

    Raises
    ------
    InputError
        When a rule to be lifted is none, or with a plan's faults.
    ValueError
        When an argument is out of its range.
    """
    from optimizer.data.store import FolderStore
    from optimizer.decide.frontier import frontier as walked
    from optimizer.report.frontier import marks_of
    from optimizer.report.words.choosing import Terms

    names = of.split(",") if isinstance(of, str) else list(of)
    if ",".join(names) not in FRONTIERS:
        raise ValueError(f"of is {','.join(names)!r}; known: {'; '.join(FRONTIERS)}")
    if points is not None and points < 1:
        raise ValueError("points is 1 at least")
    asked = instance.free(list(free))
    given = [(plan.name, plan.assignment_of) for plan in named_plans(asked, plans)]
    found = search_of(search, time_limit, workers, seed)
    store = None if resume is None else FolderStore(Path(resume))
    question, listener = (asked.dataset, names), told or (lambda _: None)
    walk = found.run(
        lambda clock, pool: walked(*question, clock, points, store, asked.sha256, pool, listener),
        processes,
        cluster,
    )
    marks = marks_of(asked.dataset, given, Terms(language(lang)))
    return Frontier(asked, walk, marks)
