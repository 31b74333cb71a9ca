"""The page of the set: one file that shows plans, proofs and their costs."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from optimizer.report.dossier.material import Material


def write_page(material: Material, analysis: Mapping[str, Any] | None, folder: Path) -> list[str]:
    """Write index.html; return the names of the files, from the folder."""
    return []
