"""Counties' answers kept in a folder, so that a run that was cut short goes on from there."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np

from models.plan import Plan
from models.quantities import IntArray
from optimizer.data.store import FolderStore
from optimizer.solve.clock import Effort
from optimizer.solve.decomposition.county_result import CountyResult, PlanTotals
from optimizer.solve.evidence import Proof
from optimizer.solve.lexicographic import Answer
from optimizer.solve.results import ObjectiveResult, Value, Verdict

FORMAT = "county-answer/2"


@dataclass(frozen=True)
class ResultCache:
    """Settled answers by mode and county, found again for the very same question.

    Attributes
    ----------
    identity
        Hash of all that an answer depends on (see `identity_of`).
    """

    folder: Path
    identity: str

    def get(self, mode: str, county: int, size: tuple[int, int]) -> CountyResult | None:
        """Return a county's answer; None when there is none that can be read.

        Parameters
        ----------
        size
            (villages, townships) of the county.
        """
        try:
            return _result(self._store.get(_name(mode, county), self.identity), county, size)
        except (KeyError, TypeError, ValueError, ZeroDivisionError):
            return None

    def put(self, mode: str, county: int, found: CountyResult) -> None:
        """Keep an answer that more time would not change."""
        if found.answer.verdict is not Verdict.OPEN:
            self._store.put(_name(mode, county), self.identity, _record(found))

    @property
    def _store(self) -> FolderStore:
        return FolderStore(self.folder)

    def clear(self) -> None:
        """Remove what is kept; anything else in the folder stays."""
        for path in self.folder.glob("*-[0-9][0-9][0-9][0-9][0-9].json"):
            path.unlink()
        if self.folder.is_dir() and not any(self.folder.iterdir()):
            self.folder.rmdir()


def identity_of(sha256: str, effort: Effort, start: Plan | None) -> str:
    """Return a hash of what a county's answer depends on.

    Parameters
    ----------
    sha256
        Of the scenario, its overrides and its tables.
    effort
        Its seed, workers, engine and budget of candidates count; its time does not.
    start
        A plan to begin from.
    """
    words = (FORMAT, sha256, effort.seed, effort.workers, effort.engine, effort.candidates)
    digest = hashlib.sha256(repr(words).encode())
    if start is not None:
        digest.update(np.ascontiguousarray(start.unit, dtype=np.int64).tobytes())
        digest.update(repr(sorted((t, k.value) for t, k in start.conversions.items())).encode())
    return digest.hexdigest()


def _name(mode: str, county: int) -> str:
    return f"{mode}-{county + 1:05d}"


def _record(found: CountyResult) -> dict[str, Any]:
    answer, totals = found.answer, found.answer.problem
    assert isinstance(totals, PlanTotals)
    return {
        "verdict": answer.verdict.name,
        "chosen": _list(answer.chosen),
        "attained": [
            [a.name, str(a.value), _text(a.bound), a.proved, a.proof] for a in answer.attained
        ],
        "units": totals.units,
        "urban": totals.urban,
        "totals": dict(totals.totals),
        "plan": None if found.plan is None else [_list(part) for part in found.plan],
        "made": found.made,
        "listed": found.listed,
        "proof": found.proof,
    }


def _result(
    record: Mapping[str, Any] | None, county: int, size: tuple[int, int]
) -> CountyResult | None:
    if record is None:
        return None
    totals = PlanTotals(county, int(record["units"]), int(record["urban"]), record["totals"])
    attained = tuple(
        ObjectiveResult(
            name, _value(value), None if bound is None else _value(bound), bool(proved), rest
        )
        for name, value, bound, proved, proof in record["attained"]
        for rest in [None if proof is None else Proof(proof)]
    )
    answer = Answer(Verdict[record["verdict"]], _array(record["chosen"]), attained, totals)
    plan = None if record["plan"] is None else _plan(record["plan"], size)
    proof, listed = Proof(record["proof"]), bool(record["listed"])
    return CountyResult(answer, plan, record["made"], cut=False, listed=listed, proof=proof)


def _plan(record: list[list[int]], size: tuple[int, int]) -> tuple[IntArray, IntArray]:
    """Return a county's plan; ValueError where it is none of this county."""
    seat, kind = (np.array(part, dtype=np.int64) for part in record)
    fits = (len(seat), len(kind)) == size and seat.min() >= 0 and seat.max() < len(kind)
    if not fits or kind.min() < 0 or kind.max() > 2:
        raise ValueError
    return seat, kind


def _list(array: IntArray | None) -> list[int] | None:
    return None if array is None else array.tolist()


def _array(record: list[int] | None) -> IntArray | None:
    return None if record is None else np.array(record, dtype=np.int64)


def _text(value: Value | None) -> str | None:
    return None if value is None else str(value)


def _value(text: str) -> Value:
    return Fraction(text) if "/" in text else int(text)
