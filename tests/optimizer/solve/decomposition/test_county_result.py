"""Two answers of one county: the better plan stays, and every bound that was proved."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import numpy as np

from optimizer.solve.decomposition.county_result import CountyResult, PlanTotals
from optimizer.solve.evidence import Proof
from optimizer.solve.lexicographic import Answer
from optimizer.solve.results import ObjectiveResult, Value, Verdict


def result(*rows: tuple[str, Value, Value | None]) -> CountyResult:
    """Return an open answer with values and bounds."""
    attained = tuple(ObjectiveResult(name, value, bound, False) for name, value, bound in rows)
    totals = PlanTotals(0, 1, 1, {})
    return CountyResult(Answer(Verdict.OPEN, np.array([7]), attained, totals), None, None, cut=True)


def bounds(one: CountyResult) -> list[Value | None]:
    """Return the bounds."""
    return [a.bound for a in one.answer.attained]


def values(one: CountyResult) -> list[Value]:
    """Return the values."""
    return [a.value for a in one.answer.attained]


def test_a_short_second_try_loses_no_bound() -> None:
    """The same plan, found again with no time to bound it."""
    long, short = (
        result(("units", 18, 18), ("travel", 278, 274)),
        result(("units", 18, 18), ("travel", 278, 37)),
    )
    assert bounds(short.after(long)) == [18, 274]
    assert bounds(long.after(short)) == [18, 274]


def test_a_short_second_try_loses_no_proof() -> None:
    """Units that the first try proved stay proved, with what that rests on; travel stays open."""
    units = ObjectiveResult("units", 9, 9, proved=True, proof=Proof.SWEEP)
    known = result(("units", 9, 9), ("travel", 278, 274))
    answer = replace(known.answer, attained=(units, known.answer.attained[1]))
    long = replace(known, answer=answer, proof=Proof.SWEEP)
    short = result(("units", 9, 1), ("travel", 278, 0))
    for merged in (short.after(long), long.after(short)):
        assert merged.answer.attained[0] == units
        assert (bounds(merged), merged.proof) == ([9, 274], Proof.SWEEP)


def test_the_better_plan_stays_with_the_better_bound() -> None:
    """Whichever came first; a bound behind values that differ is not taken over."""
    good = result(("units", 17, 15), ("travel", 300, 100))
    worse = result(("units", 18, 16), ("travel", 278, 274))
    for merged in (good.after(worse), worse.after(good)):
        assert (values(merged), bounds(merged)) == ([17, 300], [16, 100])


def test_a_share_is_bounded_from_above() -> None:
    """Its larger value is better, its smaller bound."""
    one = result(("share", Fraction(1, 2), Fraction(3, 4)))
    other = result(("share", Fraction(2, 5), Fraction(2, 3)))
    merged = other.after(one)
    assert (values(merged), bounds(merged)) == ([Fraction(1, 2)], [Fraction(2, 3)])


def test_a_bound_that_meets_the_value_is_left_to_a_search() -> None:
    """It would be a proof, and nobody has said on what it rests."""
    merged = result(("travel", 278, None)).after(result(("travel", 280, 278)))
    assert (values(merged), bounds(merged)) == ([278], [None])


def test_what_is_settled_and_what_is_empty() -> None:
    """A proof is not touched; without a plan the earlier answer stays."""
    known = result(("travel", 280, 270))
    solved = replace(known, answer=replace(known.answer, verdict=Verdict.SOLVED))
    assert solved.after(known) is solved
    nothing = replace(known, answer=Answer(Verdict.OPEN, None, (), PlanTotals(0, 0, 0, {})))
    assert nothing.after(known) is known
    assert known.after(nothing) is known


def test_what_is_open_is_not_what_its_bound_meets() -> None:
    """Units that no search proved are at their bound: what may be better is travel."""
    met = ("units", 18, 18)
    assert result(("units", 18, 17), ("travel", 278, 274)).first_open == open_("units", 18, 17)
    assert result(met, ("travel", 278, 274)).first_open == open_("travel", 278, 274)
    assert result(met, ("travel", 278, None)).first_open == open_("travel", 278, None)
    assert result(met, ("share", Fraction(1), Fraction(1))).first_open is None


def open_(name: str, value: Value, bound: Value | None) -> ObjectiveResult:
    """Return an objective that is not proved."""
    return ObjectiveResult(name, value, bound, proved=False)
