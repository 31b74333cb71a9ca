"""Maps of the set: PDF, PNG and SVG, of the whole territory and a sheet a county."""

from optimizer.report.dossier.maps.write import map_notes, write_maps

__all__ = ["map_notes", "write_maps"]
