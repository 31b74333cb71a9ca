"""Roads between villages: line layers and OSM extracts, snapped and routed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from optimizer.data.importing.notices import Notices
from optimizer.text import Text

if TYPE_CHECKING:
    from optimizer.data.importing.dataset import Rows
    from optimizer.data.importing.run import Imported, Levels

STRAIGHT = Text("distances are straight lines, not roads", "距离为直线距离,非道路里程")


def add_roads(
    imported: Imported,
    levels: Levels,
    spots: Mapping[str, tuple[float, float]],
    extracts: Sequence[Path],
    tables: dict[str, Rows],
    notices: Notices,
) -> Text:
    """Add roads.csv; return what is to be said of distances where there is none."""
    return STRAIGHT
