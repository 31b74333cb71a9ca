"""What `backbone` prints and records."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from models.quantities import METRES_PER_KM
from models.territory import Territory
from optimizer.data.cells import Code, csv_text
from optimizer.data.dataset import Dataset
from optimizer.decide.backbone import Backbone, Pair, Standing
from optimizer.decide.near import Near
from optimizer.report.backbone_villages import goings_record, goings_rows, print_parts
from optimizer.report.record import scenario_record
from optimizer.report.screen import Column, Screen
from optimizer.report.terms import Terms
from optimizer.report.words import Words
from optimizer.solve.results import Verdict


def print_backbone(screen: Screen, words: Words, found: Backbone) -> None:
    """Print what is settled, and where judgement is needed."""
    terms = Terms(words.lang)
    if not print_near(screen, terms, found.near):
        return
    _print_counts(screen, terms, found)
    if found.near.space.by_villages:
        print_parts(screen, terms, found)
    else:
        _print_every(screen, terms, found)
        _print_some(screen, terms, found)
    screen.line(terms("backbone_proved" if found.settled else "backbone_open"), "bold")


def print_near(screen: Screen, terms: Terms, near: Near) -> bool:
    """Say which plans are near-optimal; return whether there are any."""
    if near.best is None:
        none = near.verdict is Verdict.INFEASIBLE and near.space.complete
        screen.line(terms("near_none" if none else "near_unknown"), "bold")
        return False
    best, most = (f"{m / METRES_PER_KM:,.3f}" for m in (near.travel, near.most_travel))
    screen.line(
        terms("near" if near.proved else "near_found", units=near.units, best=best, most=most)
    )
    if not near.proved:
        screen.line(terms("near_open"), "yellow")
    return True


def _print_counts(screen: Screen, terms: Terms, found: Backbone) -> None:
    territory, alone = found.near.space.territory, set(found.alone())
    columns = [Column(terms("county"))]
    columns += [Column(terms(f"pairs_{s.value}"), figures=True) for s in Standing]
    columns.append(Column(terms("alone")))
    rows = []
    for c, county in enumerate(territory.counties):
        townships = territory.townships_in(c).tolist()
        inside = [p for p in found.pairs if p.a in townships]
        counts = [str(sum(p.standing is s for p in inside)) for s in Standing]
        names = [territory.labels[t] for t in townships if t in alone]
        rows.append((county.name, *counts, " ".join(names)))
    title = "backbone_villages" if found.near.space.by_villages else "backbone"
    screen.table(terms(title), columns, rows)


def _print_every(screen: Screen, terms: Terms, found: Backbone) -> None:
    territory = found.near.space.territory
    columns = [Column(terms(k)) for k in ("county", "township", "township")]
    rows = []
    for pair in found.of(Standing.EVERY):
        a = territory.townships[pair.a]
        both = territory.labels[pair.a], territory.labels[pair.b]
        rows.append((territory.counties[a.county].name, *both))
    if rows:
        screen.table(terms("settled"), columns, rows)


def _print_some(screen: Screen, terms: Terms, found: Backbone) -> None:
    """Print, for each township, with which others it shares a unit in some of the plans."""
    territory = found.near.space.territory
    columns = [Column(terms(k)) for k in ("county", "township", "perhaps_with")]
    rows = []
    for t, township in enumerate(territory.townships):
        others = list(_partners(found, t, Standing.SOME))
        if others:
            names = " ".join(territory.labels[o] for o in others)
            rows.append((territory.counties[township.county].name, territory.labels[t], names))
    if rows:
        screen.table(terms("to_judge"), columns, rows)


def _partners(found: Backbone, township: int, standing: Standing) -> Iterator[int]:
    for pair in found.of(standing):
        if township in (pair.a, pair.b):
            yield pair.b if pair.a == township else pair.a


def near_record(near: Near) -> dict[str, Any]:
    """Return for programs what makes a plan near-optimal."""
    return {
        "units": near.units,
        "travel": near.travel,
        "most_travel": near.most_travel,
        "proved": near.proved,
        "infeasible": near.verdict is Verdict.INFEASIBLE,
    }


def backbone_record(dataset: Dataset, found: Backbone) -> dict[str, Any]:
    """Return the backbone for programs; pairs that are not listed are in no plan together."""
    townships = found.near.space.territory.townships
    record = {
        "scenario": scenario_record(dataset),
        "near": near_record(found.near),
        "proved": found.proved,
        "alone": [townships[t].code for t in found.alone()],
        "pairs": [_pair(found.near.space.territory, pair) for pair in found.pairs],
    }
    if found.near.space.by_villages:
        record["villages"] = goings_record(found)
    return record


def _pair(territory: Territory, pair: Pair) -> dict[str, str]:
    township, unit = territory.townships[pair.a].code, territory.unit_codes[pair.b]
    return {"a": township, "b": unit, "standing": pair.standing.value}


def backbone_rows(found: Backbone) -> Iterator[Sequence[object]]:
    """Yield the pairs as a table."""
    if found.near.space.by_villages:
        yield from goings_rows(found)
        return
    territory = found.near.space.territory
    yield ["county", "a", "a_name", "b", "b_name", "standing"]
    for pair in found.pairs:
        a, b = territory.townships[pair.a], territory.townships[pair.b]
        code = territory.counties[a.county].code
        yield [Code(code), Code(a.code), a.name, Code(b.code), b.name, pair.standing.value]


def backbone_csv(found: Backbone, excel: bool = False) -> str:
    """Return the pairs as CSV."""
    return csv_text(backbone_rows(found), excel)
