"""The sweep of a number as files: a table, a record for programs, a picture."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from optimizer.data.cells import csv_text
from optimizer.data.dataset import Dataset
from optimizer.data.output import replacing
from optimizer.data.plan_file import replace_file
from optimizer.decide.price import Price, Priced
from optimizer.report.pictures import added
from optimizer.report.price import objective_names
from optimizer.report.record import exact_cells, exact_heads, number, scenario_record

NAMES = ("price.csv", "price.json")
PICTURES = ("price.png", "price.svg")
FILES = frozenset({*NAMES, *PICTURES})


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

    pictures, warning = added(folder, PICTURES, draw, lang)
    return [*(folder / name for name in NAMES), *pictures], warning
