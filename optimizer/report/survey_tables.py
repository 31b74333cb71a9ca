"""A survey on the screen, and as data for programs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from models.kinds import Kind
from models.quantities import HECTARES_PER_KM2, METRES_PER_KM, IntArray
from models.territory import Territory
from optimizer.data.cells import Code, csv_text
from optimizer.report.screen import Column, Screen
from optimizer.report.survey import Baseline, Standing, Survey
from optimizer.report.words import Words, in_km, km2, known_km, percent


def print_survey(screen: Screen, words: Words, found: Survey, townships: bool) -> None:
    """Print the baseline as tables, and the villages farthest from their seat.

    Parameters
    ----------
    townships
        Whether to print one line for each township.
    """
    _print_kinds(screen, words, found)
    _print_sizes(screen, words, found)
    if townships:
        _print_townships(screen, words, found)
    _print_worst(screen, words, found)


def _print_kinds(screen: Screen, words: Words, found: Survey) -> None:
    columns = [
        Column(words("county"), whole=True),
        *(Column(words.kind(k), figures=True) for k in Kind),
    ]
    keys = ("units", "share", "over_cap", "mean_km", "p95_km", "worst_km")
    columns += [Column(words(key), figures=True) for key in keys]
    rows = [
        (
            b.name or words("total"),
            *(str(b.kinds[kind]) for kind in Kind),
            str(len(b.area_ha)),
            percent(b.urban, len(b.area_ha)),
            "-" if b.over_cap is None else str(b.over_cap),
            *(
                known_km(metres, found.territory.township_level)
                for metres in (b.mean_m, b.p95_m, int(b.metres.max()))
            ),
        )
        for b in found.baselines
    ]
    screen.table(words("baseline"), columns, rows)


def _spread(values: IntArray) -> tuple[float, ...]:
    return float(values.mean()), float(np.median(values)), int(values.min()), int(values.max())


def _print_sizes(screen: Screen, words: Words, found: Survey) -> None:
    figures = ("mean", "median", "min", "max")
    columns = [Column(words("county"), whole=True)]
    for what in ("area", "people"):
        columns += [Column(f"{words(what)} {words(f)}", figures=True) for f in figures]
    rows = [
        (
            b.name or words("total"),
            *(km2(v) for v in _spread(b.area_ha)),
            *(f"{v:,.0f}" for v in _spread(b.population)),
        )
        for b in found.baselines
    ]
    screen.table(words("area_people"), columns, rows)


def _print_townships(screen: Screen, words: Words, found: Survey) -> None:
    columns = [Column(words(k), whole=True) for k in ("code", "township", "kind")]
    figures = ("villages", "area", "people", "mean_km", "worst_km")
    columns += [Column(words(k), figures=True) for k in figures]
    columns += [Column(words("touches")), Column(words("remarks"))]
    rows = [_township_row(words, found.territory, s) for s in found.standings]
    screen.table(words("townships"), columns, rows)


def _township_row(words: Words, territory: Territory, s: Standing) -> tuple[str, ...]:
    township = territory.townships[s.township]
    remarks = [words.flag(flag) for flag in sorted(township.flags)]
    remarks += [words("over_cap")] if s.over_cap else []
    return (
        township.code,
        township.name,
        words.kind(township.kind),
        str(s.villages),
        km2(s.area_ha),
        f"{s.population:,}",
        known_km(s.mean_m, territory.township_level),
        known_km(s.worst_m, territory.township_level),
        words("comma").join(territory.labels[t] for t in s.touches),
        words("comma").join(remarks),
    )


def _print_worst(screen: Screen, words: Words, found: Survey) -> None:
    columns = [Column(words(k), whole=True) for k in ("county", "township", "village", "code")]
    columns.append(Column(words("km"), figures=True))
    territory, villages = found.territory, found.territory.villages
    rows = []
    for village, metres in found.worst:
        township = territory.townships[villages.township[village]]
        county = territory.counties[township.county].name
        name, code = villages.names[village], villages.codes[village]
        far = known_km(metres, territory.township_level)
        rows.append((county, township.name, name, code, far))
    screen.table(words("worst_villages"), columns, rows)


def survey_rows(words: Words, found: Survey) -> Iterator[Sequence[object]]:
    """Yield the townships as a table, heading first."""
    keys = ("county", "code", "township", "kind", "seat", "villages", "area", "people")
    yield [
        *map(words, keys),
        words("mean_km"),
        words("worst_km"),
        words("touches"),
        words("remarks"),
    ]
    territory = found.territory
    for s in found.standings:
        township = territory.townships[s.township]
        code, name, kind, *figures, touches, remarks = _township_row(words, territory, s)
        yield [
            territory.counties[township.county].name,
            Code(code),
            name,
            kind,
            words.seat(territory.villages.names[township.seat]),
            *(figure.replace(",", "") for figure in figures),
            touches,
            remarks,
        ]


def survey_csv(found: Survey, lang: str, excel: bool = False) -> str:
    """Return the townships as CSV."""
    return csv_text(survey_rows(Words(lang), found), excel)


def survey_record(found: Survey) -> dict[str, Any]:
    """Return the baseline for programs."""
    codes, level = found.territory.villages.codes, found.territory.township_level
    return {
        "counties": [_record(b, level) for b in found.baselines if b.code],
        "total": _record(found.baselines[-1], level),
        "townships": [_township_record(found.territory, s) for s in found.standings],
        "worst_villages": [{"village": codes[v], "km": in_km(m, level)} for v, m in found.worst],
    }


def _mean_km(metres: float | None, township_level: bool) -> float | None:
    if metres is None or (township_level and metres == 0):
        return None
    return round(metres / METRES_PER_KM, 3)


def _record(b: Baseline, township_level: bool) -> dict[str, Any]:
    area = [v / HECTARES_PER_KM2 for v in _spread(b.area_ha)]
    names = ("mean", "median", "min", "max")
    return {
        "code": b.code or None,
        "name": b.name or None,
        "units": len(b.area_ha),
        "kinds": {kind.value: n for kind, n in b.kinds.items()},
        "urban_share": f"{b.urban}/{len(b.area_ha)}",
        "over_cap": b.over_cap,
        "area_km2": dict(zip(names, area, strict=True)),
        "population": dict(zip(names, _spread(b.population), strict=True)),
        "mean_km": _mean_km(b.mean_m, township_level),
        "p95_km": in_km(b.p95_m, township_level),
        "worst_km": in_km(int(b.metres.max()), township_level),
    }


def _township_record(territory: Territory, s: Standing) -> dict[str, Any]:
    township = territory.townships[s.township]
    return {
        "code": township.code,
        "name": township.name,
        "kind": township.kind.value,
        "county": territory.counties[township.county].code,
        "seat": territory.villages.codes[township.seat],
        "villages": s.villages,
        "area_km2": s.area_ha / HECTARES_PER_KM2,
        "population": s.population,
        "mean_km": _mean_km(s.mean_m, territory.township_level),
        "worst_km": in_km(s.worst_m, territory.township_level),
        "touches": [territory.townships[t].code for t in s.touches],
        "flags": sorted(township.flags),
        "over_cap": s.over_cap,
    }
