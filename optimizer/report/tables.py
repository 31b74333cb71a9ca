"""What `solve` and `check` print for people."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from shlex import quote

from models.plan import Operation, Outcome, Plan, Unit
from models.territory import Territory
from optimizer.check import Audit, Finding, Status
from optimizer.check.naming import unit_names
from optimizer.data.dataset import Dataset
from optimizer.data.toml_text import toml_value
from optimizer.report.people import people_lines
from optimizer.report.screen import Column, Screen
from optimizer.report.words import Words, km2, known_km, percent
from optimizer.solve.evidence import Proof
from optimizer.solve.results import ObjectiveResult
from optimizer.solve.solution import Solution
from optimizer.text import Text

_LONGEST_ADVICE = 300
"""Characters of overrides that the advice to call `explain` repeats."""
_STYLES = {Status.BROKEN: "red", Status.EXCEPTED: "yellow", Status.WARNED: "yellow"}


def print_caveats(screen: Screen, words: Words, dataset: Dataset) -> None:
    """Say what is estimated and where the distances come from."""
    if dataset.territory.estimated:
        screen.line(f"{words('estimated')}{words('colon')}{dataset.territory.estimated}", "yellow")
    travel = dataset.territory.travel
    basis = travel.basis_zh if words.lang == "zh" else travel.basis
    screen.line(f"{words('distances')}{words('colon')}{basis}")
    if dataset.territory.township_level:
        screen.line(words("township_level"), "yellow")


def print_solution(screen: Screen, words: Words, dataset: Dataset, solution: Solution) -> None:
    """Print counties, changed units, objectives and notes."""
    title = dataset.scenario.title or dataset.scenario.name
    mode = words.mode(dataset.scenario.mode)
    screen.line(title + words.bracketed(f"{dataset.path.name}{words('pause')}{mode}"), "bold")
    print_caveats(screen, words, dataset)
    if solution.plan is not None:
        names = unit_names(solution.plan, dataset.scenario)
        print_changed_units(screen, words, solution.plan, names)
        print_counties(screen, words, solution.plan)
        print_objectives(screen, words, solution.reached, len(solution.plan.units))
        for line in people_lines(solution.plan, dataset.scenario):
            screen.line(line.in_lang(words.lang))
    for note in solution.notes:
        screen.line(f"{words('note')}{words('colon')}{note.in_lang(words.lang)}", "yellow")
    screen.line(words.ending(solution.outcome, solution.seconds), "bold")
    if solution.outcome is Outcome.INFEASIBLE:
        asked = explain_command(dataset)
        screen.line(Text(f"Why: {asked.en}", f"原因：{asked.zh}").in_lang(words.lang))


def explain_command(dataset: Dataset) -> Text:
    """Return the command that says why there is no plan, with what was asked otherwise.

    Overrides too long for a line (a frozen county names each of its villages) are mentioned.
    """
    path = dataset.path.parent if dataset.path.name == "scenario.toml" else dataset.path
    asked = f"township-merge explain {quote(str(path))}"
    given = {key: value for key, value in dataset.overrides.items() if value is not None}
    sets = [f"{key}={toml_value(value)}" for key, value in given.items()]
    said = "".join(f" --set {quote(one)}" for one in sets)
    if len(said) <= _LONGEST_ADVICE:
        return Text(asked + said, asked + said)
    return Text(f"{asked}, with the same overrides", f"{asked}，并带同样的参数")


def print_changed_units(screen: Screen, words: Words, plan: Plan, names: Mapping[int, str]) -> None:
    """Print each unit that changes: what merges into what."""
    columns = [Column(words(k), whole=True) for k in ("county", "unit", "code", "kind")]
    columns += [Column(words(k)) for k in ("seat", "from", "operation")]
    columns += [Column(words(k), figures=True) for k in ("area", "people", "worst_km")]
    changed = [u for u in plan.units if u.operation is not Operation.UNCHANGED]
    rows = [_unit_row(plan.territory, words, unit, names[unit.township]) for unit in changed]
    same = len(plan.units) - len(changed)
    colon = words("colon")
    kept = words.bracketed(f"{words('unchanged')}{colon}{same}")
    title = f"{words('changed')}{colon}{len(changed)}{kept}"
    screen.table(title, columns, rows)


def _unit_row(territory: Territory, words: Words, unit: Unit, name: str) -> Sequence[str]:
    sources = sorted(unit.townships, key=lambda t: t != unit.township)
    return (
        territory.counties[unit.county].name,
        name,
        territory.unit_codes[unit.township],
        words.kind(unit.kind),
        words.seat(territory.villages.names[unit.seat]),
        " + ".join(territory.labels[t] for t in sources),
        words.operation(unit.operation),
        km2(unit.area_ha),
        f"{unit.population:,}",
        known_km(unit.worst_m, territory.township_level),
    )


def print_counties(screen: Screen, words: Words, plan: Plan) -> None:
    """Print units before and after, and the share of towns, by county."""
    columns = [Column(words("county"), whole=True)]
    columns += [Column(words(k), figures=True) for k in ("before", "after", "cut")]
    share = words("share")
    columns += [
        Column(f"{share}{words('pause')}{words(k)}", figures=True) for k in ("before", "after")
    ]
    territory = plan.territory
    after: list[list[Unit]] = [[] for _ in territory.counties]
    for unit in plan.units:
        after[unit.county].append(unit)
    counts = [_county_counts(territory, c, units) for c, units in enumerate(after)]
    rows = [_county_row(territory.counties[c].name, n) for c, n in enumerate(counts)]
    if len(rows) > 1:
        total = tuple(sum(column) for column in zip(*counts, strict=True))
        rows.append(_county_row(words("total"), total))
    screen.table(words("counties"), columns, rows)


def _county_counts(territory: Territory, county: int, after: Sequence[Unit]) -> tuple[int, ...]:
    """Return units and urban units of a county, before and after."""
    before = territory.former.townships_in(county)
    urban = int(territory.urban[before].sum())
    return len(before), len(after), urban, sum(u.kind.urban for u in after)


def _county_row(name: str, counts: tuple[int, ...]) -> Sequence[str]:
    before, after, urban_before, urban_after = counts
    shares = percent(urban_before, before), percent(urban_after, after)
    return (name, str(before), str(after), str(before - after), *shares)


def print_objectives(
    screen: Screen, words: Words, reached: Sequence[ObjectiveResult], units: int = 0
) -> None:
    """Print value, bound and proof of each objective; shares as shares of so many units.

    Where later objectives worsened one within its tolerance, what it came to itself stands
    beside its bound, and a line says what was allowed: the proof is of that, not of the value.
    """
    given_away = [r for r in reached if r.given_away]
    figures = ("value", *(["stage_best"] if given_away else []), "bound")
    columns = [Column(words("objective"), whole=True)]
    columns += [Column(words(k), figures=True) for k in figures]
    columns += [Column(words(k), whole=True) for k in ("proof", "rests_on")]
    rows = [
        (
            words(r.name),
            words.objective(r.name, r.value, units),
            *([words.objective(r.name, r.best)] if given_away else []),
            words.objective(r.name, r.bound, units),
            proof_word(words, r),
            "" if r.proof is None else words(r.proof.label),
        )
        for r in reached
    ]
    screen.table(words("objectives"), columns, rows)
    for r in given_away:
        screen.line(f"{words('note')}{words('colon')}{worsened_text(words, r)}", "yellow")


def worsened_text(words: Words, reached: ObjectiveResult) -> str:
    """Say that later objectives worsened one within its tolerance, and what was proved of it."""
    values = {
        key: words.objective(reached.name, value)
        for key, value in (
            ("value", reached.value),
            ("best", reached.best),
            ("allowed", reached.allowed),
        )
    }
    key = "worsened" if reached.proved else "worsened_open"
    return words(key).format(name=words(reached.name), **values)


def proof_word(words: Words, reached: ObjectiveResult) -> str:
    """Return whether a value is proved, claimed by one solver, or open."""
    if reached.proved:
        return words("proved")
    return words("claimed") if reached.proof is Proof.ONE_SOLVER else words("open")


def print_audit(screen: Screen, words: Words, dataset: Dataset, audit: Audit) -> None:
    """Print one line a rule, the plan's values, and the verdict."""
    print_caveats(screen, words, dataset)
    screen.lines([_finding(words, finding) for finding in audit.findings])
    asked = {spec.name for spec in dataset.scenario.objectives}
    units = audit.objectives["units"]
    for name, value in audit.objectives.items():
        if words.official(name) or name in asked:
            screen.line(
                f"{words(name)}{words('colon')}{words.objective(name, value, int(units or 0))}"
            )
    broken = len(audit.broken)
    screen.line(words.broken(broken), "bold red" if broken else "bold")


def _finding(words: Words, finding: Finding) -> tuple[Sequence[str], str | None]:
    title, detail = finding.title.in_lang(words.lang), finding.detail.in_lang(words.lang)
    text = f"{title}{words('colon')}{detail}" if detail else title
    cells = words.clause(finding.clause), words.status(finding.status), text
    return cells, _STYLES.get(finding.status)
