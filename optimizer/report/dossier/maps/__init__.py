"""Maps of the set: PDF, PNG and SVG."""

from __future__ import annotations

from pathlib import Path

from optimizer.report.dossier.material import Material


def write_maps(material: Material, folder: Path) -> list[str]:
    """Draw the maps of a set; return the names of the files, from the folder."""
    return []
