"""All that the page shows, as data; nothing is computed that `check` did not recompute."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.metadata import version
from typing import Any

from models.kinds import KINDS
from models.objectives import OBJECTIVES
from models.plan import Operation
from models.territory import Territory
from optimizer.check import Status
from optimizer.check.naming import MARK
from optimizer.decide.analysis import plan_of
from optimizer.decide.measures import MEASURES, cap_km2
from optimizer.report.dossier.material import Material
from optimizer.report.page.geometry import Drawing, county_block
from optimizer.report.page.pieces import Pieces
from optimizer.report.page.plans import difference, moves_in, plan_record, replaced
from optimizer.report.rule_table import (
    ALWAYS,
    NOT_CHECKED,
    OFF,
    ON,
    rule_states,
    rules_record,
)
from optimizer.report.terms import Terms, shown
from optimizer.report.words import Words
from optimizer.solve.evidence import Proof
from optimizer.text import Text

Content = tuple[dict[str, Any], dict[str, dict[str, Any]]]


def page_content(material: Material, analysis: Mapping[str, Any] | None) -> Content:
    """Return what the page shows at once, and its villages by county."""
    territory, base = material.territory, material.proposed.plan
    derived = [plan_of(base, found) for found in moves_in(analysis or {})]
    given = [contender.plan for contender in material.comparison.contenders]
    pieces = Pieces.of(territory, [*given, *derived])
    drawing = Drawing.of(pieces)
    units = pieces.units(base)
    written = replaced(analysis, iter([difference(units, plan, pieces) for plan in derived]))
    core = {
        **_head(material),
        "counties": [[c.code, c.name] for c in territory.counties],
        "townships": _townships(territory),
        "pieces": {
            "home": pieces.home.tolist(),
            "villages": [len(v) for v in pieces.villages],
            "ha": pieces.add_up(territory.villages.area_ha).tolist(),
            "people": pieces.add_up(territory.villages.population).tolist(),
        },
        "ways": pieces.ways(),
        "plans": _plans(material, pieces),
        "comparison": _comparison(material),
        "rules": rules_record(rule_states(material.scenario, territory)),
        "objectives": _objectives(material),
        "words": _words(),
        "analysis": written,
        "map": None if drawing is None else drawing.record(),
    }
    counties = range(len(territory.counties))
    return core, {str(c): county_block(pieces, drawing, c) for c in counties}


def _head(material: Material) -> dict[str, Any]:
    marks, scenario = material.marks, material.scenario
    return {
        "lang": material.lang,
        "title": material.title,
        "mode": scenario.mode,
        "scenario": {"name": scenario.name, "sha256": material.dataset.sha256},
        "version": version("township-merge"),
        "mark": _text(marks.line),
        "watermark": None if marks.watermark is None else _text(marks.watermark),
        "draft": marks.draft,
        "estimated": material.estimated,
        "distances": _text(material.distances),
        "day": _text(marks.data_day),
        "proposals": _text(MARK),
        "case": None if marks.state is None else dict(marks.state),
    }


def _townships(territory: Territory) -> list[dict[str, Any]]:
    """Return the units before the plan, and seats that may be new, in order."""
    codes, villages = territory.unit_codes, territory.villages
    return [
        {
            "code": codes[t],
            "name": township.name,
            "kind": KINDS.index(township.kind),
            "county": township.county,
            "seat": villages.names[township.seat],
            "flags": sorted(township.flags),
            "new": township.new,
        }
        for t, township in enumerate(territory.townships)
    ]


def _plans(material: Material, pieces: Pieces) -> list[dict[str, Any]]:
    found = [plan_record(material, material.status_quo, pieces, "")]
    return found + [plan_record(material, c, pieces, c.name) for c in material.plans]


def _comparison(material: Material) -> list[dict[str, Any]]:
    """Return the rows of the table of plans, the values as they are printed."""
    comparison, rows = material.comparison, []
    km2 = cap_km2(material.scenario)
    for row in MEASURES:
        best = comparison.best[row.key]
        values = [c.measures[row.key] for c in comparison.contenders]
        rows.append(
            {
                "key": row.key,
                "label": {lang: Terms(lang)(row.key, km2=km2) for lang in ("en", "zh")},
                "values": [shown(value, row.form) for value in values],
                "best": [best is not None and value == best for value in values],
            }
        )
    return rows


def _objectives(material: Material) -> list[dict[str, Any]]:
    """Return the objectives in order, with the unit that their values are counted in."""
    return [
        {
            "name": spec.name,
            "title": {"en": spec.objective.title, "zh": spec.objective.title_zh},
            "short": {lang: Words(lang)(spec.name) for lang in ("en", "zh")},
            "unit": spec.objective.unit,
            "ratio": OBJECTIVES[spec.name].ratio,
            "tolerance": spec.tolerance,
        }
        for spec in material.scenario.objectives
    ]


def _words() -> dict[str, Any]:
    """Return the words that the reports have for kinds, operations and states of rules."""
    both = {lang: Words(lang) for lang in ("en", "zh")}
    return {
        "kinds": [{"en": kind.en, "zh": kind.value} for kind in KINDS],
        "operations": {
            one.value: {lang: words.operation(one) for lang, words in both.items()}
            for one in Operation
        },
        "statuses": {
            one.value: {lang: words.status(one) for lang, words in both.items()} for one in Status
        },
        "states": {one.en: _text(one) for one in (ALWAYS, ON, OFF, NOT_CHECKED)},
        "proofs": {
            one.label: {lang: words(one.label) for lang, words in both.items()} for one in Proof
        },
    }


def _text(said: Text) -> dict[str, str]:
    return {"en": said.en, "zh": said.zh}
