"""The charts of a case put into a folder: SVG and PDF, and the workbook."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import matplotlib as mpl
from matplotlib.figure import Figure

from models.territory import Territory
from optimizer.data.dataset import read_dataset
from optimizer.data.faults import Findings, InputError
from optimizer.data.output import replacing
from optimizer.data.plan_file import claim_results
from optimizer.procedure.case import Case
from optimizer.procedure.progress import progress
from optimizer.report.case.flow import draw_flow
from optimizer.report.case.gantt import draw_gantt
from optimizer.report.case.look import Board
from optimizer.report.case.wall import draw_wall
from optimizer.report.case.workbook import BOOK, MissingExtraError, write_workbook
from optimizer.report.map.draw import settings
from optimizer.report.map.fonts import ADVICE, typeface
from optimizer.report.words.case import CaseWords

NAMES = ("gantt", "flow", "wall")
FILES = frozenset({BOOK, *(f"{name}.{kind}" for name in NAMES for kind in ("svg", "pdf"))})


def deliver_charts(folder: Path, case: Case, as_of: date, lang: str) -> tuple[list[Path], str]:
    """Write all charts; they replace earlier ones together.

    Returns
    -------
    tuple
        The files, and what is wrong with them or missing (empty when all is well).
    """
    claim_results(folder, FILES, Findings())
    with replacing(folder, kept=()) as draft:
        names, warnings = _draw(draft, case, as_of, lang)
    return [folder / name for name in names], "\n".join(warnings)


def _draw(folder: Path, case: Case, as_of: date, lang: str) -> tuple[list[str], list[str]]:
    face, found = typeface(), progress(case, as_of)
    board = Board(found, CaseWords(lang if face.chinese else "en"), face)
    warnings = [fault.line(lang) for fault in found.faults]
    warnings += [] if face.chinese else [ADVICE["zh" if lang == "zh" else "en"]]
    makers: dict[str, Callable[[], Figure]] = {
        "flow": lambda: draw_flow(board),
        "wall": lambda: draw_wall(board, ground_of(case)),
    }
    planned = found.planned
    if planned is not None:
        makers = {"gantt": lambda: draw_gantt(board, planned), **makers}
    names: list[str] = []
    with mpl.rc_context(settings(face.families)):
        for name, make in makers.items():
            names += save(make(), folder, name)
    try:
        write_workbook(folder / BOOK, found, lang)
        names.append(BOOK)
    except MissingExtraError as error:
        warnings.append(error.in_lang(lang))
    return names, warnings


def save(figure: Figure, folder: Path, name: str) -> list[str]:
    """Write a chart as SVG and PDF, the same bytes for the same chart."""
    about = {
        "svg": {"Date": None, "Creator": None},
        "pdf": {"CreationDate": None, "Creator": None, "Producer": None},
    }
    for kind, metadata in about.items():
        figure.savefig(folder / f"{name}.{kind}", format=kind, metadata=metadata)
    return [f"{name}.{kind}" for kind in about]


def ground_of(case: Case) -> Territory | None:
    """Return the territory of what is bound; None where it changed or is not there any more."""
    if case.stale:
        return None
    binding = case.state.binding
    try:
        return read_dataset(case.folder / binding.scenario, binding.overrides).territory
    except InputError:
        return None
