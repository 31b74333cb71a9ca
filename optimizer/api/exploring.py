"""alternatives, frontier and backbone: what stands near the optimum, and beside it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import pandas as pd

from optimizer.api.comparing import Comparison, named_plans
from optimizer.api.instance import Instance
from optimizer.api.plans import Plan
from optimizer.api.results import Result, StrPath, Written, exact, frame, many, plotted
from optimizer.api.search import Search, search_of
from optimizer.text import language

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from optimizer.decide.alternatives import Alternative
    from optimizer.decide.alternatives import Alternatives as FoundAlternatives
    from optimizer.decide.backbone import Backbone as FoundBackbone
    from optimizer.decide.frontier import Frontier as FoundFrontier
    from optimizer.report.frontier import Mark
    from optimizer.report.screen import Screen

SECONDS = 300.0
By = Literal["people", "mergers"]


def claim_files(folder: Path, known: frozenset[str]) -> None:
    """Refuse a folder that holds anything but earlier results, before the work."""
    from optimizer.data.faults import Findings
    from optimizer.data.plan_file import claim_results

    claim_results(folder, known, Findings())


@dataclass(frozen=True, repr=False, eq=False)
class Alternatives(Written):
    """Near-optimal plans that differ as much as possible, the best first.

    Attributes
    ----------
    found
        The plans with their differences, as the search returns them.
    """

    instance: Instance
    found: FoundAlternatives

    @property
    def plans(self) -> tuple[Plan, ...]:
        """The plans."""
        return tuple(
            Plan(self.instance, a.plan, f"plan {n}", checked=a.audit, origin=self._origin(a))
            for n, a in enumerate(self.found.plans, 1)
        )

    def _origin(self, plan: Alternative) -> dict[str, object]:
        return {
            "command": "alternatives",
            "by": self.found.by,
            "least_difference": plan.least,
            "bound": plan.bound,
        }

    @property
    def settled(self) -> bool:
        """Whether there are as many as wanted, or it is proved that there are no more."""
        return self.found.settled

    @property
    def table(self) -> pd.DataFrame:
        """One row a plan.

        Columns: plan; difference (the least from the plans before, people or pairs of
        townships); most_possible (proved bound of it; missing where not known); proved (no plan
        differs more); and the plan's value of each objective.
        """
        rows = [
            {
                "plan": plan.name,
                "difference": a.least,
                "most_possible": a.bound,
                "proved": a.proved and self.found.near.proved,
                **{n: v for n, v in a.audit.objectives.items() if v is not None},
            }
            for plan, a in zip(self.plans, self.found.plans, strict=True)
        ]
        columns = ("plan", "difference", "most_possible", "proved")
        return exact(rows, tuple(rows[0]) if rows else columns)

    def compare(self, lang: str | None = None) -> Comparison:
        """Return the plans beside one another and the status quo."""
        from optimizer.report.alternatives import compared
        from optimizer.report.words.choosing import Terms

        found = compared(self.instance.dataset, self.found, Terms(language(lang)))
        return Comparison(self.instance, found, self.plans)

    def record(self) -> dict[str, Any]:
        """Return what `alternatives --json` prints."""
        from optimizer.report.alternatives import alternatives_record

        return alternatives_record(self.instance.dataset, self.found)

    def deliver(
        self, folder: StrPath, *, lang: str | None = None, excel: bool = False
    ) -> tuple[list[Path], str]:
        """Write each plan, the tables and maps of their comparison, and the record.

        Returns
        -------
        tuple
            The files, and a warning about the picture (empty when all is well).
        """
        from optimizer.report.alternatives import FILES, deliver_alternatives

        claim_files(Path(folder), FILES)
        said = language(lang)
        together = self.compare(said).found
        return deliver_alternatives(
            Path(folder), self.instance.dataset, self.found, together, said, excel
        )

    def __repr__(self) -> str:
        """Return how many plans there are, and whether that is all."""
        more = "proved that there are no more" if self.found.exhausted else "as many as asked"
        said = more if self.settled else "there may be more"
        return f"<Alternatives: {many(len(self.found.plans), 'plan')}, {said}>"

    def print_on(self, screen: Screen, lang: str) -> None:
        """Print what `alternatives` prints."""
        from optimizer.report.alternatives import print_alternatives
        from optimizer.report.tables import print_caveats
        from optimizer.report.words import Words

        print_caveats(screen, Words(lang), self.instance.dataset)
        words = Words(lang, self.instance.territory.township_level)
        print_alternatives(screen, words, self.found, self.compare(lang).found)

    def tables(self) -> Iterable[tuple[str, pd.DataFrame]]:
        """Yield the plans."""
        yield "", self.table


def alternatives(
    instance: Instance,
    k: int = 3,
    *,
    within: float = 0.02,
    by: By = "people",
    least: int = 1,
    time_limit: float | None = SECONDS,
    workers: int = 8,
    seed: int = 0,
    processes: int = 1,
    cluster: str | None = None,
    search: Search | None = None,
    told: Callable[[Alternative], None] | None = None,
) -> Alternatives:
    """Choose near-optimal plans, each as different as possible from those before it.

    The first is the best: fewest units, then least travel.

    Parameters
    ----------
    k
        How many plans are wanted, 2 at least.
    within
        How far travel may be above the best, relative: 0.02 is 2 %.
    by
        What a difference counts: `people` whose unit is another, or `mergers` that one plan
        has and the other has not: pairs of townships in one unit; in the modes split and
        redraw a village in the unit of another township.
    least
        Plans that differ by less from one before are not wanted.
    time_limit, workers, seed, processes, cluster, search
        As of `solve`.
    told
        Is called with each plan as it is found.

    Raises
    ------
    ValueError
        When an argument is out of its range.
    """
    from optimizer.decide.alternatives import alternatives as chosen

    if k < 2 or within < 0 or least < 1 or by not in ("people", "mergers"):
        raise ValueError("k is 2 at least, within 0, least 1; by is people or mergers")
    found = search_of(search, time_limit, workers, seed)
    question = instance.territory, instance.scenario, k, within, least, by
    listener = told or (lambda _: None)
    plans = found.run(
        lambda clock, pool: chosen(*question, clock, pool, listener), processes, cluster
    )
    return Alternatives(instance, plans)


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
    found: FoundFrontier
    marks: Sequence[Mark]

    @property
    def proved(self) -> bool:
        """Whether these are all the values that there are, each proved."""
        return self.found.proved

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
    question = asked.territory, asked.scenario, names
    walk = found.run(
        lambda clock, pool: walked(*question, clock, points, store, asked.sha256, pool),
        processes,
        cluster,
    )
    marks = marks_of(asked.dataset, given, Terms(language(lang)))
    return Frontier(asked, walk, marks)


@dataclass(frozen=True, repr=False, eq=False)
class Backbone(Result):
    """Which townships are in one unit in every, in some, in no near-optimal plan.

    Attributes
    ----------
    found
        The pairs as the search returns them.
    """

    instance: Instance
    found: FoundBackbone

    @property
    def proved(self) -> bool:
        """Whether every standing but `open` is certain."""
        return self.found.proved

    @cached_property
    def _rows(self) -> list[dict[str, str]]:
        territory = self.found.near.space.territory
        rows = []
        for pair in self.found.pairs:
            a, b = territory.townships[pair.a], territory.townships[pair.b]
            unit = territory.unit_codes[pair.b]
            names = {"a": a.code, "a_name": a.name, "b": unit, "b_name": b.name}
            county = territory.counties[a.county].code
            rows.append({"county": county, **names, "standing": pair.standing.value})
        return rows

    @property
    def pairs(self) -> pd.DataFrame:
        """One row a pair that a unit can hold: county, a, a_name, b, b_name, standing.

        In the modes split and redraw: a township and a unit (of township b) that some of its
        villages may go to, and how it stands that all of them do. `standing` is every, some,
        none or open. Pairs that are not listed are in no plan together.
        """
        return frame(self._rows, ("county", "a", "a_name", "b", "b_name", "standing"))

    @property
    def villages(self) -> pd.DataFrame:
        """Modes split and redraw: one row a village and a unit: village, unit, standing.

        Units are those of other townships; what is not listed is in no plan.
        """
        from optimizer.report.backbone_villages import goings_record

        return frame(goings_record(self.found), ("village", "unit", "standing"))

    def record(self) -> dict[str, Any]:
        """Return what `backbone --json` prints."""
        from optimizer.report.backbone import backbone_record

        return backbone_record(self.instance.dataset, self.found)

    def __repr__(self) -> str:
        """Return how many pairs stand how."""
        counts = pd.Series([row["standing"] for row in self._rows], dtype=object).value_counts()
        said = ", ".join(f"{count} in {standing}" for standing, count in counts.items())
        return f"<Backbone: pairs {said or 'none'}; {'' if self.proved else 'not '}all proved>"

    def print_on(self, screen: Screen, lang: str) -> None:
        """Print what `backbone` prints."""
        from optimizer.report.backbone import print_backbone
        from optimizer.report.tables import print_caveats
        from optimizer.report.words import Words

        print_caveats(screen, Words(lang), self.instance.dataset)
        print_backbone(screen, Words(lang), self.found)

    def tables(self) -> Iterable[tuple[str, pd.DataFrame]]:
        """Yield the pairs that stand in every or in some plan."""
        pairs = self.pairs
        yield "pairs in every or in some near-optimal plan", pairs[pairs["standing"] != "none"]
        if len(self.found.goings):
            yield "villages that go to units of other townships", self.villages


def backbone(
    instance: Instance,
    *,
    within: float = 0.02,
    time_limit: float | None = SECONDS,
    workers: int = 8,
    seed: int = 0,
    processes: int = 1,
    cluster: str | None = None,
    search: Search | None = None,
) -> Backbone:
    """Say which townships are in one unit in every, in some, in no near-optimal plan.

    Near-optimal: the fewest units, and travel within `within` (relative) of the best at that
    number. In the modes split and redraw: which townships go to which unit with all of their
    villages (`pairs`), and which villages (`villages`).

    Parameters
    ----------
    time_limit, workers, seed, processes, cluster, search
        As of `solve`.

    Raises
    ------
    ValueError
        When an argument is out of its range.
    """
    from optimizer.decide.backbone import backbone as asked

    if within < 0:
        raise ValueError("within is 0 at least")
    found = search_of(search, time_limit, workers, seed)
    question = instance.territory, instance.scenario, within
    return Backbone(
        instance, found.run(lambda clock, pool: asked(*question, clock, pool), processes, cluster)
    )
