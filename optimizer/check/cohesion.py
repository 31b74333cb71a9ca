"""P2.cohesion and W6.plans recomputed: barriers and layers of other plans; S3.together."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from models.quantities import IntArray
from models.rules import Rule
from models.rules.barriers import Barriers
from models.rules.zones import Layer, Zones
from optimizer.check.base import Status, Verdict, check, check_off, verdict
from optimizer.check.ledger import Ledger
from optimizer.check.structure import own_exclaves, pieces_of
from optimizer.text import Text, joined

_SHOWN = 5
"""Villages that a breach names; the others are many and told by their number."""


@check("barriers")
def barriers(ledger: Ledger, rule: Barriers) -> Verdict:
    """Every unit that grows is in one piece without crossing a barrier."""
    territory = ledger.territory
    if not len(territory.barriers):
        return Status.NOT_CHECKED, Text("no barriers.csv", "未核验：没有 barriers.csv")
    near = _without_barriers(ledger)
    same = near[ledger.unit[near[:, 0]] == ledger.unit[near[:, 1]]]
    pieces = pieces_of(np.concatenate([same, own_exclaves(ledger)]), len(ledger.unit))
    breaches = []
    for unit in ledger.grown:
        villages = np.nonzero(ledger.unit == unit)[0]
        away = villages[pieces[villages] != pieces[territory.seats[unit]]]
        if len(away):
            name = ledger.name(unit)
            names = ", ".join(ledger.village(int(v)) for v in away[:_SHOWN])
            breaches.append(
                Text(
                    f"{name} reaches {len(away)} villages across a barrier only: {names}",
                    f"{name} 须越过阻隔才能到 {len(away)} 个村（居）：{names}",
                )
            )
    return verdict(breaches)


def _without_barriers(ledger: Ledger) -> IntArray:
    """Return the pairs that touch without a barrier between them, shape (pairs, 2).

    A barrier within a township counts for nothing: the township lies on both sides already.
    """
    barred = {
        frozenset(pair)
        for pair in ledger.territory.barriers.tolist()
        if ledger.origin[pair[0]] != ledger.origin[pair[1]]
    }
    left = [pair for pair in ledger.territory.pairs.tolist() if frozenset(pair) not in barred]
    return np.array(left, dtype=np.int64).reshape(-1, 2)


@check_off("zones")
def no_layer(ledger: Ledger) -> Verdict:
    """Without layers agreement with other plans is not checked."""
    return Status.NOT_CHECKED, Text("no layer given", "未核验：未提供相关规划图层")


@check("zones")
def zones(ledger: Ledger, rule: Zones) -> Verdict:
    """No merger joins zones, no conversion touches one; absent layers are named."""
    breaches, absent = [], []
    for layer in rule.layers:
        values = ledger.territory.villages.attributes.get(layer.column)
        if values is None:
            name = layer.column
            absent.append(Text(f"no layer {name}: not checked", f"没有图层 {name}：未核验"))
            continue
        breaches += _joined_zones(ledger, layer, np.array(values)) if layer.no_merge else []
        breaches += _touched(ledger, layer, values)
    if breaches or not absent:
        return verdict([*breaches, *(absent if breaches else [])])
    return Status.NOT_CHECKED, joined(absent)


def _joined_zones(ledger: Ledger, layer: Layer, values: NDArray[np.str_]) -> list[Text]:
    """Name the units in which different townships bring villages of different zones."""
    texts = []
    for unit in ledger.grown:
        villages = np.nonzero(ledger.unit == unit)[0]
        found = set(zip(ledger.origin[villages].tolist(), values[villages].tolist(), strict=True))
        pairs = combinations(sorted(found), 2)
        if any(a != b and x != y for (a, x), (b, y) in pairs):
            name, zones = ledger.name(int(unit)), sorted({zone for _, zone in found})
            seen = ", ".join(zone or "(outside all)" for zone in zones)
            seen_zh = "、".join(zone or "（分区以外）" for zone in zones)
            texts.append(
                Text(
                    f"{name} joins zones of {layer.column}: {seen}",
                    f"{name} 跨越 {layer.column} 的分区：{seen_zh}",
                )
            )
    return texts


def _touched(ledger: Ledger, layer: Layer, values: Sequence[str]) -> list[Text]:
    """Name the units that are converted with villages in zones that conversions may not touch."""
    closed = [bool(zone) and (not layer.zones or zone in layer.zones) for zone in values]
    inside = ledger.add_up(np.array(closed, dtype=np.int64))
    texts = []
    for unit in ledger.converted:
        kind = ledger.plan.kind(unit)
        if kind in layer.no_conversion and inside[unit]:
            name = ledger.name(unit)
            texts.append(
                Text(
                    f"{name} becomes a {kind.en} with {inside[unit]} villages in {layer.column}",
                    f"{name} 改为{kind}，但有 {inside[unit]} 个村（居）位于 {layer.column}",
                )
            )
    return texts


@check("S3.together")
def batch(ledger: Ledger, rule: Rule) -> Verdict:
    """The plan speaks of every county."""
    territory = ledger.territory
    planned = set(territory.county_of_township[ledger.origin[ledger.placed]].tolist())
    left_out = [c.name for i, c in enumerate(territory.counties) if i not in planned]
    names = ", ".join(left_out)
    breaches = [Text(f"not planned: {names}", f"未纳入方案：{names}")] if left_out else []
    count = len(territory.counties)
    said = f"{count} {'county' if count == 1 else 'counties'} in one plan"
    return verdict(breaches, Text(said, f"{count} 个县（区）同一方案"))
