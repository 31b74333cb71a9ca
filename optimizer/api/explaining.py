"""explain: why there is no plan, and what a merger costs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd

from models.plan import Outcome
from optimizer.api.instance import Instance
from optimizer.api.results import Result, exact, frame
from optimizer.api.search import SECONDS, Search, search_of
from optimizer.text import language

if TYPE_CHECKING:
    from optimizer.decide.explain.explain import Difference as FoundDifference
    from optimizer.decide.explain.explain import Explanation as FoundExplanation
    from optimizer.report.screen import Screen


@dataclass(frozen=True, repr=False, eq=False)
class Explanation(Result):
    """Whether a plan exists, and if not, what stands in its way.

    Attributes
    ----------
    found
        The explanation as the search returns it.
    """

    instance: Instance
    found: FoundExplanation

    @property
    def feasible(self) -> bool | None:
        """Whether a plan exists, proved; None when the time was over before."""
        return self.found.feasible

    @property
    def found_none(self) -> bool:
        """Whether the time was over before a plan or a proof was found."""
        return self.feasible is None

    @property
    def conflicts(self) -> pd.DataFrame:
        """One row a member: conflict (number), verified, clause, rule, label.

        The members of one conflict cannot hold together; without any one of them they can.
        """
        said = language()
        rows = (
            {
                "conflict": number,
                "verified": conflict.verified,
                "clause": atom.clause,
                "rule": atom.key,
                "label": atom.label.in_lang(said),
            }
            for number, conflict in enumerate(self.found.conflicts, 1)
            for atom in conflict.atoms
        )
        return frame(rows, ("conflict", "verified", "clause", "rule", "label"))

    @property
    def unheld(self) -> pd.DataFrame:
        """One row a township that no unit within a conflict can hold: conflict, township, name.

        Each alone proves that there is no plan.
        """
        townships = self.instance.territory.townships
        rows = (
            {"conflict": number, "township": townships[t].code, "name": townships[t].name}
            for number, conflict in enumerate(self.found.conflicts, 1)
            for t in conflict.unheld
        )
        return frame(rows, ("conflict", "township", "name"))

    @property
    def relaxations(self) -> pd.DataFrame:
        """One row a number: key, value, needed (nearest value with a plan, or missing), proved."""
        columns = ("key", "value", "needed", "proved")
        rows = ({c: row[c] for c in columns} for row in self.record()["relaxations"])
        return frame(rows, columns)

    @property
    def drops(self) -> pd.DataFrame:
        """One row a rule: rule, suffices (whether a plan exists without it alone)."""
        return frame(self.record()["drops"], ("rule", "suffices"))

    def record(self) -> dict[str, Any]:
        """Return what `explain --json` prints."""
        from optimizer.report.explanation import explanation_record

        return explanation_record(self.found, self.instance.territory)

    def __repr__(self) -> str:
        """Return whether a plan exists, and the number of conflicts."""
        if self.feasible is None:
            return "<Explanation: not known, the time was over>"
        said = "a plan exists" if self.feasible else "no plan keeps all rules, proved"
        conflicts = f"; conflicts: {len(self.found.conflicts)}" if not self.feasible else ""
        return f"<Explanation: {said}{conflicts}>"

    def print_on(self, screen: Screen, lang: str) -> None:
        """Print what `explain` prints."""
        from optimizer.report.explanation import explanation_lines

        for line in explanation_lines(self.found, self.instance.territory):
            screen.line(line.in_lang(lang))

    def tables(self) -> Iterable[tuple[str, pd.DataFrame]]:
        """Yield conflicts and what would restore a plan."""
        if self.feasible is False:
            yield "conflicts", self.conflicts
            yield "relaxations", self.relaxations
            yield "rules without which a plan exists", self.drops


@dataclass(frozen=True, repr=False, eq=False)
class Difference(Result):
    """What a merger, or keeping a township, does to the best plan.

    Attributes
    ----------
    found
        Both answers as the search returns them.
    """

    instance: Instance
    found: FoundDifference

    @property
    def asked(self) -> tuple[str, ...]:
        """Codes of the townships merged, or of the one kept."""
        return self.found.asked

    @property
    def found_none(self) -> bool:
        """Whether the time was over before a plan or a proof was found for either question."""
        return any(s.outcome is Outcome.UNKNOWN for s in (self.found.base, self.found.other))

    @property
    def table(self) -> pd.DataFrame:
        """One row an objective: objective, best, as_asked (exact)."""
        others = {r.name: r.value for r in self.found.other.reached}
        rows = (
            {"objective": r.name, "best": r.value, "as_asked": others.get(r.name)}
            for r in self.found.base.reached
        )
        return exact(rows, ("objective", "best", "as_asked"))

    def record(self) -> dict[str, Any]:
        """Return what `explain --json` prints."""
        from optimizer.report.explanation import difference_record

        return difference_record(self.found)

    def __repr__(self) -> str:
        """Return what was asked, and both outcomes."""
        outcomes = f"{self.found.base.outcome.value} / {self.found.other.outcome.value}"
        return f"<Difference of {' + '.join(self.asked)}: {outcomes}>"

    def print_on(self, screen: Screen, lang: str) -> None:
        """Print what `explain` prints."""
        from optimizer.report.explanation import print_difference
        from optimizer.report.words import Words

        territory = self.instance.territory
        print_difference(screen, Words(lang, territory.township_level), self.found, territory)

    def tables(self) -> Iterable[tuple[str, pd.DataFrame]]:
        """Yield the objectives."""
        yield "", self.table


def explain(
    instance: Instance,
    *,
    why_not: str | Sequence[str] | None = None,
    why: str | None = None,
    time_limit: float | None = SECONDS,
    workers: int = 8,
    seed: int = 0,
    search: Search | None = None,
    told: Callable[[FoundExplanation], None] | None = None,
) -> Explanation | Difference:
    """Say why an instance has no plan: conflicting rules, and the smallest relaxations.

    Each conflict is irreducible and proved; each relaxation is the smallest that alone
    restores a plan.

    Parameters
    ----------
    why_not
        Two townships, ("A", "B") or "A+B" by codes: which rule forbids to merge them, or what
        that costs.
    why
        A township: what the best plan gains by its merger.
    time_limit, workers, seed, search
        As of `solve`.
    told
        Is called with what is known so far, whenever that is more.

    Returns
    -------
    Explanation or Difference
        A difference where a plan exists and `why_not` or `why` was asked.

    Raises
    ------
    InputError
        When a code is no township.
    """
    from optimizer.data.asked import parse_townships
    from optimizer.decide.explain.explain import Explanation as Found
    from optimizer.decide.explain.explain import explain as explained
    from optimizer.decide.explain.explain import why as kept_alone
    from optimizer.decide.explain.explain import why_not as merged

    pair = why_not if isinstance(why_not, str) or why_not is None else "+".join(why_not)
    both = parse_townships(pair, instance.dataset, 2, "--why-not") if pair else ()
    one = parse_townships(why, instance.dataset, 1, "--why") if why else ()
    found = search_of(search, time_limit, workers, seed)
    listener = told or (lambda _: None)

    def ask(clock: Any, _: Any) -> FoundExplanation | FoundDifference:
        if both:
            return merged(instance.dataset, (both[0], both[1]), clock, listener)
        if one:
            return kept_alone(instance.dataset, one[0], clock)
        return explained(instance.dataset, clock, listener)

    answer = found.run(ask)
    if isinstance(answer, Found):
        return Explanation(instance, answer)
    return Difference(instance, answer)
