"""Nodes that the city need not look at: another one of the county is better in every way."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from models.merge.expressions import UNITS
from models.quantities import NO_LIMIT, IntArray
from optimizer.solve.decomposition.combination.master_spec import MasterSpec, reach
from optimizer.solve.decomposition.combination.node import CountyNode


def undominated(nodes: Sequence[CountyNode], master: MasterSpec) -> IntArray:
    """Return the positions of nodes that no other node of their county dominates.

    A node dominates another one if its vector does not come after the other's, it takes no
    more work where the vectors are equal, and it can serve every tie as well. In any
    choice it may stand in the other's place: sums keep the order of vectors. Where a share
    comes before the number of units, vectors are comparable only at one number of units.
    """
    needs = np.array([list(_needs(node, master)) for node in nodes], dtype=np.int64)
    ranks = np.array([(*node.vector, node.work) for node in nodes], dtype=np.int64)
    order = np.lexsort(np.hstack([ranks, needs]).T[::-1])
    county = np.array([node.county for node in nodes])[order]
    kept = []
    for own in (order[county == c] for c in np.unique(county)):
        as_good = (needs[own][:, None] <= needs[own][None, :]).all(axis=2)
        kept.append(own[~np.triu(as_good, 1).any(axis=0)])
    return np.sort(np.concatenate(kept))


def _needs(node: CountyNode, master: MasterSpec) -> Iterator[int]:
    """Yield what is better the less it is: what the node takes of each tie, at best."""
    for tie in master.ties:
        least, most = reach(tie, node.county, node.spans)
        if tie.high < NO_LIMIT:
            yield least
        if tie.low > -NO_LIMIT:
            yield -most
    if master.share_first:
        least, most = node.spans[UNITS]
        yield from (least, -least, most, -most)
