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
    from optimizer.decide.explain.explain import Difference, Explanation, explain, why, why_not
    from optimizer.report.explanation import (
        Unfolding,
        difference_record,
        explanation_record,
        print_difference,
    )
    from optimizer.report.progress import clear_progress
    from optimizer.report.screen import Screen
    from optimizer.report.words import Words
    from optimizer.solve.interrupt import run_stoppable

    with request.ending():
        dataset = request.load()
        merged = parse_townships(pair, dataset, 2) if pair else ()
        kept = parse_townships(township, dataset, 1) if township else ()
    territory, rules = dataset.territory, dataset.scenario
    clock = request.clock()
    unfolding = Unfolding(Screen(), territory, request.lang)

    def told(found: Explanation) -> None:
        if not request.as_json:
            unfolding(found)

    def ask() -> Explanation | Difference:
        if merged:
            return why_not(territory, rules, (merged[0], merged[1]), clock, told)
        if kept:
            return why(territory, rules, kept[0], clock)
        return explain(territory, rules, clock, told)

    found = run_stoppable(ask, clock)
    clear_progress()
    show_cut(clock, request.lang)
    if not isinstance(found, Explanation):
        if request.as_json:
            show_json(difference_record(found))
        else:
            print_difference(
                Screen(), Words(request.lang, territory.township_level), found, territory
            )
    elif request.as_json:
        show_json(explanation_record(found, territory))
    else:
        unfolding(found)
