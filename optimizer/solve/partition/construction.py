"""A county's quick plan: units grown and cut anew, each with the option that serves best."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from models.merge.coupling import CouplingConstraint
from models.merge.problem import Problem
from models.merge.sizes import Sizes, sized
from models.quantities import IntArray
from models.scenario import ObjectiveSpec
from optimizer.solve.partition.bitset import BitsetProblem
from optimizer.solve.partition.estimate import estimated_candidates
from optimizer.solve.partition.recombination import WORK, Recombination, Units

MANY = 10_000
"""From about so many candidate units on, townships are assigned to seats instead."""

MOST = 800_000
"""More candidates are never listed."""

FEW_UNITS, POWER = 4, 4
"""Units from which on more candidates may be listed, and how fast their number may grow."""
LISTED_WORK_SHARE = 20
"""Where units are listed, recombination gets one of so many parts of its work, at most."""
LONGER = 10
"""How many times as much work there is where the bound leaves room for fewer units, at first."""

Chosen = list[tuple[IntArray, int]]
"""Parts and option of each unit."""


@dataclass
class Construction:
    """A county of mode `whole` before its model is made.

    Attributes
    ----------
    ties
        Of this county alone, and wider ones.
    """

    problem: Problem
    specs: Sequence[ObjectiveSpec]
    ties: Sequence[CouplingConstraint]
    seed: int = 0
    _known: list[Chosen] | None = None
    _fewest_units: Units | None = None
    _longer: int = 0

    @cached_property
    def bitset(self) -> BitsetProblem:
        """The townships as bits, with the limits that follow from sizes."""
        return BitsetProblem(sized(self.problem, self.ties))

    @cached_property
    def sizes(self) -> Sizes:
        """What follows of the sizes of units and of their number."""
        return Sizes.of(self.problem, self.ties)

    @cached_property
    def candidates(self) -> float:
        """About how many connected sets of townships keep the limits, or more than `MOST`."""
        return estimated_candidates(self.bitset, self.seed, MOST)

    @property
    def many(self) -> bool:
        """Whether townships are better assigned to seats than units listed.

        With few units that hold many townships each the sets are more than can be looked at,
        while few seats are open; with many units there are too many sets of seats. Measured on
        counties of 20 to 60 townships with units of 4 to 15, and on grids.
        """
        if not self.bitset.fragments.trivial:
            # The pieces of exclaves hang together in one seat's unit only.
            return False
        few = max(1.0, self.sizes.fewest / FEW_UNITS)
        return self.candidates > min(MOST, MANY * few**POWER)

    def plans(self, over: Callable[[], bool]) -> list[Chosen]:
        """Return some plans that keep the limits, the one of the fewest units first.

        Parameters
        ----------
        over
            Whether to stop with what there is; the first plan is looked for in any case.
        """
        if self._known is None:
            self._known = []
            for work in self._quick_works if self.problem.allowed.any() else []:
                if not self._known:
                    self._look(self.sizes.fewest, work, self.seed, lambda: self._found and over())
        return self._known

    def look_longer(self, fewest: int, over: Callable[[], bool]) -> list[Chosen]:
        """Look for plans of fewer units than are known, twice as long each time.

        In turns a new plan is grown and the best one gone on from: what plan a search begins
        with often decides where it ends.

        Parameters
        ----------
        fewest
            A bound of their number.
        over
            Whether to stop with what there is.

        Returns
        -------
        list
            What was found; `plans` has it too.
        """
        known, self._longer = list(self._known or []), self._longer + 1
        start = None if self._longer % 2 else self._fewest_units
        seed, work = self.seed + self._longer, LONGER * WORK << self._longer - 1
        self._look(max(fewest, self.sizes.fewest), work, seed, over, start)
        found = self._known or []
        return found[: len(found) - len(known)]

    @property
    def _quick_works(self) -> list[int]:
        """What recombination may do, and what it may do where that leads to no plan.

        Where units are listed the LP over them leads to better plans in less time: the fewer
        they are, the less; without a plan as much is spent as listing them takes.
        """
        if self.many:
            return [WORK]
        return [min(work, int(self.candidates)) for work in (WORK // LISTED_WORK_SHARE, WORK)]

    @property
    def _found(self) -> bool:
        return bool(self._known)

    def _look(
        self,
        fewest: int,
        work: int,
        seed: int,
        over: Callable[[], bool],
        start: Units | None = None,
    ) -> None:
        """Add plans of fewer units than those that are known."""
        search = Recombination(self.bitset, fewest, self.sizes.most, over, seed, work, start)
        for units in search.plans():
            best = self._fewest_units
            if best is None or len(units) < len(best):
                self._fewest_units = units
                self._known = self._with_options(units) + (self._known or [])
            if not self.minimises_units:
                break

    @property
    def minimises_units(self) -> bool:
        """Whether a plan of fewer units comes before one of more, as far as units go."""
        return self.specs[0].name in ("units", "share")

    def _with_options(self, units: Units) -> list[Chosen]:
        """Return a plan's units with their options: those of the objectives, then towns first."""
        plain, towns = [], []
        for unit in units:
            options = np.array(self.bitset.options(unit), dtype=np.int64)
            if not len(options):
                return []
            parts = self.bitset.members(unit)
            keys = [self._cost(spec, parts, options) for spec in self.specs]
            plain.append((parts, self._first(options, keys)))
            keys.insert(0, -self.problem.options.urban[options])
            towns.append((parts, self._first(options, keys)))
        same = all(a[1] == b[1] for a, b in zip(plain, towns, strict=True))
        return [plain] if same else [plain, towns]

    def _cost(self, spec: ObjectiveSpec, parts: IntArray, options: IntArray) -> IntArray:
        """Return what an objective says of each option of a unit, the less the better."""
        if spec.objective.ratio:
            return -self.problem.options.urban[options]
        opening, assigning = self._tables[spec.name]
        of_parts = assigning[parts][:, self.problem.options.seat[options]]
        worst = spec.objective.bottleneck
        out: IntArray = of_parts.max(axis=0) if worst else opening[options] + of_parts.sum(axis=0)
        return out

    @cached_property
    def _tables(self) -> dict[str, tuple[IntArray, IntArray]]:
        return {
            spec.name: (spec.opening(self.problem), spec.assigning(self.problem))
            for spec in self.specs
            if not spec.objective.ratio
        }

    def _first(self, options: IntArray, keys: list[IntArray]) -> int:
        return int(options[np.lexsort((options, *reversed(keys)))[0]])
