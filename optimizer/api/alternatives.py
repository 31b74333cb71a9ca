"""alternatives: near-optimal plans that differ as much as possible."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import pandas as pd

from optimizer.api.comparing import Comparison
from optimizer.api.instance import Instance
from optimizer.api.plans import Plan
from optimizer.api.results import StrPath, Written, claim_files, exact, many
from optimizer.api.search import SECONDS, Search, search_of
from optimizer.text import language

if TYPE_CHECKING:
    from optimizer.decide.alternatives import Alternative
    from optimizer.decide.alternatives import Alternatives as Found
    from optimizer.report.screen import Screen

By = Literal["people", "mergers"]


@dataclass(frozen=True, repr=False, eq=False)
class Alternatives(Written):
    """Near-optimal plans that differ as much as possible, the best first.

    Attributes
    ----------
    found
        The plans with their differences, as the search returns them.
    """

    instance: Instance
    found: Found

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
    question = instance.dataset, k, within, least, by
    listener = told or (lambda _: None)
    plans = found.run(
        lambda clock, pool: chosen(*question, clock, pool, listener), processes, cluster
    )
    return Alternatives(instance, plans)
