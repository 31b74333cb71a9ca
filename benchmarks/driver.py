"""Runs a benchmark: measures, prints, records; what was measured before a stop is kept."""

from __future__ import annotations

import sys
from collections.abc import Callable

from benchmarks import best_known
from benchmarks.journal import Journal
from benchmarks.record import Row, Shelf, print_table, print_targets, record
from benchmarks.spec import Choice, Limits, Spec


def run(spec: Spec, choice: Choice, shelf: Shelf, say: Callable[[str], None] = print) -> int:
    """Run a benchmark and record it.

    A run that was stopped goes on where it stood: rows of the same revision and
    limits are not measured again.

    Returns
    -------
    int
        0, or 1 when something is there that must not be; a missed target is only printed.

    Raises
    ------
    ChoiceError
        When the choice names what there is not.
    """
    cases, methods, effort = spec.chosen(choice)
    journal = Journal.of(spec.name, shelf)
    rows: list[Row] = []
    for case in cases:
        for method in methods:
            rows += _measured(spec, journal, case, method, effort, say)
    if spec.ranked:
        known = best_known.read(shelf.best_known)
        shown = best_known.compared(rows, known)
    else:
        known, shown = {}, rows
    targets = spec.judge(rows)
    say("")
    print_table(shown, spec.shown, say)
    print_targets(targets, say)
    notes = {**spec.notes, "limit_s": effort.seconds, "runs": effort.runs}
    say(f"written: {record(spec.name, shown, targets, notes, shelf)}")
    journal.close()
    faults = spec.faults(rows)
    if spec.ranked:
        faults += _kept(rows, known, shelf)
    for words in faults:
        print(f"WRONG  {words}", file=sys.stderr)
    return 1 if faults else 0


def _kept(rows: list[Row], known: dict[str, Row], shelf: Shelf) -> list[str]:
    """Keep the best known; return what contradicts it, which leaves it as it was."""
    try:
        best_known.write(best_known.updated(rows, known), shelf.best_known)
    except ValueError as error:
        return [str(error)]
    return []


def _measured(
    spec: Spec,
    journal: Journal,
    case: str,
    method: str,
    effort: Limits,
    say: Callable[[str], None],
) -> list[Row]:
    rows = journal.rows(case, method, effort)
    said = f"{spec.name}: {case}, {method}"
    if rows is not None:
        say(f"{said}: measured before")
        return rows
    say(said)
    rows = spec.measure(case, method, effort)
    journal.add(case, method, effort, rows)
    print_table(rows, spec.shown, say)
    return rows
