"""The set written into its folder: every part from the same material, all or none."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from optimizer.data.faults import InputError
from optimizer.data.importing.extras import need
from optimizer.data.output import replacing
from optimizer.data.plan_file import replace_file
from optimizer.report.dossier.analysis import analysis_text
from optimizer.report.dossier.audit import audit_of_set
from optimizer.report.dossier.claim import ANALYSIS, RECORD
from optimizer.report.dossier.documents.papers import write_papers
from optimizer.report.dossier.documents.tables import write_tables
from optimizer.report.dossier.geodata import write_geodata
from optimizer.report.dossier.maps import write_maps
from optimizer.report.dossier.material import Material
from optimizer.report.page import write_page

Part = Callable[[Material, Path], list[str]]
"""Writes its files into a folder and returns their names, from it."""
PARTS: tuple[Part, ...] = (write_tables, write_papers, write_geodata, write_maps)


def need_extras() -> None:
    """Say how the extras are installed where a library is missing, before any work (E801)."""
    faults = []
    for extra in ("papers", "geo"):
        try:
            need(extra)
        except InputError as error:
            faults += error.faults
    if faults:
        raise InputError(faults)


def deliver_set(
    folder: Path, material: Material, analysis: Mapping[str, Any] | None
) -> tuple[list[str], dict[str, Any]]:
    """Write the set; it replaces an earlier one whole.

    Parameters
    ----------
    folder
        As `claim_set` left it.
    analysis
        What analysis.json is to hold; None: there is none.

    Returns
    -------
    tuple
        The names of the files from the folder, audit.json last, and its record.
    """
    with replacing(folder, kept=()) as draft:
        names = [name for part in PARTS for name in part(material, draft)]
        names += write_page(material, analysis, draft)
        if analysis is not None:
            replace_file(draft / ANALYSIS, analysis_text(analysis))
            names.append(ANALYSIS)
        record = audit_of_set(material, draft, names)
        replace_file(draft / RECORD, json.dumps(record, ensure_ascii=False, indent=1) + "\n")
    return [*names, RECORD], record
