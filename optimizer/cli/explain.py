"""explain SCENARIO."""

from __future__ import annotations

import click

from optimizer.cli.common import show_cut, show_json
from optimizer.cli.request import EffortHelp, Request, scenario_command


@scenario_command(effort=EffortHelp("Seconds.", candidates=""))
@click.option("--why-not", "pair", metavar="A+B", help="Which rule forbids to merge A and B.")
@click.option("--why", "township", metavar="A", help="What the best plan gains by A's merger.")
def command(request: Request, pair: str | None, township: str | None) -> None:
    """Say why SCENARIO has no plan: conflicting rules, and the smallest relaxations.

    Each conflict is irreducible and proved; each relaxation is the smallest that
    alone restores a plan. A and B are codes of townships. Exits 0 whatever it finds.
    """
    from optimizer.data.asked import parse_townships
    from optimizer.decide.explain.explain import Explanation, explain, why, why_not
    from optimizer.report.explanation import (
        difference_record,
        explanation_lines,
        explanation_record,
        print_difference,
    )
    from optimizer.report.progress import clear_progress
    from optimizer.report.screen import Screen
    from optimizer.report.words import Words

    with request.ending():
        dataset = request.load()
        merged = parse_townships(pair, dataset, 2) if pair else ()
        kept = parse_townships(township, dataset, 1) if township else ()
    territory, rules = dataset.territory, dataset.scenario
    clock = request.clock()
    if merged:
        found = why_not(territory, rules, (merged[0], merged[1]), clock)
    elif kept:
        found = why(territory, rules, kept[0], clock)
    else:
        found = explain(territory, rules, clock)
    clear_progress()
    show_cut(clock, request.lang)
    if not isinstance(found, Explanation):
        if request.as_json:
            show_json(difference_record(found))
        else:
            print_difference(Screen(), Words(request.lang), found, territory)
    elif request.as_json:
        show_json(explanation_record(found, territory))
    else:
        screen = Screen()
        for line in explanation_lines(found, territory):
            screen.line(line.in_lang(request.lang))
