"""What `compare` prints for people."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any

from models.quantities import NO_LIMIT, IntArray
from optimizer.check import Status
from optimizer.decide.compare import Comparison, Contender
from optimizer.decide.measures import MEASURES, cap_km2
from optimizer.report.screen import Column, Screen
from optimizer.report.words import Words, known_km
from optimizer.report.words.choosing import Terms, shown

LOSERS = 5
"""Villages that are listed as farther from their seat than before, a plan."""
MARK = " *"
_OFF = (Status.OFF, Status.NOT_CHECKED)


def print_comparison(screen: Screen, words: Words, comparison: Comparison) -> None:
    """Print measures, rules, who wins and loses, likeness and differences."""
    terms = Terms(words.lang)
    names = plan_names(terms, comparison)
    _print_measures(screen, words, terms, comparison, names)
    _print_rules(screen, words, terms, comparison, names)
    _print_who(screen, terms, comparison, names)
    _print_losers(screen, terms, comparison, names)
    _print_counties(screen, terms, comparison, names)
    print_differences(screen, words, comparison)


def print_differences(screen: Screen, words: Words, comparison: Comparison) -> None:
    """Print how alike plans are and where their villages go."""
    terms = Terms(words.lang)
    names = plan_names(terms, comparison)
    _print_likeness(screen, terms, comparison, names)
    _print_where(screen, terms, comparison, names)


def plan_names(terms: Terms, comparison: Comparison) -> list[str]:
    """Return the name of each plan; the status quo in words."""
    return [c.name or terms("status_quo") for c in comparison.contenders]


def measure_rows(
    words: Words, terms: Terms, comparison: Comparison
) -> Iterator[tuple[str, list[str]]]:
    """Yield (measure, its value under each plan), the best of a row marked."""
    km2 = cap_km2(comparison.scenario)
    for row in MEASURES:
        best = comparison.best[row.key]
        whole = [c.whole for c in comparison.contenders]
        values = [c.measures[row.key] for c in comparison.contenders]
        best_ones = (
            w and best is not None and v == best for v, w in zip(values, whole, strict=True)
        )
        marks = [MARK if one else "" for one in best_ones]
        texts = [shown(v, row.form) + m for v, m in zip(values, marks, strict=True)]
        yield terms(row.key, km2=km2), texts
    yield terms("gap"), [gap_text(words, terms, c) for c in comparison.contenders]


def gap_text(words: Words, terms: Terms, contender: Contender) -> str:
    """Return how far a plan is, at most, from the optimum, as far as that was proved."""
    if contender.proof is None:
        return "-"
    first = next((row for row in contender.proof if not row.get("proved")), None)
    if first is None:
        return terms("gap_none")
    return terms("gap_open", name=words(str(first["name"])), gap=_gap(terms, first))


def _gap(terms: Terms, row: Mapping[str, Any]) -> str:
    value, bound = row.get("best"), row.get("bound")
    if value is None or bound is None or not Fraction(value):
        return terms("gap_unknown")
    return f"{float(abs(Fraction(value) - Fraction(bound)) / abs(Fraction(value))):.2%}"


def _print_measures(
    screen: Screen, words: Words, terms: Terms, comparison: Comparison, names: Sequence[str]
) -> None:
    columns = [Column(terms("measure")), *(Column(name, figures=True) for name in names)]
    rows = [(name, *texts) for name, texts in measure_rows(words, terms, comparison)]
    screen.table(terms("comparison"), columns, rows)


def _print_rules(
    screen: Screen, words: Words, terms: Terms, comparison: Comparison, names: Sequence[str]
) -> None:
    columns = [Column(terms("clause")), Column(terms("rule")), *(Column(n) for n in names)]
    found = list(zip(*(c.audit.findings for c in comparison.contenders), strict=True))
    asked = [row for row in found if any(f.status not in _OFF for f in row)]
    rows = [
        (
            words.clause(row[0].clause),
            row[0].title.in_lang(words.lang),
            *(words.status(f.status) for f in row),
        )
        for row in asked
    ]
    screen.table(terms("rules"), columns, rows)
    for name, contender in zip(names, comparison.contenders, strict=True):
        for finding in contender.audit.broken:
            head = terms("broken_by", plan=name, clause=words.clause(finding.clause))
            screen.line(f"{head}{words('colon')}{finding.detail.in_lang(words.lang)}", "red")


def _print_who(screen: Screen, terms: Terms, comparison: Comparison, names: Sequence[str]) -> None:
    keys = ["farther", "people_farther", "mean_added", "most_added"]
    keys += ["nearer", "people_nearer", "mean_saved"]
    columns = [Column(terms("plan")), *(Column(terms(k), figures=True) for k in keys)]
    pairs = zip(names[1:], comparison.contenders[1:], strict=True)
    screen.table(terms("who"), columns, [(name, *_who(c)) for name, c in pairs])


def _who(contender: Contender) -> Iterator[str]:
    moves = contender.travellers
    for side, sign in ((moves.worse, 1), (moves.better, -1)):
        people, added = moves.people[side], sign * moves.added[side]
        known = added < NO_LIMIT
        yield f"{len(side):,}"
        yield f"{int(people.sum()):,}"
        yield _mean_km(people[known], added[known])
        if sign == 1:
            yield _km(int(added.max(initial=0)))


def _mean_km(people: IntArray, metres: IntArray) -> str:
    total = int(people.sum())
    return _km(round(int(people @ metres) / total)) if total else "-"


def _km(metres: int, township_level: bool = False) -> str:
    return "-" if abs(metres) >= NO_LIMIT else known_km(metres, township_level)


def _print_losers(
    screen: Screen, terms: Terms, comparison: Comparison, names: Sequence[str]
) -> None:
    heads = [Column(terms(k)) for k in ("county", "village", "code")]
    heads += [Column(terms(k), figures=True) for k in ("people", "km_before", "km_after")]
    heads += [Column(terms("km_added"), figures=True)]
    for name, contender in list(zip(names, comparison.contenders, strict=True))[1:]:
        rows = [_loser(contender, int(v)) for v in contender.travellers.farthest(LOSERS)]
        if rows:
            screen.table(terms("losers", plan=name), heads, rows)


def _loser(contender: Contender, village: int) -> tuple[str, ...]:
    territory, moves = contender.plan.territory, contender.travellers
    villages = territory.villages
    township = territory.townships[villages.township[village]]
    return (
        territory.counties[township.county].name,
        villages.names[village],
        villages.codes[village],
        f"{villages.population[village]:,}",
        *(
            _km(int(of[village]), territory.township_level)
            for of in (moves.before, moves.after, moves.added)
        ),
    )


def _print_likeness(
    screen: Screen, terms: Terms, comparison: Comparison, names: Sequence[str]
) -> None:
    official = Words(terms.lang).official
    keys = ("pairs_alike", "mergers_alike", "villages_differ", "people_differ")
    held = [key for key in keys if official(key)]
    columns = [Column(terms("plan")), Column(terms("plan"))]
    columns += [Column(terms(k), figures=True) for k in held]
    rows = []
    for (i, j), found in comparison.likeness.items():
        values = {
            "pairs_alike": f"{float(found.alike):.4%}",
            "mergers_alike": "-" if found.mergers is None else f"{float(found.mergers):.1%}",
            "villages_differ": f"{found.villages:,}",
            "people_differ": f"{found.people:,}",
        }
        rows.append((names[i], names[j], *(values[key] for key in held)))
    screen.table(terms("alike"), columns, rows)


def _print_counties(
    screen: Screen, terms: Terms, comparison: Comparison, names: Sequence[str]
) -> None:
    counts, counties = comparison.units_by_county(), comparison.territory.counties
    columns = [Column(terms("county")), *(Column(name, figures=True) for name in names)]
    rows = [(c.name, *map(str, row)) for c, row in zip(counties, counts, strict=True)]
    if len(rows) > 1:
        screen.table(terms("counties"), columns, rows)


def _print_where(
    screen: Screen, terms: Terms, comparison: Comparison, names: Sequence[str]
) -> None:
    territory = comparison.territory
    columns = [Column(terms("county")), Column(terms("township"))]
    columns += [Column(name) for name in names[1:]]
    rows = [
        (
            territory.counties[territory.townships[t].county].name,
            territory.labels[t],
            *(destination_text(terms, comparison, plan) for plan in under[1:]),
        )
        for t, under in comparison.destinations()
    ]
    if rows:
        screen.table(terms("where"), columns, rows)
    people = int(territory.villages.population[comparison.contested].sum())
    found = terms("contested", n=len(comparison.contested), people=f"{people:,}")
    screen.line(found + terms.bracketed(terms("full")))


def destination_text(terms: Terms, comparison: Comparison, counts: Mapping[int, int]) -> str:
    """Return the units that a township's villages go to, with numbers where divided."""
    labels = comparison.territory.labels
    names = {u: terms("left_out") if u < 0 else labels[u] for u in counts}
    if len(counts) == 1:
        return names[next(iter(counts))]
    return " + ".join(f"{names[u]} {n}" for u, n in counts.items())
