"""backbone: what every, some, and no near-optimal plan has."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import pandas as pd

from optimizer.api.instance import Instance
from optimizer.api.results import Result, frame
from optimizer.api.search import SECONDS, Search, search_of

if TYPE_CHECKING:
    from optimizer.decide.backbone import Backbone as Found
    from optimizer.report.screen import Screen


@dataclass(frozen=True, repr=False, eq=False)
class Backbone(Result):
    """Which townships are in one unit in every, in some, in no near-optimal plan.

    Attributes
    ----------
    found
        The pairs as the search returns them.
    """

    instance: Instance
    found: Found

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
    question = instance.dataset, within
    return Backbone(
        instance, found.run(lambda clock, pool: asked(*question, clock, pool), processes, cluster)
    )
