"""The sweep of a number as people read it: a table, lines, and where the number binds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from models.plan import Outcome
from optimizer.decide.price import Price, Priced
from optimizer.report.screen import Column, Screen
from optimizer.report.words import Words
from optimizer.report.words.choosing import Terms


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
    values = words.objectives({r.name: r.value for r in row.reached})
    found = [f"{words(name)} {value}" for name, value in values.items()]
    proof = words("proved" if row.proved else "open")
    if words.lang == "zh":  # names hold commas of their own
        said = "\uff1b".join([*found, words.outcome(row.outcome)])
        return f"{key.removeprefix('rules.')} = {value}\uff1a{said}"
    return (
        f"{key.removeprefix('rules.')} = {value}: {', '.join([*found, row.outcome.value, proof])}"
    )


def objective_names(price: Price) -> list[str]:
    """Return the objectives, as far as any row has a plan."""
    rows = (price.free, *price.rows)
    return next(([r.name for r in row.reached] for row in rows if row.reached), [])


def _row(
    words: Words, terms: Terms, price: Price, row: Priced, names: Sequence[str]
) -> Iterator[str]:
    found = words.objectives({r.name: r.value for r in row.reached})
    yield terms("lifted") if row.value is None else f"{row.value:g}"
    for name in names:
        yield found.get(name, "-")
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


def conclusion(terms: Terms, price: Price) -> str:
    """Say where the number starts to bind."""
    key = price.key.removeprefix("rules.")
    if price.starts is not None:
        side = "starts_below" if price.upper else "starts_above"
        return terms(side, key=key, value=f"{price.starts:g}")
    binding = [price.binds(row) for row in price.rows]
    if None in binding or not price.free.proved:
        return terms("starts_open", key=key)
    if not any(binding):
        return terms("starts_never", key=key)
    return terms("starts_outside" if all(binding) else "starts_between", key=key)
