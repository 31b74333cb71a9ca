"""solve SCENARIO [-o DIR]."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from optimizer.cli.common import (
    agreeing,
    asked_options,
    pool_options,
    pooled,
    show_cut,
    show_files,
    show_json,
    show_plan_warnings,
    show_warnings,
)
from optimizer.cli.request import EffortHelp, Request, scenario_command

if TYPE_CHECKING:
    from optimizer.data.dataset import Dataset
    from optimizer.solve.clock import Clock, Effort
    from optimizer.solve.decomposition.result_cache import ResultCache
    from optimizer.solve.solution import Solution

_EFFORT = EffortHelp(
    "Seconds, start to written plan; `none` for as long as it takes.",
    600,
    "Candidate sets of a county held in memory; beyond it they are made on demand.",
)
_FINAL = ("OPTIMAL", "INFEASIBLE")
_EXIT = {"INFEASIBLE": 3, "UNKNOWN": 4, "INTERRUPTED": 130}


@scenario_command(output="Folder for the plan.", effort=_EFFORT)
@click.option(
    "--engine",
    type=click.Choice(["auto", "cpsat", "milp"]),
    default="auto",
    show_default=True,
    help="Modes split and redraw: CP-SAT alone, LP bounds and branching alone, or both.",
)
@click.option(
    "--county",
    "counties",
    multiple=True,
    metavar="COUNTY",
    help="These counties alone, by code or name; numbers for the whole city are left out.",
)
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
    type=click.FloatRange(min=0),
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
    type=click.FloatRange(min=0),
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
    from optimizer.data.plan_file import read_plan
    from optimizer.report.progress import clear_progress
    from optimizer.solve.clock import engine_named
    from optimizer.solve.decomposition.result_cache import identity_of
    from optimizer.solve.interrupt import run_stoppable
    from optimizer.solve.run import solve

    effort = request.effort(engine=engine_named(engine))
    clock = request.clock(effort if request.output is None else effort.leaving_time_to_write())
    with request.ending(), agreeing(request.as_json, request.lang):
        dataset = request.load_asked(asked, counties)
        if request.output is not None:
            _claim(request.output)
        _claim_certificate(certificate)
        show_warnings(dataset, request.lang)
        question = dataset.territory, dataset.scenario
        read = None if start is None else read_plan(start, dataset.territory)
        show_plan_warnings(read.warnings if read else (), request.lang)
        known = None if read is None else read.plan
        identity = identity_of(dataset.sha256, effort, known)
        kept = _kept(resume, request.output if processes > 1 or cluster else None, identity)
        with pooled(processes, cluster, kept.folder if kept else None) as pool:
            solution = run_stoppable(lambda: solve(*question, clock, known, pool, kept), clock)
        if cross_check:
            from optimizer.solve.certify.crosscheck import confirmed

            solution = run_stoppable(
                lambda: confirmed(*question, solution, clock, cross_check_time), clock
            )
        clear_progress()
        show_cut(clock, request.lang)
        _show(request, dataset, solution, effort, clock)
        if certificate is not None:
            _certify(certificate, request, dataset, solution, certificate_time)
        if kept and not resume and solution.outcome.value in _FINAL:
            kept.clear()
    sys.exit(0 if solution.plan is not None else _EXIT[solution.outcome.value])


def _claim_certificate(certificate: Path | None) -> None:
    """Refuse a bad place for the certificate before the solve."""
    if certificate is not None:
        from optimizer.check.certificate import claim_certificate

        claim_certificate(certificate)


def _certify(
    path: Path, request: Request, dataset: Dataset, solution: Solution, seconds: float
) -> None:
    """Write the certificate of a solution, and say on stderr what it certifies."""
    from optimizer.check.certificate import write_certificate
    from optimizer.report.certificate import verification_lines
    from optimizer.report.progress import clear_progress, progress_line
    from optimizer.report.words import Words
    from optimizer.solve.certify.write import Asked, certified

    question = dataset.territory, dataset.scenario, dataset.sha256
    asked = Asked.of(*question, solution, seconds, progress_line())
    made = None if asked is None else certified(asked)
    clear_progress()
    if made is None:
        click.echo(Words(request.lang)("no_certificate"), err=True)
        return
    text, found = made
    write_certificate(path, text)
    for line in verification_lines(Words(request.lang), found):
        click.echo(line, err=True)
    show_files([path])


def _claim(output: Path) -> None:
    """Refuse a bad output folder before the solve, not after it."""
    from optimizer.data.faults import Findings
    from optimizer.data.plan_file import claim_folder

    claim_folder(output, Findings())


def _kept(resume: Path | None, output: Path | None, identity: str) -> ResultCache | None:
    """Return where answers of counties are kept: where it is said, or beside the plan."""
    from optimizer.data.plan_file import COUNTIES
    from optimizer.solve.decomposition.result_cache import ResultCache

    folder = resume or (output and output / COUNTIES)
    return ResultCache(folder, identity) if folder else None


def _show(
    request: Request, dataset: Dataset, solution: Solution, effort: Effort, clock: Clock
) -> None:
    """Write the plan where there is one, before anything that can fail; print, then draw."""
    files = []
    if request.output is not None and solution.plan is not None:
        from optimizer.report.deliver import deliver

        files = deliver(request.output, dataset, solution, effort)
    if request.as_json:
        from optimizer.report.record import solution_record

        show_json(solution_record(solution, dataset, effort))
    else:
        from optimizer.report.screen import Screen
        from optimizer.report.tables import print_solution
        from optimizer.report.words import Words

        print_solution(
            Screen(), Words(request.lang, dataset.territory.township_level), dataset, solution
        )
    if request.output is not None and solution.plan is not None:
        from optimizer.report.deliver import deliver_maps

        left = clock.to_write(effort)
        maps, warning = deliver_maps(request.output, dataset, solution, request.lang, left)
        show_files([*files, *maps], warning)
