"""What `price` prints, records and draws."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

from models.plan import Outcome
from optimizer.data.cells import csv_text
from optimizer.data.dataset import Dataset
from optimizer.data.output import replacing
from optimizer.data.plan_file import replace_file
from optimizer.decide.price import Price, Priced
from optimizer.report.pictures import added
from optimizer.report.price_terms import conclusion, objective_names
from optimizer.report.record import exact_cells, exact_heads, number, scenario_record
from optimizer.report.screen import Column, Screen
from optimizer.report.terms import Terms
from optimizer.report.words import Words

NAMES = ("price.csv", "price.json", "price.png", "price.svg")
FILES = frozenset(NAMES)


def print_price(screen: Screen, words: Words, price: Price) -> None:
    """Print the values at each number, what they cost, and where the number starts to bind."""
    terms = Terms(words.lang)
    names = objective_names(price)
    columns = [Column(price.key.removeprefix("rules."), figures=True)]
    columns += [Column(words(name), figures=True) for name in names]
    columns += [Column(terms("travel_more"), figures=True)] if "travel" in names else []
    columns += [Column(terms("binds")), Column(terms("kept_to"), figures=True)]
    columns.append(Column(words("proof")))
    rows = [tuple(_row(words, terms, price, r, names)) for r in (*price.rows, price.free)]
    screen.table(terms("price"), columns, rows)
    screen.line(conclusion(terms, price), "bold")


def priced_line(words: Words, key: str, row: Priced) -> str:
    """Say what was found at one value, as it comes."""
    value = Terms(words.lang)("lifted") if row.value is None else f"{row.value:g}"
    found = [f"{words(r.name)} {words.objective(r.name, r.value)}" for r in row.reached]
    proof = words("proved" if row.proved else "open")
    return (
        f"{key.removeprefix('rules.')} = {value}: {', '.join([*found, row.outcome.value, proof])}"
    )


def _row(
    words: Words, terms: Terms, price: Price, row: Priced, names: Sequence[str]
) -> Iterator[str]:
    found = {r.name: r for r in row.reached}
    yield terms("lifted") if row.value is None else f"{row.value:g}"
    for name in names:
        yield words.objective(name, found[name].value) if name in found else "-"
    if "travel" in names:
        more = difference(price, row, "travel")
        yield "-" if more is None else f"{float(more):+.2%}"
    bound = price.binds(row)
    yield "-" if row.value is None or bound is None else terms("yes" if bound else "no")
    yield "-" if row.kept_to is None else f"{row.kept_to:g}"
    if row.outcome is Outcome.INFEASIBLE:
        yield terms("near_none")
    else:
        yield words("proved") if row.proved else words("open")


def difference(price: Price, row: Priced, name: str) -> Fraction | None:
    """Return by how much an objective is above that without the number, relative."""
    base = next((r.value for r in price.free.reached if r.name == name), None)
    own = next((r.value for r in row.reached if r.name == name), None)
    if base is None or own is None or not base:
        return None
    return (Fraction(own) - Fraction(base)) / Fraction(base)


def price_record(dataset: Dataset, price: Price) -> dict[str, Any]:
    """Return a sweep for programs; the row without a value is without the number."""
    return {
        "scenario": scenario_record(dataset),
        "key": price.key,
        "starts_to_bind": price.starts,
        "rows": [_record(price, row) for row in (*price.rows, price.free)],
    }


def _record(price: Price, row: Priced) -> dict[str, Any]:
    return {
        "value": row.value,
        "outcome": row.outcome.value,
        "objectives": {r.name: number(r.value) for r in row.reached},
        "proved": row.proved,
        "binds": None if row.value is None else price.binds(row),
        "kept_to": row.kept_to,
    }


def price_rows(price: Price) -> Iterator[Sequence[object]]:
    """Yield the sweep as a table."""
    names = objective_names(price)
    heads = [head for name in names for head in exact_heads(name)]
    yield ["value", "outcome", *heads, "binds", "kept_to"]
    for row in (*price.rows, price.free):
        record, found = _record(price, row), {r.name: r.value for r in row.reached}
        values = [cell for name in names for cell in exact_cells(name, found.get(name))]
        binds = "" if record["binds"] is None else int(record["binds"])
        yield [
            "" if row.value is None else row.value,
            row.outcome.value,
            *values,
            binds,
            row.kept_to,
        ]


def deliver_price(
    folder: Path, dataset: Dataset, price: Price, lang: str, excel: bool = False
) -> tuple[list[Path], str]:
    """Write table and record, then the picture; return the files and a warning about it."""
    from optimizer.report.price_plot import draw_price

    with replacing(folder) as draft:
        replace_file(draft / NAMES[0], csv_text(price_rows(price), excel))
        text = json.dumps(price_record(dataset, price), ensure_ascii=False, indent=1)
        replace_file(draft / NAMES[1], text + "\n")

    def draw(draft: Path) -> str:
        draw_price(draft, dataset, price, lang)
        return ""

    warning = added(folder, draw, lang)
    return [folder / name for name in NAMES], warning
