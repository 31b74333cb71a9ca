"""Units and villages of the proposed plan as GeoPackage and Shapefile."""

from __future__ import annotations

from pathlib import Path

from optimizer.data.faults import InputError
from optimizer.report.dossier.material import Material
from optimizer.report.geodata import export_geodata

FOLDER, FORMATS = "geodata", ("gpkg", "shp")
_NOTHING_TO_DRAW = "E823"


def write_geodata(material: Material, folder: Path) -> list[str]:
    """Write the layers; nothing where the data has neither borders nor coordinates."""
    home = folder / FOLDER
    home.mkdir()
    try:
        export_geodata(material.proposed.plan, material.dataset, home, FORMATS, material.lang)
    except InputError as error:
        if any(fault.code != _NOTHING_TO_DRAW for fault in error.faults):
            raise
        home.rmdir()
        return []
    return sorted(f"{FOLDER}/{path.name}" for path in home.iterdir())
