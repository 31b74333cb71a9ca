"""Roads as a graph, and the speed of a way."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

JOIN_M = 0.5
"""Corners of lines nearer than this are one."""
SPEED_KMH: Mapping[str, float] = {
    **dict.fromkeys(("motorway", "motorway_link", "高速", "高速公路"), 90.0),
    **dict.fromkeys(("trunk", "trunk_link", "国道", "一级", "一级公路", "快速路"), 65.0),
    **dict.fromkeys(("primary", "primary_link", "省道", "二级", "二级公路", "主干路"), 55.0),
    **dict.fromkeys(("secondary", "secondary_link", "县道", "三级", "三级公路", "次干路"), 45.0),
    **dict.fromkeys(("tertiary", "tertiary_link", "乡道", "四级", "四级公路", "支路"), 35.0),
    **dict.fromkeys(("unclassified", "road", "村道", "等外", "等外公路"), 25.0),
    **dict.fromkeys(("residential", "living_street", "service"), 20.0),
    **dict.fromkeys(("track", "机耕路"), 15.0),
}
"""Speeds by class, for want of a speed of the way's own: OSM's and those of JTG B01."""
USUAL_KMH = 30.0


@dataclass(frozen=True)
class Network:
    """Roads as a graph.

    Attributes
    ----------
    xy
        Nodes, metres in a plane, shape (nodes, 2).
    ends
        Edges, shape (edges, 2).
    metres, seconds
        Of each edge.
    """

    xy: Floats
    ends: Ints
    metres: Floats
    seconds: Floats

    def graph(self, weight: Floats) -> Any:
        """Return the network with a weight; of parallel edges the least counts."""
        a, b = np.sort(self.ends, axis=1).T
        order = np.lexsort((weight, b, a))
        a, b, w = a[order], b[order], weight[order]
        first = np.ones(len(a), dtype=np.bool_)
        first[1:] = (a[1:] != a[:-1]) | (b[1:] != b[:-1])
        size = len(self.xy)
        return csr_array((np.maximum(w[first], 1e-6), (a[first], b[first])), shape=(size, size))


def speed_of(kind: str, stated: str) -> float:
    """Return the speed of a way, km/h: its own, else that of its class."""
    figure = stated.split()[0] if stated else ""
    if figure.replace(".", "", 1).isdigit() and 3 <= float(figure) <= 140:
        return float(figure) * (1.609 if "mph" in stated else 1.0)
    return SPEED_KMH.get(kind.strip().lower(), USUAL_KMH)
