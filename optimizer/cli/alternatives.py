"""alternatives SCENARIO -k N."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal

import click

from optimizer.cli.common import (
    claim_output,
    effort_options,
    ending,
    granted,
    json_option,
    lang_option,
    load_whole,
    scenario_argument,
    set_option,
    show_files,
    show_json,
    within_option,
)


@click.command()
@scenario_argument
@click.option("-k", "wanted", type=click.IntRange(min=2), default=3, show_default=True)
@within_option
@click.option(
    "--by",
    type=click.Choice(["people", "mergers"]),
    default="people",
    show_default=True,
    help="What a difference counts: people whose unit is another, or pairs of townships.",
)
@click.option(
    "--least",
    type=click.IntRange(min=1),
    default=1,
    show_default=True,
    help="Plans that differ by less from one before are not wanted.",
)
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Folder for the plans.")
@set_option
@effort_options
@json_option
@lang_option
def command(
    scenario: Path,
    wanted: int,
    within: float,
    by: Literal["people", "mergers"],
    least: int,
    output: Path | None,
    sets: tuple[str, ...],
    as_json: bool,
    lang: str,
    **effort: Any,
) -> None:
    """Choose K near-optimal plans, each as different as possible from those before.

    The first is the best: the fewest units, least travel. All others have as few
    units and travel within --within of it. Printed with them: how much more a plan
    could differ at all (proved).
    """
    from optimizer.decide.alternatives import alternatives
    from optimizer.report.alternatives import (
        FILES,
        alternatives_record,
        compared,
        deliver_alternatives,
        print_alternatives,
    )
    from optimizer.report.progress import clear_progress
    from optimizer.report.screen import Screen
    from optimizer.report.tables import print_caveats
    from optimizer.report.terms import Terms
    from optimizer.report.words import Words
    from optimizer.solve.interrupt import run_stoppable

    clock = granted(effort)
    with ending(as_json, lang):
        dataset = load_whole(scenario, sets)
        claim_output(output, FILES)
        found = run_stoppable(
            lambda: alternatives(
                dataset.territory, dataset.scenario, wanted, within, least, by, clock
            ),
            clock,
        )
        clear_progress()
        comparison = compared(dataset, found, Terms(lang))
        if as_json:
            show_json(alternatives_record(dataset, found))
        else:
            print_caveats(Screen(), Words(lang), dataset)
            print_alternatives(Screen(), Words(lang), found, comparison)
        if output is not None and found.plans:
            show_files(*deliver_alternatives(output, dataset, found, comparison, lang))
