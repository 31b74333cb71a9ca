"""solve SCENARIO [-o DIR]."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from optimizer.cli.common import (
    agreeing,
    asked_options,
    county_option,
    pool_options,
    pooled,
    show_cut,
    show_files,
    show_json,
    show_odd,
)
from optimizer.cli.numbers import FiniteRange
from optimizer.cli.request import EffortHelp, Request, scenario_command
from optimizer.endings import finishing

if TYPE_CHECKING:
    from optimizer import Search, Solution

_EFFORT = EffortHelp(
    "Seconds, start to written plan; `none` for as long as it takes.",
    600,
    "Candidate sets of a county held in memory; beyond it they are made on demand.",
)
_EXIT = {"INFEASIBLE": 3, "UNKNOWN": 4, "INTERRUPTED": 130}


@scenario_command(output="Folder for the plan.", effort=_EFFORT)
@click.option(
    "--engine",
    type=click.Choice(["auto", "cpsat", "milp"]),
    default="auto",
    show_default=True,
    help="Modes split and redraw: CP-SAT alone, LP bounds and branching alone, or both.",
)
@county_option
@click.option(
    "--start",
    type=click.Path(path_type=Path),
    help="Modes split and redraw: begin from this plan, also one that breaks rules.",
)
@click.option(
    "--cross-check",
    is_flag=True,
    help="Solve again by another model and solver (PuLP, HiGHS); a disagreement ends with code 1.",
)
@click.option(
    "--cross-check-time",
    type=FiniteRange(min=0),
    default=300,
    show_default=True,
    help="Seconds for the cross-check; what it cannot settle in them is not confirmed.",
)
@click.option(
    "--certificate",
    type=click.Path(path_type=Path),
    help="Write to this file (gzipped if named .gz) what check --certificate recomputes each "
    "bound from.",
)
@click.option(
    "--certificate-time",
    type=FiniteRange(min=0),
    default=600,
    show_default=True,
    help="Seconds for the certificate; what it cannot prove in them is not certified.",
)
@pool_options("Counties", processes=1)
@click.option(
    "--resume",
    type=click.Path(path_type=Path, file_okay=False),
    help="Keep each county's answer in this folder, and go on from those it holds; by default "
    "`counties` in the folder of -o, with --processes or --cluster.",
)
@asked_options
def command(
    request: Request,
    engine: str,
    counties: tuple[str, ...],
    start: Path | None,
    cross_check: bool,
    cross_check_time: float,
    certificate: Path | None,
    certificate_time: float,
    processes: int,
    cluster: str | None,
    resume: Path | None,
    **asked: tuple[str, ...],
) -> None:
    """Find the best plan of SCENARIO, objective after objective, and prove it.

    With -o the plan is written: plan.csv, plan.json, and a map before and after
    as map.png and map.svg. Ctrl-C keeps the best plan so far.
    """
    import optimizer as tm
    from optimizer.api.solving import claim, claim_certificate, forget
    from optimizer.report.progress import clear_progress

    search = request.search(engine=engine, writing=request.output is not None)
    with request.ending(), agreeing(request.as_json, request.lang):
        instance = request.read(counties=counties, **asked)
        if request.output is not None:
            claim(request.output)
        if certificate is not None:
            claim_certificate(certificate)
        given = None if start is None else tm.read_plan(instance, start, judged=False)
        show_odd(given.odd if given else (), request.lang)
        kept = resume or _beside(request.output if processes > 1 or cluster else None)
        with pooled(kept):
            solution = tm.solve(
                instance,
                start=given,
                cross_check=cross_check_time if cross_check else None,
                processes=processes,
                cluster=cluster,
                resume=kept,
                search=search,
            )
        clear_progress()
        show_cut(search, request.lang, solution.proved, solution.plan is not None)
        with finishing():
            _show(request, solution, search)
        if certificate is not None:
            _certify(certificate, request, solution, certificate_time)
        if kept and not resume and solution.proved:
            forget(kept)
    sys.exit(0 if solution.plan is not None else _EXIT[solution.outcome])


def _certify(path: Path, request: Request, solution: Solution, seconds: float) -> None:
    """Write the certificate of a solution, and say on stderr what it certifies."""
    from optimizer.report.certificate import verification_lines
    from optimizer.report.progress import clear_progress, progress_line
    from optimizer.report.words import Words

    found = solution.certify(path, time_limit=seconds, progress=progress_line(request.lang))
    clear_progress()
    if found is None:
        click.echo(Words(request.lang)("no_certificate"), err=True)
        return
    for line in verification_lines(Words(request.lang), found):
        click.echo(line, err=True)
    show_files([path])


def _beside(output: Path | None) -> Path | None:
    """Return where answers of counties are kept beside a plan."""
    from optimizer.api.solving import COUNTIES

    return None if output is None else output / COUNTIES


def _show(request: Request, solution: Solution, search: Search) -> None:
    """Write the plan where there is one, before anything that can fail; print, then draw."""
    files = []
    if request.output is not None and solution.plan is not None:
        files = solution.write(request.output)
    if request.as_json:
        show_json(solution.record())
    else:
        from optimizer.report.screen import Screen

        solution.print_on(Screen(), request.lang)
    if request.output is not None and solution.plan is not None:
        maps, warning = solution.draw(request.output, request.lang, search.left_to_write)
        show_files([*files, *maps], warning)
