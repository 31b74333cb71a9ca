"""How the counties of mode `whole` are modelled for questions: by listed units, or by seats."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum

import numpy as np

from models.instance import Instance
from models.merge.coupling import CouplingConstraint
from models.merge.restricted import restricted_problem
from models.scenario import Scenario
from optimizer.solve.clock import Clock
from optimizer.solve.decomposition.county_model import VillageCounty, WholeCounty
from optimizer.solve.decomposition.single_county import solve_alone
from optimizer.solve.decomposition.whole_county import construction_of, listed_county, whole_county
from optimizer.solve.partition.construction import Construction

_SHARE = 0.3
"""Of the time, for the best plans of counties whose candidates cannot all be listed."""
_HOPELESS = 2
"""Candidates, by their estimate, beside those that may be held, from which on none are listed."""


class Seats(Enum):
    """Whether townships are assigned to seats in mode `whole`, as villages are elsewhere."""

    NOWHERE = "nowhere"
    """Units are listed, as far as they can be."""
    WHERE_NEEDED = "where needed"
    """In counties whose units are too many to be listed."""
    ALIKE = "alike"
    """In all counties where one of them needs it: they become one problem."""


def whole_counties(
    instance: Instance,
    ties: Sequence[CouplingConstraint],
    clock: Clock,
    every_seat: bool,
    seats: Seats,
) -> list[WholeCounty | VillageCounty]:
    """List every county's units, or assign its townships to seats.

    Parameters
    ----------
    every_seat
        As for `listed_county`.
    """
    scenario, places = instance.scenario, instance.territory.counties
    clocks = [clock.at(place.name) for place in places]
    begun = [
        construction_of(restricted_problem(instance, c), scenario, ties, own)
        for c, own in enumerate(clocks)
    ]
    allowed = _where_allowed(begun, seats)
    most = _HOPELESS * clock.effort.candidates
    hopeless = [one.candidates > most for one in begun]
    unlisted = _where(hopeless, allowed, seats)
    listed = [
        None if unlisted[c] else listed_county(begun[c], scenario, own, every_seat)
        for c, own in enumerate(clocks)
    ]
    needed = _where([u is None or not u.model.complete for u in listed], allowed, seats)
    found: list[WholeCounty | VillageCounty] = []
    for c, (units, own) in enumerate(zip(listed, clocks, strict=True)):
        # What was not listed for want of time is not modelled anew either.
        if units is None or (needed[c] and not clock.over):
            found.append(whole_county(begun[c], scenario, own, seats=True))
        elif not units.model.complete and _connected(begun[c]):
            brief = own.within(_SHARE * own.left / (len(places) - c))
            found.append(_with_best(units, begun[c], scenario, brief))
        else:
            found.append(units)
    return found


def _connected(begun: Construction) -> bool:
    """Whether no township falls into pieces, which hang together in one seat's unit only."""
    return begun.bitset.fragments.trivial


def _where_allowed(begun: Sequence[Construction], seats: Seats) -> list[bool]:
    """Return in which counties townships may be assigned to seats."""
    connected = [_connected(one) for one in begun]
    if seats is Seats.WHERE_NEEDED or (seats is Seats.ALIKE and all(connected)):
        return connected
    return [False] * len(begun)


def _where(many: Sequence[bool], allowed: Sequence[bool], seats: Seats) -> list[bool]:
    """Return in which counties seats are allowed and units too many, here or, alike, in any."""
    spread = [any(many)] * len(many) if seats is Seats.ALIKE else many
    return [a and m for a, m in zip(allowed, spread, strict=True)]


def _with_best(
    listed: WholeCounty, begun: Construction, scenario: Scenario, clock: Clock
) -> WholeCounty:
    """Take the units of the county's best plan, where its candidates are too many to be listed.

    It is looked for by assigning townships to seats; what is listed may be far from it.
    """
    seats = whole_county(begun, scenario, clock, seats=True)
    if not isinstance(seats, VillageCounty):
        return listed
    plan = solve_alone(seats.choices, scenario.objectives, clock).chosen
    if plan is None:
        return listed
    units = [(np.nonzero(plan == option)[0], int(option)) for option in np.unique(plan)]
    model = listed.model.including(units)
    start = model.columns_of(units)
    return WholeCounty(model, listed.start if start is None else start)
