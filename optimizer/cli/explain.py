"""explain SCENARIO."""

from __future__ import annotations

from pathlib import Path

import click

from optimizer.cli.common import (
    ending,
    json_option,
    lang_option,
    load,
    mode_option,
    scenario_argument,
    set_option,
    show_json,
)


@click.command()
@scenario_argument
@click.option("--why-not", "pair", metavar="A+B", help="Which rule forbids to merge A and B.")
@click.option("--why", "township", metavar="A", help="What the best plan gains by A's merger.")
@click.option("--time-limit", type=click.FloatRange(min=0), help="Seconds.")
@click.option("--seed", type=click.IntRange(min=0, max=2**31 - 1), default=0, show_default=True)
@click.option("--workers", type=click.IntRange(min=1), default=8, show_default=True)
@set_option
@mode_option
@json_option
@lang_option
def command(
    scenario: Path,
    pair: str | None,
    township: str | None,
    time_limit: float | None,
    seed: int,
    workers: int,
    sets: tuple[str, ...],
    mode: str | None,
    as_json: bool,
    lang: str,
) -> None:
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
    from optimizer.report.progress import clear_progress, progress_line
    from optimizer.report.screen import Screen
    from optimizer.report.words import Words
    from optimizer.solve.clock import Clock, Effort

    with ending(as_json, lang):
        dataset = load(scenario, sets, mode)
        merged = parse_townships(pair, dataset, 2) if pair else ()
        kept = parse_townships(township, dataset, 1) if township else ()
    territory, rules = dataset.territory, dataset.scenario
    clock = Clock(Effort(time_limit, workers, seed), report=progress_line())
    if merged:
        found = why_not(territory, rules, (merged[0], merged[1]), clock)
    elif kept:
        found = why(territory, rules, kept[0], clock)
    else:
        found = explain(territory, rules, clock)
    clear_progress()
    if not isinstance(found, Explanation):
        if as_json:
            show_json(difference_record(found))
        else:
            print_difference(Screen(), Words(lang), found, territory)
    elif as_json:
        show_json(explanation_record(found, territory))
    else:
        screen = Screen()
        for line in explanation_lines(found, territory):
            screen.line(line.in_lang(lang))
