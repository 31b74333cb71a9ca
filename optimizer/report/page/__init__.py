"""The page of the set: one file that shows plans, proofs and their costs."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from optimizer.data.plan_file import replace_file
from optimizer.report.dossier.material import Material
from optimizer.report.page.assemble import assembled
from optimizer.report.page.content import page_content

PAGE = "index.html"


def write_page(material: Material, analysis: Mapping[str, Any] | None, folder: Path) -> list[str]:
    """Write index.html; return the names of the files, from the folder.

    Parameters
    ----------
    analysis
        What `optimizer.decide.analysis.analyse` returned; None where there is none: what
        rests on it is then said to be missing.
    """
    core, blocks = page_content(material, analysis)
    replace_file(folder / PAGE, assembled(core, blocks, material.lang, material.title))
    return [PAGE]
