"""compare: plans side by side, the status quo first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from optimizer.api.instance import Instance
from optimizer.api.plans import Plan, plan_of
from optimizer.api.results import StrPath, Written, exact, frame, number, plotted
from optimizer.text import language

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from optimizer.decide.compare import Comparison as Found
    from optimizer.report.screen import Screen

_SCALES = {"km2": 100, "km": 1000, "person_km": 1000}
"""Hectares, metres and person-metres in the unit that a measure is shown in."""
STATUS_QUO = "status quo"


@dataclass(frozen=True, repr=False, eq=False)
class Comparison(Written):
    """Plans side by side (方案比选表); the first is the status quo.

    Attributes
    ----------
    found
        The comparison with exact figures: distances in metres, areas in hectares.
    plans
        The plans beside the status quo.
    """

    instance: Instance
    found: Found
    plans: tuple[Plan, ...]

    @property
    def names(self) -> list[str]:
        """Names of the status quo and of the plans, in order."""
        return [c.name or STATUS_QUO for c in self.found.contenders]

    @property
    def measures(self) -> pd.DataFrame:
        """One row a measure: measure, unit, better (less, more or empty), a column a plan.

        Missing where a figure is not known or does not apply.
        """
        from optimizer.decide.measures import MEASURES

        rows = []
        for row in MEASURES:
            scale = _SCALES.get(row.form, 1)
            values = [number(c.measures[row.key]) for c in self.found.contenders]
            shown = [None if v is None else v / scale if scale > 1 else v for v in values]
            name = row.key.removesuffix("_m") + "_km" if row.key.endswith("_m") else row.key
            held = dict(zip(self.names, shown, strict=True))
            rows.append({"measure": name, "unit": row.form, "better": row.better, **held})
        return exact(rows, ("measure", "unit", "better", *self.names))

    @property
    def rules(self) -> pd.DataFrame:
        """One row a rule: clause, rule, and its status under each plan."""
        audits = [c.audit.findings for c in self.found.contenders]
        rows = []
        for together in zip(*audits, strict=True):
            held = {n: f.status.value for n, f in zip(self.names, together, strict=True)}
            rows.append({"clause": together[0].clause, "rule": together[0].key, **held})
        return frame(rows, ("clause", "rule", *self.names))

    @property
    def villages(self) -> pd.DataFrame:
        """The villages that are not in the same unit under all plans: village, a column a plan."""
        from optimizer.report.compare_files import comparison_record

        rows = (
            {"village": row["village"], **dict(zip(self.names, row["units"], strict=True))}
            for row in comparison_record(self.found)["villages"]
        )
        return frame(rows, ("village", *self.names))

    def record(self) -> dict[str, Any]:
        """Return what `compare --json` prints: distances in metres, areas in hectares."""
        from optimizer.report.compare_files import comparison_record

        return comparison_record(self.found)

    def plot(self, lang: str | None = None) -> Figure:
        """Return maps of the plans on one scale."""
        from optimizer.report.map import side_by_side_figure

        scenario, said = self.instance.scenario, language(lang)
        pairs = [(n, c.plan) for n, c in zip(self.names, self.found.contenders, strict=True)]
        return plotted(lambda: side_by_side_figure(pairs, scenario.title or scenario.name, said))

    def deliver(
        self, folder: StrPath, *, lang: str | None = None, excel: bool = False
    ) -> tuple[list[Path], str]:
        """Write compare.csv, units.csv, villages.csv, alike.csv and the maps.

        Parameters
        ----------
        excel
            Write codes as ``="140406101"``, which Excel shows as they are.

        Returns
        -------
        tuple
            The files, and a warning about the picture (empty when all is well).

        Raises
        ------
        InputError
            When the folder holds anything but an earlier comparison, or cannot be written.
        """
        from optimizer.report.compare_deliver import deliver_comparison

        claim_comparison(Path(folder))
        return deliver_comparison(
            Path(folder), self.instance.dataset, self.found, language(lang), excel
        )

    def __repr__(self) -> str:
        """Return how many plans stand beside the status quo, and their numbers of units."""
        counts = (
            f"{n} {c.measures['units']}"
            for n, c in zip(self.names, self.found.contenders, strict=True)
        )
        return f"<Comparison of units: {', '.join(counts)}>"

    def print_on(self, screen: Screen, lang: str) -> None:
        """Print what `compare` prints."""
        from optimizer.report.compare import print_comparison
        from optimizer.report.tables import print_caveats
        from optimizer.report.words import Words

        words = Words(lang)
        print_caveats(screen, words, self.instance.dataset)
        print_comparison(screen, words, self.found)

    def tables(self) -> Iterable[tuple[str, pd.DataFrame]]:
        """Yield measures and rules."""
        yield "measures", self.measures
        rules = self.rules
        off = (rules[self.names] == "off").all(axis=1)
        yield "rules that are on", rules[~off]


def claim_comparison(folder: Path) -> None:
    """Refuse a folder that holds anything but an earlier comparison, before the work."""
    from optimizer.data.faults import Findings
    from optimizer.data.plan_file import claim_results
    from optimizer.report.compare_files import FILES

    claim_results(folder, FILES, Findings())


def compare(instance: Instance, plans: Any, *, one_mode: bool = False) -> Comparison:
    """Put plans side by side, the status quo first; no solver takes part.

    Parameters
    ----------
    plans
        ``{name: plan}``, or a list of plans; each as of `check`. Paths without a name are
        called as their folders or files are.
    one_mode
        Judge every plan by the instance's mode, whatever its record says.

    Raises
    ------
    InputError
        With the faults of the first plan that has any.

    Examples
    --------
    >>> tm.compare(instance, {"optimum": solution, "2021": "plans/reform-2021"}).measures
    """
    from optimizer.decide.compare import Entry
    from optimizer.decide.compare import compare as judged

    read = named_plans(instance, plans)
    entries = [Entry(p.name, p.assignment_of, {} if one_mode else p.record) for p in read]
    return Comparison(instance, judged(instance.dataset, entries, instance.sha256), tuple(read))


def named_plans(instance: Instance, plans: Any) -> list[Plan]:
    """Return plans under their names; those without one are numbered."""
    if isinstance(plans, Mapping):
        return [plan_of(instance, plan, str(name)) for name, plan in plans.items()]
    held = list(plans) if _is_list(plans) else [plans]
    if held and all(isinstance(plan, str | Path) for plan in held):
        from optimizer.data.entries import read_plans

        files = read_plans([Path(plan) for plan in held], instance.dataset)
        return [Plan(instance, file.plan, n, file.record, file.warnings) for n, file in files]
    read = [plan_of(instance, plan) for plan in held]
    return [
        plan if plan.name else plan_of(instance, plan, f"plan {at}")
        for at, plan in enumerate(read, 1)
    ]


def _is_list(plans: Any) -> bool:
    return isinstance(plans, Sequence) and not isinstance(plans, str)
