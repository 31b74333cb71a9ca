"""solve SCENARIO [-o DIR]."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from optimizer.cli.common import (
    agreeing,
    asked_options,
    ending,
    json_option,
    lang_option,
    load_asked,
    mode_option,
    pool_options,
    pooled,
    scenario_argument,
    set_option,
    show_files,
    show_json,
    show_warnings,
)

if TYPE_CHECKING:
    from optimizer.data.dataset import Dataset
    from optimizer.solve.answer import Solution
    from optimizer.solve.clock import Effort
    from optimizer.solve.kept import Kept

_FINAL = ("OPTIMAL", "INFEASIBLE")
_EXIT = {"INFEASIBLE": 3, "UNKNOWN": 4, "INTERRUPTED": 130}


@click.command()
@scenario_argument
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Folder for the plan.")
@click.option("--time-limit", type=click.FloatRange(min=0), help="Seconds, start to written plan.")
@click.option("--seed", type=click.IntRange(min=0, max=2**31 - 1), default=0, show_default=True)
@click.option("--workers", type=click.IntRange(min=1), default=8, show_default=True)
@click.option(
    "--candidates",
    type=click.IntRange(min=1),
    default=1_000_000,
    show_default=True,
    help="Candidate sets of a county held in memory; beyond it they are made on demand.",
)
@click.option(
    "--engine",
    type=click.Choice(["auto", "cpsat", "milp"]),
    default="auto",
    show_default=True,
    help="Modes split and redraw: CP-SAT alone, LP bounds and branching alone, or both.",
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
@pool_options("Counties", processes=1)
@click.option(
    "--resume",
    type=click.Path(path_type=Path, file_okay=False),
    help="Keep each county's answer in this folder, and go on from those it holds; by default "
    "`counties` in the folder of -o, with --processes or --cluster.",
)
@set_option
@mode_option
@asked_options
@json_option
@lang_option
def command(
    scenario: Path,
    output: Path | None,
    time_limit: float | None,
    seed: int,
    workers: int,
    candidates: int,
    engine: str,
    start: Path | None,
    cross_check: bool,
    cross_check_time: float,
    processes: int,
    cluster: str | None,
    resume: Path | None,
    sets: tuple[str, ...],
    mode: str | None,
    lock: tuple[str, ...],
    keep: tuple[str, ...],
    freeze: tuple[str, ...],
    as_json: bool,
    lang: str,
) -> None:
    """Find the best plan of SCENARIO, objective after objective, and prove it.

    With -o the plan is written: plan.csv, plan.json, and a map before and after
    as map.png and map.svg. Ctrl-C keeps the best plan so far.
    """
    from optimizer.data.plan_file import read_plan
    from optimizer.report.progress import clear_progress, progress_line
    from optimizer.solve.clock import Clock, Effort, engine_named
    from optimizer.solve.interrupt import run_stoppable
    from optimizer.solve.kept import identity_of
    from optimizer.solve.run import solve

    effort = Effort(time_limit, workers, seed, candidates, engine_named(engine))
    granted = effort if output is None else effort.leaving_time_to_write()
    clock = Clock(granted, report=progress_line())
    with ending(as_json, lang), agreeing(as_json, lang):
        dataset = load_asked(scenario, sets, mode, {"lock": lock, "keep": keep, "freeze": freeze})
        if output is not None:
            _claim(output)
        show_warnings(dataset, lang)
        question = dataset.territory, dataset.scenario
        known = None if start is None else read_plan(start, dataset.territory).plan
        identity = identity_of(dataset.sha256, effort, known)
        kept = _kept(resume, output if processes > 1 or cluster else None, identity)
        with pooled(processes, cluster, kept.folder if kept else None) as pool:
            solution = run_stoppable(lambda: solve(*question, clock, known, pool, kept), clock)
        if cross_check:
            from optimizer.solve.crosscheck import confirmed

            solution = run_stoppable(
                lambda: confirmed(*question, solution, clock, cross_check_time), clock
            )
        clear_progress()
        _show(dataset, solution, effort, as_json, lang)
        if output is not None and solution.plan is not None:
            from optimizer.report.deliver import deliver

            show_files(*deliver(output, dataset, solution, effort, lang))
        if kept and not resume and solution.outcome.value in _FINAL:
            kept.clear()
    sys.exit(0 if solution.plan is not None else _EXIT[solution.outcome.value])


def _claim(output: Path) -> None:
    """Refuse a bad output folder before the solve, not after it."""
    from optimizer.data.faults import Findings
    from optimizer.data.plan_file import claim_folder

    claim_folder(output, Findings())


def _kept(resume: Path | None, output: Path | None, identity: str) -> Kept | None:
    """Return where answers of counties are kept: where it is said, or beside the plan."""
    from optimizer.data.plan_file import COUNTIES
    from optimizer.solve.kept import Kept

    folder = resume or (output and output / COUNTIES)
    return Kept(folder, identity) if folder else None


def _show(dataset: Dataset, solution: Solution, effort: Effort, as_json: bool, lang: str) -> None:
    """Print the solution on stdout."""
    if as_json:
        from optimizer.report.record import solution_record

        show_json(solution_record(solution, dataset, effort))
        return
    from optimizer.report.screen import Screen
    from optimizer.report.tables import print_solution
    from optimizer.report.words import Words

    print_solution(Screen(), Words(lang), dataset, solution)
