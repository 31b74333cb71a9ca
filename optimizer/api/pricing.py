"""price: what a number of a rule costs, and where it starts to bind."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from models.plan import Outcome
from optimizer.api.instance import Instance
from optimizer.api.plans import Plan
from optimizer.api.results import StrPath, Written, claim_files, exact, plotted
from optimizer.api.search import SECONDS, Search, search_of
from optimizer.text import language

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from optimizer.decide.price import Price as Found
    from optimizer.decide.price import Priced, Sweep
    from optimizer.report.screen import Screen

Number = int | float


@dataclass(frozen=True, repr=False, eq=False)
class Price(Written):
    """A scenario solved at each value of a rule's number, and without the number.

    Attributes
    ----------
    found
        The sweep as the search returns it.
    """

    instance: Instance
    found: Found

    @property
    def key(self) -> str:
        """The number, as `rules.area_cap.max_km2`."""
        return self.found.key

    @property
    def found_none(self) -> bool:
        """Whether the time was over before a plan or a proof was found at any of the values."""
        return all(row.outcome is Outcome.UNKNOWN for row in self.found.rows)

    @property
    def proved(self) -> bool:
        """Whether it is proved of each value what it comes to, or that there is no plan."""
        return all(row.proved for row in self._all)

    @property
    def starts_to_bind(self) -> Number | None:
        """The value just loose enough not to bind; None when that is not known."""
        return self.found.starts

    @property
    def table(self) -> pd.DataFrame:
        """One row a value, the last without the number (value missing).

        Columns: value; outcome; an exact column an objective; proved; binds (whether it makes
        the optimum worse; missing where not proved); kept_to (tightest value that the plan
        keeps).
        """
        rows = [self._row(row) for row in (*self.found.rows, self.found.free)]
        names = dict.fromkeys(r.name for row in self._all for r in row.reached)
        return exact(rows, ("value", "outcome", *names, "proved", "binds", "kept_to"))

    @property
    def _all(self) -> tuple[Priced, ...]:
        return (*self.found.rows, self.found.free)

    def _row(self, row: Priced) -> dict[str, object]:
        return {
            "value": row.value,
            "outcome": row.outcome.value,
            **{r.name: r.value for r in row.reached},
            "proved": row.proved,
            "binds": None if row.value is None else self.found.binds(row),
            "kept_to": row.kept_to,
        }

    def plan(self, row: int) -> Plan | None:
        """Return the plan of a row of `table`; None where it has none."""
        priced = self._all[row]
        found = priced.plan(self.instance.territory)
        if found is None:
            return None
        origin = {"command": "price", "key": self.key, "value": priced.value}
        name = "without the number" if priced.value is None else f"{priced.value:g}"
        return Plan(self.instance, found, name, origin=origin)

    def record(self) -> dict[str, Any]:
        """Return what `price --json` prints."""
        from optimizer.report.price_files import price_record

        return price_record(self.instance.dataset, self.found)

    def plot(self, lang: str | None = None) -> Figure:
        """Return the picture: a panel an objective over the values."""
        from optimizer.report.price_plot import price_figure

        question = self.instance.dataset, self.found, language(lang)
        return plotted(lambda: (price_figure(*question), ""))

    def deliver(
        self, folder: StrPath, *, lang: str | None = None, excel: bool = False
    ) -> tuple[list[Path], str]:
        """Write table, record and picture.

        Returns
        -------
        tuple
            The files, and a warning about the picture (empty when all is well).
        """
        from optimizer.report.price_files import FILES, deliver_price

        claim_files(Path(folder), FILES)
        return deliver_price(Path(folder), self.instance.dataset, self.found, language(lang), excel)

    def __repr__(self) -> str:
        """Return the number and where it starts to bind."""
        starts = self.starts_to_bind
        side = "below" if self.found.upper else "above"
        said = "not known where it starts to bind" if starts is None else f"binds {side} {starts:g}"
        return f"<Price of {self.key.removeprefix('rules.')}: {said}>"

    def print_on(self, screen: Screen, lang: str) -> None:
        """Print what `price` prints."""
        from optimizer.report.price import print_price
        from optimizer.report.tables import print_caveats
        from optimizer.report.words import Words

        print_caveats(screen, Words(lang), self.instance.dataset)
        words = Words(lang, self.instance.territory.township_level)
        print_price(screen, words, self.found)

    def tables(self) -> Iterable[tuple[str, pd.DataFrame]]:
        """Yield the values."""
        yield self.key.removeprefix("rules."), self.table


def price(
    instance: Instance,
    rule: str,
    values: str | Sequence[Number] | range,
    *,
    time_limit: float | None = SECONDS,
    workers: int = 8,
    seed: int = 0,
    processes: int = 1,
    cluster: str | None = None,
    search: Search | None = None,
    told: Callable[[Priced], None] | None = None,
) -> Price:
    """Say what a number of a rule costs, and where it starts to bind.

    Parameters
    ----------
    rule
        A rule with a single number (`area_cap`), or a number (`access.max_km`,
        `count.county.max_cut`).
    values
        Values to look at: numbers, or ``"200:320:20"`` (from, to, step; both ends included).
    processes, cluster
        Values solved at the same time; see `Search.run`.
    time_limit, workers, seed, search
        As of `solve`; the limit is for all values together.
    told
        Is called with each value as it is solved.

    Raises
    ------
    InputError
        When there is no such number, or a value is out of its range.

    Examples
    --------
    >>> tm.price(instance, "area_cap", range(200, 321, 20)).table
    """
    found = search_of(search, time_limit, workers, seed)
    return swept(instance, sweep_of(instance, rule, values), found, processes, cluster, told)


def swept(
    instance: Instance,
    sweep: Sweep,
    search: Search,
    processes: int = 1,
    cluster: str | None = None,
    told: Callable[[Priced], None] | None = None,
) -> Price:
    """Solve at each value of a sweep; as `price`."""
    from optimizer.decide.price import price as priced

    listener = told or (lambda _: None)
    found = search.run(
        lambda clock, pool: priced(instance.territory, sweep, pool, clock, listener),
        processes,
        cluster,
    )
    return Price(instance, found)


def sweep_of(instance: Instance, rule: str, values: str | Sequence[Number] | range) -> Sweep:
    """Return what is asked of a rule's number; every value is tried against the territory.

    Raises
    ------
    InputError
        As `price`.
    """
    from optimizer.data.frames import plain
    from optimizer.data.variants import (
        grain_of,
        is_upper,
        number_key,
        odd_values,
        reach_of,
        values_of,
        variant,
    )
    from optimizer.decide.price import Sweep

    key = number_key(rule)
    at = values_of(values) if isinstance(values, str) else plain(list(values))
    if not at:
        raise ValueError("values: at least one is needed")
    fine = is_upper(key), grain_of(key), reach_of(key)
    odd = odd_values(instance.dataset, key, at)
    sweep = Sweep(key, at, lambda value: variant(instance.dataset, key, value), *fine, odd)
    sweep.variant(None)
    return sweep
