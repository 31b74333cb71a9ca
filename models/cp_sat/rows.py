"""Linear rows over 0/1 literals, written exactly with coefficients that CP-SAT can bear.

CP-SAT of OR-Tools 9.15 answers wrongly once terms of Booleans pass 2^31
(google/or-tools#5293), and refuses what passes 64 bits. Every row is therefore normalised as
pseudo-Boolean solvers do: all coefficients positive over literals, none above the
degree (saturation), divided by their greatest common divisor. A row whose terms still
add up to more than `REACH` is split into digits of base B:

    sum of a l + c >= d      is, with a = a1 B + a0 and d = d1 B + d0,
    sum of a1 l + k >= d1    for a whole k with  B k <= sum of a0 l + c - d0,

because k may be as large as floor((sum of a0 l + c - d0) / B). No solution is lost and
none is added; Python's whole numbers make every step exact, whatever the size.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import gcd

from ortools.sat.python import cp_model

from models.quantities import NO_LIMIT

REACH = 2**31 - 1
"""What the absolute terms of one row may add up to."""

Literal = cp_model.IntVar
Terms = list[tuple[Literal, int]]
Whole = tuple[cp_model.IntVar, int, int]
"""A whole variable from 0 on, its coefficient, and its largest value."""


def add_row(
    model: cp_model.CpModel,
    literals: Sequence[Literal],
    coefficients: Iterable[int],
    low: int = -NO_LIMIT,
    high: int = NO_LIMIT,
) -> None:
    """Add `low <= sum of coefficient x literal <= high`; an end of `NO_LIMIT` does not bind.

    Parameters
    ----------
    literals
        0/1 variables of the model, or their negations.
    coefficients
        Whole numbers of any size.
    """
    terms = [(x, int(a)) for x, a in zip(literals, coefficients, strict=True) if a]
    reach = sum(abs(a) for _, a in terms)
    low, high = max(int(low), -NO_LIMIT), min(int(high), NO_LIMIT)
    if reach <= REACH:
        sum_ = cp_model.LinearExpr.weighted_sum([x for x, _ in terms], [a for _, a in terms])
        beyond = reach + 1  # both ends within it: CP-SAT takes an empty interval for none
        ends = (max(-beyond, min(end, beyond)) for end in (low, high))
        model.add_linear_constraint(sum_, *ends)
        return
    if low > -NO_LIMIT:
        _at_least(model, terms, low)
    if high < NO_LIMIT:
        _at_least(model, [(x, -a) for x, a in terms], -high)


@dataclass(frozen=True)
class Value:
    """The objective of a model: `least` and digits above it, the lowest first.

    Attributes
    ----------
    digits
        Whole variables, each below `base`; a single one where the value is small.
    """

    model: cp_model.CpModel
    least: int
    base: int
    digits: tuple[Whole, ...]

    def at_least(self, value: int) -> None:
        """Say that no solution has a smaller value."""
        if value > self.least:
            _split(self.model, [], value - self.least, list(self.digits), self.base)


def minimise(
    model: cp_model.CpModel,
    literals: Sequence[Literal],
    coefficients: Iterable[int],
    constant: int,
    least: int,
    most: int,
) -> Value | None:
    """Make the model minimise `sum + constant`, which lies between `least` and `most`.

    The objective is a variable of its own with that domain: a bound on the sum beside
    the objective is used by the solver less well. Where the sum is large the variable
    has several digits, and is only held from below, which is enough for a minimum.

    Returns
    -------
    Value or None
        None where nothing lies between the two: the model then has no solution.
    """
    terms = [(x, int(a)) for x, a in zip(literals, coefficients, strict=True) if a]
    reach = sum(abs(a) for _, a in terms) + abs(constant - least)
    if least > most:
        model.add_bool_or([])
        return None
    if max(reach, most - least) <= REACH:
        value = model.new_int_var(0, most - least, "value")
        sum_ = cp_model.LinearExpr.weighted_sum([x for x, _ in terms], [a for _, a in terms])
        model.add(sum_ + (constant - least) == value)
        model.minimize(value + least)
        return Value(model, least, REACH, ((value, 1, most - least),))
    return _minimise_in_digits(model, terms, constant, least, most)


def _minimise_in_digits(
    model: cp_model.CpModel, terms: Terms, constant: int, least: int, most: int
) -> Value:
    base, digits = _base(len(terms)), list[Whole]()
    while (weight := base ** len(digits)) <= most - least:
        top = min(base - 1, (most - least) // weight)
        digits.append((model.new_int_var(0, top, f"value {len(digits)}"), weight, top))
    value = Value(model, least, base, tuple(digits))
    # value - least >= sum + constant - least, with a x = a - a (1 - x) for positive a.
    unspent = [(_not(x), a) if a > 0 else (x, -a) for x, a in terms]
    degree = sum(a for _, a in terms if a > 0) + constant - least
    _split(model, unspent, degree, digits, base)
    _at_least(model, [(x, -a) for x, a in terms], constant - most)
    model.minimize(sum(weight * v for v, weight, _ in digits) + least)
    return value


def _at_least(model: cp_model.CpModel, terms: Terms, degree: int) -> None:
    """Add `sum >= degree` in pseudo-Boolean normal form."""
    degree -= sum(a for _, a in terms if a < 0)
    terms = [(x, a) if a > 0 else (_not(x), -a) for x, a in terms]
    if degree <= 0:
        return
    if sum(a for _, a in terms) < degree:
        model.add_bool_or([])
        return
    terms = [(x, min(a, degree)) for x, a in terms]
    divisor = gcd(*(a for _, a in terms))
    terms, degree = [(x, a // divisor) for x, a in terms], -(-degree // divisor)
    if degree == 1:
        model.add_bool_or([x for x, _ in terms])
        return
    _split(model, terms, degree, [], _base(len(terms)))


def _not(literal: Literal) -> Literal:
    """Return a literal's negation, which CP-SAT's types hold to be something else."""
    return literal.negated()  # type: ignore[return-value]


def _base(terms: int) -> int:
    """Return the base in which the digits of so many terms add up to less than 2^29."""
    return 1 << max(1, 28 - terms.bit_length())


def _split(
    model: cp_model.CpModel, terms: Terms, degree: int, wholes: list[Whole], base: int
) -> None:
    """Add `sum of a l + sum of b v >= degree`, digit by digit from the lowest."""
    carry: cp_model.IntVar | None = None
    lowest, highest = 0, 0
    while _reach(terms, degree, wholes) + max(abs(lowest), abs(highest)) > REACH:
        digits = [(x, a % base) for x, a in terms]
        loose = [(v, b % base, top) for v, b, top in wholes]
        rest = degree % base
        most = sum(a for _, a in digits) + sum(b * top for _, b, top in loose) + highest
        lowest, highest = (lowest - rest) // base, (most - rest) // base
        new = model.new_int_var(lowest, highest, "carry")
        loose.append((new, -base, 0))
        model.add(_sum(digits, loose, carry) >= rest)
        carry = new
        terms = [(x, a // base) for x, a in terms if a >= base]
        wholes = [(v, b // base, top) for v, b, top in wholes if b >= base]
        degree //= base
    model.add(_sum(terms, wholes, carry) >= degree)


def _reach(terms: Terms, degree: int, wholes: list[Whole]) -> int:
    return max(abs(degree), sum(a for _, a in terms) + sum(b * top for _, b, top in wholes))


def _sum(terms: Terms, wholes: list[Whole], carry: cp_model.IntVar | None) -> cp_model.LinearExprT:
    used = [(x, a) for x, a in terms if a] + [(v, b) for v, b, _ in wholes if b]
    used += [] if carry is None else [(carry, 1)]
    return cp_model.LinearExpr.weighted_sum([x for x, _ in used], [a for _, a in used])
