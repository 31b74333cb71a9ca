"""Units that a table of people no longer has: they were merged into a neighbour since."""

from __future__ import annotations

from typing import Any

from optimizer.data.importing.imported import Levels
from optimizer.data.importing.joining import merged_into
from optimizer.data.importing.notices import Notices


def say_merged(levels: Levels, ground: Any, notices: Notices) -> None:
    """List units that a table of people no longer has, with the neighbour that they are in now."""
    if not levels.matches.without_row:
        return
    beside: dict[str, dict[str, float]] = {}
    for (a, b), metres in zip(ground.pairs.tolist(), ground.border_m.tolist(), strict=True):
        one, other = ground.keys[a], ground.keys[b]
        beside.setdefault(one, {})[other] = metres
        beside.setdefault(other, {})[one] = metres
    units = levels.villages
    gone = [key for key in levels.matches.without_row if "population" not in units[key].values]
    into = merged_into(gone, units, levels.matches.renamed, beside)
    notices.extend(
        "W819",
        "villages.csv",
        "",
        (
            f"{units[k].label()} → {units[into[k]].label()} ({levels.matches.renamed[into[k]]})"
            if k in into
            else f"{units[k].label()} → ?"
            for k in gone
        ),
        options=" ".join(f"--merge {units[k].code}={units[n].code}" for k, n in into.items())
        or "-",
    )
