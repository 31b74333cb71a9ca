"""The peers: other ways to solve one county's problem, all behind one interface.

Every peer works from the same restricted `Problem` as the tool, in any mode, and
returns the assignment that it found, so that a claim can be recomputed. A number of
units is fixed by a tie: `Tie("count", frozenset([county]), per_unit=1, low=n, high=n)`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module

from models.merge.problem import Problem
from models.merge.ties import Tie
from models.quantities import IntArray
from models.scenario import ObjectiveSpec


@dataclass(frozen=True)
class PeerResult:
    """What a peer says.

    Attributes
    ----------
    status
        `optimal`, `infeasible` or `open`: the peer's own claim; `unsuited` where the
        peer cannot ask the question.
    value
        Of the plan found, recomputed in whole numbers; None without a plan.
    bound
        The peer's bound, in the objective's unit; None where it has none.
    seconds
        Wall time of the search, by the solver's own word where it has one.
    build_seconds
        All else: setting the model up and handing it over.
    chosen
        Seat of each part; None without a plan.
    columns, rows
        Size of the model; None where there is none.
    """

    status: str
    value: int | None
    bound: float | None
    seconds: float
    build_seconds: float = 0.0
    chosen: IntArray | None = None
    columns: int | None = None
    rows: int | None = None


Peer = Callable[[Problem, Sequence[Tie], ObjectiveSpec, float], PeerResult]

PEERS: Mapping[str, tuple[str, str]] = {
    "PuLP+CBC": ("flow", "cbc"),
    "PuLP+HiGHS": ("flow", "highs"),
    "PuLP+CBC, seats in order": ("flow", "cbc_ordered"),
    "PuLP+HiGHS, seats in order": ("flow", "highs_ordered"),
    "plain CP-SAT": ("plain_cpsat", "solve"),
    "GerryChain": ("gerrychain_bursts", "solve"),
}
"""Module and function of each peer. Seats in order: fewest units alone, one option a seat."""


def solve(
    peer: str, problem: Problem, ties: Sequence[Tie], objective: ObjectiveSpec, seconds: float
) -> PeerResult:
    """Solve one county's problem by a peer.

    Parameters
    ----------
    peer
        A name in `PEERS`.
    ties
        All ties of the scenario; those of this county alone hold.
    objective
        What to make best; `share` is not one of them, as it needs a count first.
    seconds
        Limit of the search; building the model is not counted.
    """
    module, function = PEERS[peer]
    run: Peer = getattr(import_module(f"benchmarks.peers.{module}"), function)
    return run(problem, ties, objective, seconds)
