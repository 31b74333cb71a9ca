"""validate, survey and rules: what is known before any plan."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from models.kinds import Kind
from optimizer.api.instance import Instance, read_instance
from optimizer.api.results import Result, StrPath, fault_table, frame, many
from optimizer.data.faults import Fault, InputError, tally
from optimizer.text import language

if TYPE_CHECKING:
    from optimizer.report.rule_table import RuleState
    from optimizer.report.screen import Screen
    from optimizer.report.survey import Baseline
    from optimizer.report.survey import Survey as Found


@dataclass(frozen=True, repr=False, eq=False)
class Validation(Result):
    """What is wrong (E), odd (W) or worth a note about a scenario and its tables."""

    found: tuple[Fault, ...]

    @property
    def valid(self) -> bool:
        """Whether there is no fault; warnings do not count."""
        return not any(fault.is_error for fault in self.found)

    @property
    def faults(self) -> pd.DataFrame:
        """One row a fault or warning: code, file, row, column, value, what, action."""
        return fault_table(self.found)

    def record(self, lang: str | None = None) -> dict[str, Any]:
        """Return what `validate --json` prints."""
        from optimizer.report.faults import fault_records

        return {"valid": self.valid, "faults": fault_records(self.found, language(lang))}

    def __repr__(self) -> str:
        """Return how many faults and warnings there are."""
        return f"<Validation: {tally(self.found, 'en')}>"

    def print_on(self, screen: Screen, lang: str) -> None:
        """Print what `validate` prints."""
        from optimizer.report.faults import fault_text

        screen.line(fault_text(self.found, lang))

    def tables(self) -> Iterable[tuple[str, pd.DataFrame]]:
        """Yield the faults."""
        yield "", self.faults


def validate(path: StrPath, **overrides: Any) -> Validation:
    """Check a scenario and its tables; list every fault and warning at once.

    Parameters
    ----------
    path, **overrides
        As of `read_instance`.

    Returns
    -------
    Validation
        Never an exception for what stands in the files.
    """
    return validated(lambda: read_instance(path, **overrides))


def validated(read: Callable[[], Instance]) -> Validation:
    """Return what is wrong with an instance that is about to be read."""
    try:
        return Validation(read().dataset.warnings)
    except InputError as error:
        return Validation(tuple(error.faults))


@dataclass(frozen=True, repr=False, eq=False)
class Survey(Result):
    """The baseline (摸底) of a territory or of one county.

    Attributes
    ----------
    found
        The figures as the report prints them.
    """

    instance: Instance
    found: Found

    @property
    def counties(self) -> pd.DataFrame:
        """One row a county, of several a last one for all (code empty).

        Columns: code, name, townships, towns, subdistricts, units, share (of towns and
        subdistricts), over_cap (missing without a cap), area_km2 and people as mean, median,
        min, max; mean_km, p95_km, worst_km to the seats over the people.
        """
        rows = [_baseline(b, self.found.territory.township_level) for b in self.found.baselines]
        return pd.DataFrame(rows)

    @property
    def townships(self) -> pd.DataFrame:
        """One row a township: code, name, kind, county, figures, and the codes that it touches."""
        from optimizer.report.words import in_km

        territory = self.found.territory
        level = territory.township_level
        columns = (
            *("code", "name", "kind", "county", "villages", "area_km2", "population"),
            *("mean_km", "worst_km", "over_cap", "touches"),
        )
        rows = (
            {
                "code": territory.townships[s.township].code,
                "name": territory.townships[s.township].name,
                "kind": territory.townships[s.township].kind.value,
                "county": territory.counties[territory.townships[s.township].county].code,
                "villages": s.villages,
                "area_km2": s.area_ha / 100,
                "population": s.population,
                "mean_km": None if level or s.mean_m is None else s.mean_m / 1000,
                "worst_km": in_km(s.worst_m, level),
                "over_cap": s.over_cap,
                "touches": [territory.townships[t].code for t in s.touches],
            }
            for s in self.found.standings
        )
        return frame(rows, columns)

    def record(self) -> dict[str, Any]:
        """Return what `survey --json` prints."""
        from optimizer.report.survey_tables import survey_record

        return survey_record(self.found)

    def __repr__(self) -> str:
        """Return how much is surveyed."""
        counties = sum(bool(b.code) for b in self.found.baselines)
        townships = many(len(self.found.standings), "township")
        return f"<Survey: {many(counties, 'county', 'counties')}, {townships}>"

    def print_on(self, screen: Screen, lang: str) -> None:
        """Print what `survey` prints."""
        from optimizer.report.survey_tables import print_survey
        from optimizer.report.tables import print_caveats
        from optimizer.report.words import Words

        words = Words(lang)
        print_caveats(screen, words, self.instance.dataset)
        print_survey(screen, words, self.found, townships=len(self.found.baselines) == 1)

    def tables(self) -> Iterable[tuple[str, pd.DataFrame]]:
        """Yield the counties, of a single one the townships too."""
        yield "counties", self.counties
        if len(self.found.baselines) == 1:
            yield "townships", self.townships


def _baseline(found: Baseline, township_level: bool) -> dict[str, object]:
    from optimizer.report.words import in_km

    units, mean = len(found.area_ha), found.mean_m
    return {
        "code": found.code,
        "name": found.name,
        "townships": found.kinds[Kind.TOWNSHIP],
        "towns": found.kinds[Kind.TOWN],
        "subdistricts": found.kinds[Kind.SUBDISTRICT],
        "units": units,
        "share": found.urban / units,
        "over_cap": found.over_cap,
        **_spread("area_km2", found.area_ha / 100),
        **_spread("people", found.population),
        "mean_km": None if mean is None or township_level else mean / 1000,
        "p95_km": in_km(found.p95_m, township_level),
        "worst_km": in_km(int(found.metres.max()), township_level),
    }


def _spread(name: str, values: np.ndarray[Any, np.dtype[Any]]) -> dict[str, float]:
    return {
        f"{name}_mean": float(values.mean()),
        f"{name}_median": float(np.median(values)),
        f"{name}_min": values.min(),
        f"{name}_max": values.max(),
    }


def survey(instance: Instance, county: str | None = None) -> Survey:
    """Return the baseline of each county before any plan (摸底), or of one by code or name.

    Raises
    ------
    InputError
        When there is no such county, or several of that name.
    """
    from optimizer.data.dataset import find_county
    from optimizer.report.survey import survey as surveyed

    chosen = None if county is None else find_county(instance.dataset, county)
    return Survey(instance, surveyed(instance.territory, instance.scenario, chosen))


@dataclass(frozen=True, repr=False, eq=False)
class Rules(Result):
    """The rules of the notice clause by clause, and what an instance does about them."""

    found: Sequence[RuleState]

    @property
    def table(self) -> pd.DataFrame:
        """One row a rule or an objective.

        Columns: clause, rule (empty where it is always on), title, effect (hard, eligibility,
        report, warning, objective), state (on, off, always on, not checked), value, note.
        """
        said = language()
        columns = ("clause", "rule", "title", "effect", "state", "value", "note")
        rows = (
            {
                "clause": row.clause,
                "rule": row.key,
                "title": row.title.in_lang(said),
                "effect": row.effect,
                "state": row.state.en,
                "value": row.value,
                "note": row.note.in_lang(said),
            }
            for row in self.found
        )
        return frame(rows, columns)

    def record(self) -> list[dict[str, Any]]:
        """Return what `rules --json` prints."""
        from optimizer.report.rule_table import rules_record

        return rules_record(self.found)

    def __repr__(self) -> str:
        """Return how many rules are on."""
        on = sum(row.state.en in ("on", "always on") for row in self.found)
        return f"<Rules: {on} of {len(self.found)} on>"

    def print_on(self, screen: Screen, lang: str) -> None:
        """Print what `rules` prints."""
        from optimizer.report.rule_table import print_rules
        from optimizer.report.words import Words

        print_rules(screen, Words(lang), self.found)

    def tables(self) -> Iterable[tuple[str, pd.DataFrame]]:
        """Yield the rules."""
        yield "", self.table


def rules(instance: Instance) -> Rules:
    """Return every rule and objective, clause by clause, with its state in an instance."""
    from optimizer.report.rule_table import rule_states

    return Rules(rule_states(instance.scenario, instance.territory))
