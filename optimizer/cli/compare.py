"""compare SCENARIO PLAN..."""

from __future__ import annotations

from pathlib import Path

import click

from optimizer.cli.common import (
    claim_output,
    ending,
    json_option,
    lang_option,
    load,
    mode_option,
    scenario_argument,
    set_option,
    show_files,
    show_json,
)


@click.command()
@scenario_argument
@click.argument("plans", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Folder for tables and maps.")
@click.option("--csv", "as_csv", is_flag=True, help="Print the table of measures as CSV.")
@set_option
@mode_option
@json_option
@lang_option
def command(
    scenario: Path,
    plans: tuple[Path, ...],
    output: Path | None,
    as_csv: bool,
    sets: tuple[str, ...],
    mode: str | None,
    as_json: bool,
    lang: str,
) -> None:
    """Put plans side by side, the status quo first (方案比选表).

    Every PLAN (a plan folder, or a CSV with village,unit) is judged by the rules
    of SCENARIO. No solver takes part. With -o the tables (every village too) and
    maps on one scale are written. Exits 0 whatever it finds.
    """
    from optimizer.data.entries import read_plans
    from optimizer.decide.compare import Entry, compare
    from optimizer.report.compare import print_comparison
    from optimizer.report.compare_files import FILES, comparison_record, comparison_rows, csv_text
    from optimizer.report.screen import Screen
    from optimizer.report.tables import print_caveats
    from optimizer.report.words import Words

    with ending(as_json, lang):
        dataset = load(scenario, sets, mode)
        read = read_plans(plans, dataset)
        for _, file in read:
            for fault in file.warnings:
                click.echo(fault.line(lang), err=True)
        claim_output(output, FILES)
        entries = [Entry(name, file.plan, {} if mode else file.record) for name, file in read]
        found = compare(dataset.territory, dataset.scenario, entries, dataset.sha256)
        if as_json:
            show_json(comparison_record(found))
        elif as_csv:
            click.echo(csv_text(comparison_rows(Words(lang), found)), nl=False)
        else:
            print_caveats(Screen(), Words(lang), dataset)
            print_comparison(Screen(), Words(lang), found)
        if output is not None:
            from optimizer.report.compare_deliver import deliver_comparison

            show_files(*deliver_comparison(output, dataset, found, lang))
