"""Colours: pale for units that stay as they are, strong for those that change.

Every hue is there twice, so that a unit keeps its hue on both maps. The tints
are near each other in lightness and dark text can be read on all of them;
borders, not hues alone, part the units, so the maps can be read in grey.
"""

from __future__ import annotations

from collections.abc import Sequence

import networkx as nx
import numpy as np

from models.plan import Plan
from models.quantities import IntArray
from optimizer.report.map.base_map import BaseMap

PALE = (
    *("#dbe8f4", "#fbe8d3", "#dff0da", "#f6e0ea"),
    *("#fbf5d0", "#e7e1f2", "#d6efec", "#ede5dc"),
)
STRONG = (
    *("#74add9", "#f2a557", "#83c178", "#e08fb6"),
    *("#ecd04a", "#a997d8", "#5fbdb5", "#c8a07a"),
)
INK = "#1f2a33"
COUNTY = "#2b3945"
GREY = "#7d868c"
FAINT = "#5d676e"
VACATED_INK = "#46525a"
ALARM = "#b3261e"
"""Vacated seats."""


def changed(plan: Plan) -> IntArray:
    """Return the units that gain or lose a village, by their township."""
    origin = plan.territory.villages.township
    moved = plan.unit != origin
    touched = np.concatenate([plan.unit[moved], origin[moved]])
    return np.intersect1d(touched, plan.kept)


def colouring(plan: Plan, base_map: BaseMap) -> IntArray:
    """Colour the townships so that neighbours differ on both maps.

    Returns
    -------
    IntArray
        Number of the hue of each township, shape (townships,); one colouring for
        both maps, because a unit keeps the hue of the township whose seat it keeps.
    """
    return common_colouring([plan], base_map)


def common_colouring(plans: Sequence[Plan], base_map: BaseMap) -> IntArray:
    """Colour the townships so that neighbours differ before and under each of some plans."""
    territory = plans[0].territory
    graph: nx.Graph[int] = nx.Graph()
    graph.add_nodes_from(range(len(territory.townships)))
    for group in (territory.villages.township, *(plan.unit for plan in plans)):
        graph.add_edges_from(_neighbours(plans[0], base_map, group).tolist())
    colours = nx.greedy_color(graph, strategy="DSATUR")
    return np.array([colours[t] for t in range(len(colours))], dtype=np.int64)


def _neighbours(plan: Plan, base_map: BaseMap, group: IntArray) -> IntArray:
    """Return pairs of groups that touch in the picture or in the data."""
    given = group[plan.territory.pairs].reshape(-1, 2)
    seen = base_map.cells.neighbours(group[base_map.drawn])
    pairs = np.sort(np.concatenate([given[given[:, 0] != given[:, 1]], seen]), axis=1)
    return np.unique(pairs, axis=0)


def tint(hue: int, strong: bool) -> str:
    """Return the colour of a hue; hues beyond the palette start again."""
    return (STRONG if strong else PALE)[hue % len(PALE)]
