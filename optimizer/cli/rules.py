"""rules SCENARIO."""

from __future__ import annotations

from optimizer.cli.common import show_json
from optimizer.cli.request import Request, scenario_command


@scenario_command()
def command(request: Request) -> None:
    """Print the rules of the notice clause by clause, with their state in SCENARIO.

    Rules and objectives: on or off, with their values; what has no data is marked
    as not checked (未核验).
    """
    from optimizer.report.rule_table import print_rules, rule_states, rules_record
    from optimizer.report.screen import Screen
    from optimizer.report.words import Words

    with request.ending():
        dataset = request.load()
    rows = rule_states(dataset.scenario, dataset.territory)
    if request.as_json:
        show_json(rules_record(rows))
    else:
        print_rules(Screen(), Words(request.lang), rows)
