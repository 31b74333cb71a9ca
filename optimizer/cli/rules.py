"""rules SCENARIO."""

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
@set_option
@mode_option
@json_option
@lang_option
def command(
    scenario: Path, sets: tuple[str, ...], mode: str | None, as_json: bool, lang: str
) -> None:
    """Print the rules of the notice clause by clause, with their state in SCENARIO.

    Rules and objectives: on or off, with their values; what has no data is marked
    as not checked (未核验).
    """
    from optimizer.report.rule_table import print_rules, rule_states, rules_record
    from optimizer.report.screen import Screen
    from optimizer.report.words import Words

    with ending(as_json, lang):
        dataset = load(scenario, sets, mode)
    rows = rule_states(dataset.scenario, dataset.territory)
    if as_json:
        show_json(rules_record(rows))
    else:
        print_rules(Screen(), Words(lang), rows)
