"""What the proofs of a solve rest on, and the solvers that were found wrong."""

from __future__ import annotations

import threading
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import IntEnum


class Proof(IntEnum):
    """What a proof rests on, the strongest first.

    `BOUND` and `SWEEP` are whole-number arithmetic: a bound evaluated over all columns, and
    a complete search in whole numbers. `TWO_SOLVERS` are claims on which solvers of
    different methods agree. `ONE_SOLVER` is no proof.
    """

    BOUND = 0
    SWEEP = 1
    TWO_SOLVERS = 2
    ONE_SOLVER = 3

    @property
    def label(self) -> str:
        """Its name in plan.json."""
        return _LABELS[self]


_LABELS = {
    Proof.BOUND: "whole-number bound",
    Proof.SWEEP: "sweep",
    Proof.TWO_SOLVERS: "two solvers",
    Proof.ONE_SOLVER: "one solver",
}


def weakest(proofs: Iterable[Proof]) -> Proof:
    """Return what all of some proofs together rest on."""
    return max(proofs, default=Proof.BOUND)


@dataclass
class Evidence:
    """What was relied on so far, in order; every clock of a solve shares one.

    Attributes
    ----------
    faults
        Claims of solvers that a known plan or another witness contradicts.
    distrusted
        Names of solvers that made such a claim: nothing more is asked of them.
    claims
        What one solver says and nothing else has borne out.
    """

    faults: list[str] = field(default_factory=list)
    claims: list[str] = field(default_factory=list)
    distrusted: set[str] = field(default_factory=set)
    _relied: list[Proof] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def rely(self, proof: Proof) -> None:
        """Note that a cut, a bound or a closed node rests on something."""
        if proof is not Proof.BOUND:
            with self._lock:
                self._relied.append(proof)

    def mark(self) -> int:
        """Return a point in time for `since`."""
        return len(self._relied)

    def since(self, mark: int = 0) -> Proof:
        """Return what everything proved since a mark rests on."""
        return weakest(self._relied[mark:])

    def accuse(self, solver: str, claim: str) -> None:
        """Note that a solver was wrong; it is believed no more."""
        with self._lock:
            self.distrusted.add(solver)
            text = f"{solver}: {claim}"
            if text not in self.faults:
                self.faults.append(text)

    def claim(self, text: str) -> None:
        """Note what one solver says; nothing is proved by it."""
        with self._lock:
            if text not in self.claims:
                self.claims.append(text)

    def take(self, proof: Proof, faults: Iterable[str], claims: Iterable[str]) -> None:
        """Add what another process came to."""
        self.rely(proof)
        with self._lock:
            self.faults += [fault for fault in faults if fault not in self.faults]
            self.claims += [claim for claim in claims if claim not in self.claims]

    def trusts(self, solver: str) -> bool:
        """Return whether a solver was never found wrong."""
        return solver not in self.distrusted
