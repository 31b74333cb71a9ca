"""A comparison as data and as tables: JSON, compare.csv, units.csv, villages.csv, alike.csv."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from models.quantities import METRES_PER_KM
from optimizer.data.cells import Code, csv_text
from optimizer.data.plan_file import PICTURES, replace_file
from optimizer.decide.compare import Comparison, Contender
from optimizer.decide.measures import MEASURES
from optimizer.report.compare import MARK, destination_text, measure_rows, plan_names
from optimizer.report.record import decimal_and_exact, number, rule_records
from optimizer.report.words import Words, known_metres
from optimizer.report.words.choosing import Terms

TABLES = ("compare.csv", "units.csv", "villages.csv", "alike.csv")
FILES = frozenset({*TABLES, *PICTURES})


def comparison_record(comparison: Comparison) -> dict[str, Any]:
    """Return a comparison for programs; distances in metres, areas in hectares."""
    return {
        "plans": [_plan(c) for c in comparison.contenders],
        "best": {key: number(value) for key, value in comparison.best.items()},
        "alike": [_alike(comparison, i, j) for i, j in comparison.likeness],
        "villages": list(_villages(comparison)),
    }


def _plan(contender: Contender) -> dict[str, Any]:
    villages, moves = contender.plan.territory.villages, contender.travellers
    return {
        "name": contender.name or "status quo",
        "measures": {key: number(value) for key, value in contender.measures.items()},
        "better": {row.key: row.better for row in MEASURES if row.better},
        "rules": rule_records(contender.audit),
        "proof": contender.proof,
        "worse_off": [
            {"village": villages.codes[v], "added_m": known_metres(int(moves.added[v]), False)}
            for v in moves.farthest(len(moves.worse))
        ],
    }


def _alike(comparison: Comparison, i: int, j: int) -> dict[str, Any]:
    found, names = comparison.likeness[i, j], [c.name for c in comparison.contenders]
    return {
        "plans": [names[i] or "status quo", names[j] or "status quo"],
        "pairs_alike": number(found.alike),
        "mergers_alike": number(found.mergers),
        "villages_differ": found.villages,
        "people_differ": found.people,
    }


def _villages(comparison: Comparison) -> Iterator[dict[str, Any]]:
    """Yield the villages that are not in the same unit under all plans."""
    territory = comparison.territory
    for v in comparison.contested.tolist():
        units = [int(u) for u in comparison.units[:, v]]
        yield {
            "village": territory.villages.codes[v],
            "units": [territory.unit_codes[u] if u >= 0 else None for u in units],
            "metres": _metres(comparison, v),
        }


def _metres(comparison: Comparison, village: int) -> list[int | None]:
    """Return a village's way to its seat under each plan, None where it is not known."""
    level = comparison.territory.township_level
    return [known_metres(int(c.travellers.after[village]), level) for c in comparison.contenders]


def comparison_rows(words: Words, comparison: Comparison) -> Iterator[Sequence[object]]:
    """Yield the 方案比选表, heading first; the last column names the best of a row."""
    terms = Terms(words.lang)
    names = plan_names(terms, comparison)
    yield [terms("measure"), *names, terms("best")]
    for name, texts in measure_rows(words, terms, comparison):
        best = [n for n, text in zip(names, texts, strict=True) if text.endswith(MARK)]
        yield [name, *(t.removesuffix(MARK).replace(",", "") for t in texts), " ".join(best)]


def comparison_csv(comparison: Comparison, lang: str, excel: bool = False) -> str:
    """Return the 方案比选表 as CSV."""
    return csv_text(comparison_rows(Words(lang), comparison), excel)


def unit_rows(words: Words, comparison: Comparison) -> Iterator[Sequence[object]]:
    """Yield where each township's villages go, where not all plans agree."""
    terms, territory = Terms(words.lang), comparison.territory
    heads = (terms("county"), terms("code"), terms("township"))
    yield [*heads, *plan_names(terms, comparison)]
    for township, under in comparison.destinations():
        place = territory.townships[township]
        texts = [destination_text(terms, comparison, counts) for counts in under]
        yield [territory.counties[place.county].name, Code(place.code), place.name, *texts]


def village_rows(words: Words, comparison: Comparison) -> Iterator[Sequence[object]]:
    """Yield each village with its unit and km under each plan; 1 where plans differ."""
    terms, territory = Terms(words.lang), comparison.territory
    names, villages = plan_names(terms, comparison), territory.villages
    heads = [terms(k) for k in ("code", "village", "township", "people")]
    yield [*heads, *names, *(f"{name} km" for name in names), terms("villages_differ")]
    contested = set(comparison.contested.tolist())
    for v, code in enumerate(villages.codes):
        units = comparison.units[:, v].tolist()
        codes = [Code(territory.unit_codes[u]) if u >= 0 else "" for u in units]
        metres = _metres(comparison, v)
        km = ["" if m is None else f"{m / METRES_PER_KM:.3f}" for m in metres]
        home = territory.townships[villages.township[v]].code
        people = int(villages.population[v])
        yield [Code(code), villages.names[v], Code(home), people, *codes, *km, int(v in contested)]


def alike_rows(words: Words, comparison: Comparison) -> Iterator[Sequence[object]]:
    """Yield how alike each two plans are: shares as decimals, and as exact fractions."""
    terms = Terms(words.lang)
    names = plan_names(terms, comparison)
    shares = [key for key in ("pairs_alike", "mergers_alike") if words.official(key)]
    heads = [head for key in shares for head in (terms(key), terms("exact", name=terms(key)))]
    yield [terms("plan"), terms("plan"), *heads, terms("villages_differ"), terms("people_differ")]
    for (i, j), found in comparison.likeness.items():
        exact = {"pairs_alike": found.alike, "mergers_alike": found.mergers}
        cells = [cell for key in shares for cell in decimal_and_exact(exact[key])]
        yield [names[i], names[j], *cells, found.villages, found.people]


def write_comparison(
    folder: Path, words: Words, comparison: Comparison, excel: bool = False
) -> list[Path]:
    """Write the tables; each to a temporary name first."""
    makers = (comparison_rows, unit_rows, village_rows, alike_rows)
    for name, make in zip(TABLES, makers, strict=True):
        replace_file(folder / name, csv_text(make(words, comparison), excel))
    return [folder / name for name in TABLES]
