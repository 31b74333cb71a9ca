"""All parts of an analysis, within one limit of time."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from models.instance import Instance
from models.plan import Plan
from optimizer.decide.analysis.prices import step_prices
from optimizer.decide.analysis.record import (
    FORMAT,
    absent,
    backbone_record,
    counties_record,
    frontier_record,
    identity,
    prices_record,
    why_not_record,
)
from optimizer.decide.backbone import backbone
from optimizer.decide.frontier import frontier
from optimizer.decide.whynot import why_not
from optimizer.solve.clock import Clock, Effort
from optimizer.text import Text

WITHIN = 0.02
"""How far travel of near-optimal plans may be above the best."""
OF = ("units", "travel")
"""What the frontier is of."""
POINTS = 60
"""The most points of it."""
_FIRST = 0.7
"""Share of the time that `why not` may take; the other parts share what it leaves."""
_NO_TIME = Text("the time was over before it began", "时间用完，未开始")


def analyse(instance: Instance, sha256: str, plan: Plan, clock: Clock) -> dict[str, Any]:
    """Return the analysis of a scenario and its first plan, as analysis.json holds it.

    Parameters
    ----------
    sha256
        Hash of the scenario and its tables.
    plan
        Every village in a unit.
    clock
        Its limit is for all parts. With one worker and no limit that bites the record is
        the same every time.
    """
    record: dict[str, Any] = {
        "format": FORMAT,
        "scenario": sha256,
        "plan": identity(plan),
        "mode": instance.scenario.mode,
        "effort": _granted(clock.effort),
    }
    found = why_not(instance, plan, clock.within(_FIRST * clock.left))
    record["why_not"] = why_not_record(found, plan)
    record["counties"] = counties_record(found.counties, instance.territory)

    def prices(own: Clock) -> dict[str, Any]:
        return prices_record(step_prices(instance, own), plan)

    def common(own: Clock) -> dict[str, Any]:
        return backbone_record(backbone(instance, WITHIN, own), WITHIN)

    def points(own: Clock) -> dict[str, Any]:
        return frontier_record(frontier(instance, OF, own, POINTS), plan)

    record["frontier"] = _part(points, clock.within(clock.left / 3))
    record["backbone"] = _part(common, clock.within(clock.left / 2))
    record["prices"] = _part(prices, clock)
    record["cut"], record["stopped"] = clock.cut, clock.stopped
    return record


def _granted(effort: Effort) -> dict[str, Any]:
    """Return what the analysis was granted, as its record holds it."""
    return {"seconds": effort.seconds, "workers": effort.workers, "seed": effort.seed}


def _part(make: Callable[[Clock], dict[str, Any]], clock: Clock) -> dict[str, Any]:
    """Return a part of the analysis, or why there is none."""
    return absent(_NO_TIME) if clock.over else make(clock)
