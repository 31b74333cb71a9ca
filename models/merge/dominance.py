"""Which seats of a candidate set can be left out without losing an optimum.

Two candidates over the same parts may be exchanged for one another in any plan:
only their costs differ, and whether the unit counts as urban. With no tolerance
the objectives are lexicographic, so the exchange for one that is no worse in
that order, and urban if the other is, never loses anything.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from models.merge.candidates import Candidates
from models.quantities import IntArray
from models.scenario import ObjectiveSpec


def undominated(
    candidates: Candidates,
    urban: IntArray,
    costs: Mapping[str, IntArray],
    specs: Sequence[ObjectiveSpec],
    urban_counts: bool,
    tied: Sequence[str] = (),
) -> IntArray:
    """Return the rows to keep: per set the best seat, and the best urban one if that counts.

    Parameters
    ----------
    urban
        1 where the candidate is a town or subdistrict.
    specs
        The objectives in order; with any tolerance all rows are kept.
    urban_counts
        Whether a rule or an objective asks for towns and subdistricts.
    tied
        Costs that ties add up: candidates that differ in one are never exchanged.
    """
    if any(spec.tolerance for spec in specs):
        return np.arange(len(candidates))
    keys = [-urban if spec.objective.ratio else costs[spec.name] for spec in specs]
    group = _alike(candidates.group, [costs[name] for name in tied])
    order = np.lexsort((candidates.option, *reversed(keys), group))
    kept = _first_of_group(order, group)
    if urban_counts:
        towns = order[urban[order] == 1]
        kept = np.union1d(kept, _first_of_group(towns, group))
    return np.sort(kept)


def _alike(group: IntArray, costs: Sequence[IntArray]) -> IntArray:
    """Return labels of the candidates over the same parts with the same tied costs."""
    if not costs or not len(group):
        return group
    labels = np.unique(np.stack([group, *costs]), axis=1, return_inverse=True)[1]
    return np.asarray(labels, dtype=np.int64).ravel()


def _first_of_group(order: IntArray, group: IntArray) -> IntArray:
    first = np.ones(len(order), dtype=bool)
    first[1:] = group[order[1:]] != group[order[:-1]]
    return order[first]
