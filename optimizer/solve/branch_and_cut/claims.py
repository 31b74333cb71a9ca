"""Nodes that CP-SAT alone has settled so far: the second witness works beside the search."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, wait
from dataclasses import dataclass

from models.quantities import NO_LIMIT
from optimizer.solve.branch_and_cut.cp_sat import AskedWitness, CpSatResult

WAIT_S = 0.1
"""Seconds after which a search that waits for a witness looks whether the time is over."""


@dataclass(frozen=True)
class Claim:
    """A node that is closed only if the second witness says so.

    Attributes
    ----------
    least
        What its plans cost at least, claim or not.
    reopen
        Goes on with the node.
    """

    witness: AskedWitness
    least: int
    reopen: Callable[[], None]


class Claims:
    """The claims of a search; until they are borne out they hold its bound."""

    def __init__(self) -> None:
        self._claims: list[Claim] = []

    def __len__(self) -> int:
        return len(self._claims)

    @property
    def least(self) -> int:
        """What plans of all these nodes cost at least."""
        return min((claim.least for claim in self._claims), default=NO_LIMIT)

    def add(self, claim: Claim) -> None:
        """Wait for one more."""
        self._claims.append(claim)

    def dismiss(self, value: int = -NO_LIMIT) -> None:
        """End the witnesses of nodes that cost no less than a value."""
        for claim in [c for c in self._claims if c.least >= value]:
            claim.witness.dismiss()
            self._claims.remove(claim)

    def heard(self, wait_for_one: bool) -> Iterator[tuple[Claim, CpSatResult]]:
        """Yield the claims whose witness has spoken, and what it says; they are no more waited for.

        Parameters
        ----------
        wait_for_one
            Whether there is nothing else to do, for a while.
        """
        if self._claims and wait_for_one:
            wait([c.witness.answer for c in self._claims], WAIT_S, FIRST_COMPLETED)
        for claim in [c for c in self._claims if c.witness.answer.done()]:
            self._claims.remove(claim)
            yield claim, claim.witness.answer.result()
