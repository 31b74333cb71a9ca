"""What table and picture of a price have in common: its objectives, and where a number binds."""

from __future__ import annotations

from optimizer.decide.price import Price
from optimizer.report.terms import Terms


def objective_names(price: Price) -> list[str]:
    """Return the objectives, as far as any row has a plan."""
    rows = (price.free, *price.rows)
    return next(([r.name for r in row.reached] for row in rows if row.reached), [])


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
