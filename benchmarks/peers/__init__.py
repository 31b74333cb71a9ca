"""The peers: other ways to solve one county's problem, all behind one interface.

Every peer works from the same restricted `Problem` as the tool, in any mode, and
returns the plan that it found, so that a claim can be recomputed and judged by the
checker (`benchmarks.judged`). A number of units is fixed by a tie:
`CouplingConstraint("count", frozenset([county]), per_unit=1, low=n, high=n)`.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module

from models.merge.coupling import CouplingConstraint
from models.merge.milp_county import Assignment
from models.merge.problem import Problem
from models.quantities import IntArray
from models.scenario import ObjectiveSpec


@dataclass(frozen=True)
class Moment:
    """What a peer had at some time of its search: a better plan, or a better bound."""

    seconds: float
    plan: Assignment | None = None
    bound: float | None = None


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
    plan
        Seat of each part and option of each seat; None without a plan.
    columns, rows
        Size of the model; None where there is none.
    trail
        Plans and bounds on the way, each better than the last; empty for a peer that
        cannot be watched.
    """

    status: str
    value: int | None
    bound: float | None
    seconds: float
    build_seconds: float = 0.0
    plan: Assignment | None = None
    columns: int | None = None
    rows: int | None = None
    trail: tuple[Moment, ...] = ()

    @property
    def chosen(self) -> IntArray | None:
        """Seat of each part; None without a plan."""
        return None if self.plan is None else self.plan.seat


Run = Callable[[Problem, Sequence[CouplingConstraint], ObjectiveSpec, float], PeerResult]


@dataclass(frozen=True)
class Peer:
    """A peer by name.

    Attributes
    ----------
    title
        What tables call it.
    module, function
        Where it is, below `benchmarks.peers`.
    needs
        The package of the extra `benchmarks` that it runs on.
    counted
        Whether it works at a fixed number of units only.
    watched
        Whether its result has a trail; one that has none is run anew for each time.
    units_only
        Whether it knows no other objective than the number of units.
    """

    title: str
    module: str
    function: str = "solve"
    needs: str | None = None
    counted: bool = False
    watched: bool = False
    units_only: bool = False

    @property
    def missing(self) -> str | None:
        """Say what has to be installed; None where all is there."""
        if self.needs is None or importlib.util.find_spec(self.needs) is not None:
            return None
        return f"not installed: {self.needs} (pip install -e '.[benchmarks]')"


PEERS: Mapping[str, Peer] = {
    "flow-cbc": Peer("PuLP+CBC", "flow", "cbc"),
    "flow-highs": Peer("PuLP+HiGHS", "flow", "highs"),
    "flow-scip": Peer("PuLP+SCIP", "flow", "scip", needs="pyscipopt"),
    "flow-cbc-ordered": Peer("PuLP+CBC, seats in order", "flow", "cbc_ordered", units_only=True),
    "flow-highs-ordered": Peer(
        "PuLP+HiGHS, seats in order", "flow", "highs_ordered", units_only=True
    ),
    "plain-cpsat": Peer("plain CP-SAT", "plain_cpsat", watched=True),
    "gerrychain": Peer(
        "GerryChain", "gerrychain_bursts", needs="gerrychain", counted=True, watched=True
    ),
    "maxp": Peer("spopt max-p", "maxp_sweep", needs="spopt", watched=True, units_only=True),
}
"""Seats in order: fewest units alone, one option a seat."""


def solve(
    peer: str,
    problem: Problem,
    ties: Sequence[CouplingConstraint],
    objective: ObjectiveSpec,
    seconds: float,
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
    found = PEERS[peer]
    run: Run = getattr(import_module(f"benchmarks.peers.{found.module}"), found.function)
    return run(problem, ties, objective, seconds)
