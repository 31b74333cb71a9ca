"""Checks of what a plan must be at all: complete, within counties, connected, of its mode."""

from __future__ import annotations

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from models.quantities import NO_LIMIT, IntArray
from models.rules import Rule
from optimizer.check.base import Finding, Status, Verdict, check, mode_text, verdict
from optimizer.check.ledger import Ledger
from optimizer.check.transfers import losses
from optimizer.text import Text, joined

_SHOWN = 5
"""Villages that a breach names; the others are counted."""


def _list(ledger: Ledger, villages: IntArray) -> str:
    more = f" (+{len(villages) - _SHOWN})" if len(villages) > _SHOWN else ""
    return ", ".join(ledger.village(int(v)) for v in villages[:_SHOWN]) + more


@check("P5.complete")
def complete(ledger: Ledger, rule: Rule) -> Verdict:
    """Every village has a unit and a way to its seat, and every unit holds its seat."""
    breaches = []
    left_out = np.nonzero(ledger.unit < 0)[0]
    if len(left_out):
        names = _list(ledger, left_out)
        breaches.append(
            Text(
                f"{len(left_out)} villages without a unit: {names}",
                f"{len(left_out)} 个村未安排：{names}",
            )
        )
    for unit in ledger.kept:
        seat = int(ledger.territory.seats[unit])
        if ledger.unit[seat] != unit:
            name, village = ledger.name(unit), ledger.village(seat)
            breaches.append(
                Text(f"{name} does not hold its seat {village}", f"{name} 不含其驻地 {village}")
            )
    cut_off = _cut_off(ledger)
    if len(cut_off):
        names = _list(ledger, cut_off)
        breaches.append(
            Text(
                f"{len(cut_off)} villages without a known way to the seat of their unit: {names}",
                f"{len(cut_off)} 个村没有到所在单位驻地的已知路程：{names}",
            )
        )
    total = len(ledger.kept)
    return verdict(breaches, Text(f"{total} units", f"{total} 个乡级行政区"))


def _cut_off(ledger: Ledger) -> IntArray:
    """Return the villages without a known way to their seat; P5.county tells of other counties."""
    of_township, placed = ledger.territory.county_of_township, ledger.placed
    at_home = of_township[ledger.unit[placed]] == of_township[ledger.origin[placed]]
    found: IntArray = placed[at_home & (ledger.metres[placed] >= NO_LIMIT)]
    return found


@check("P5.county")
def county(ledger: Ledger, rule: Rule) -> Verdict:
    """No village is in a unit of another county."""
    of_township = ledger.territory.county_of_township
    moved = ledger.moved
    across = moved[of_township[ledger.unit[moved]] != of_township[ledger.origin[moved]]]
    breaches = []
    if len(across):
        names = _list(ledger, across)
        breaches.append(
            Text(
                f"{len(across)} villages in a unit of another county: {names}",
                f"{len(across)} 个村跨县（区）：{names}",
            )
        )
    return verdict(breaches)


@check("P2.contiguity")
def contiguity(ledger: Ledger, rule: Rule) -> Verdict:
    """Every unit is in one piece; exclaves that count as joined to their seat are named."""
    pairs = ledger.territory.pairs
    same = pairs[ledger.unit[pairs[:, 0]] == ledger.unit[pairs[:, 1]]]
    links = own_exclaves(ledger)
    pieces = pieces_of(np.concatenate([same, links]), len(ledger.unit))
    broken = _broken_units(ledger, pieces)
    if broken or not len(links):
        return verdict([_in_pieces(ledger, unit, pieces, linked=False) for unit in broken])
    apart = pieces_of(same, len(ledger.unit))
    said = [_in_pieces(ledger, unit, apart, linked=True) for unit in _broken_units(ledger, apart)]
    return verdict([], joined(said))


def _in_pieces(ledger: Ledger, unit: int, pieces: IntArray, *, linked: bool) -> Text:
    """Say which pieces of a unit do not hold its seat, and whether exclaves join them to it."""
    villages = np.nonzero(ledger.unit == unit)[0]
    main = pieces[ledger.territory.seats[unit]]
    found = np.unique(pieces[villages]).tolist()
    others = (_list(ledger, villages[pieces[villages] == p]) for p in found if p != main)
    name, names, count = ledger.name(unit), " | ".join(others), len(found)
    if linked:
        return Text(
            f"{name} is in {count} pieces; exclaves joined to the seat: {names}",
            f"{name} 分成 {count} 片；飞地视为与驻地相连：{names}",
        )
    return Text(
        f"{name} is in {count} pieces; not connected with the seat: {names}",
        f"{name} 分成 {count} 片；与驻地不相连：{names}",
    )


def own_exclaves(ledger: Ledger) -> IntArray:
    """Return the links of exclaves that count: in units that keep the seat; shape (links, 2).

    A township that is dissolved has left its exclaves on their own.
    """
    territory = ledger.territory
    township, village = territory.exclaves.T
    seats = territory.seats[township]
    counts = (ledger.unit[village] == township) & (ledger.unit[seats] == township)
    return np.stack([seats[counts], village[counts]], axis=1)


def _broken_units(ledger: Ledger, pieces: IntArray) -> list[int]:
    """Return the units with more than one piece."""
    of_unit = np.unique(np.stack([ledger.unit[ledger.placed], pieces[ledger.placed]]), axis=1)[0]
    units, counts = np.unique(of_unit, return_counts=True)
    return [int(u) for u in units[counts > 1]]


def pieces_of(pairs: IntArray, size: int) -> IntArray:
    """Return the piece of each village where pairs join villages, shape (villages,)."""
    graph = csr_array((np.ones(len(pairs)), (pairs[:, 0], pairs[:, 1])), shape=(size, size))
    out: IntArray = connected_components(graph, directed=False)[1].astype(np.int64)
    return out


def mode(ledger: Ledger, transfers: int = 0) -> Finding:
    """Check that the plan is one of its mode.

    In `whole` no township is divided; in `split` a township that stays loses at
    most `transfers` villages; in `redraw` any plan will do.
    """
    title = Text(
        f"the plan is one of mode {ledger.mode}",
        f"方案符合归并方式：{mode_text(ledger.mode).zh}",
    )
    breaches: list[Text] = []
    if ledger.mode == "whole":
        breaches = divided(ledger)
    elif ledger.mode == "split":
        breaches = losses(ledger, transfers)
    status, detail = verdict(breaches)
    return Finding("mode", "mode", status, title, detail)


def divided(ledger: Ledger) -> list[Text]:
    """Return a breach for each township whose villages are in several units.

    Villages without a unit are for P5.complete to tell.
    """
    breaches = []
    for township in range(len(ledger.territory.former.townships)):
        units = np.unique(ledger.unit[(ledger.origin == township) & (ledger.unit >= 0)])
        if len(units) > 1:
            names = ", ".join(ledger.name(int(u)) for u in units)
            name = ledger.name(township)
            breaches.append(Text(f"{name} is divided among {names}", f"{name} 被分到 {names}"))
    return breaches


__all__ = ["Status", "complete", "contiguity", "county", "mode"]
