"""analysis.json: the analysis for programs, for the page, and to be used again."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Any

from models.plan import Outcome, Plan
from models.territory import Territory
from optimizer.decide.analysis.moves import moved, moves
from optimizer.decide.analysis.prices import StepPrice
from optimizer.decide.backbone import Backbone, Standing
from optimizer.decide.frontier import Frontier
from optimizer.decide.price import Priced
from optimizer.decide.villages.parts import SHOWN, parts
from optimizer.decide.whynot import PairAnswer, WhyNot
from optimizer.decide.whynot.answer import CountyProof
from optimizer.solve.results import Value
from optimizer.text import Text

FORMAT = "merge-analysis/1"


def identity(plan: Plan) -> str:
    """Return a hash of what a plan says: the unit of each village and the kinds it changes."""
    codes = plan.territory.unit_codes
    kinds = sorted((codes[t], kind.value) for t, kind in plan.conversions.items())
    lines = [
        *(f"{v},{codes[u]}" for v, u in zip(plan.territory.villages.codes, plan.unit, strict=True)),
        *(f"{code}={kind}" for code, kind in kinds),
    ]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def plan_of(base: Plan, found: Mapping[str, Any]) -> Plan:
    """Return a plan of an analysis, which is written as what it changes of the first plan."""
    return moved(base, found)


def number(value: Value | None) -> int | str | None:
    """Return a value for JSON; fractions as text, exactly."""
    if isinstance(value, Fraction):
        return f"{value.numerator}/{value.denominator}"
    return value


def text(said: Text) -> dict[str, str]:
    """Return a text in both languages."""
    return {"en": said.en, "zh": said.zh}


def absent(said: Text) -> dict[str, Any]:
    """Return a part that the mode does not know, or that was not reached."""
    return {"available": False, "why": text(said)}


def why_not_record(found: WhyNot, plan: Plan) -> dict[str, Any]:
    """Return the answers to all pairs."""
    return {
        "available": True,
        "objectives": list(found.objectives),
        "best": [number(value) for value in found.best],
        "exact": found.exact,
        "pairs": [_pair(pair, plan) for pair in found.pairs],
    }


def _pair(pair: PairAnswer, plan: Plan) -> dict[str, Any]:
    territory = plan.territory
    codes = territory.unit_codes
    record: dict[str, Any] = {
        "a": codes[pair.a],
        "b": codes[pair.b],
        "verdict": pair.verdict.value,
        "reasons": [
            {
                "seat": None if r.seat < 0 else territory.unit_codes[r.seat],
                "clause": r.clause,
                "key": r.key,
                **text(r.text),
            }
            for r in pair.reasons
        ],
        "conflict": list(pair.conflict),
    }
    if pair.forced is not None:
        record["values"] = [number(value) for value in pair.forced.values]
        record["alone"] = pair.forced.alone
        record["moves"] = moves(plan, pair.forced.plan)
    return record


def counties_record(found: Sequence[CountyProof], territory: Territory) -> list[dict[str, Any]]:
    """Return what is proved of each county."""
    return [
        {
            "code": territory.counties[c.county].code,
            "units": c.units,
            "fewest": c.fewest,
            "proved": c.proved,
            "values": _values(c.values),
            "bounds": _values(c.bounds),
        }
        for c in found
    ]


def _values(values: Mapping[str, Value] | None) -> dict[str, Any] | None:
    return None if values is None else {name: number(value) for name, value in values.items()}


def prices_record(found: Iterable[StepPrice], plan: Plan) -> dict[str, Any]:
    """Return the prices of numbers."""
    rows = [
        {
            "rule": price.number.rule.key,
            "clause": price.number.rule.clause,
            "key": price.number.name,
            "value": price.number.given,
            "looser": _side(price.looser, plan),
            "tighter": _side(price.tighter, plan),
        }
        for price in found
    ]
    return {"available": True, "numbers": rows}


def _side(side: tuple[str, Priced] | None, plan: Plan) -> dict[str, Any] | None:
    if side is None:
        return None
    value, found = side
    other = found.plan(plan.territory)
    return {
        "value": value,
        "outcome": found.outcome.value,
        "proved": found.outcome in (Outcome.OPTIMAL, Outcome.INFEASIBLE),
        "values": [number(r.best) for r in found.reached],
        "moves": None if other is None else moves(plan, other),
    }


def backbone_record(found: Backbone, within: float) -> dict[str, Any]:
    """Return in how many near-optimal plans townships are together; pairs in none are left out.

    In the village modes a pair is a township and a unit that some of its villages go to: it
    stands as the village that goes there most often.
    """
    codes, near = found.near.space.territory.unit_codes, found.near
    together = [
        {"a": codes[p.a], "b": codes[p.b], "standing": p.standing.value}
        for p in found.pairs
        if p.standing is not Standing.NONE
    ]
    return {
        "available": True,
        "within": within,
        "proved": found.proved,
        "near": {"units": near.units, "travel": near.travel, "most_travel": near.most_travel},
        "alone": [codes[t] for t in found.alone()],
        "pairs": _parts(found) if near.space.by_villages else together,
    }


def _parts(found: Backbone) -> list[dict[str, Any]]:
    codes = found.near.space.territory.unit_codes
    return [
        {
            "a": codes[p.township],
            "b": codes[p.unit],
            "standing": p.strongest.value,
            "whole": p.whole.value,
            "villages": {s.value: p.villages[s] for s in SHOWN},
            "of": p.of,
        }
        for p in parts(found)
    ]


def frontier_record(found: Frontier, plan: Plan) -> dict[str, Any]:
    """Return the points of a frontier, each with its plan."""
    points = []
    for point in found.points:
        own, _ = found.plan(point)
        values = [number(value) for value in point.values]
        points.append({"values": values, "proved": point.proved, "moves": moves(plan, own)})
    return {
        "available": True,
        "objectives": list(found.objectives),
        "proved": found.proved,
        "points": points,
        "open_counts": list(found.open_counts),
    }
