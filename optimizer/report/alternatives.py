"""What `alternatives` prints, records and writes."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from optimizer.data.dataset import Dataset
from optimizer.data.output import replacing
from optimizer.data.plan_file import replace_file, write_plan
from optimizer.decide.alternatives import Alternative, Alternatives
from optimizer.decide.compare import Comparison, Entry, compare
from optimizer.report.backbone import near_record, print_near
from optimizer.report.compare import print_differences
from optimizer.report.compare_deliver import add_comparison_maps
from optimizer.report.compare_files import FILES as COMPARED
from optimizer.report.compare_files import write_comparison
from optimizer.report.record import chosen_record, number, scenario_record
from optimizer.report.screen import Column, Screen
from optimizer.report.words import Words
from optimizer.report.words.choosing import Terms
from optimizer.text import Text

PLANS, RECORD = "plans", "alternatives.json"
FILES = frozenset({*COMPARED, PLANS, RECORD})


def compared(dataset: Dataset, found: Alternatives, terms: Terms) -> Comparison:
    """Put the plans beside one another and the status quo."""
    entries = [Entry(terms("plan_n", n=n), a.plan) for n, a in enumerate(found.plans, 1)]
    return compare(dataset, entries)


def print_alternatives(
    screen: Screen, words: Words, found: Alternatives, comparison: Comparison
) -> None:
    """Print the plans, what is proved of their differences, and where they differ."""
    terms = Terms(words.lang)
    if not print_near(screen, terms, found.near):
        return
    columns = [Column(terms("plan")), Column(words("travel"), figures=True)]
    least = f"least_{measure_name(found.by, found.near.space.by_villages)}"
    columns += [Column(terms(k), figures=True) for k in (least, "most_possible")]
    columns.append(Column(words("proof")))
    first = terms("the_best" if found.near.proved else "best_found")
    rows = [_row(words, terms, n, a, first) for n, a in enumerate(found.plans, 1)]
    screen.table(terms("alternatives"), columns, rows)
    print_differences(screen, words, comparison)
    for line in claims(terms, found):
        screen.line(line, "bold")


def measure_name(by: str, by_villages: bool) -> str:
    """Return what a difference counts; in the village modes a merger is one village's."""
    return "village_mergers" if by == "mergers" and by_villages else by


def alternative_line(words: Words, plan: Alternative, by: str) -> str:
    """Say what plan was found, as it comes.

    Parameters
    ----------
    by
        A `measure_name`.
    """
    terms = Terms(words.lang)
    travel = words.objective("travel", plan.audit.objectives["travel"])
    semicolon = words.of(Text("; ", "；"))
    return f"{words('travel')} {travel}{semicolon}{terms(f'least_{by}')} {plan.least:,}"


def _row(words: Words, terms: Terms, n: int, plan: Alternative, first: str) -> tuple[str, ...]:
    travel = words.objective("travel", plan.audit.objectives["travel"])
    if n == 1:
        return (terms("plan_n", n=n), travel, "-", "-", first)
    bound = "-" if plan.bound is None else f"{plan.bound:,}"
    proof = words("proved") if plan.proved else words("open")
    return (terms("plan_n", n=n), travel, f"{plan.least:,}", bound, proof)


def claims(terms: Terms, found: Alternatives) -> list[str]:
    """Return what is proved not to be possible."""
    what = terms(f"by_{measure_name(found.by, found.near.space.by_villages)}")
    lines = [
        terms("no_other", n=n, most=f"{a.bound:,}", what=what)
        for n, a in enumerate(found.plans, 1)
        if n > 1 and a.bound is not None
    ]
    return [*lines, *_further(terms, found, what)]


def _further(terms: Terms, found: Alternatives, what: str) -> Iterator[str]:
    """Say, where fewer plans were found than wanted, whether there are more."""
    n = len(found.plans) + 1
    if n > found.wanted:
        return
    if found.exhausted:
        yield terms("no_further", n=n, least=f"{max(1, found.least):,}", what=what)
        return
    yield terms("further_open", n=n)
    if found.next_bound is not None:
        yield terms("further_most", most=f"{found.next_bound:,}", what=what)


def alternatives_record(dataset: Dataset, found: Alternatives) -> dict[str, Any]:
    """Return the plans' values and differences for programs."""
    return {
        "scenario": scenario_record(dataset),
        "near": near_record(found.near),
        "by": found.by,
        "plans": [
            {
                "least_difference": a.least,
                "bound": a.bound,
                "proved": a.proved and found.near.proved,
                "objectives": {n: number(v) for n, v in a.audit.objectives.items()},
            }
            for a in found.plans
        ],
        "wanted": found.wanted,
        "next_bound": found.next_bound,
        "exhausted": found.exhausted,
    }


def deliver_alternatives(
    folder: Path,
    dataset: Dataset,
    found: Alternatives,
    comparison: Comparison,
    lang: str,
    excel: bool = False,
) -> tuple[list[Path], str]:
    """Write each plan, the tables and maps of their comparison, and the record."""
    with replacing(folder) as draft:
        for n, a in enumerate(found.plans, 1):
            _write_plan(draft / PLANS / f"{n:02d}", dataset, found, a)
        tables = write_comparison(draft, Words(lang), comparison, excel)
        text = json.dumps(alternatives_record(dataset, found), ensure_ascii=False, indent=1)
        replace_file(draft / RECORD, text + "\n")
    maps, warning = add_comparison_maps(folder, dataset, comparison, lang)
    files = [folder / name for name in (*(t.name for t in tables), PLANS, RECORD)]
    return [*files, *maps], warning


def _write_plan(folder: Path, dataset: Dataset, found: Alternatives, plan: Alternative) -> None:
    folder.mkdir(parents=True)
    origin = {
        "command": "alternatives",
        "by": found.by,
        "least_difference": plan.least,
        "bound": plan.bound,
    }
    write_plan(folder, plan.plan, chosen_record(dataset, plan.plan, plan.audit, origin))
