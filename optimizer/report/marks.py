"""Plans that are given beside a result: the status quo, and those that the user names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from models.plan import Plan
from optimizer.check import Audit, audit
from optimizer.data.dataset import Dataset
from optimizer.report.terms import Terms


@dataclass(frozen=True)
class Mark:
    """A plan with its name and what the checker says of it."""

    name: str
    plan: Plan
    audit: Audit


def marks_of(dataset: Dataset, plans: Sequence[tuple[str, Plan]], terms: Terms) -> tuple[Mark, ...]:
    """Audit the status quo and given plans."""
    quo = (terms("status_quo"), Plan.status_quo(dataset.territory))
    return tuple(Mark(n, plan, audit(plan, dataset.scenario)) for n, plan in (quo, *plans))
