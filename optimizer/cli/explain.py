"""explain SCENARIO."""

from __future__ import annotations

import sys

import click

from optimizer.cli.common import show_cut, show_json
from optimizer.cli.request import EffortHelp, Request, scenario_command


@scenario_command(effort=EffortHelp("Seconds.", candidates=""))
@click.option("--why-not", "pair", metavar="A+B", help="Which rule forbids to merge A and B.")
@click.option("--why", "township", metavar="A", help="What the best plan gains by A's merger.")
def command(request: Request, pair: str | None, township: str | None) -> None:
    """Say why SCENARIO has no plan: conflicting rules, and the smallest relaxations.

    Each conflict is irreducible and proved; each relaxation is the smallest that
    alone restores a plan. A and B are codes of townships. Exits 0 whatever it finds,
    and 4 where the time was over before it could tell.
    """
    import optimizer as tm
    from optimizer.report.explanation import Unfolding
    from optimizer.report.progress import clear_progress
    from optimizer.report.screen import Screen

    with request.ending():
        instance = request.read()
        search = request.search()
        unfolding = Unfolding(Screen(), instance.territory, request.lang)
        told = None if request.as_json else unfolding
        found = tm.explain(instance, why_not=pair, why=township, search=search, told=told)
    clear_progress()
    show_cut(search, request.lang)
    if request.as_json:
        show_json(found.record())
    elif isinstance(found, tm.Explanation):
        unfolding(found.found)
    else:
        found.print_on(Screen(), request.lang)
    sys.exit(4 if found.found_none else 0)
