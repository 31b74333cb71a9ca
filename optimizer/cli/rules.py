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
    import optimizer as tm
    from optimizer.report.screen import Screen

    with request.ending():
        found = tm.rules(request.read())
    if request.as_json:
        show_json(found.record())
    else:
        found.print_on(Screen(), request.lang)
