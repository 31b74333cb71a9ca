"""What `frontier` prints for people, and the plans that are shown beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from models.plan import Plan
from optimizer.check import Audit, audit
from optimizer.check.objectives import Value
from optimizer.data.dataset import Dataset
from optimizer.decide.frontier import Found, Frontier, Point, behind
from optimizer.report.screen import Column, Screen
from optimizer.report.words import Words
from optimizer.report.words.choosing import Terms


@dataclass(frozen=True)
class Mark:
    """A plan beside the result, with its name and what the checker says of it."""

    name: str
    plan: Plan
    audit: Audit


def marks_of(dataset: Dataset, plans: Sequence[tuple[str, Plan]], terms: Terms) -> tuple[Mark, ...]:
    """Audit the status quo and given plans."""
    quo = (terms("status_quo"), Plan.status_quo(dataset.territory))
    return tuple(Mark(n, plan, audit(plan, dataset.scenario)) for n, plan in (quo, *plans))


def found_line(words: Words, found: Found) -> str:
    """Say what value of a county was found, as it comes."""
    values = words.objectives(found.values)
    said = [*(f"{words(name)} {value}" for name, value in values.items())]
    said.append(words("proved" if found.proved else "open"))
    if words.lang == "zh":  # names hold commas of their own
        return f"{found.county}\uff1a" + "\uff1b".join(said)
    return f"{found.county}: {', '.join(said)}"


def print_frontier(screen: Screen, words: Words, frontier: Frontier, marks: Sequence[Mark]) -> None:
    """Print the values of the territory and of each county, and where given plans stand."""
    terms = Terms(words.lang)
    _print_points(screen, words, terms, frontier, marks)
    _print_marks(screen, words, terms, frontier, marks)
    if len(frontier.counties) > 1:
        _print_counties(screen, words, terms, frontier)
    screen.line(verdict(terms, frontier), "bold")


def verdict(terms: Terms, frontier: Frontier) -> str:
    """Say what is proved and what is not."""
    if frontier.proved:
        return terms("frontier_proved", n=len(frontier.points))
    if not frontier.open_counts or None in frontier.open_counts:
        return terms("frontier_open", n=len(frontier.points))
    counts = ", ".join(str(count) for count in frontier.open_counts)
    return terms("frontier_open_at", n=len(frontier.points), counts=counts)


def _print_points(
    screen: Screen, words: Words, terms: Terms, frontier: Frontier, marks: Sequence[Mark]
) -> None:
    names = frontier.objectives
    columns = [Column("", figures=True), *(Column(words(n), figures=True) for n in names)]
    columns += [Column(terms("step", name=words(n)), figures=True) for n in names[1:]]
    columns.append(Column(words("proof")))
    rows, last = [], None
    for number, point in enumerate(frontier.points, 1):
        values = words.objectives(dict(zip(names, point.values, strict=True))).values()
        steps = [step(n, last, point, i) for i, n in enumerate(names) if i]
        proof = words("proved") if point.proved else words("open")
        rows.append((str(number), *values, *steps, proof))
        last = point
    screen.table(terms("frontier"), columns, rows)


def step(name: str, last: Point | None, point: Point, at: int) -> str:
    """Return the change of a value from the point before, in per cent of it."""
    if last is None or not last.values[at] or name == "share":
        return "-"
    before, now = Fraction(last.values[at]), Fraction(point.values[at])
    return f"{float((now - before) / before):+.2%}"


def _print_marks(
    screen: Screen, words: Words, terms: Terms, frontier: Frontier, marks: Sequence[Mark]
) -> None:
    names = frontier.objectives
    columns = [Column(terms("plan")), *(Column(words(n), figures=True) for n in names)]
    columns += [Column(terms("rules")), Column(terms("beside"))]
    rows = []
    for mark in marks:
        values = tuple(mark.audit.objectives[n] for n in names)
        shown = words.objectives(dict(mark.audit.objectives))
        breaks = dict.fromkeys(words.clause(f.clause) for f in mark.audit.broken)
        broken = words("comma").join(breaks) or "-"
        rows.append(
            (mark.name, *(shown[n] for n in names), broken, _beside(terms, frontier, values))
        )
    screen.table(terms("given"), columns, rows)


def _beside(terms: Terms, frontier: Frontier, values: tuple[Value | None, ...]) -> str:
    """Say which points are at least as good as a plan in all objectives."""
    known = tuple(v for v in values if v is not None)
    if len(known) < len(values):
        return "-"
    if known in {point.values for point in frontier.points}:
        return terms("on_frontier")
    better = behind(frontier, known)
    return terms("beaten", numbers=", ".join(str(k + 1) for k in better)) if better else "-"


def _print_counties(screen: Screen, words: Words, terms: Terms, frontier: Frontier) -> None:
    columns = [Column(terms("county"))]
    columns += [Column(words(n), figures=True) for n in frontier.objectives]
    rows = []
    for county, points in zip(frontier.space.territory.counties, frontier.counties, strict=True):
        for point in points:
            values = dict(zip(frontier.objectives, point.values, strict=True))
            rows.append((county.name, *words.objectives(values).values()))
    screen.table(terms("frontier_counties"), columns, rows)
