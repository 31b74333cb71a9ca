"""The map picture of a plan: the territory before and after, as PNG and SVG."""

from optimizer.report.map.draw import (
    MapFiles,
    draw_maps,
    draw_side_by_side,
    map_figure,
    side_by_side_figure,
)

__all__ = ["MapFiles", "draw_maps", "draw_side_by_side", "map_figure", "side_by_side_figure"]
