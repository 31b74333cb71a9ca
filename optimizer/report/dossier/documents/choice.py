"""比选表.xlsx: the status quo and each plan by every measure, by county, by rule, by proof."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from models.objectives import OBJECTIVES
from models.quantities import HECTARES_PER_KM2, METRES_PER_KM
from optimizer.decide.compare import Contender
from optimizer.decide.measures import MEASURES, Number, cap_km2
from optimizer.report.compare import gap_text
from optimizer.report.dossier.documents.basis import broken_line, sheet_notes
from optimizer.report.dossier.documents.before_after import COUNTY
from optimizer.report.dossier.documents.sheets import Cell, Column, Form, Sheet
from optimizer.report.dossier.material import Material
from optimizer.report.words import WORDS
from optimizer.text import Text

_FORMS: dict[str, Form] = {
    "count": "count",
    "share": "share",
    "km2": "km2",
    "people": "count",
    "km": "km",
    "person_km": "km",
}
_NOTHING = Text("", "")


def names(material: Material) -> list[str]:
    """Return the titles, the status quo first."""
    return [c.name or material.terms("status_quo") for c in material.comparison.contenders]


def choice_sheets(material: Material) -> Iterator[Sheet]:
    """Yield the sheets."""
    yield _measures(material)
    yield _counties(material)
    yield _rules(material)
    yield _proofs(material)


def _title(material: Material, what: Text) -> str:
    return material.said(Text(f"{material.title}: {what.en}", f"{material.title}{what.zh}"))


def _notes(material: Material, *more: Text) -> list[str]:
    broken = [line for line in map(broken_line, material.plans) if line]
    return sheet_notes(material, *broken, *more)


def measure_cell(value: Number, form: str) -> Cell:
    """Return a measure as a number in the unit that tables show; None where it is unknown."""
    if value is None:
        return None
    size = {"km2": HECTARES_PER_KM2, "km": METRES_PER_KM, "person_km": METRES_PER_KM}.get(form, 1)
    found = Fraction(value) / size
    return int(found) if found.denominator == 1 else float(found)


def over_cap_in_all(material: Material, contender: Contender) -> int:
    """Count the units over the cap, exceptions and kinds that it does not ask for too."""
    cap = cap_km2(material.scenario) * HECTARES_PER_KM2
    return sum(unit.area_ha > cap for unit in contender.plan.units)


_RECOMPUTED = Text(
    "All values are recomputed from the plans by the checker; no solver takes part. The proven "
    "gap is shown where the plan's own record was made for this very scenario.",
    "各值均由核验程序按方案重新计算，不依赖求解器；“已证明差距”仅在方案记录与本方案设定一致时列出。",
)


def _measures(material: Material) -> Sheet:
    terms, comparison = material.terms, material.comparison
    cap, titles = cap_km2(material.scenario), names(material)
    rows: list[list[Cell]] = []
    forms: list[Form] = []
    for row in MEASURES:
        values = [c.measures[row.key] for c in comparison.contenders]
        best = comparison.best[row.key]
        won = [t for t, v in zip(titles, values, strict=True) if best is not None and v == best]
        cells = [measure_cell(value, row.form) for value in values]
        rows.append([terms(row.key, km2=cap), *cells, "、".join(won)])
        mean = row.key == "people_mean" or row.key == "people_median"
        forms.append("mean" if mean else _FORMS[row.form])
        if row.key == "over_cap":
            said = Text(
                f"the same with exceptions and kinds that the cap leaves out (over {cap:g} km2)",
                f"超过 {cap:g} 平方公里（含例外和不受限类型）",
            )
            counts = [over_cap_in_all(material, c) for c in comparison.contenders]
            rows.append([material.said(said), *counts, ""])
            forms.append("count")
    gaps = [gap_text(material.words, terms, c) for c in comparison.contenders]
    rows.append([terms("gap"), *gaps, ""])
    forms.append("count")
    columns = [Column(Text("measure", "指标"))]
    columns += [Column(Text(title, title), "count") for title in titles]
    columns.append(Column(Text("best", "最优")))
    return Sheet(
        material.said(Text("plans compared", "方案比选表")),
        _title(material, Text("plans compared", "方案比选表")),
        columns,
        rows,
        _notes(material, _RECOMPUTED),
        frozen=1,
        tall=1,
        forms=forms,
    )


def _counties(material: Material) -> Sheet:
    comparison = material.comparison
    counts = comparison.units_by_county()
    rows: list[Sequence[Cell]] = [
        [county.name, *row]
        for county, row in zip(comparison.territory.counties, counts, strict=True)
    ]
    columns = [Column(COUNTY), *(Column(Text(t, t), "count") for t in names(material))]
    return Sheet(
        material.said(Text("units by county", "分县数量")),
        _title(material, Text("units by county", "各县（区）乡级行政区数")),
        columns,
        rows,
        _notes(material),
        [material.words("total"), *map(sum, zip(*counts, strict=True))],
        frozen=1,
    )


def _rules(material: Material) -> Sheet:
    contenders, lang, words = material.comparison.contenders, material.lang, material.words
    columns = [Column(Text("clause", "条款")), Column(Text("rule", "规则"))]
    titles = names(material)
    columns += [Column(Text(title, title)) for title in titles]
    columns += [Column(Text(f"{title}: detail", f"{title}说明")) for title in titles[1:]]
    rows: list[Sequence[Cell]] = [
        [
            words.clause(found[0].clause),
            found[0].title.in_lang(lang),
            *(words.status(f.status) for f in found),
            *(f.detail.in_lang(lang) for f in found[1:]),
        ]
        for found in zip(*(c.audit.findings for c in contenders), strict=True)
    ]
    return Sheet(
        material.said(Text("rules", "规则核验")),
        _title(material, Text("rules", "规则逐条核验表")),
        columns,
        rows,
        _notes(material),
        frozen=2,
    )


def _proofs(material: Material) -> Sheet:
    heads = (Text("plan", "方案"), *proof_heads(material.plans))
    rows = proof_rows(material, material.plans)
    note = Text(
        "A plan without a record of this very scenario claims no bound.",
        "没有本方案设定记录的方案不主张任何界。",
    )
    return Sheet(
        material.said(Text("proofs", "证明依据")),
        _title(material, Text("values, bounds and proofs", "取值、理论最优界与证明依据")),
        [Column(head) for head in heads],
        rows,
        _notes(material, note),
        frozen=2,
    )


def proof_heads(contenders: Sequence[Contender]) -> list[Text]:
    """Return the heads of `proof_rows`, but for the plan."""
    return [
        Text("objective", "目标"),
        Text("value", "取值"),
        *([WORDS["stage_best"]] if _given_away(contenders) else []),
        Text("bound", "理论最优界"),
        Text("proof", "证明"),
        Text("rests on", "证明依据"),
    ]


def _given_away(contenders: Sequence[Contender]) -> bool:
    """Return whether later objectives worsened any, within its tolerance."""
    rows = [row for contender in contenders for row in contender.proof or ()]
    return any(row.get("best") not in (None, row.get("value")) for row in rows)


def proof_rows(material: Material, contenders: Sequence[Contender]) -> list[list[Cell]]:
    """Return each plan, and value, bound and proof of each of its objectives.

    Values are the checker's; bounds are those of the plan's record, where it was made for
    this very scenario. Bound and proof are of what an objective came to itself: where later
    ones worsened it within its tolerance, that stands beside them.
    """
    away = _given_away(contenders)
    return [row for contender in contenders for row in _proof_rows(material, contender, away)]


def _proof_rows(material: Material, contender: Contender, away: bool) -> Iterator[list[Cell]]:
    words, proved = material.words, {str(row["name"]): row for row in contender.proof or ()}
    units = int(contender.measures["units"] or 0)
    for spec in material.scenario.objectives:
        value = contender.audit.objectives.get(spec.name)
        row = proved.get(spec.name, {})
        best, bound = _number(row.get("best")), _number(row.get("bound"))
        yield [
            contender.name,
            words(spec.name) if words.official(spec.name) else OBJECTIVES[spec.name].title_zh,
            words.objective(spec.name, value, units),
            *([words.objective(spec.name, best)] if away else []),
            words.objective(spec.name, bound, units),
            words("proved") if row.get("proved") else words("open"),
            _label(material, row.get("proof")),
        ]


def _label(material: Material, label: object) -> str:
    """Return what a proof rests on; a label that is not known as it is."""
    return material.words(str(label)) if label in WORDS else str(label or "")


def _number(value: object) -> int | Fraction | None:
    if value is None:
        return None
    return Fraction(value) if isinstance(value, str) else int(str(value))
