"""The application file collected into one folder, with an index and the hash of each file."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from models.plan import Plan
from optimizer.data.cells import csv_text
from optimizer.data.dataset import read_dataset
from optimizer.data.faults import Findings, InputError
from optimizer.data.output import replacing
from optimizer.data.plan_file import claim_results, read_plan, replace_file
from optimizer.procedure.case import Case
from optimizer.procedure.chain import FILE as RECORD
from optimizer.procedure.documents import Held, checklist
from optimizer.procedure.evidence import FOLDER as EVIDENCE
from optimizer.procedure.evidence import hash_of
from optimizer.procedure.progress import progress
from optimizer.procedure.state import county_of
from optimizer.procedure.summary import mark
from optimizer.report.case import rows
from optimizer.report.case.written import report_lines
from optimizer.report.words.case import CaseWords

INDEX, SUMS, CHECKLIST, REPORT = "index.csv", "SHA256SUMS", "checklist.csv", "report.md"
DOCUMENTS, MAPS = "documents", "maps"
FILES = frozenset({INDEX, SUMS, CHECKLIST, REPORT, RECORD, DOCUMENTS, MAPS, EVIDENCE, "plan"})


def dossier_record(case: Case) -> dict[str, Any]:
    """Return the checklist for programs."""
    found = checklist(case.state)
    return {
        "head": case.head,
        "complete": all(held.there or held.document.source == "map" for held in found),
        "documents": [_record(held) for held in found],
    }


def _record(held: Held) -> dict[str, Any]:
    return {
        "key": held.document.key,
        "name": {"en": held.document.name.en, "zh": held.document.name.zh},
        "there": held.there,
        "missing": [county_of(part) or None for part in held.missing],
        "by": list(held.by),
        "evidence": [item.__dict__ for item in held.evidence],
    }


def deliver_dossier(folder: Path, case: Case, lang: str) -> tuple[list[Path], str]:
    """Collect documents, maps, evidence, plan and record; they replace an earlier collection.

    Returns
    -------
    tuple
        The folder's files, and what is wrong with the maps (empty when all is well).

    Raises
    ------
    InputError
        When evidence is gone or was changed: a file that is not what it was is not
        passed on.
    """
    if case.altered:
        raise InputError(list(case.altered))
    claim_results(folder, FILES, Findings())
    words = CaseWords(lang)
    with replacing(folder, kept=()) as draft:
        warning = _maps(draft / MAPS, case, lang)
        _copy(draft, case)
        listed = [rows.dossier_heads(words), *rows.dossier_rows(words, case)]
        replace_file(draft / CHECKLIST, csv_text(listed))
        report = report_lines(words, progress(case, date.today()))
        replace_file(draft / REPORT, "\n".join(report) + "\n")
        files = sorted(path for path in draft.rglob("*") if path.is_file())
        sums = [(path.relative_to(draft).as_posix(), hash_of(path)) for path in files]
        replace_file(draft / INDEX, csv_text(_index(words, case, sums)))
        sums.append((INDEX, hash_of(draft / INDEX)))
        replace_file(draft / SUMS, "".join(f"{digest}  {name}\n" for name, digest in sums))
    return [folder / INDEX, folder / SUMS, folder / CHECKLIST, folder / REPORT], warning


def _maps(folder: Path, case: Case, lang: str) -> str:
    """Draw the map before and the sketch map of the plan, with the mark of the plan."""
    from optimizer.report.map import draw_maps

    plan = plan_of(case)
    if plan is None:
        return CaseWords(lang)("no_points")
    folder.mkdir()
    facts, words = case.state.facts, CaseWords(lang)
    note = f"{words.of(mark(case))}  {words.label('head')}{case.head}"
    if facts.estimated:
        note += f"  {words.label('kind_estimated')}{facts.estimated}"
    return draw_maps(plan, folder, facts.title, "zh" if lang == "zh" else "en", note).warning


def plan_of(case: Case) -> Plan | None:
    """Return the plan that is bound; None where its scenario changed or is not there any more."""
    if case.stale:
        return None
    binding = case.state.binding
    try:
        dataset = read_dataset(case.folder / binding.scenario, binding.overrides)
        return read_plan(case.folder / binding.folder, dataset.territory).plan
    except InputError:
        return None


def _copy(draft: Path, case: Case) -> None:
    """Copy evidence, the documents under their names, the plan and the record."""
    shutil.copyfile(case.folder / RECORD, draft / RECORD)
    shutil.copytree(case.folder / case.state.binding.folder, draft / "plan")
    (draft / EVIDENCE).mkdir()
    for item in dict.fromkeys(case.state.evidence()):
        shutil.copyfile(case.folder / item.file, draft / item.file)
    for number, held in enumerate(checklist(case.state), 1):
        for item in held.evidence:
            home = draft / DOCUMENTS / f"{number:02d}-{held.document.key}"
            home.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(case.folder / item.file, home / Path(item.file).name)


def _index(words: CaseWords, case: Case, sums: list[tuple[str, str]]) -> Iterator[list[str]]:
    """Yield the index, the mark and the head of the record first."""
    yield [words("index"), case.state.facts.title]
    yield [words("state"), words.of(mark(case))]
    yield [words("head"), case.head]
    yield [words("file"), "SHA-256"]
    for name, digest in sums:
        yield [name, digest]
