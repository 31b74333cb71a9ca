"""P3.burden recomputed: who is farther from the seat than before, and by how much."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from models.quantities import METRES_PER_KM, NO_LIMIT, SECONDS_PER_MINUTE, IntArray, at_most
from models.rules.burden import Burden
from optimizer.check.base import Status, Verdict, check, check_off, verdict
from optimizer.check.ledger import Ledger
from optimizer.text import Text


@dataclass(frozen=True)
class WorseOff:
    """Villages that are farther from their seat than before.

    Attributes
    ----------
    villages
        Positions, the worst first.
    added_m
        Added metres of each.
    people
        People of all of them.
    """

    villages: IntArray
    added_m: IntArray
    people: int


def worse_off(ledger: Ledger, above_m: int = 0) -> WorseOff:
    """Return the villages whose way to the seat grows by more than `above_m`."""
    added = _added(ledger.metres, ledger.metres_before)
    order = np.argsort(-added, kind="stable")
    villages = order[added[order] > above_m]
    people = int(ledger.territory.villages.population[villages].sum())
    return WorseOff(villages, added[villages], people)


def _added(after: IntArray, before: IntArray) -> IntArray:
    """Return what is added; a village without a unit or a way counts nothing."""
    known = (after < NO_LIMIT) & (before < NO_LIMIT)
    return np.where(known, after - before, 0)


@check_off("burden")
def listed(ledger: Ledger) -> Verdict:
    """Say who is worse off although no cap is set."""
    return Status.OFF, _said(ledger)


@check("burden")
def burden(ledger: Ledger, rule: Burden) -> Verdict:
    """No village is farther from its seat by more than the caps."""
    breaches = []
    if rule.max_added_km is not None:
        added = _added(ledger.metres, ledger.metres_before)
        most = at_most(rule.max_added_km, METRES_PER_KM)
        breaches += _over(ledger, added, most, METRES_PER_KM, ("km", "公里"))
    if rule.max_added_minutes is not None:
        added = _added(ledger.seconds, ledger.territory.seconds_to_seat(ledger.origin))
        most = at_most(rule.max_added_minutes, SECONDS_PER_MINUTE)
        breaches += _over(ledger, added, most, SECONDS_PER_MINUTE, ("min", "分钟"))
    return verdict(breaches, _said(ledger))


def _over(
    ledger: Ledger, added: IntArray, most: int, size: int, words: tuple[str, str]
) -> list[Text]:
    texts = []
    for village in np.nonzero(added > most)[0]:
        name, more, over = ledger.village(int(village)), added[village], added[village] - most
        texts.append(
            Text(
                f"{name} is {more / size:.3f} {words[0]} farther, {over / size:.3f} too much",
                f"{name} 增加 {more / size:.3f} {words[1]}，超出 {over / size:.3f}",
            )
        )
    return texts


def _said(ledger: Ledger) -> Text:
    found = worse_off(ledger)
    count, people = len(found.villages), found.people
    if not count:
        return Text("no village is worse off", "没有村（居）距驻地增加")
    name, most = ledger.village(int(found.villages[0])), found.added_m[0] / METRES_PER_KM
    return Text(
        f"{count} villages with {people} people are farther, most {name}: +{most:.3f} km",
        f"{count} 个村（居）、{people} 人距驻地增加，最多的是 {name}：增加 {most:.3f} 公里",
    )
