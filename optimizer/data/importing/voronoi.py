"""Borders inferred from points: Voronoi cells of villages inside their township's polygon."""

from __future__ import annotations

from typing import TYPE_CHECKING

from optimizer.data.importing.notices import Notices

if TYPE_CHECKING:
    from optimizer.data.importing.run import Levels


def divide(levels: Levels, notices: Notices) -> bool:
    """Give villages that are points a polygon; return whether there was anything to divide."""
    return False
