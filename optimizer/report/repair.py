"""What `repair` prints and records."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

from models.territory import Territory
from optimizer.data.dataset import Dataset
from optimizer.data.output import replacing
from optimizer.data.plan_file import write_plan
from optimizer.decide.repair import Change, Repair
from optimizer.report.deliver import plan_maps
from optimizer.report.record import chosen_record, number, rule_records, scenario_record
from optimizer.report.screen import Column, Screen
from optimizer.report.words import Words
from optimizer.report.words.choosing import Terms
from optimizer.solve.results import Verdict


def print_repair(screen: Screen, words: Words, found: Repair, asked: Collection[str] = ()) -> None:
    """Print which rules the given plan broke, what had to change, and what is proved.

    Parameters
    ----------
    asked
        Objectives of the scenario: they stand in the table whatever they are.
    """
    terms = Terms(words.lang)
    for finding in found.judged.broken:
        detail = finding.detail.in_lang(words.lang)
        head = terms("given_breaks", clause=words.clause(finding.clause))
        screen.line(f"{head}{words('colon')}{detail}", "red")
    if not found.judged.broken:
        screen.line(terms("given_sound"))
    if found.plan is not None:
        _print_changes(screen, terms, found)
        _print_values(screen, words, terms, found, asked)
    screen.line(_verdict(terms, found), "bold")


def _print_changes(screen: Screen, terms: Terms, found: Repair) -> None:
    territory = found.given.territory
    columns = [Column(terms(k)) for k in ("county", "township", "unit_given", "unit_now")]
    columns += [Column(terms(k), figures=True) for k in ("villages", "people")]
    rows = [_change(terms, territory, change) for change in found.changes()]
    if rows:
        screen.table(terms("repair_changes"), columns, rows)


def _change(terms: Terms, territory: Territory, change: Change) -> tuple[str, ...]:
    labels, home = territory.labels, territory.townships[change.township]
    before = labels[change.before] if change.before >= 0 else terms("left_out")
    return (
        territory.counties[home.county].name,
        labels[change.township],
        before,
        labels[change.after],
        f"{len(change.villages):,}",
        f"{change.people:,}",
    )


def _print_values(
    screen: Screen, words: Words, terms: Terms, found: Repair, asked: Collection[str]
) -> None:
    assert found.audit is not None
    columns = [Column(words("objective"))]
    columns += [Column(terms(k), figures=True) for k in ("plan_given", "plan_repaired")]
    given, repaired = (words.objectives(audit.objectives) for audit in (found.judged, found.audit))
    rows = [
        (words(name), given[name], value)
        for name, value in repaired.items()
        if words.official(name) or name in asked
    ]
    screen.table(words("objectives"), columns, rows)


def _verdict(terms: Terms, found: Repair) -> str:
    if found.plan is None:
        none = found.verdict is Verdict.INFEASIBLE
        return terms("near_none" if none else "near_unknown")
    counts = {"people": f"{found.people:,}", "villages": f"{found.villages:,}"}
    proved = found.verdict is Verdict.SOLVED
    return terms("repair_proved" if proved else "repair_open", **counts)


def repair_record(dataset: Dataset, found: Repair) -> dict[str, Any]:
    """Return a repair for programs."""
    territory = found.given.territory
    codes = {t: place.code for t, place in enumerate(territory.townships)}
    values = {} if found.audit is None else found.audit.objectives
    return {
        "scenario": scenario_record(dataset),
        "broken": [row for row in rule_records(found.judged) if row["status"] == "broken"],
        "found": found.plan is not None,
        "proved": found.verdict is not Verdict.OPEN,
        "people": found.people,
        "villages": found.villages,
        "objectives": {name: number(value) for name, value in values.items()},
        "changes": [
            {
                "township": codes[change.township],
                "before": codes.get(change.before),
                "after": codes[change.after],
                "villages": [territory.villages.codes[v] for v in change.villages],
                "people": change.people,
            }
            for change in found.changes()
        ],
    }


def deliver_repair(
    folder: Path, dataset: Dataset, found: Repair, lang: str
) -> tuple[list[Path], str]:
    """Write the repaired plan and its map.

    Returns
    -------
    tuple
        The files, and a warning about the picture (empty when all is well).
    """
    assert found.plan is not None
    assert found.audit is not None
    origin: Mapping[str, Any] = {
        "command": "repair",
        "people": found.people,
        "villages": found.villages,
        "proved": found.verdict is Verdict.SOLVED,
    }
    with replacing(folder) as draft:
        write_plan(draft, found.plan, chosen_record(dataset, found.plan, found.audit, origin))
    pictures, warning = plan_maps(folder, dataset, found.plan, lang)
    return [folder / "plan.csv", folder / "plan.json", *pictures], warning
