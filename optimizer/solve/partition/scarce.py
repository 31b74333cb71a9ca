"""Townships that only few units can hold, and what that rules out.

Where the limits leave a township few units they are looked at one by one. A unit goes if
another such township has no unit left that is the same or disjoint (arc consistency of the
exact cover; Mackworth 1977, Artif. Intell. 8(1)); what remains says at which seats a township
may be, and which others share its unit in every plan or in none. A township without a unit
proves that the county has no plan.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import reduce
from operator import and_, gt, or_

import numpy as np

from models.merge.problem import Problem
from models.quantities import NO_LIMIT
from optimizer.solve.partition.bitset import BitsetProblem, bits

FEW_SETS = 200
"""Connected sets around a township up to which its units are looked at one by one."""

MORE_SETS = 2_000
BESIDE = 20
"""The same for townships beside those, and how many of them are looked at."""

TRIED = 60
"""Units of which it is seen what they leave those next to them."""

Unit = int
"""A set of nodes, as bits."""


def narrowed(problem: Problem, bitset: BitsetProblem, deeply: bool = True) -> Problem:
    """Return the problem with what scarce townships rule out.

    They may be at no seat that none of their units holds, and stay together with what all of
    them hold; what none of them holds may not be at a seat that all of them hold. Where one of
    them has no unit at all no township may be anywhere.

    Parameters
    ----------
    bitset
        The same problem, or one with more limits that every plan keeps.
    deeply
        Whether to look at townships beside those, and at what units leave those next to them.
    """
    known = scarce_units(bitset)
    known = supported(known | units_beside(bitset, known) if deeply else known)
    known = supported(known | looked_ahead(bitset, known)) if deeply else known
    if not known:
        return problem
    if not all(known.values()):
        return replace(problem, allowed=np.zeros_like(problem.allowed))
    allowed, cores = problem.allowed.copy(), set[Unit]()
    seat_node = bitset.node[problem.seat_parts()]
    for node, units in known.items():
        some, all_ = reduce(or_, units), reduce(and_, units)
        beside = np.isin(bitset.node, list(bits(some)))
        allowed[bitset.node == node] &= np.isin(seat_node, list(bits(some)))
        allowed[np.ix_(~beside, np.isin(seat_node, list(bits(all_))))] = False
        cores.add(all_)
    groups = [bitset.members(core) for core in sorted(cores) if core & core - 1]
    return replace(problem, allowed=allowed, together=[*problem.together, *groups])


def scarce_units(bitset: BitsetProblem) -> dict[int, list[Unit]]:
    """Return every unit of each node that few connected sets can hold."""
    return _units_of(bitset, range(bitset.size), FEW_SETS)


def units_beside(bitset: BitsetProblem, known: dict[int, list[Unit]]) -> dict[int, list[Unit]]:
    """Return every unit of some other nodes, as far as they are not too many.

    Those next to nodes of which all units are known come first, then those next to these units,
    the fewest first, then those with the fewest neighbours.
    """
    scarcest = sorted(known, key=lambda node: len(known[node]))
    held = {node: reduce(or_, known[node], 1 << node) for node in scarcest}
    near = [bitset.near[node] for node in scarcest]
    near += [held[node] | bitset.around(held[node]) for node in scarcest]
    near += [1 << n for n in sorted(range(bitset.size), key=lambda n: bitset.near[n].bit_count())]
    found = dict.fromkeys(node for nodes in near for node in bits(nodes))
    return _units_of(bitset, [n for n in found if n not in known][:BESIDE], MORE_SETS)


def looked_ahead(bitset: BitsetProblem, known: dict[int, list[Unit]]) -> dict[int, list[Unit]]:
    """Return the units of the scarcest nodes that leave every node next to them a unit."""
    highs = _highs(bitset)

    def leaves_units(unit: Unit) -> bool:
        beside = bits(bitset.around(unit))
        left = (_units_with(bitset, node, highs, FEW_SETS, unit) for node in beside)
        return all(units is None or units for units in left)

    scarcest = sorted(known, key=lambda node: len(known[node]))
    so_far = np.cumsum([len(known[node]) for node in scarcest])
    tried = scarcest[: int(np.searchsorted(so_far, TRIED, side="right"))]
    return {node: list(filter(leaves_units, known[node])) for node in tried}


def _units_of(bitset: BitsetProblem, nodes: Iterable[int], most: int) -> dict[int, list[Unit]]:
    highs = _highs(bitset)
    found = ((node, _units_with(bitset, node, highs, most)) for node in nodes)
    return {node: units for node, units in found if units is not None}


def unheld(bitset: BitsetProblem) -> list[int]:
    """Return the parts that no unit at all can hold: each proves that there is no plan."""
    empty = [node for node, units in scarce_units(bitset).items() if not units]
    return [part for node in empty for part in bitset.members(1 << node).tolist()]


def supported(known: dict[int, list[Unit]]) -> dict[int, list[Unit]]:
    """Return the units that agree with some unit of every other node of which all are known."""
    known, changed = dict(known), True
    held = {node: reduce(or_, units, 0) for node, units in known.items()}
    while changed:
        changed = False
        for node, units in known.items():
            # Nodes whose units lie apart agree in any case.
            near = [n for n in known if n != node and held[n] & held[node]]
            kept = [u for u in units if all(_agrees(u, n, known[n]) for n in near)]
            changed |= len(kept) < len(units)
            known[node] = kept
    return known


def _agrees(unit: Unit, node: int, units: list[Unit]) -> bool:
    """Return whether a plan with a unit may hold a node in one of its own units."""
    if unit >> node & 1:
        return unit in units
    return any(not unit & other for other in units)


def _highs(bitset: BitsetProblem) -> list[int]:
    """Return what a unit of several nodes may hold at most of each limit's weight."""
    highest = [
        max((one.high[k] for one in bitset.classes), default=-NO_LIMIT)
        for k in range(len(bitset.problem.limits))
    ]
    limits = zip(bitset.problem.limits, highest, strict=True)
    return [high if limit.monotone else NO_LIMIT for limit, high in limits]


def _units_with(
    bitset: BitsetProblem, node: int, highs: list[int], most: int, without: int = 0
) -> list[Unit] | None:
    """Return all units that hold a node; None where too many sets would have to be seen.

    A set is seen once: what was added on another way stays out (Avis and Fukuda 1996, Discrete
    Appl. Math. 65(1-3)).
    """
    begin, units, seen = 1 << node, [], 1
    waiting = [(begin, bitset.weight[node], bitset.near[node] & ~without, begin | without)]
    while waiting:
        unit, sums, border, closed = waiting.pop()
        if bitset.options(unit, sums) and not any(bitset.enemies[n] & unit for n in bits(unit)):
            units.append(unit)
        for other in bits(border):
            closed |= 1 << other
            total = [a + b for a, b in zip(sums, bitset.weight[other], strict=True)]
            if any(map(gt, total, highs)):
                continue
            if seen == most:
                return None
            seen += 1
            beyond = (border | bitset.near[other]) & ~closed
            waiting.append((unit | 1 << other, total, beyond, closed))
    return units
