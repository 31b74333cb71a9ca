"""repair: the plan nearest to a hand-made one that keeps every rule."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from optimizer.api.instance import Instance
from optimizer.api.plans import Plan, broken_rows, plan_of, rule_table
from optimizer.api.results import StrPath, Written, frame
from optimizer.api.search import SECONDS, Search, search_of
from optimizer.text import language

if TYPE_CHECKING:
    from optimizer.decide.repair import Repair as Found
    from optimizer.report.screen import Screen


@dataclass(frozen=True, repr=False, eq=False)
class Repair(Written):
    """The plan nearest to a given one that keeps every rule.

    Attributes
    ----------
    found
        The repair as the search returns it.
    """

    instance: Instance
    found: Found

    @property
    def verdict(self) -> str:
        """SOLVED: no plan is nearer; INFEASIBLE: no plan keeps all rules; OPEN: cut short."""
        return self.found.verdict.name

    @cached_property
    def plan(self) -> Plan | None:
        """The nearest plan; None when there is none or none was found."""
        if self.found.plan is None:
            return None
        origin = {
            "command": "repair",
            "people": self.found.people,
            "villages": self.found.villages,
            "proved": self.verdict == "SOLVED",
        }
        return Plan(
            self.instance, self.found.plan, "repaired", checked=self.found.audit, origin=origin
        )

    @property
    def broken(self) -> pd.DataFrame:
        """The rules that the given plan breaks: clause, rule, status, title, detail."""
        return broken_rows(rule_table(self.found.judged))

    @property
    def changes(self) -> pd.DataFrame:
        """One row a change: township, before and after (units), villages (codes), people."""
        columns = ("township", "before", "after", "villages", "people")
        return frame(self.record()["changes"], columns)

    def record(self) -> dict[str, Any]:
        """Return what `repair --json` prints."""
        from optimizer.report.repair import repair_record

        return repair_record(self.instance.dataset, self.found)

    def deliver(
        self, folder: StrPath, *, lang: str | None = None, excel: bool = False
    ) -> tuple[list[Path], str]:
        """Write the repaired plan and its map.

        Returns
        -------
        tuple
            The files, and a warning about the picture (empty when all is well).

        Raises
        ------
        NoPlanError
            When there is no plan.
        """
        from optimizer.api.solving import NoPlanError, claim
        from optimizer.report.repair import deliver_repair

        if self.plan is None:
            raise NoPlanError(f"{self.verdict}: there is no plan")
        claim(Path(folder))
        return deliver_repair(Path(folder), self.instance.dataset, self.found, language(lang))

    def __repr__(self) -> str:
        """Return how much had to change, and whether less is proved not to do."""
        if self.plan is None:
            return f"<Repair {self.verdict}: no plan>"
        moved = f"{self.found.villages:,} villages, {self.found.people:,} people elsewhere"
        return f"<Repair {self.verdict}: {moved}>"

    def print_on(self, screen: Screen, lang: str) -> None:
        """Print what `repair` prints."""
        from optimizer.report.repair import print_repair
        from optimizer.report.tables import print_caveats
        from optimizer.report.words import Words

        print_caveats(screen, Words(lang), self.instance.dataset)
        words = Words(lang, self.instance.territory.township_level)
        asked = [spec.name for spec in self.instance.scenario.objectives]
        print_repair(screen, words, self.found, asked)

    def tables(self) -> Iterable[tuple[str, pd.DataFrame]]:
        """Yield what was broken, and what had to change."""
        yield "rules that the given plan breaks", self.broken
        yield "what had to change", self.changes


def repair(
    instance: Instance,
    plan: Any,
    *,
    time_limit: float | None = SECONDS,
    workers: int = 8,
    seed: int = 0,
    search: Search | None = None,
) -> Repair:
    """Find the plan nearest to a given one that keeps every rule.

    Nearest: fewest people of villages whose unit is another, then fewest villages.

    Parameters
    ----------
    plan
        As of `check`; villages that it leaves out stay where they are.
    time_limit, workers, seed, search
        As of `solve`.

    Raises
    ------
    InputError
        With the plan's faults.
    """
    from optimizer.data.plan_file import completed
    from optimizer.decide.repair import repair as repaired

    given = completed(plan_of(instance, plan).assignment_of)
    found = search_of(search, time_limit, workers, seed)
    return Repair(instance, found.run(lambda clock, _: repaired(given, instance.scenario, clock)))
